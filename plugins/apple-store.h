/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of a system's account store, before they are accounts.
 */
#ifndef APPLE_STORE_H
#define APPLE_STORE_H

#include "apple-list.h"
#include "kit/sqlite.h"

/* A text or blob: offset in the store's bytes. */
struct apple_store_span {
	uint32_t at, n;
};

enum apple_store_kind { APPLE_STORE_NO_MAIL, APPLE_STORE_POP, APPLE_STORE_IMAP, APPLE_STORE_SMTP, APPLE_STORE_EXCHANGE, APPLE_STORE_PROVIDER };

/* A row of ZACCOUNT, and what other tables say about it. */
struct apple_store_row {
	int64_t pk, parent, type;
	int64_t active; /* -1: not known */
	const struct apple_store_type *is; /* NULL: none that has to do with mail */
	struct apple_store_span id, user, name, blob;
	uint32_t first_property; /* number + 1 */
	bool has_mail_child, has_class, has_host;
	bool services, mail; /* services of it are switched on; Mail is among them */
};

/* A row of ZACCOUNTPROPERTY. */
struct apple_store_property {
	struct apple_store_span key, value;
	uint32_t next; /* number + 1 */
};

/* What a type of account has to do with mail. */
struct apple_store_type {
	const char *identifier;
	enum apple_store_kind kind;
	const char *class; /* of the account, as older lists and phones say it */
	const char *host; /* that its mail is on, when nothing says otherwise */
};

struct apple_store {
	struct sqlite_db *db;
	struct grow bytes, rows, properties;
	struct grow_index by_pk, types, senders; /* number of a row; of a type; of an SMTP row by its identifier */
	int64_t mail_class; /* ZDATACLASS row of Mail, -1: none */
	bool has_services; /* the table of services is there */
	bool too_much;
};

/* Reads all tables.  What was read stays when it ends badly. */
enum sqlite_end apple_store_load(struct apple_store *s, struct ma_str store, struct ma_str log, enum sqlite_log *folded);
void apple_store_fini(struct apple_store *s);

size_t apple_store_count(const struct apple_store *s);
struct apple_store_row *apple_store_row(const struct apple_store *s, size_t i);
/* The row it is below of, NULL if there is none. */
struct apple_store_row *apple_store_parent(const struct apple_store *s, const struct apple_store_row *row);
/* The SMTP row with this identifier, NULL if there is none. */
struct apple_store_row *apple_store_sender(const struct apple_store *s, struct ma_str id);
struct apple_store_property *apple_store_property(const struct apple_store *s, uint32_t number);
struct ma_str apple_store_text(const struct apple_store *s, struct apple_store_span span);

#endif
