/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One account of Apple Mail: the values of its dictionary, and what they mean.
 */
#ifndef APPLE_ACCOUNT_H
#define APPLE_ACCOUNT_H

#include <mailaccord/plugin.h>
#include <stdbool.h>

#include "kit/grow.h"
#include "kit/plist.h"

/* The keys that matter.  Those of a connection come first: a delivery account has no others. */
enum slot_name {
	SLOT_HOST,
	SLOT_LOGIN,
	SLOT_PORT,
	SLOT_SSL,
	SLOT_LAYER,
	SLOT_AUTH,
	SLOT_USE_AUTH,
	SLOT_DIRECT,
	SLOT_CONNECTION_COUNT,
	SLOT_TYPE = SLOT_CONNECTION_COUNT,
	SLOT_ID,
	SLOT_NAME,
	SLOT_ADDRESS,
	SLOT_ACTIVE,
	SLOT_PATH,
	SLOT_PREFIX,
	SLOT_SMTP,
	SLOT_SENDER,
	SLOT_POLICY,
	SLOT_SERVER_DAYS,
	SLOT_DOWNLOAD_DAYS,
	SLOT_TRASH_DAYS,
	SLOT_TRASH_FREQUENCY,
	SLOT_TRASH_ON_QUIT,
	SLOT_JUNK_DAYS,
	SLOT_JUNK_FREQUENCY,
	SLOT_IN_PLACE,
	SLOT_COMPACT,
	SLOT_STORE_DRAFTS,
	SLOT_STORE_SENT,
	SLOT_STORE_TRASH,
	SLOT_STORE_JUNK,
	SLOT_DRAFTS,
	SLOT_SENT,
	SLOT_TRASH,
	SLOT_JUNK,
	SLOT_ARCHIVE,
	SLOT_COUNT,
};

struct slot {
	bool seen, clash; /* clash: given twice, and not the same */
	enum plist_is is;
	uint32_t line, text, text_bytes; /* text: offset in the account's texts */
	int64_t num;
};

/* An address and where it stood. */
struct apple_address {
	uint32_t text, text_bytes, line;
};

struct apple_account {
	struct slot slot[SLOT_COUNT];
	struct grow texts, addresses;
	uint32_t line;
	bool cut; /* the file broke off inside; absent means nothing */
	bool phone; /* of an iPhone or iPad, whose default is known */
};

enum apple_class { APPLE_POP, APPLE_IMAP, APPLE_EXCHANGE, APPLE_UNKNOWN, APPLE_NONE };

/* Where an account's facts and notes go. */
struct apple_say {
	const struct ma_host *host;
	struct ma_out *out;
	struct ma_account *to;
	uint32_t file, line;
	/* Notes a key of the account that is being read. */
	void (*note)(void *with, enum ma_note, uint32_t line, const char *key);
	void *with;
	const char *client;
};

/* The slot that KEY fills, SLOT_COUNT if none. */
enum slot_name apple_slot(struct ma_str key);
const char *apple_slot_key(enum slot_name name);

/* ---- filling an account ---- */

void apple_account_begin(struct apple_account *a, uint32_t line);
/* A value again, but another, makes the slot clash. */
void apple_account_fill(struct apple_account *a, enum slot_name name, const struct plist_value *v);
/* Addresses between commas, each with or without a name. */
void apple_account_addresses(struct apple_account *a, struct ma_str list, uint32_t line);

/* ---- reading a slot ---- */

enum apple_got { APPLE_GOT_NOTHING, APPLE_GOT_VALUE, APPLE_GOT_GARBAGE };

/* A text slot's text, empty when there is none; valid while TEXTS does not grow. */
struct ma_str apple_text(const struct grow *texts, const struct slot *s);
/* *OUT is set with APPLE_GOT_VALUE only. */
enum apple_got apple_number(const struct grow *texts, const struct slot *s, int64_t *out);
/* The same; *OUT is 0 or 1. */
enum apple_got apple_truth(const struct grow *texts, const struct slot *s, int64_t *out);
bool apple_equals(struct ma_str s, const char *word);
bool apple_equals_nocase(struct ma_str s, const char *word);

/* ---- saying what stands in a slot ---- */

/* The slot's line, or the account's when it is empty. */
struct ma_at apple_place(const struct apple_say *s, const struct slot *slot, enum ma_state state);
void apple_say_word(const struct apple_say *s, enum ma_fact fact, const char *word, struct ma_at at);
/* The text of slot[NAME], unknown when it is empty or none. */
void apple_say_text(const struct apple_say *s, const struct grow *texts, const struct slot *slot, enum slot_name name, enum ma_fact fact);
/* Notes that the slot's value cannot be used. */
void apple_complain(const struct apple_say *s, const struct slot *slot, enum slot_name name);

/* ---- the account ---- */

/* What kind of account A is; APPLE_NONE for what is not a mail account. */
enum apple_class apple_class(const struct apple_account *a);
/* All facts that stand in A itself. */
void apple_account_say(const struct apple_say *s, const struct apple_account *a);
/* Host, port, login, security and proof of the server mail is fetched from or,
 * with APPLE_NONE, sent through; SLOT has SLOT_CONNECTION_COUNT elements. */
void apple_connection_say(const struct apple_say *s, enum apple_class class, const struct grow *texts, const struct slot *slot, bool cut);

#define APPLE_N(array) (sizeof(array) / sizeof *(array))

/* Mailboxes "On My Mac" lie beside the accounts'. */
void
apple_say_mailboxes(const struct apple_say *s);

#endif
