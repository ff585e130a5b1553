/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines of the log of changes: one object each, compact, keys sorted, English.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/json.h"
#include "document/told.h"

/* Whom a blame names. */
static const char *
name_of(const struct blame *b)
{
	return b->scan ? b->scan->workstation.name : b->external ? b->external->name : b->device ? b->device->name : "policy";
}

/* Blame is sorted by name: those of one name are side by side. */
static void
add_name(json_t *names, const struct blame *b)
{
	size_t n = json_array_size(names);
	json_t *name = json_words(name_of(b));
	if (n && json_equal(json_array_get(names, n - 1), name))
		json_decref(name);
	else
		json_add(names, name);
}

static void
put_finding(json_t *line, const struct finding *f)
{
	json_put_words(line, "address", f->mailbox ? f->mailbox->address : NULL);
	json_put_words(line, "code", f->rule->code);
	json_put_words(line, "fingerprint", f->fingerprint);
	json_put_words(line, "mailbox", f->mailbox ? f->mailbox->key : NULL);
	json_put_words(line, "rule", f->rule->id);
	json_put(line, "severity", json_nth_word(severity_words, (int)f->severity));
	json_put(line, "status", json_nth_word(finding_status_words, (int)f->status));
	json_put_words(line, "title", f->rule->title);
}

static void
put_blamed(json_t *line, const struct finding *f)
{
	json_t *all = json_array(), *added = json_array();
	for (size_t i = 0; i < f->n_blame; i++) {
		add_name(all, &f->blame[i]);
		if (f->blame[i].trend == TREND_NEW || f->blame[i].trend == TREND_WORSE)
			add_name(added, &f->blame[i]);
	}
	json_put(line, "workstations", all);
	if (f->trend == TREND_WORSE)
		json_put(line, "added", added);
	else
		json_decref(added);
}

static void
put_gone(json_t *line, const struct gone *gone)
{
	json_t *all = json_array(), *why = json_array();
	for (size_t i = 0; i < gone->n_who; i++) {
		json_t *one = json_object();
		add_name(all, gone->who[i].blame);
		json_put_words(one, "seen", gone->who[i].seen);
		json_put_words(one, "since", gone->who[i].since);
		json_put(one, "why", json_nth_word(gone_words, (int)gone->who[i].why));
		json_put_words(one, "workstation", name_of(gone->who[i].blame));
		json_add(why, one);
	}
	json_put_words(line, "left", gone->left ? gone->left->fingerprint : NULL);
	json_put(line, "why", why);
	json_put(line, "workstations", all);
}

/* Is everybody fixed of whom this speaks, though others may be left? */
static bool
all_fixed(const struct gone *gone)
{
	bool fixed = true;
	for (size_t i = 0; i < gone->n_who; i++)
		fixed = fixed && gone_is_fixed(gone->who[i].why);
	return fixed;
}

char *
told_line(const struct report *report, const struct finding *finding, const struct gone *gone, int64_t serial)
{
	struct arena arena = { 0 };
	const struct finding *f = finding ? finding : gone->was;
	json_t *line = json_object(), *kind = finding ? json_nth_word(trend_words, (int)finding->trend) :
	    json_string(gone->fixed ? "fixed" : all_fixed(gone) ? "better" : "gone");
	char number[32];
	snprintf(number, sizeof number, "%" PRId64, serial);
	uint64_t id = str_hash(str_hash(str_hash(STR_HASH_START, number), json_string_value(kind)), f->fingerprint);
	if (finding)
		put_blamed(line, f);
	else
		put_gone(line, gone);
	put_finding(line, f);
	json_put_words(line, "id", arena_printf(&arena, "%016" PRIx64, str_hash(id, gone ? "gone" : "")));
	json_put(line, "kind", kind);
	json_put_words(line, "time", report->generated);
	char *text = json_dumps(line, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(line);
	arena_fini(&arena);
	size_t n = text ? strlen(text) : 0;
	text = xrealloc(text, n + 2);
	memcpy(text + n, "\n", 2);
	return text;
}

const char *
told_letter_body(const struct report *report, const struct mailbox *mailbox, enum severity at_least, const char *id, struct arena *arena)
{
	json_t *letter = json_object(), *findings = json_array();
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (f->mailbox != mailbox || f->status != FINDING_FAIL || f->severity < at_least)
			continue;
		json_t *one = json_object(), *names = json_array();
		for (size_t k = 0; k < f->n_blame; k++)
			add_name(names, &f->blame[k]);
		json_put_words(one, "code", f->rule->code);
		json_put_words(one, "fingerprint", f->fingerprint);
		json_put_words(one, "fix", f->rule->fix);
		json_put_words(one, "rule", f->rule->id);
		json_put(one, "severity", json_nth_word(severity_words, (int)f->severity));
		json_put_words(one, "title", f->rule->title);
		json_put(one, "workstations", names);
		json_add(findings, one);
	}
	json_put_words(letter, "address", mailbox->address);
	json_put_words(letter, "event", "mailbox-fails");
	json_put(letter, "findings", findings);
	json_put_words(letter, "id", id);
	json_put_words(letter, "mailbox", mailbox->key);
	json_put_words(letter, "time", report->generated);
	char *text = json_dumps(letter, JSON_COMPACT | JSON_SORT_KEYS);
	const char *body = arena_strdup(arena, text);
	free(text);
	json_decref(letter);
	return body;
}

const char *
told_line_id(const char *line)
{
	static const char key[] = "\"id\":\"";
	/* Texts before it have no quotes that are not escaped. */
	const char *found = strstr(line, key);
	return found && strspn(found + sizeof key - 1, "0123456789abcdef") == 16 ? found + sizeof key - 1 : NULL;
}
