/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of JSON documents: where we are in it, and what to say when it is
 * not what it should be.  Depth and numbers are bounded by Jansson (2048
 * levels, 64 bits); a key given twice, a NUL and bad UTF-8 are refused by it.
 */
#include <stdarg.h>
#include <string.h>

#include "document/json.h"

bool
json_text_open(struct json_text *text, const char *bytes, size_t n, const char *origin, struct err *err)
{
	*text = (struct json_text){ .bytes = bytes, .n = n, .origin = origin, .err = err };
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		text->bytes += 3;
		text->n -= 3;
	} else if (n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
		return err_set(err, EXIT_DATA, "%s: is UTF-16 text, should be UTF-8", origin);
	if (json_text_peek(text) < 0)
		return err_set(err, EXIT_DATA, "%s: is empty", origin);
	return true;
}

int
json_text_peek(struct json_text *text)
{
	for (; text->used < text->n; text->used++) {
		char c = text->bytes[text->used];
		if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
			return (unsigned char)c;
	}
	return -1;
}

/* Letters of the line up to what is used, and its number, counted from 1. */
static long
column(const struct json_text *text, long *line)
{
	long letters = 0;
	*line = 1;
	for (size_t i = 0; i < text->used; i++) {
		bool newline = text->bytes[i] == '\n';
		*line += newline;
		letters = newline ? 0 : letters + ((text->bytes[i] & 0xc0) != 0x80);
	}
	return letters;
}

static bool
fail_at(const struct json_text *text, long line, long letter, const char *what)
{
	return err_set(text->err, EXIT_DATA, "%s:%ld:%ld: %s", text->origin, line, letter, _(what));
}

bool
json_text_fail(const struct json_text *text, const char *what)
{
	long line, letters = column(text, &line);
	return fail_at(text, line, letters + 1, what);
}

bool
json_text_fail_before(const struct json_text *text, const char *what)
{
	long line, letters = column(text, &line);
	return fail_at(text, line, letters > 0 ? letters : 1, what);
}

json_t *
json_text_value(struct json_text *text)
{
	json_error_t e;
	json_t *value = json_loadb(text->bytes + text->used, text->n - text->used, JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &e);
	text->used += (size_t)e.position;
	if (!value) {
		/* What stands near is not repeated: it may be anything. */
		char *near = strstr(e.text, " near ");
		if (near)
			*near = 0;
		enum json_error_code code = json_error_code(&e);
		json_text_fail_before(text, code == json_error_premature_end_of_input ? N_("is cut off here") :
		    code == json_error_null_character ? "a NUL (\\u0000) is not allowed" : e.text);
	}
	return value;
}

const char *
json_visible(const char *s, char *out, size_t size)
{
	size_t n = 0;
	for (; *s && n + 5 < size; s++)
		out[n++] = (unsigned char)*s < 0x20 || *s == 0x7f ? '?' : *s;
	if (*s) {
		while (n && ((unsigned char)out[n - 1] & 0xc0) == 0x80)
			n--;
		if (n && (unsigned char)out[n - 1] >= 0xc0)
			n--;
		memcpy(out + n, "...", 3);
		n += 3;
	}
	out[n] = 0;
	return out;
}

void
json_path(const struct json_at *at, bool numbers, char *out, size_t size)
{
	*out = 0;
	if (at->up)
		json_path(at->up, numbers, out, size);
	size_t n = strlen(out);
	char key[64];
	if (at->key)
		snprintf(out + n, size - n, "%s%s", n ? "." : "", json_visible(at->key, key, sizeof key));
	else if (at->up && numbers)
		snprintf(out + n, size - n, "[%zu]", at->index);
	else if (at->up)
		snprintf(out + n, size - n, "[]");
}

bool
json_fail(struct err *err, const char *origin, const struct json_at *at, const char *fmt, ...)
{
	char path[200], what[240];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, lang_text(fmt), ap);
	va_end(ap);
	json_path(at, true, path, sizeof path);
	return err_set(err, EXIT_DATA, "%s: %s%s%s", origin, path, *path ? ": " : "", what);
}

const char *const json_kinds[] = {
	[JSON_KIND_OBJECT] = N_("an object"),
	[JSON_KIND_ARRAY] = N_("an array"),
	[JSON_KIND_STRING] = N_("a string"),
	[JSON_KIND_INTEGER] = N_("an integer"),
	[JSON_KIND_REAL] = N_("a number with a fraction"),
	[JSON_KIND_TRUE] = N_("true"),
	[JSON_KIND_FALSE] = N_("false"),
	[JSON_KIND_NULL] = N_("null"),
	[JSON_KIND_MISSING] = N_("missing"),
};

static enum json_kind
kind_of(const json_t *value)
{
	static const enum json_kind kinds[] = {
		[JSON_OBJECT] = JSON_KIND_OBJECT,
		[JSON_ARRAY] = JSON_KIND_ARRAY,
		[JSON_STRING] = JSON_KIND_STRING,
		[JSON_INTEGER] = JSON_KIND_INTEGER,
		[JSON_REAL] = JSON_KIND_REAL,
		[JSON_TRUE] = JSON_KIND_TRUE,
		[JSON_FALSE] = JSON_KIND_FALSE,
		[JSON_NULL] = JSON_KIND_NULL,
	};
	return value ? kinds[json_typeof(value)] : JSON_KIND_MISSING;
}

const char *
json_kind_name(const json_t *value)
{
	return _(json_kinds[kind_of(value)]);
}

bool
json_check_head(const struct json_head *head, const char *origin, const char *format, struct err *err)
{
	char seen[48];
	if (head->root != JSON_KIND_OBJECT)
		return err_set(err, EXIT_DATA, "%s: is %s, should be an object", origin, _(json_kinds[head->root]));
	if (head->format_kind == JSON_KIND_MISSING)
		return err_set(err, EXIT_DATA, "%s: has no \"format\": \"%s\"", origin, format);
	if (head->format_kind != JSON_KIND_STRING)
		return err_set(err, EXIT_DATA, "%s: format: is %s, should be \"%s\"", origin, _(json_kinds[head->format_kind]), format);
	if (strcmp(head->format, format) != 0)
		return err_set(err, EXIT_DATA, "%s: format: is \"%s\", should be \"%s\"", origin,
		    json_visible(head->format, seen, sizeof seen), format);
	if (head->version_kind != JSON_KIND_INTEGER)
		return err_set(err, EXIT_DATA, "%s: version: is %s, should be an integer", origin, _(json_kinds[head->version_kind]));
	if (head->version > DOCUMENT_VERSION)
		return err_set(err, EXIT_DATA, "%s: version: is %lld, this program understands %s up to %d: it is older than the one that wrote this", origin,
		    (long long)head->version, format, DOCUMENT_VERSION);
	if (head->version < 1)
		return err_set(err, EXIT_DATA, "%s: version: is %lld, should be %d", origin, (long long)head->version, DOCUMENT_VERSION);
	return true;
}

bool
json_check_format(const json_t *root, const char *origin, const char *format, struct err *err)
{
	const json_t *is = json_object_get(root, "format"), *version = json_object_get(root, "version");
	struct json_head head = { kind_of(root), kind_of(is), kind_of(version), json_string_value(is), json_integer_value(version) };
	return json_check_head(&head, origin, format, err);
}

/* Does S begin with PATTERN, where '0' stands for a digit? */
static bool
shaped(const char *s, const char *pattern)
{
	for (; *pattern; pattern++, s++)
		if (*pattern == '0' ? *s < '0' || *s > '9' : *s != *pattern)
			return false;
	return true;
}

bool
json_is_date(const char *s, bool time)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (!shaped(s, "0000-00-00"))
		return false;
	int month = (s[5] - '0') * 10 + s[6] - '0', day = (s[8] - '0') * 10 + s[9] - '0';
	if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	s += 10;
	return !*s || (time && shaped(s, "T00:00:00Z") && !s[10]);
}
