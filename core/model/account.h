/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An account is a table of facts: what one client on one workstation is
 * configured to do with one mailbox, each value with the place it was read
 * from.  What is not there is unknown.
 */
#ifndef MODEL_ACCOUNT_H
#define MODEL_ACCOUNT_H

#include <mailaccord/plugin.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"

struct scan;

enum fact_type { FACT_TEXT, FACT_LIST, FACT_INT, FACT_BOOL, FACT_WORD };

/* One row of facts.def. */
struct fact_row {
	const char *name;
	enum fact_type type;
	const char *words; /* of a FACT_WORD, blank-separated */
	const char *help;
};
extern const struct fact_row fact_rows[MA_FACT_COUNT];

#define FACT_NO_FILE UINT32_MAX /* known from where the files lay, not from one of them */

/* There are millions in a fleet: which of the values there is follows from the fact. */
struct fact {
	uint8_t id; /* enum ma_fact */
	uint8_t state; /* enum ma_state */
	uint32_t file, line; /* file: index into the scan's files, or FACT_NO_FILE; line 0: the file as a whole */
	uint32_t n_items;
	union {
		int64_t num; /* FACT_INT, FACT_BOOL */
		const char *text; /* FACT_TEXT, FACT_WORD */
		const char **items; /* FACT_LIST */
	};
};

struct account {
	const struct scan *scan;
	const char *id; /* unique within its scan: "PLUGIN/..." */
	const char *plugin; /* that read it */
	struct fact *facts; /* in order of id once the account is complete */
	uint64_t identity; /* a hash of workstation and id, and: */
	uint32_t place; /* among the accounts of its mailbox; both since it was last grouped */
	uint8_t n_facts, room; /* room: of the array of facts */
	uint8_t slot[MA_FACT_COUNT]; /* index into facts + 1; 0: unknown */
};

/* The number of the fact called NAME, or -1. */
int
fact_by_name(const char *name);

/* What is asked so often that a call would cost more than the answer. */

extern const struct fact fact_nothing; /* unknown */

/* The fact; one of state MA_UNKNOWN when nothing is known of it. Never NULL. */
static inline const struct fact *
account_fact(const struct account *account, enum ma_fact id)
{
	uint8_t slot = account->slot[id];
	return slot ? &account->facts[slot - 1] : &fact_nothing;
}

/* Is the value known (set, locked, implied or inferred)? */
static inline bool
account_knows(const struct account *account, enum ma_fact id)
{
	return account_fact(account, id)->state != MA_UNKNOWN;
}

/* The text or word; NULL when unknown. */
static inline const char *
account_text(const struct account *account, enum ma_fact id)
{
	const struct fact *f = account_fact(account, id);
	return f->state == MA_UNKNOWN ? NULL : f->text;
}

/* The number or truth value; false when unknown, *OUT is then untouched. */
static inline bool
account_num(const struct account *account, enum ma_fact id, int64_t *out)
{
	const struct fact *f = account_fact(account, id);
	if (f->state == MA_UNKNOWN)
		return false;
	*out = f->num;
	return true;
}

/* Is the word or text known and equal to VALUE (letter case counts)? */
static inline bool
account_is(const struct account *account, enum ma_fact id, const char *value)
{
	const char *text = account_text(account, id);
	return text && strcmp(text, value) == 0;
}

/* Is the truth value known and VALUE?  Neither holds when it is unknown. */
static inline bool
account_bool_is(const struct account *account, enum ma_fact id, bool value)
{
	int64_t v;
	return account_num(account, id, &v) && (v != 0) == value;
}

/* Walks over accounts that lie all over a fleet's memory wait for it most of the
 * time, unless what they will ask for is on its way: of an account some steps
 * away, of one nearer, and of the next but one or two.  Each may be NULL. */
enum { ACCOUNT_FAR = 12, ACCOUNT_NEAR = 8, ACCOUNT_NEXT = 4 };
void
account_look_ahead(const struct account *far, const struct account *near, const struct account *next);
void
account_look_ahead_in(const struct account *const *accounts, size_t n, size_t at);

/* Makes room for N facts in an account that has none. */
void
account_reserve(struct account *account, struct arena *arena, size_t n);

/* Makes the fact, or finds the one there is; its value is the caller's to fill.
 * Memory is the arena's. */
struct fact *
account_put(struct account *account, struct arena *arena, enum ma_fact id);

/* Sets values; texts and list items are copied. */
void
account_put_text(struct account *account, struct arena *arena, enum ma_fact id, const char *text);
void
account_put_num(struct account *account, struct arena *arena, enum ma_fact id, int64_t num);
void
account_put_item(struct account *account, struct arena *arena, enum ma_fact id, const char *item);

/* Forgets a fact: not "unknown", but not there. */
void
account_drop(struct account *account, enum ma_fact id);

/* Brings the facts into the order of facts.def; called once an account is complete. */
void
account_sort(struct account *account);

/* The value as people and machines read it: "yes", "14", "pop3", "a, b"; "unknown". */
const char *
fact_print(const struct fact *fact, struct arena *arena);

/* Parses VALUE (as fact_print writes it, also "true" and "false"; "unknown"
 * makes the fact unknown) into the account, state MA_SET.  False when it does
 * not fit the fact's type. */
bool
account_parse_fact(struct account *account, struct arena *arena, enum ma_fact id, const char *value);

/* A total order that does not depend on the order of arguments: workstation name, id, account id. */
int
account_order(const struct account *a, const struct account *b);

/* Does the account fit a reference "WORKSTATION[/CLIENT[/ADDRESS OR LOGIN]]"?
 * Letter case is ignored, '*' allowed in each part; WORKSTATION is a name or an id. */
bool
account_matches(const struct account *account, const char *reference);

/* How people call it: "PC-07 CLIENT (work) info@example.co.jp". */
const char *
account_title(const struct account *account, struct arena *arena);

#endif
