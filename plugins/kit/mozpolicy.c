/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * policies.json, an administrator's settings: of all policies only
 * "Preferences", whose members are preferences.  A bare value is locked; an
 * object has Value and Status ("default", which is also meant when it is
 * missing, "user", "locked", "clear").  0 and 1 are truth values unless the
 * preference is known as a number or Type says so.  The system's folder, if
 * the file is there, replaces the program's.  Policies in the registry are
 * not read, only noted.
 */
#include "kit/mozreading.h"

#include <string.h>

#include "kit/json.h"

static bool
is(struct ma_str s, const char *text)
{
	return s.n == strlen(text) && memcmp(s.p, text, s.n) == 0;
}

static void
on_policy(void *ctx, struct ma_str name, uint32_t line, const struct json_value *value)
{
	static const struct {
		const char *status;
		enum prefs_verb verb;
	} verbs[] = { { "default", PREFS_SET_DEFAULT }, { "user", PREFS_SET }, { "locked", PREFS_LOCK }, { "clear", PREFS_CLEAR } };
	struct mozreading *r = ctx;
	struct json_value v = *value, status = json_member(value, "Status"), type = json_member(value, "Type");
	enum prefs_verb verb = PREFS_LOCK;
	struct prefstore_value p = { .at = { .line = line } };
	if (!mozreading_keeps(name))
		return;
	if (value->kind == JSON_KIND_OBJECT) {
		size_t k = 0;
		v = json_member(value, "Value");
		while (status.kind == JSON_KIND_STRING && k < 4 && !is(status.text, verbs[k].status))
			k++;
		if (k == 4) {
			mozreading_note(r, MA_NOTE_VALUE, line, name);
			return;
		}
		verb = verbs[k].verb;
	}
	bool number = v.kind == JSON_KIND_INT && v.num >= INT32_MIN && v.num <= INT32_MAX;
	bool truth = number && (v.num == 0 || v.num == 1) && prefstore_type(&r->config->store, name) != PREFS_INT
		&& !(type.kind == JSON_KIND_STRING && is(type.text, "number"));
	p.type = v.kind == JSON_KIND_BOOL || truth ? PREFS_BOOL : number ? PREFS_INT : v.kind == JSON_KIND_STRING ? PREFS_STRING : PREFS_NONE;
	p.num = number || v.kind == JSON_KIND_BOOL ? (int32_t)v.num : 0;
	p.text = v.text;
	if (p.type == PREFS_NONE && verb != PREFS_CLEAR)
		mozreading_note(r, MA_NOTE_VALUE, line, name);
	else
		mozreading_put(r, verb, name, p);
}

void
mozpolicy_read(struct mozconfig *config)
{
	static const char *const roles[] = { "policies-system", "policies" };
	static const char *const path[] = { "policies", "Preferences", NULL };
	for (size_t role = 0; role < 2; role++)
		for (size_t k = 0; k < config->call->n; k++) {
			struct json_doc doc;
			struct mozreading r = { .config = config, .file = (uint32_t)k };
			if (!mozreading_has_role(config, k, roles[role]))
				continue;
			if (json_open(&doc, config->call->files[k].bytes)) {
				json_each(&doc, path, on_policy, &r);
				json_close(&doc);
			} else {
				mozreading_note(&r, MA_NOTE_SYNTAX, doc.error_line, MA_STR(""));
			}
			return; /* the system's file replaces the program's */
		}
	for (size_t k = 0; k < config->call->n; k++)
		if (mozreading_has_role(config, k, "policies-registry"))
			config->call->host->note(config->call->out, MA_NOTE_UNSUPPORTED, (struct ma_at){ (uint32_t)k, 0, MA_SET }, MA_STR("Policies"));
}
