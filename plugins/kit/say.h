/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings as they are met in a file, and how to say what they mean: for
 * clients whose account is a handful of keys.
 */
#ifndef KIT_SAY_H
#define KIT_SAY_H

#include <stdbool.h>

#include "kit/keyfile.h"
#include "kit/strset.h"

/* The value of a key; LINE 0: it is absent.  The text lies where the file does. */
struct slot {
	struct ma_str text;
	uint32_t file, line;
};

/* Keeps the value of a key line in SLOTS[k] if the key is NAMES[k].  The last
 * one counts.  False: another key.  *AGAIN, which may be NULL: it was there already. */
bool slot_take(struct slot *slots, const char *const *names, size_t n, const struct keyfile_line *line, uint32_t file, bool *again);

/* The same with letter case ignored. */
bool slot_take_any_case(struct slot *slots, const char *const *names, size_t n, const struct keyfile_line *line, uint32_t file, bool *again);

/* A key that means something in one section only. */
struct slot_name {
	const char *section, *key;
};
bool slot_take_in_section(struct slot *slots, const struct slot_name *names, size_t n, const struct keyfile_line *line, uint32_t file);

bool span_is(struct ma_str s, const char *word);
bool span_is_any_case(struct ma_str s, const char *word);
bool span_begins(struct ma_str s, const char *start);
struct ma_str span_of(const char *s); /* NULL: empty */
struct ma_str span_trim(struct ma_str s); /* without blanks around it */

/* The part before the first C, which is removed from *REST with it; all of it when there is no C. */
struct ma_str span_cut(struct ma_str *rest, char c);

/* Takes a byte order mark of UTF-8 off.  False: it is UTF-16. */
bool span_unmark(struct ma_str *bytes);

/* Digits only, up to 2^40; -1: it is something else. */
int64_t span_number(struct ma_str s);

/* One account that is told to the host. */
struct say {
	const struct ma_host *host;
	struct ma_out *out;
	struct ma_account *account;
	uint32_t file; /* where the account stands: for what is implied or unknown */
	uint32_t line; /* 0: the file as a whole */
};

/* The ids given so far in one call of parse. */
struct say_ids {
	struct strset set;
	uint32_t again; /* accounts whose id was given already */
};
void say_ids_fini(struct say_ids *ids);

/* Begins an account whose id is made of the N parts (up to 7), with "#2" and
 * so on behind it when that was given already.  False: memory is short. */
bool say_begin(struct say *s, struct say_ids *ids, const struct ma_str *parts, size_t n);

/* Where a slot stands, as SET; of an absent one the account's place, with state ABSENT. */
struct ma_at say_at(const struct say *s, const struct slot *slot, enum ma_state absent);

/* WORD NULL: the fact is unknown. */
void say_word(const struct say *s, enum ma_fact fact, const char *word, struct ma_at at);
void say_num(const struct say *s, enum ma_fact fact, int64_t n, struct ma_at at);
void say_unknown(const struct say *s, enum ma_fact fact, const struct slot *slot);
void say_implied(const struct say *s, enum ma_fact fact, const char *word);

/* A text; nothing if it is absent or empty. */
void say_text(const struct say *s, enum ma_fact fact, const struct slot *slot);

/* That a password is in the file, and how; nothing if there is none. */
void say_password(const struct say *s, const struct slot *slot, const char *how);

/* The port: as given (1 to 65535), else that of the protocol ("pop3", "imap")
 * with this security, implied; unknown where either is not known. */
void say_port(const struct say *s, const struct slot *slot, const char *protocol, const char *security);

/* A note about a slot's value, with the key's name. */
void say_note(const struct say *s, enum ma_note note, const struct slot *slot, const char *key);

/* A client that only fetches: it has no mailbox in which its user deletes, no folders, filters or sending. */
#define SAY_FETCHER \
	[MA_DELETE_WHEN] = MA_IMPLIES, [MA_RETAIN_DAYS] = MA_NOT_STORED, [MA_RETAIN_COUNT] = MA_NOT_STORED, \
	[MA_DELETE_MODEL] = MA_NOT_STORED, [MA_EMPTY_TRASH_ON_EXIT] = MA_NOT_STORED, [MA_EXPUNGE_ON_EXIT] = MA_NOT_STORED, \
	[MA_TRASH_DAYS] = MA_NOT_STORED, [MA_JUNK_DAYS] = MA_NOT_STORED, [MA_TRASH_FOLDER] = MA_NOT_STORED, \
	[MA_SENT_FOLDER] = MA_NOT_STORED, [MA_DRAFTS_FOLDER] = MA_NOT_STORED, [MA_JUNK_FOLDER] = MA_NOT_STORED, \
	[MA_ARCHIVE_FOLDER] = MA_NOT_STORED, [MA_SENT_KEPT] = MA_NOT_STORED, [MA_DEFERRED_TO] = MA_NOT_STORED, \
	[MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED, [MA_LEAVE_RAW] = MA_NOT_STORED, \
	[MA_SETTINGS_IN_CLOUD] = MA_NOT_STORED, [MA_PROFILE_DEFAULT] = MA_NOT_STORED, [MA_ACCOUNT_UID] = MA_NOT_STORED, SAY_NO_SENDING
#define SAY_NO_SENDING \
	[MA_SMTP_HOST] = MA_NOT_STORED, [MA_SMTP_PORT] = MA_NOT_STORED, [MA_SMTP_SECURITY] = MA_NOT_STORED, \
	[MA_SMTP_AUTH] = MA_NOT_STORED, [MA_SMTP_LOGIN] = MA_NOT_STORED, [MA_REPLY_TO] = MA_NOT_STORED, [MA_BCC] = MA_NOT_STORED, \
	[MA_READ_RECEIPTS] = MA_NOT_STORED

#endif
