/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The mail accounts of one profile of a Mozilla mail program.  See
 * mozaccount.c.
 */
#ifndef KIT_MOZACCOUNT_H
#define KIT_MOZACCOUNT_H

#include "kit/mozconfig.h"

/* How the profile is called. */
struct mozaccount_profile {
	struct ma_str id; /* begins the accounts' ids */
	struct ma_str name;
	struct ma_at name_at;
	struct ma_str client;
	bool listed; /* stands in profiles.ini, so that OPENS is known */
	bool opens;
	struct ma_at opens_at;
};

/* Says every account of CONFIG to the host and asks for the filter files. */
void mozaccount_all(const struct mozconfig *config, const struct mozaccount_profile *profile);

/* ---- shared by mozaccount.c, mozidentity.c, mozfilters.c and mozoverride.c ---- */

enum mozaccount_kind { MOZ_POP3 = 1, MOZ_IMAP = 2, MOZ_EXCHANGE = 4, MOZ_ANY = 7, MOZ_NOT_MAIL = 8 };

/* Servers whose certificate is accepted whatever it is. */
struct mozoverride {
	struct strset servers; /* "host:port" and its line */
	uint32_t file; /* UINT32_MAX: it did not come */
};

/* One account while it is being said. */
struct mozaccount {
	const struct mozconfig *config;
	const struct mozaccount_profile *profile;
	const struct strset *smtp_keys; /* of mail.smtpservers */
	struct ma_str smtp_default; /* key, or empty */
	const struct mozoverride *overrides;
	struct ma_account *a;
	struct ma_str key, server; /* keys */
	struct ma_str identity; /* key of the first one, or empty; while mozaccount_identities runs */
	struct ma_str address; /* of the first identity; p NULL if it has none */
	enum mozaccount_kind kind;
};

/* The value of PREFIX KEY LEAF as the program reads it: of TYPE, else that of
 * PREFIX "default" LEAF, else false, 0 or "".  A value of another type is noted. */
struct prefstore_value mozaccount_value(const struct mozconfig *config, const char *prefix, struct ma_str key, const char *leaf, enum prefs_type type);

/* The same without any default; type PREFS_NONE if there is none. */
struct prefstore_value mozaccount_own(const struct mozconfig *config, const char *prefix, struct ma_str key, const char *leaf, enum prefs_type type);

/* A note whose key is the pref PREFIX KEY LEAF. */
void mozaccount_note(const struct mozconfig *config, enum ma_note note, struct ma_at at, const char *prefix, struct ma_str key, const char *leaf);

/* The socket type and the authentication method in the words of the facts. */
void mozaccount_security(const struct mozaccount *m, enum ma_fact fact, struct prefstore_value socket);
void mozaccount_auth(const struct mozaccount *m, enum ma_fact fact, struct prefstore_value method, struct ma_str host);

/* The next item of a comma list; false at its end.  Empty items are passed over. */
bool mozaccount_item(struct ma_str *list, struct ma_str *item);

/* The files that were asked for among those of the call that lie in this profile, or elsewhere
 * by a full path: their index by the path that was asked for. */
void mozaccount_find_filter_files(const struct mozconfig *config, struct strset *set);

/* The account's folder here, and what FILES in it say. */
void mozaccount_store(const struct mozaccount *m, const struct strset *files);

/* The folder of what is no mailbox: mail that belongs to no account. */
void mozaccount_local_folders(const struct mozaccount *m);

/* Asks for cert_override.txt and reads it if it is among FILES, those of
 * mozaccount_find_filter_files.  Ended by strset_fini on its servers. */
void mozoverride_read(struct mozoverride *o, const struct mozconfig *config, const struct strset *files);

/* Whether the certificate of this server is checked, where the file came. */
void mozoverride_say(const struct mozaccount *m, struct ma_str host, int32_t port);

/* What the identities say, and the outgoing server of the first. */
void mozaccount_identities(struct mozaccount *m);

#endif
