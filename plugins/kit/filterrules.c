/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file is attributes, as mailnews/search/src/nsMsgFilterList.cpp reads it:
 *
 *	attribute = name "=" '"' text '"'
 *
 * of "version" and "logging" first, then for each filter "name", "enabled"
 * (yes or no), "description", "type" (bits: when it runs), "scriptName",
 * "action" with "actionValue" behind it, any number of times, "customId" and
 * "condition".  Names are case-blind.  In a text \" is a quote and \\ a
 * backslash; any other backslash stands for itself.  A line end also closes a
 * text.  An attribute nobody knows makes its filter unusable; a value without
 * a quote ends the file.  Conditions are not looked at.
 */
#include "kit/filterrules.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum attribute { VERSION, LOGGING, NAME, ENABLED, DESCRIPTION, TYPE, SCRIPT, ACTION, ACTION_VALUE, CUSTOM_ID, CONDITION, UNKNOWN };

static const char *const attributes[] = {
	"version", "logging", "name", "enabled", "description", "type", "scriptName", "action", "actionValue", "customId", "condition",
};

struct filter_reader {
	const char *p, *end;
	uint32_t line;
	char *text, *name, *action; /* each as large as the file */
	struct filterrules_action now;
	bool pending, unusable;
	void (*back)(void *, const struct filterrules_action *);
	void (*bad)(void *, uint32_t);
	void *ctx;
};

static bool
space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
skip_space(struct filter_reader *r)
{
	for (; r->p < r->end && space(*r->p); r->p++)
		r->line += *r->p == '\n' || (*r->p == '\r' && !(r->p + 1 < r->end && r->p[1] == '\n'));
}

static enum attribute
read_attribute(struct filter_reader *r)
{
	skip_space(r);
	const char *from = r->p;
	while (r->p < r->end && !space(*r->p) && *r->p != '=')
		r->p++;
	size_t n = (size_t)(r->p - from), k = 0;
	while (k < UNKNOWN && (strlen(attributes[k]) != n || strncasecmp(from, attributes[k], n) != 0))
		k++;
	if (r->p < r->end)
		r->p++;
	return (enum attribute)k;
}

/* False: there is no quote. */
static bool
read_value(struct filter_reader *r, struct ma_str *value)
{
	size_t n = 0;
	skip_space(r);
	if (r->p == r->end || *r->p != '"')
		return false;
	for (r->p++; r->p < r->end; r->p++) {
		char c = *r->p;
		if (c == '\\' && r->p + 1 < r->end) {
			r->p++;
			if (*r->p != '"')
				r->text[n++] = '\\';
			/* What follows two backslashes is taken as it is, even a quote. */
			if (*r->p == '\\' && ++r->p == r->end)
				break;
			r->text[n++] = *r->p;
			continue;
		}
		if (c == '"' || c == '\n' || c == '\r')
			break;
		r->text[n++] = c;
	}
	if (r->p < r->end && *r->p == '"')
		r->p++;
	*value = (struct ma_str){ r->text, n };
	return true;
}

static struct ma_str
keep(char *to, struct ma_str s)
{
	if (s.n)
		memcpy(to, s.p, s.n);
	return (struct ma_str){ to, s.n };
}

static void
flush_action(struct filter_reader *r)
{
	if (r->pending && !r->unusable)
		r->back(r->ctx, &r->now);
	r->pending = false;
	r->now.value = (struct ma_str){ "", 0 };
}

static uint32_t
bits(struct ma_str s)
{
	uint32_t v = 0;
	for (size_t k = 0; k < s.n && s.p[k] >= '0' && s.p[k] <= '9' && v < 100000000; k++)
		v = v * 10 + (uint32_t)(s.p[k] - '0');
	return v;
}

static void
one(struct filter_reader *r, enum attribute a, struct ma_str v, uint32_t line)
{
	if (a != ACTION_VALUE && a != CUSTOM_ID)
		flush_action(r);
	switch (a) {
	case NAME:
		r->now = (struct filterrules_action){ .filter = keep(r->name, v), .value = { "", 0 }, .when = FILTERRULES_INBOX, .number = r->now.number + 1 };
		r->unusable = false;
		break;
	case ENABLED:
		r->now.enabled = v.n == 3 && memcmp(v.p, "yes", 3) == 0;
		break;
	case TYPE:
		r->now.when = bits(v);
		break;
	case ACTION:
		r->now.action = keep(r->action, v);
		r->now.line = line;
		r->pending = r->now.number != 0;
		break;
	case ACTION_VALUE:
		r->now.value = v;
		flush_action(r);
		break;
	case UNKNOWN:
		r->unusable = true;
		r->bad(r->ctx, line);
		break;
	default:
		break;
	}
}

bool
filterrules_read(struct ma_str bytes, void (*back)(void *, const struct filterrules_action *), void (*bad)(void *, uint32_t), void *ctx)
{
	struct filter_reader r = {
		.p = bytes.p, .end = bytes.p + bytes.n, .line = 1,
		.text = malloc(bytes.n + 1), .name = malloc(bytes.n + 1), .action = malloc(bytes.n + 1),
		.back = back, .bad = bad, .ctx = ctx,
	};
	bool ok = r.text && r.name && r.action;
	while (ok) {
		enum attribute a = read_attribute(&r);
		uint32_t line = r.line;
		struct ma_str v;
		if (r.p >= r.end)
			break;
		if (!read_value(&r, &v)) {
			bad(ctx, r.line);
			break;
		}
		one(&r, a, v, line);
	}
	if (ok)
		flush_action(&r);
	free(r.text);
	free(r.name);
	free(r.action);
	return ok;
}
