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

static const CU_TestInfo tests[] = {
	{ "rows", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_json;
const struct t_suite suite_json = { "json", tests };
