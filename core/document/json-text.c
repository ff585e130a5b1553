/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of JSON documents: where we are in it, and what to say when it is
 * not what it should be.  Depth and numbers are bounded by Jansson (2048
 * levels, 64 bits); a key given twice, a NUL and bad UTF-8 are refused by it.
 */
#include <stdarg.h>
#include <string.h>

#include "base/str.h"
#include "document/json.h"

bool
json_text_open(struct json_text *text, const char *bytes, size_t n, const char *origin, struct err *err)
{
	*text = (struct json_text){ .bytes = bytes, .n = n, .line = 1, .origin = origin, .err = err };
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		text->used = 3;
	if (n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
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
		if (c == '\n') {
			text->line++;
			text->column = 0;
		} else if (c == ' ' || c == '\t' || c == '\r') {
			text->column++;
		} else {
			return (unsigned char)c;
		}
	}
	return -1;
}

bool
json_text_fail(struct json_text *text, const char *what)
{
	return err_set(text->err, EXIT_DATA, "%s:%ld:%ld: %s", text->origin, text->line, text->column + 1, _(what));
}

json_t *
json_text_value(struct json_text *text)
{
	json_error_t e;
	const char *p = text->bytes + text->used;
	size_t n = text->n - text->used;
	json_t *value = json_loadb(p, n, JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &e);
	if (!value) {
		/* What stands near is not repeated: it may be anything. */
		char *near = strstr(e.text, " near ");
		if (near)
			*near = 0;
		long column = e.column < 0 ? 0 : e.column;
		text->column = e.line > 1 ? column : text->column + column;
		text->column -= text->column > 0;
		text->line += e.line > 1 ? e.line - 1 : 0;
		enum json_error_code code = json_error_code(&e);
		json_text_fail(text, code == json_error_premature_end_of_input ? N_("is cut off here") :
		    code == json_error_null_character ? "a NUL (\\u0000) is not allowed" : e.text);
		return NULL;
	}
	for (const char *end = p + e.position; p < end; p++) {
		bool newline = *p == '\n';
		text->line += newline;
		text->column = newline ? 0 : text->column + ((*p & 0xc0) != 0x80);
	}
	text->used += (size_t)e.position;
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

const char *
json_kind(const json_t *value)
{
	static const char *const names[] = {
		[JSON_OBJECT] = N_("an object"),
		[JSON_ARRAY] = N_("an array"),
		[JSON_STRING] = N_("a string"),
		[JSON_INTEGER] = N_("an integer"),
		[JSON_REAL] = N_("a number with a fraction"),
		[JSON_TRUE] = N_("true"),
		[JSON_FALSE] = N_("false"),
		[JSON_NULL] = N_("null"),
	};
	return value ? names[json_typeof(value)] : N_("missing");
}

const char *
json_kind_name(const json_t *value)
{
	return _(json_kind(value));
}

bool
json_check_format(const json_t *root, const char *origin, const char *format, struct err *err)
{
	const json_t *is = json_object_get(root, "format"), *version = json_object_get(root, "version");
	char seen[48];
	if (!json_is_object(root))
		return err_set(err, EXIT_DATA, "%s: is %s, should be an object", origin, json_kind_name(root));
	if (!is)
		return err_set(err, EXIT_DATA, "%s: has no \"format\": \"%s\"", origin, format);
	if (!json_is_string(is))
		return err_set(err, EXIT_DATA, "%s: format: is %s, should be \"%s\"", origin, json_kind_name(is), format);
	if (strcmp(json_string_value(is), format) != 0)
		return err_set(err, EXIT_DATA, "%s: format: is \"%s\", should be \"%s\"", origin,
		    json_visible(json_string_value(is), seen, sizeof seen), format);
	if (!json_is_integer(version))
		return err_set(err, EXIT_DATA, "%s: version: is %s, should be an integer", origin, json_kind_name(version));
	if (json_integer_value(version) > DOCUMENT_VERSION)
		return err_set(err, EXIT_DATA, "%s: version: is %lld, this program understands %s up to %d: it is older than the one that wrote this", origin,
		    (long long)json_integer_value(version), format, DOCUMENT_VERSION);
	if (json_integer_value(version) < 1)
		return err_set(err, EXIT_DATA, "%s: version: is %lld, should be %d", origin,
		    (long long)json_integer_value(version), DOCUMENT_VERSION);
	return true;
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
