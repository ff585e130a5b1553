/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One account of Outlook, from its key to its facts.
 */
#ifndef OUTLOOK_ACCOUNT_H
#define OUTLOOK_ACCOUNT_H

#include <stdbool.h>
#include <string.h>

#include "kit/mapi.h"

/* Whose settings, in which file. */
struct outlook {
	const struct ma_host *host;
	struct ma_out *out;
	struct regfile *reg;
	uint32_t file;
	struct ma_str hive; /* name of the user's hive, "" for the current user */
	struct ma_str user; /* name of the user */
	uint32_t user_line;
};

/* One of the places where accounts are listed. */
struct outlook_family {
	const char *client; /* the client's name */
	bool mapi; /* profiles of MAPI; else the older list of Internet accounts */
	bool leave_absent_is_no; /* documented: without the value mail is deleted */
};

/* What the accounts of one list have in common. */
struct outlook_list {
	const struct outlook_family *family;
	struct ma_str label; /* in ids: the version, or what stands for it */
	struct ma_str version, profile;
	int is_default; /* -1: not known */
	uint32_t default_line;
	const struct mapi *mapi;
	const struct grow_index *order; /* accounts in Outlook's own list; NULL: there is no such list */
	uint32_t order_line;
};

/* A number and how it was found. */
enum outlook_found { OUTLOOK_ABSENT, OUTLOOK_GOOD, OUTLOOK_WRONG };
struct outlook_number {
	enum outlook_found found;
	uint64_t n;
	uint32_t line;
};

/* The number NAME of KEY; a wrong type is told as a note. */
struct outlook_number
outlook_number(const struct outlook *o, uint32_t key, const char *name);

struct ma_at
outlook_at(const struct outlook *o, uint32_t line, enum ma_state state);

struct outlook_account {
	const struct outlook *o;
	const struct outlook_list *list;
	uint32_t key, line;
	struct ma_account *to;
};

/* What is told of an account. */
void
outlook_text(const struct outlook_account *a, enum ma_fact f, struct ma_str s, uint32_t line, enum ma_state state);
void
outlook_num(const struct outlook_account *a, enum ma_fact f, int64_t n, uint32_t line, enum ma_state state);
void
outlook_note(const struct outlook *o, enum ma_note kind, uint32_t line, const char *key);

static inline struct ma_str
outlook_str(const char *s)
{
	return (struct ma_str){ s, strlen(s) };
}

/* Tells the text NAME as fact F, if there is one. */
void
outlook_value(const struct outlook_account *a, enum ma_fact f, const char *name);

/* Tells what a POP account of a MAPI profile does to mail on the server. */
void
outlook_leave(const struct outlook_account *a);

/* Tells the same of an account of the older lists, and what else only these have. */
void
outlook_express(const struct outlook_account *a, const char *protocol);

/* The data file at PATH, of an account or (NULL) of none. */
void
outlook_data_file(const struct outlook *o, struct ma_account *account, struct ma_str path, uint32_t line);

/* The bytes of the value NAME, none where it is no binary one.  LINE is left as it is where there is no value. */
struct ma_str
outlook_bytes(const struct outlook_account *a, const char *name, uint32_t *line);

/* Tells where the mail lies; STORE: the value with the entry id of a store of its own, or NULL. */
void
outlook_store(const struct outlook_account *a, const char *store);

/* Tells the account of KEY if it is one that fetches mail. */
void
outlook_account(const struct outlook *o, const struct outlook_list *list, uint32_t key);

#endif
