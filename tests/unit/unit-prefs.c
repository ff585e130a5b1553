/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The prefs grammar: 173 small inputs with what Thunderbird 140 and 153 made
 * of them (tests/data/thunderbird/prefs-cases.json), and what is ours.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit/prefs.h"
#include "t.h"

static const char *const error_words[] = {
	"ok",
#define PREFS_ERROR(id, word) word,
	PREFS_ERRORS
#undef PREFS_ERROR
};

struct record {
	json_t *calls, *errors;
	const char *skip; /* a name that is not wanted */
	bool at_end;
};

static json_t *
json_of(const struct prefs_statement *s)
{
	switch (s->type) {
	case PREFS_BOOL: return json_boolean(s->num);
	case PREFS_INT: return json_integer(s->num);
	case PREFS_STRING: {
		json_t *j = json_stringn(s->text.p, s->text.n);
		if (j)
			return j;
		char *hex = malloc(s->text.n * 2 + 1);
		for (size_t k = 0; k < s->text.n; k++)
			sprintf(hex + 2 * k, "%02x", (unsigned char)s->text.p[k]);
		hex[2 * s->text.n] = 0;
		j = json_pack("{s:s}", "value_hex", hex);
		free(hex);
		return j;
	}
	default: return json_null();
	}
}

static void
on_pref(void *ctx, const struct prefs_statement *s)
{
	static const char *const types[] = { "none", "bool", "int", "string" };
	struct record *r = ctx;
	json_array_append_new(r->calls, json_pack("{s:s, s:s%, s:s, s:o, s:b, s:b}", "kind", s->verb == PREFS_SET ? "User" : "Default",
						  "name", s->name.p, s->name.n, "type", types[s->type], "value", json_of(s),
						  "sticky", s->sticky, "locked", s->locked));
}

static bool
on_name(void *ctx, struct ma_str name)
{
	struct record *r = ctx;
	return !r->skip || strlen(r->skip) != name.n || memcmp(name.p, r->skip, name.n) != 0;
}

static void
on_error(void *ctx, enum prefs_error e, uint32_t line, bool at_end)
{
	struct record *r = ctx;
	json_array_append_new(r->errors, json_pack("[i, s]", (int)line, error_words[e]));
	r->at_end |= at_end;
}

static char *
input_of(const json_t *c, size_t *n)
{
	const char *text = json_string_value(json_object_get(c, "input")), *hex = json_string_value(json_object_get(c, "input_hex"));
	char *p;
	if (text) {
		*n = json_string_length(json_object_get(c, "input"));
		p = malloc(*n + 1);
		memcpy(p, text, *n);
	} else {
		*n = strlen(hex) / 2;
		p = malloc(*n + 1);
		for (size_t k = 0; k < *n; k++) {
			unsigned v;
			sscanf(hex + 2 * k, "%2x", &v);
			p[k] = (char)v;
		}
	}
	p[*n] = 'X'; /* what stands behind the bytes must not matter */
	return p;
}

/* The last value of each name, as the cases of user files have it. */
static json_t *
final_values(const json_t *calls)
{
	json_t *out = json_object(), *c;
	size_t k;
	json_array_foreach(calls, k, c) {
		json_t *value = json_object_get(c, "value"), *hex = json_object_get(value, "value_hex");
		json_object_set_new(out, json_string_value(json_object_get(c, "name")),
				    json_pack("{s:O, s:O}", "type", json_object_get(c, "type"), hex ? "value_hex" : "value", hex ? hex : value));
	}
	return out;
}

static void
same_json(const json_t *got, const json_t *want, const char *row)
{
	char *g = json_dumps(got, JSON_SORT_KEYS | JSON_ENCODE_ANY), *w = json_dumps(want, JSON_SORT_KEYS | JSON_ENCODE_ANY);
	t_text(g, w, row);
	free(g);
	free(w);
}

static void
check_case(const json_t *c, const json_t *want, bool bom_is_error)
{
	const char *id = json_string_value(json_object_get(c, "id"));
	struct record r = { .calls = json_array(), .errors = json_array() };
	struct prefs_reader reader = {
		.dialect = strcmp(json_string_value(json_object_get(c, "kind")), "user") == 0 ? PREFS_USER : PREFS_DEFAULTS,
		.bom_is_error = bom_is_error, .wanted = on_name, .pref = on_pref, .error = on_error, .ctx = &r,
	};
	size_t n;
	char *p = input_of(c, &n);
	prefs_read(&reader, (struct ma_str){ p, n });
	free(p);
	same_json(r.errors, json_object_get(want, "errors"), id);
	t_ok((json_array_size(r.errors) == 0) == json_is_true(json_object_get(want, "ok")), id, "ok differs");
	if (json_object_get(want, "calls")) {
		same_json(r.calls, json_object_get(want, "calls"), id);
	} else {
		json_t *f = final_values(r.calls);
		same_json(f, json_object_get(want, "prefs"), id);
		json_decref(f);
	}
	json_decref(r.calls);
	json_decref(r.errors);
}

static void
test_cases(void)
{
	size_t n, k;
	char *text = t_read("tests/data/thunderbird/prefs-cases.json", &n);
	json_t *all = json_loadb(text, n, JSON_ALLOW_NUL, NULL), *c;
	CU_ASSERT_FATAL(all != NULL);
	json_array_foreach(json_object_get(all, "cases"), k, c) {
		check_case(c, c, false);
		if (json_object_get(c, "until_115"))
			check_case(c, json_object_get(c, "until_115"), true);
	}
	t_num((long long)json_array_size(json_object_get(all, "cases")), 173, "number of cases");
	json_decref(all);
	free(text);
}

/* ---- our own rows: the same notation in short ---- */

static const struct {
	const char *name, *text;
	size_t n; /* 0: strlen */
	const char *calls; /* name=value, joined by blanks */
	const char *errors; /* line:word */
	bool at_end;
} rows[] = {
	{ "a slash eats the semicolon behind it", "/;user_pref(\"a\",1);user_pref(\"b\",2);", 0, "b=2", "1:lone-slash", false },
	{ "but not a line end", "/\n;user_pref(\"a\",1);", 0, "a=1", "1:lone-slash", false },
	{ "half a surrogate eats a backslash, not the quote", "user_pref(\"a\", \"\\ud800\\\");user_pref(\"b\",2);", 0, "b=2", "1:lone-high", false },
	{ "a NUL behind a backslash is eaten", "user_pref(\"a\", \"x\\\0y\");user_pref(\"b\",2);", 41, "b=2", "1:bad-escape", false },
	{ "letters behind a number are a word of their own", "user_pref(\"a\",12ab;c);user_pref(\"b\",2);", 0, "b=2", "1:int-letters 1:bad-word", false },
	{ "empty file", "", 0, "", "", false },
	{ "cut in a word", "user_pref(\"a\",1);\nuser_pr", 0, "a=1", "2:bad-word", true },
	{ "cut before the semicolon", "user_pref(\"a\",1);\nuser_pref(\"b\",2)", 0, "a=1", "2:want-semicolon", true },
	{ "the value's line counts", "user_pref(\n\"a\"\r,\r\n1)\n;", 0, "a=1@4", "", false },
	{ "least and greatest", "user_pref(\"a\",-2147483648);user_pref(\"b\",2147483647);user_pref(\"c\",-2147483649);", 0, "a=-2147483648 b=2147483647",
	  "1:int-overflow", false },
	{ "very long digits never wrap", "user_pref(\"a\",36893488147419103233);", 0, "", "1:int-overflow", false },
};

static void
short_pref(void *ctx, const struct prefs_statement *s)
{
	char *to = ctx, at[32] = "";
	if (s->line != 1 && s->verb == PREFS_SET && s->line == 4)
		snprintf(at, sizeof at, "@%" PRIu32, s->line);
	sprintf(to + strlen(to), "%s%.*s=%" PRId32 "%s", *to ? " " : "", (int)s->name.n, s->name.p, s->num, at);
}

struct short_errors {
	char calls[512], text[512];
	bool at_end;
};

static void
short_error(void *ctx, enum prefs_error e, uint32_t line, bool at_end)
{
	struct short_errors *x = ctx;
	x->at_end |= at_end;
	sprintf(x->text + strlen(x->text), "%s%" PRIu32 ":%s", *x->text ? " " : "", line, error_words[e]);
}

static void
test_rows(void)
{
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		struct short_errors x = { "", "", false };
		struct prefs_reader reader = { .dialect = PREFS_USER, .pref = short_pref, .error = short_error, .ctx = &x };
		prefs_read(&reader, (struct ma_str){ rows[k].text, rows[k].n ? rows[k].n : strlen(rows[k].text) });
		t_text(x.calls, rows[k].calls, rows[k].name);
		t_text(x.text, rows[k].errors, rows[k].name);
		t_ok(x.at_end == rows[k].at_end, rows[k].name, "at_end differs");
	}
}

/* What is not wanted is checked but not handed over. */
static void
test_unwanted(void)
{
	struct record r = { .calls = json_array(), .errors = json_array(), .skip = "mail.password" };
	struct prefs_reader reader = { .dialect = PREFS_USER, .wanted = on_name, .pref = on_pref, .error = on_error, .ctx = &r };
	const char *text = "user_pref(\"mail.password\", \"CANARY-\\x41\");\nuser_pref(\"a\", \"b\");\nuser_pref(\"mail.password\", \"\\q\");";
	prefs_read(&reader, (struct ma_str){ text, strlen(text) });
	t_num((long long)json_array_size(r.calls), 1, "calls");
	t_num((long long)json_array_size(r.errors), 1, "errors");
	json_decref(r.calls);
	json_decref(r.errors);
}

/* An autoconfig script of literal calls. */
static void
test_cfg(void)
{
	static const struct {
		const char *text;
		int calls, errors;
	} scripts[] = {
		{ "lockPref(\"a\", true);\npref(\"b\", 1);\ndefaultPref('c', \"x\");\nclearPref(\"d\");", 4, 0 },
		{ "// comment\n/* too */ lockPref(\"a\", -1);", 1, 0 },
		{ "if (x) { lockPref(\"a\", true); }", 0, 2 },
		{ "lockPref(\"a\", getenv(\"USER\"));", 0, 1 },
		{ "user_pref(\"a\", 1);", 0, 1 },
	};
	for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++) {
		struct record r = { .calls = json_array(), .errors = json_array() };
		struct prefs_reader reader = { .dialect = PREFS_CFG, .wanted = on_name, .pref = on_pref, .error = on_error, .ctx = &r };
		prefs_read(&reader, (struct ma_str){ scripts[k].text, strlen(scripts[k].text) });
		t_num((long long)json_array_size(r.calls), scripts[k].calls, scripts[k].text);
		t_num((long long)json_array_size(r.errors), scripts[k].errors, scripts[k].text);
		json_decref(r.calls);
		json_decref(r.errors);
	}
}

/* Every prefix of a file must end, and read nothing behind its end. */
static void
test_prefixes(void)
{
	static const char text[] = "\xef\xbb\xbf# c\r\n/* x */user_pref(\"a\\u4ee3\\ud83d\\ude00\\x41\", -1);//\nuser_pref('b', \"\\q\\\n\");pref(\"c\", true, sticky);";
	for (size_t k = 0; k <= sizeof text - 1; k++) {
		char *p = malloc(k + 1);
		memcpy(p, text, k);
		struct record r = { .calls = json_array(), .errors = json_array() };
		struct prefs_reader reader = { .dialect = PREFS_USER, .wanted = on_name, .pref = on_pref, .error = on_error, .ctx = &r };
		t_ok(prefs_read(&reader, (struct ma_str){ p, k }) <= k, "prefix", "read too far");
		json_decref(r.calls);
		json_decref(r.errors);
		free(p);
	}
}

static const CU_TestInfo tests[] = {
	{ "what Thunderbird made of 173 inputs", test_cases },
	{ "our own rows", test_rows },
	{ "unwanted values", test_unwanted },
	{ "autoconfig scripts", test_cfg },
	{ "every prefix", test_prefixes },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_prefs;
const struct t_suite suite_prefs = { "prefs", tests };
