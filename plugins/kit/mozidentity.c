/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mail.account.KEY.identities is a comma list in which blanks do not count;
 * its first item is the identity new mail is written with.  It names the
 * folders for its mail by URI (imap://user@host/Sent: on the server,
 * mailbox://user@host/Sent: here) and the outgoing server by key; an unknown
 * or missing key means the default one.
 *
 * Read receipts (mailnews/extensions/mdn/src/nsMsgMdnGenerator.cpp) are the
 * program's setting, unless the first identity has use_custom_prefs: then its
 * server's.  Each of three cases is 0 never, 1 always, 2 ask, anything else
 * never; "other" may be 3, which answers by itself that the mail was not read.
 */
#include "kit/mozaccount.h"

#include <stdlib.h>
#include <string.h>

#define IDENTITY "mail.identity."
#define SMTP "mail.smtpserver."

static const struct {
	enum ma_fact fact;
	const char *leaf;
	const char *guard; /* only while this is on */
} folders[] = {
	{ MA_SENT_FOLDER, ".fcc_folder", ".fcc" },
	{ MA_DRAFTS_FOLDER, ".draft_folder", NULL },
	{ MA_ARCHIVE_FOLDER, ".archive_folder", ".archive_enabled" },
};

static struct prefstore_value
identity_value(const struct mozaccount *m, const char *leaf, enum prefs_type type)
{
	return mozaccount_value(m->config, IDENTITY, m->identity, leaf, type);
}

static void
say(const struct mozaccount *m, enum ma_fact fact, struct ma_str s, struct ma_at at)
{
	m->config->call->host->text(m->a, fact, s, at);
}

/* Are all bytes from the first that is not ASCII on well-formed UTF-8?  Rough: lead bytes and their number of followers. */
static bool
looks_like_utf8(struct ma_str s)
{
	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.p[i++];
		int more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : -1;
		for (; more > 0; more--)
			if (i == s.n || ((unsigned char)s.p[i++] & 0xc0) != 0x80)
				return false;
		if (more < 0)
			return false;
	}
	return true;
}

/* An address that Thunderbird itself wrote has one byte per letter when it is
 * not ASCII (its interface cuts each letter to a byte), and is read as Latin-1. */
static void
say_address(const struct mozaccount *m, struct ma_str s, struct ma_at at)
{
	char *wide = looks_like_utf8(s) ? NULL : malloc(s.n * 2);
	size_t n = 0;
	for (size_t i = 0; wide && i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x80)
			wide[n++] = (char)(0xc0 | c >> 6);
		wide[n++] = (char)(c < 0x80 ? c : 0x80 | (c & 0x3f));
	}
	say(m, MA_ADDRESSES, wide ? (struct ma_str){ wide, n } : s, at);
	free(wide);
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The folder in a URI, "scheme://user@host/path"; what is none is taken whole. */
static void
say_folder(const struct mozaccount *m, enum ma_fact fact, struct prefstore_value uri)
{
	struct ma_str s = uri.text;
	size_t k = 0, n = 0;
	while (k + 3 <= s.n && memcmp(s.p + k, "://", 3) != 0)
		k++;
	const char *slash = k + 3 <= s.n ? memchr(s.p + k + 3, '/', s.n - k - 3) : NULL;
	if (k + 3 <= s.n && !slash)
		return; /* the account itself, no folder of it */
	if (slash)
		s = (struct ma_str){ slash + 1, s.n - (size_t)(slash + 1 - s.p) };
	char *path = malloc(s.n + 1);
	if (!path)
		return;
	for (k = 0; k < s.n; k++) {
		int high = s.p[k] == '%' && k + 2 < s.n ? hex(s.p[k + 1]) : -1, low = high >= 0 ? hex(s.p[k + 2]) : -1;
		path[n++] = low >= 0 ? (char)(high * 16 + low) : s.p[k];
		k += low >= 0 ? 2 : 0;
	}
	if (n)
		say(m, fact, (struct ma_str){ path, n }, uri.at);
	free(path);
}

static bool
local(struct ma_str uri)
{
	return uri.n >= 8 && memcmp(uri.p, "mailbox:", 8) == 0;
}

static void
say_sent(const struct mozaccount *m)
{
	struct prefstore_value keep = identity_value(m, ".fcc", PREFS_BOOL), uri = identity_value(m, ".fcc_folder", PREFS_STRING);
	if (!keep.num)
		say(m, MA_SENT_KEPT, MA_STR("none"), keep.at);
	else if (uri.text.n)
		say(m, MA_SENT_KEPT, local(uri.text) ? MA_STR("local") : MA_STR("server"), uri.at);
	else
		say(m, MA_SENT_KEPT, m->kind == MOZ_POP3 ? MA_STR("local") : MA_STR("server"), (struct ma_at){ m->config->own_file, 0, MA_IMPLIED });
}

static void
say_bcc(const struct mozaccount *m)
{
	struct prefstore_value on = identity_value(m, ".doBcc", PREFS_BOOL), list = identity_value(m, ".doBccList", PREFS_STRING);
	struct ma_str item;
	while (on.num && mozaccount_item(&list.text, &item)) {
		while (item.n && item.p[0] == ' ')
			item.p++, item.n--;
		while (item.n && item.p[item.n - 1] == ' ')
			item.n--;
		if (item.n)
			say(m, MA_BCC, item, list.at);
	}
}

enum receipt { RECEIPT_NEVER, RECEIPT_ALWAYS, RECEIPT_ASK, RECEIPT_DENY };

static const struct {
	const char *own, *of_all; /* of the account, of the program */
} receipts[] = {
	{ ".mdn_outside_domain", ".outside_domain" },
	{ ".mdn_not_in_to_cc", ".not_in_to_cc" },
	{ ".mdn_other", ".other" },
};
enum { OUTSIDE, NOT_IN_TO_CC, OTHER, N_RECEIPTS };

/* Which case a message is depends on the message; one that is answered without asking is enough. */
static void
say_receipts(const struct mozaccount *m)
{
	bool own = identity_value(m, ".use_custom_prefs", PREFS_BOOL).num;
	const char *prefix = own ? "mail.server." : "mail.mdn.report";
	struct ma_str key = own ? m->server : MA_STR("");
	struct prefstore_value on = mozaccount_value(m->config, prefix, key, own ? ".mdn_report_enabled" : ".enabled", PREFS_BOOL), v[N_RECEIPTS];
	size_t with[4] = { N_RECEIPTS, N_RECEIPTS, N_RECEIPTS, N_RECEIPTS };
	if (!on.num) {
		say(m, MA_READ_RECEIPTS, MA_STR("never"), on.at);
		return;
	}
	for (size_t k = 0; k < N_RECEIPTS; k++) {
		v[k] = mozaccount_value(m->config, prefix, key, own ? receipts[k].own : receipts[k].of_all, PREFS_INT);
		bool known = v[k].num > RECEIPT_NEVER && (v[k].num <= RECEIPT_ASK || (v[k].num == RECEIPT_DENY && k == OTHER));
		if (with[known ? v[k].num : RECEIPT_NEVER] == N_RECEIPTS)
			with[known ? v[k].num : RECEIPT_NEVER] = k;
	}
	/* Outside the domain and not to this address: it asks where the two settings differ. */
	if (with[RECEIPT_ASK] == N_RECEIPTS && v[OUTSIDE].num != v[NOT_IN_TO_CC].num)
		with[RECEIPT_ASK] = OUTSIDE;
	if (with[RECEIPT_ALWAYS] < N_RECEIPTS)
		say(m, MA_READ_RECEIPTS, MA_STR("always"), v[with[RECEIPT_ALWAYS]].at);
	else if (with[RECEIPT_DENY] < N_RECEIPTS) /* answers by itself, but that nothing was read */
		say(m, MA_READ_RECEIPTS, MA_STR(""), (struct ma_at){ v[OTHER].at.file, v[OTHER].at.line, MA_UNKNOWN });
	else if (with[RECEIPT_ASK] < N_RECEIPTS)
		say(m, MA_READ_RECEIPTS, MA_STR("ask"), v[with[RECEIPT_ASK]].at);
	else
		say(m, MA_READ_RECEIPTS, MA_STR("never"), v[with[RECEIPT_NEVER]].at);
}

static void
say_outgoing(const struct mozaccount *m)
{
	const struct mozconfig *c = m->config;
	struct ma_str key = identity_value(m, ".smtpServer", PREFS_STRING).text;
	if (!key.n || strset_find(m->smtp_keys, &key, 1) == UINT32_MAX)
		key = m->smtp_default;
	if (!key.n)
		return;
	struct prefstore_value type = mozaccount_own(c, SMTP, key, ".type", PREFS_STRING);
	if (type.text.n && !(type.text.n == 4 && memcmp(type.text.p, "smtp", 4) == 0))
		return; /* mail goes out through the Exchange server itself */
	struct prefstore_value host = mozaccount_value(c, SMTP, key, ".hostname", PREFS_STRING);
	struct prefstore_value port = mozaccount_value(c, SMTP, key, ".port", PREFS_INT);
	struct prefstore_value socket = mozaccount_value(c, SMTP, key, ".try_ssl", PREFS_INT);
	struct prefstore_value user = mozaccount_value(c, SMTP, key, ".username", PREFS_STRING);
	if (!host.text.n)
		return;
	say(m, MA_SMTP_HOST, host.text, host.at);
	if (port.num <= 0) {
		/* Without TLS the default has been 25 and is 587; when it changed is not known. */
		port.num = 465;
		port.at.state = socket.num == 3 ? MA_IMPLIED : MA_UNKNOWN;
	}
	c->call->host->num(m->a, MA_SMTP_PORT, port.num, port.at);
	mozaccount_security(m, MA_SMTP_SECURITY, socket);
	mozaccount_auth(m, MA_SMTP_AUTH, mozaccount_value(c, SMTP, key, ".authMethod", PREFS_INT), host.text);
	if (user.text.n)
		say(m, MA_SMTP_LOGIN, user.text, user.at);
}

/* An item without the blanks that do not count; they may stand inside too. */
static struct ma_str
without_blanks(struct ma_str item, char *to)
{
	size_t n = 0;
	for (size_t k = 0; k < item.n; k++)
		if (item.p[k] != ' ' && !(item.p[k] >= '\t' && item.p[k] <= '\r'))
			to[n++] = item.p[k];
	return (struct ma_str){ to, n };
}

void
mozaccount_identities(struct mozaccount *m)
{
	const struct mozconfig *c = m->config;
	struct prefstore_value list = mozaccount_own(c, "mail.account.", m->key, ".identities", PREFS_STRING);
	struct ma_str rest = list.text, item;
	size_t n_addresses = 0;
	char *first = malloc(list.text.n + 1), *other = malloc(list.text.n + 1);
	m->identity = MA_STR("");
	m->address = (struct ma_str){ NULL, 0 };
	while (first && other && mozaccount_item(&rest, &item)) {
		struct ma_str key = without_blanks(item, m->identity.n ? other : first);
		if (!key.n)
			continue;
		if (!m->identity.n)
			m->identity = key;
		struct prefstore_value mail = mozaccount_own(c, IDENTITY, key, ".useremail", PREFS_STRING);
		if (key.p == first)
			m->address = mail.type == PREFS_STRING ? mail.text : (struct ma_str){ NULL, 0 };
		if (mail.text.n) {
			say_address(m, mail.text, mail.at);
			n_addresses++;
		}
	}
	if (!n_addresses)
		say(m, MA_ADDRESSES, MA_STR(""), list.at);
	if (m->identity.n) {
		for (size_t k = 0; k < sizeof folders / sizeof *folders; k++) {
			struct prefstore_value uri = identity_value(m, folders[k].leaf, PREFS_STRING);
			if (uri.text.n && (!folders[k].guard || identity_value(m, folders[k].guard, PREFS_BOOL).num))
				say_folder(m, folders[k].fact, uri);
		}
		struct prefstore_value reply = identity_value(m, ".reply_to", PREFS_STRING);
		if (reply.text.n)
			say(m, MA_REPLY_TO, reply.text, reply.at);
		say_sent(m);
		say_bcc(m);
		if (m->address.n)
			say_receipts(m);
	}
	say_outgoing(m);
	m->identity = MA_STR("");
	free(first);
	free(other);
}
