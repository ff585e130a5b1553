/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of the QR code that Thunderbird shows at "Export for Mobile", and
 * the parse of k9-mail.c:
 *
 *	[ 1, [ part, parts ], incoming, groups, incoming, groups, ... ]
 *	incoming = [ protocol, host, port, security, auth, user, name?, password? ]
 *	groups   = [ [ [ 0, host, port, security, auth, user, password? ], [ email, name ], ... ], ... ]
 *
 * Members behind these are ignored, as readers must; an account with a number
 * nobody knows is left out, as the phone does.  Nothing in it is about
 * deleting: the phone makes POP accounts that leave all mail, which it would
 * delete by hand only if somebody changed that setting there.
 */
#include <string.h>

#include "k9-mail.h"
#include "kit/json.h"

enum { MAX_ACCOUNTS = 1000, MAX_IDENTITIES = 100 };

void
k9_tell_pop(const struct say *s, const char *when, struct ma_at at)
{
	say_num(s, MA_LEAVE_ON_SERVER, 1, (struct ma_at){ at.file, at.line, MA_IMPLIED });
	say_word(s, MA_DELETE_WHEN, when, at);
}

static const char *const protocols[] = { "imap", "pop3" };
static const char *const securities[] = { "none", "starttls", "starttls", "tls" }; /* 1 is reserved and read as 2 */
static const char *const auths[] = { "none", "password", "encrypted", "kerberos", "ntlm", "certificate", "oauth2" };

/* Item I of ARRAY as a number below N; -1. */
static int64_t
number(const struct json_value *array, size_t i, int64_t n)
{
	struct json_value v = json_item(array, i);
	return v.kind == JSON_KIND_INT && v.num >= 0 && v.num < n ? v.num : -1;
}

static struct slot
text(const struct say *s, const struct json_value *array, size_t i)
{
	struct json_value v = json_item(array, i);
	return v.kind == JSON_KIND_STRING ? (struct slot){ v.text, s->file, 1 } : (struct slot){ MA_STR(""), s->file, 0 };
}

static bool
has_text(const struct json_value *array, size_t i)
{
	struct json_value v = json_item(array, i);
	return v.kind == JSON_KIND_STRING && v.text.n;
}

static void
tell_sending(const struct say *s, const struct json_value *group)
{
	struct ma_at at = { s->file, 0, MA_SET };
	struct json_value out = json_item(group, 0);
	int64_t port = number(&out, 2, 65536), security = number(&out, 3, 4), auth = number(&out, 4, 7);
	struct slot host = text(s, &out, 1), login = text(s, &out, 5);
	say_text(s, MA_SMTP_HOST, &host);
	say_text(s, MA_SMTP_LOGIN, &login);
	if (port > 0)
		say_num(s, MA_SMTP_PORT, port, at);
	if (security >= 0)
		say_word(s, MA_SMTP_SECURITY, securities[security], at);
	if (auth >= 0)
		say_word(s, MA_SMTP_AUTH, auths[auth], at);
}

static void
tell_account(const struct say *s, const struct json_value *in, const struct json_value *groups)
{
	struct ma_at at = { s->file, 0, MA_SET };
	int64_t port = number(in, 2, 65536);
	struct slot host = text(s, in, 1), login = text(s, in, 5), name = text(s, in, 6);
	struct json_value first = json_item(groups, 0);
	say_word(s, MA_CLIENT, "thunderbird-android", at);
	say_word(s, MA_PROTOCOL, protocols[number(in, 0, 2)], at);
	say_text(s, MA_HOST, &host);
	say_text(s, MA_LOGIN, &login);
	say_text(s, MA_NAME, &name);
	say_word(s, MA_SECURITY, securities[number(in, 3, 4)], at);
	say_word(s, MA_AUTH, auths[number(in, 4, 7)], at);
	if (port > 0)
		say_num(s, MA_PORT, port, at);
	else
		say_num(s, MA_PORT, 0, (struct ma_at){ s->file, 0, MA_UNKNOWN });
	say_word(s, MA_PASSWORD_KEPT, has_text(in, 7) ? "cleartext" : "none", at);
	for (size_t i = 0; json_item(groups, i).kind == JSON_KIND_ARRAY && i < MAX_IDENTITIES; i++) {
		struct json_value group = json_item(groups, i);
		for (size_t k = 1; json_item(&group, k).kind == JSON_KIND_ARRAY && k < MAX_IDENTITIES; k++) {
			struct json_value identity = json_item(&group, k);
			struct slot address = text(s, &identity, 0);
			say_text(s, MA_ADDRESSES, &address);
		}
	}
	tell_sending(s, &first);
	if (number(in, 0, 2) == 1)
		k9_tell_pop(s, "never", (struct ma_at){ s->file, 0, MA_IMPLIED });
}

enum ma_status
k9_qr(struct k9 *k, const struct ma_file *file)
{
	struct json_doc doc;
	struct ma_at at = { k->say.file, 0, MA_UNKNOWN };
	if (!json_open(&doc, file->bytes))
		return MA_UNRECOGNIZED;
	struct json_value version = json_item(&doc.root, 0), part = json_item(&doc.root, 1);
	struct json_value first = json_item(&part, 0), parts = json_item(&part, 1);
	bool ours = version.kind == JSON_KIND_INT && first.kind == JSON_KIND_INT && parts.kind == JSON_KIND_INT;
	if (ours && version.num != 1)
		k->say.host->note(k->say.out, MA_NOTE_UNSUPPORTED, at, MA_STR("version"));
	for (size_t i = 2; ours && version.num == 1 && i < 2 * MAX_ACCOUNTS; i += 2) {
		struct json_value in = json_item(&doc.root, i), groups = json_item(&doc.root, i + 1);
		struct ma_str id[3] = { text(&k->say, &in, 5).text, MA_STR("@"), text(&k->say, &in, 1).text };
		if (in.kind == JSON_KIND_NONE)
			break;
		if (in.kind != JSON_KIND_ARRAY || number(&in, 0, 2) < 0 || number(&in, 3, 4) < 0 || number(&in, 4, 7) < 0 || !id[2].n)
			k->say.host->note(k->say.out, MA_NOTE_DROPPED, at, MA_STR(""));
		else if (say_begin(&k->say, &k->ids, id, 3))
			tell_account(&k->say, &in, &groups);
	}
	if (ours && parts.num > 1 && parts.num <= K9_MAX_CODES && first.num > 0 && first.num <= parts.num) {
		k->codes[parts.num].read |= UINT64_C(1) << first.num;
		k->codes[parts.num].file = k->say.file;
	} else if (ours && parts.num != 1) {
		k->say.host->note(k->say.out, MA_NOTE_UNSUPPORTED, at, MA_STR("parts"));
	}
	json_close(&doc);
	return ours ? MA_PARSED : MA_UNRECOGNIZED;
}

/* Other accounts are in the codes that nobody kept. */
static void
note_missing_codes(const struct k9 *k)
{
	for (uint32_t n = 2; n <= K9_MAX_CODES; n++) {
		uint64_t all = (UINT64_C(2) << n) - 2;
		if (k->codes[n].read && (k->codes[n].read & all) != all)
			k->say.host->note(k->say.out, MA_NOTE_UNSUPPORTED, (struct ma_at){ k->codes[n].file, 0, MA_UNKNOWN }, MA_STR("parts"));
	}
}

enum ma_status
k9_mail_parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct k9 k = { .say = { .host = host, .out = out } };
	size_t n_of[MA_DAMAGED + 1] = { 0 };
	for (k.say.file = 0; k.say.file < n_files; k.say.file++) {
		const struct ma_file *file = &files[k.say.file];
		n_of[strcmp(file->role, "qr") == 0 ? k9_qr(&k, file) : k9_export(&k, file)]++;
	}
	note_missing_codes(&k);
	say_ids_fini(&k.ids);
	return n_of[MA_DAMAGED] ? MA_DAMAGED : n_of[MA_PARSED] ? MA_PARSED : MA_UNRECOGNIZED;
}

#ifndef MAILACCORD_STATIC_PLUGINS
const struct ma_parser mailaccord_parser_v1 = { sizeof(struct ma_parser), k9_mail_parse };
#endif
