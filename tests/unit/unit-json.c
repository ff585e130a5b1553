/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON with lines: the members of the object at "a" "b", as name=number@line;
 * '?' for a value that is no number.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/json.h"
#include "t.h"

static const struct {
	const char *name, *text, *want;
} rows[] = {
	{ "one member", "{\"a\": {\"b\":\n{\"x\": 1}}}", "x=1@2" },
	{ "several lines", "{\n\"a\": {\"b\": {\n\"x\": 1,\r\n\"y\":\n2, \"z\": true\r}}}", "x=1@3 y=2@4 z=1@5" },
	{ "members of members do not count", "{\"a\": {\"b\": {\"x\": {\"y\": 1}, \"z\": [{\"w\": 2}]}}}", "x=?@1 z=?@1" },
	{ "the same names elsewhere", "{\"b\": {\"x\": 9}, \"c\": {\"a\": {\"b\": {\"x\": 8}}},\n\"a\": {\"c\": {\"x\": 7}, \"b\": {\"x\": 1}}}", "x=1@2" },
	{ "brackets and quotes in strings", "{\"q\": \"}\\\"{\\\\\", \"a\": {\"b\": {\"x{\": \"]\",\n\"y\": 3}}}", "x{=?@1 y=3@2" },
	{ "a name that comes twice: the last", "{\"a\": {\"b\": {\"x\": 1,\n\"x\": 2}}}", "x=2@1 x=2@2" },
	{ "byte order mark", "\xef\xbb\xbf{\"a\": {\"b\": {\"x\": 1}}}", "x=1@1" },
	{ "no such object", "{\"a\": {\"b\": [1]}}", "" },
	{ "nothing but a number", "1", "" },
	{ "not JSON", "{\n\"a\": x}", "error 2" },
	{ "empty", "", "error 1" },
	{ "cut off", "{\"a\": {\"b\": {\"x\": 1,", "error 1" },
};

static void
on_member(void *ctx, struct ma_str name, uint32_t line, const struct json_value *v)
{
	char number[24] = "?", *to = (char *)ctx + strlen(ctx);
	if (v->kind == JSON_KIND_INT || v->kind == JSON_KIND_BOOL)
		snprintf(number, sizeof number, "%" PRId64, v->num);
	sprintf(to, "%s%.*s=%s@%" PRIu32, *(char *)ctx ? " " : "", (int)name.n, name.p, number, line);
}

static void
test_rows(void)
{
	static const char *const path[] = { "a", "b", NULL };
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		char got[512] = "";
		size_t n = strlen(rows[k].text);
		char *p = malloc(n + 1);
		memcpy(p, rows[k].text, n);
		struct json_doc doc;
		if (json_open(&doc, (struct ma_str){ p, n })) {
			json_each(&doc, path, on_member, got);
			json_close(&doc);
		} else {
			snprintf(got, sizeof got, "error %" PRIu32, doc.error_line);
		}
		t_text(got, rows[k].want, rows[k].name);
		free(p);
	}
}

/* Every value with what leads to it, as name/0/name=kind@line. */
static const struct {
	const char *name, *text, *want;
} walks[] = {
	{ "items and members", "{\"a\": [1,\n{\"x\": \"y\"}, []]}", "a=2@1 a/0=4@1 a/1=1@2 a/1/x=3@2 a/2=2@2" },
	{ "a value on another line counts as its name", "{\"a\":\n1}", "a=4@1" },
	{ "words", "[true,false , null\n,-1.5]", "0=6@1 1=6@1 2=7@1 3=5@2" },
	{ "texts that look like structure", "{\"a\": \"}],:\", \"b\": [\"{\", \"c\"]}", "a=3@1 b=2@1 b/0=3@1 b/1=3@1" },
	{ "a name with escapes hides what is below", "{\"\\u0061\": {\"b\": 1}, \"c\": 2}", "c=4@1" },
};

static void
on_step(void *ctx, const struct json_step *steps, size_t n, uint32_t line, const struct json_value *v)
{
	char *to = (char *)ctx + strlen(ctx);
	to += sprintf(to, "%s", *(char *)ctx ? " " : "");
	for (size_t k = 0; k < n; k++)
		to += steps[k].name.p ? sprintf(to, "%s%.*s", k ? "/" : "", (int)steps[k].name.n, steps[k].name.p) : sprintf(to, "%s%zu", k ? "/" : "", steps[k].item);
	sprintf(to, "=%d@%" PRIu32, (int)v->kind, line);
}

static void
test_walk(void)
{
	for (size_t k = 0; k < sizeof walks / sizeof *walks; k++) {
		char got[2048] = "";
		struct json_doc doc;
		t_ok(json_open(&doc, (struct ma_str){ walks[k].text, strlen(walks[k].text) }), walks[k].name, "JSON");
		json_walk(&doc, on_step, got);
		json_close(&doc);
		t_text(got, walks[k].want, walks[k].name);
	}
	static const char deep[] = "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]],2]";
	char got[2048] = "";
	struct json_doc doc;
	json_open(&doc, (struct ma_str){ deep, sizeof deep - 1 });
	json_walk(&doc, on_step, got);
	json_close(&doc);
	t_ok(strstr(got, "=4@1") == strrchr(got, ' ') + 2 && strstr(got, " 1=4@1"), "what is too deep is left out, what follows is not", got);
}

static const CU_TestInfo tests[] = {
	{ "rows", test_rows },
	{ "all values", test_walk },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_json;
const struct t_suite suite_json = { "json", tests };
