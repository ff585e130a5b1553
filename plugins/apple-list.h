/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One property list of Apple Mail, and what several of them have in common.
 */
#ifndef APPLE_LIST_H
#define APPLE_LIST_H

#include "apple-account.h"

/* What the reader is inside of. */
enum apple_room { ROOM_OUTSIDE, ROOM_ROOT, ROOM_MAIL, ROOM_DELIVERY, ROOM_ACCOUNT, ROOM_DELIVERY_ACCOUNT, ROOM_ADDRESSES, ROOM_ALIASES, ROOM_OTHER };

struct apple_list {
	const struct ma_host *host;
	struct ma_out *out;
	struct grow_index ids, seen; /* over all files: account ids; what an account is and does */
	bool several; /* there is more than one file */
	/* this file */
	uint32_t file;
	struct grow texts, deliveries, pending; /* texts: of the deliveries */
	struct grow_index delivery_by_name;
	enum apple_room room[PLIST_MAX_DEPTH + 1];
	size_t depth;
	uint32_t mail_index, delivery_index;
	bool has_arrays, has_deliveries, is_mail, inferred_noted, odd;
	struct apple_account account; /* being read */
};

/* Reads file number FILE; all its accounts are said when it returns.  *LINE is
 * where damage begins.  L keeps what must be known of earlier files; begin
 * with zeroes, host, out and several. */
enum plist_end apple_list_read(struct apple_list *l, uint32_t file, struct ma_str bytes, uint32_t *line);
void apple_list_note(struct apple_list *l, enum ma_note kind, uint32_t line, const char *key);
void apple_list_fini(struct apple_list *l);

/* True when an earlier file had the very same account with the same effect on
 * the server: the list of an older system, left behind by an upgrade. */
bool apple_list_has(struct apple_list *l, const struct apple_account *a);
/* uniqueId, or type, host and login; and made unique.  In ID, reused. */
struct ma_str apple_list_id(struct apple_list *l, const struct apple_account *a, struct grow *id);

/* What became of a system's account store. */
enum apple_store_found {
	APPLE_STORE_FOREIGN, /* no such database */
	APPLE_STORE_WHOLE,
	APPLE_STORE_EMPTY, /* without any row; they may be in a log that is not there */
	APPLE_STORE_DAMAGED,
};
/* Reads the store with its log (empty: there is none) and says the accounts.
 * L->file is the store's number; PHONE: it is an iPhone's, or an iPad's. */
enum apple_store_found apple_store_read(struct apple_list *l, struct ma_str store, struct ma_str log, bool phone, struct ma_str version);

/* A backup of an iPhone or iPad, by its files. */
bool apple_is_backup(const struct ma_file *files, size_t n_files);
enum ma_status apple_backup_parse(struct apple_list *l, const struct ma_file *files, size_t n_files);

/* The plugin's parse. */
enum ma_status
apple_mail_parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files);

#endif
