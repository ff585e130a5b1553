/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Registry exports of every encoding become the same text; only the keys asked
 * for are in it; borders of buffers, strings over several lines, line numbers.
 */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "intake/registry.h"
#include "t.h"

#define V5 "Windows Registry Editor Version 5.00\r\n\r\n"
#define V4 "REGEDIT4\r\n\r\n"
#define HEAD5 "Windows Registry Editor Version 5.00\n"
#define HKCU "HKEY_CURRENT_USER\\"

static const char *const keys[] = { "Software\\Mail\\*\\Client", "Software\\Mail\\Client\\Old", "Identities\\*\\Software\\Mail" };

static int
file_of(const void *bytes, size_t n)
{
	int fd = memfd_create("export", 0);
	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n)
		abort();
	return fd;
}

/* UTF-8 in another charset, BOM before it; malloc'd. */
static char *
encode(const char *text, const char *charset, const char *bom, size_t bom_n, size_t *n)
{
	size_t in_n = strlen(text), cap = in_n * 2 + 16, left = cap;
	char *in = (char *)(uintptr_t)text, *to = malloc(cap + bom_n), *out = to + bom_n;
	iconv_t cd = iconv_open(charset, "UTF-8");
	memcpy(to, bom, bom_n);
	if (cd == (iconv_t)-1 || iconv(cd, &in, &in_n, &out, &left) == (size_t)-1)
		abort();
	iconv_close(cd);
	*n = (size_t)(out - to);
	return to;
}

static void
read_bytes(const void *bytes, size_t n, const char *hint, size_t max, struct registry_text *out)
{
	struct err err = { 0 };
	int fd = file_of(bytes, n);
	CU_ASSERT(registry_read(fd, n, keys, sizeof keys / sizeof *keys, hint, max, out, &err));
	close(fd);
}

static void
expect(const char *row, const char *export, const char *want)
{
	struct registry_text t;
	read_bytes(export, strlen(export), NULL, 1 << 20, &t);
	t_text(t.bytes, want, row);
	registry_text_fini(&t);
}

/* ---- is it one? ---- */

static void
test_is_export(void)
{
	static const struct {
		const char *row, *p;
		size_t n;
		bool yes;
	} rows[] = {
#define B(s) s, sizeof(s) - 1
		{ "version 5", B("Windows Registry Editor Version 5.00\r\n"), true },
		{ "lower case", B("windows registry editor version 5.00\r\n"), true },
		{ "blank line before", B("\r\nWindows Registry Editor Version 5.00\r\n"), true },
		{ "blank behind", B("Windows Registry Editor Version 5.00  \r\n"), true },
		{ "REGEDIT4", B("REGEDIT4\r\n"), true },
		{ "REGEDIT5", B("REGEDIT5\r\n"), true },
		{ "UTF-8 mark", B("\xEF\xBB\xBFREGEDIT4\r\n"), true },
		{ "UTF-16LE mark", B("\xFF\xFEW\0i\0n\0d\0o\0w\0s\0 \0R\0e\0g\0i\0s\0t\0r\0y\0 \0E\0d\0i\0t\0o\0r\0 \0V\0e\0r\0s\0i\0o\0n\0"),
		  true },
		{ "UTF-16LE bare", B("R\0E\0G\0E\0D\0I\0T\0\x34\0"), true },
		{ "UTF-16BE mark", B("\xFE\xFF\0R\0E\0G\0E\0D\0I\0T\0\x34"), true },
		{ "UTF-16BE bare", B("\0R\0E\0G\0E\0D\0I\0T\0\x34"), true },
		{ "comment before", B("; saved by hand\nREGEDIT4\n"), true },
		{ "no header", B("\r\n[HKEY_CURRENT_USER\\Software]\r\n"), true },
		{ "no header, deletes", B("[-HKEY_CURRENT_USER\\Software]\r\n"), true },
		{ "empty", B(""), false },
		{ "one byte", B("\xFF"), false },
		{ "mark alone", B("\xFF\xFE"), false },
		{ "an ini file", B("[General]\r\nVersion=5\r\n"), false },
		{ "half a header", B("Windows Registry Ed"), false },
		{ "header later", B("hello\r\nREGEDIT4\r\n"), false },
		{ "a hive", B("regf\1\0\0\0"), false },
		{ "prefs", B("user_pref(\"a\", 1);\n"), false },
		{ "kanji units", B("R\x30" "E\x30" "G\x30" "E\x30" "D\x30" "I\x30" "T\x30"), false },
#undef B
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		t_num(registry_is_export(rows[i].p, rows[i].n), rows[i].yes, rows[i].row);
}

/* ---- encodings ---- */

static const char body[] = "[HKEY_CURRENT_USER\\Software\\Mail\\表\\Client]\r\n\"ソ\"=\"営業部の表\"\r\n\r\n[HKEY_CURRENT_USER\\x]\r\n\"《寺\"=\"\\\\ー\"\r\n\r\n"
			   "[HKEY_CURRENT_USER\\Software\\Mail\\9.0\\Client\\能]\r\n@=\"能\"\r\n";
static const char wanted[] = "[HKEY_CURRENT_USER\\Software\\Mail\\表\\Client]\r\n\"ソ\"=\"営業部の表\"\r\n\r\n"
			     "[HKEY_CURRENT_USER\\Software\\Mail\\9.0\\Client\\能]\r\n@=\"能\"\r\n";

static void
test_encodings(void)
{
	static const struct {
		const char *row, *header, *charset, *bom;
		size_t bom_n;
		const char *text_header;
	} rows[] = {
		{ "UTF-16LE mark", V5, "UTF-16LE", "\xFF\xFE", 2, HEAD5 },
		{ "UTF-16LE", V5, "UTF-16LE", "", 0, HEAD5 },
		{ "UTF-16BE mark", V5, "UTF-16BE", "\xFE\xFF", 2, HEAD5 },
		{ "UTF-16BE", V5, "UTF-16BE", "", 0, HEAD5 },
		{ "UTF-8 mark", V5, "UTF-8", "\xEF\xBB\xBF", 3, HEAD5 },
		{ "UTF-8", V5, "UTF-8", "", 0, HEAD5 },
		{ "CP932 with new header", V5, "CP932", "", 0, HEAD5 },
		{ "CP932", V4, "CP932", "", 0, "REGEDIT4\n" },
		{ "REGEDIT4 in UTF-16", V4, "UTF-16LE", "\xFF\xFE", 2, "REGEDIT4\n" },
		{ "other number", "REGEDIT5\r\n", "CP932", "", 0, HEAD5 },
		{ "no header", "\r\n", "UTF-16LE", "\xFF\xFE", 2, HEAD5 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[1024], want[1024];
		struct registry_text t;
		size_t n;
		snprintf(text, sizeof text, "%s%s", rows[i].header, body);
		snprintf(want, sizeof want, "%s%s", rows[i].text_header, wanted);
		char *bytes = encode(text, rows[i].charset, rows[i].bom, rows[i].bom_n, &n);
		read_bytes(bytes, n, NULL, 1 << 20, &t);
		t_text(t.bytes, want, rows[i].row);
		t_text(t.ansi_charset, "CP932", rows[i].row);
		t_ok(!t.damaged && !t.capped, rows[i].row, "is damaged or capped");
		registry_text_fini(&t);
		free(bytes);
	}
}

static void
test_code_pages(void)
{
	static const struct {
		const char *row, *hint, *value, *want, *charset;
	} rows[] = {
		{ "hint first", "CP949", "\xC7\xD1", "한", "CP949" },
		{ "hint does not fit", "CP949", "\x83\x40", "ァ", "CP949" },
		{ "CP932", NULL, "\x95\x5C", "表", "CP932" },
		{ "CP1252", NULL, "M\xFC" "ller", "Müller", "CP1252" },
		{ "CP1252, also CP932", NULL, "J\xE4" "ger", "Jäger", "CP1252" },
		{ "CP1252, a backslash behind", NULL, "Caf\xE9\\\\", "Café\\\\", "CP1252" },
		{ "CP932, a rare kanji first", NULL, "\xE2\x56\x93\xA1", "齋藤", "CP932" },
		{ "CP932, halfwidth kana", NULL, "\xD2\xB0\xD9", "ﾒｰﾙ", "CP932" },
		{ "UTF-8 before all", "CP949", "表", "表", "CP949" },
		{ "ASCII", NULL, "x", "x", "CP932" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[256], want[256];
		struct registry_text t;
		int n = snprintf(text, sizeof text, V4 "[" HKCU "Software\\Mail\\1\\Client]\r\n\"a\"=\"%s\"\r\n", rows[i].value);
		read_bytes(text, (size_t)n, rows[i].hint, 1 << 20, &t);
		snprintf(want, sizeof want, "REGEDIT4\n[" HKCU "Software\\Mail\\1\\Client]\r\n\"a\"=\"%s\"\r\n", rows[i].want);
		t_text(t.bytes, want, rows[i].row);
		t_text(t.ansi_charset, rows[i].charset, rows[i].row);
		registry_text_fini(&t);
	}
}

static void
test_line_ends(void)
{
	expect("LF", "REGEDIT4\n\n[" HKCU "Software\\Mail\\1\\Client]\n\"a\"=\"b\"\n[x]\n", "REGEDIT4\n[" HKCU "Software\\Mail\\1\\Client]\n\"a\"=\"b\"\n");
	expect("CR", "REGEDIT4\r\r[" HKCU "Software\\Mail\\1\\Client]\r\"a\"=\"b\"\r[x]\r", "REGEDIT4\n[" HKCU "Software\\Mail\\1\\Client]\n\"a\"=\"b\"\n");
	expect("CR among CR LF", V4 "\"x\"=\"1\"\r[" HKCU "Software\\Mail\\1\\Client]\r\n\"a\"=\"b\"\r[x]\r\n",
	       "REGEDIT4\n[" HKCU "Software\\Mail\\1\\Client]\r\n\"a\"=\"b\"\r");
	expect("none at the end", V4 "[" HKCU "Software\\Mail\\1\\Client]\r\n\"a\"=\"b\"", "REGEDIT4\n[" HKCU "Software\\Mail\\1\\Client]\r\n\"a\"=\"b\"");
	expect("key at the end", V4 "[" HKCU "Software\\Mail\\1\\Client]", "REGEDIT4\n[" HKCU "Software\\Mail\\1\\Client]");
}

/* ---- which keys ---- */

static void
test_keys(void)
{
	static const struct {
		const char *key;
		bool taken;
	} rows[] = {
		{ HKCU "Software\\Mail\\1\\Client", true },
		{ HKCU "software\\MAIL\\1\\cLIENT", true },
		{ "hkey_current_user\\Software\\Mail\\1\\Client", true },
		{ HKCU "Software\\Mail\\1\\Client\\a\\b\\c", true },
		{ HKCU "Software\\Mail\\1\\Client\\", true },
		{ HKCU "Software\\Mail\\1\\Client2", false },
		{ HKCU "Software\\Mail\\1\\Clien", false },
		{ HKCU "Software\\Mail\\1\\2\\Client", false },
		{ HKCU "Software\\Mail\\Client", false },
		{ HKCU "Software\\Mail\\1", false },
		{ HKCU "Software\\Mail\\Client\\Old", true },
		{ HKCU "Software\\Mail\\Client\\Older", false },
		{ HKCU "Software\\Mail", false },
		{ HKCU "Identities\\{1}\\Software\\Mail\\x", true },
		{ HKCU "Software", false },
		{ "HKEY_CURRENT_USER", false },
		{ "HKCU\\Software\\Mail\\1\\Client", true },
		{ "HKU\\S-1-5-21\\Software\\Mail\\1\\Client", true },
		{ "HKLM\\Software\\Mail\\1\\Client", true },
		{ "HKEY_USERS\\S-1-5-21-1-2-3-1104\\Software\\Mail\\1\\Client", true },
		{ "HKEY_USERS\\.DEFAULT\\Software\\Mail\\1\\Client", true },
		{ "HKEY_USERS\\Software\\Mail\\1\\Client", false },
		{ "HKEY_USERS\\S-1-5-21-1-2-3-1104\\x\\Software\\Mail\\1\\Client", false },
		{ "HKEY_LOCAL_MACHINE\\SOFTWARE\\Mail\\1\\Client", true },
		{ "HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Mail\\1\\Client", true },
		{ HKCU "Software\\Wow6432Node\\Mail\\Client\\Old\\x", true },
		{ "HKEY_LOCAL_MACHINE\\loaded\\Software\\Mail\\1\\Client", true },
		{ "HKEY_LOCAL_MACHINE\\loaded\\x\\Software\\Mail\\1\\Client", false },
		{ "HKEY_CLASSES_ROOT\\Software\\Mail\\1\\Client", false },
		{ "HKEY_CURRENT_USERS\\Software\\Mail\\1\\Client", false },
		{ "Software\\Mail\\1\\Client", false },
		{ " " HKCU "Software\\Mail\\1\\Client", false },
		{ "-" HKCU "Software\\Mail\\1\\Client\\x", true },
		{ "-" HKCU "Software\\Mail\\1", true },
		{ "-" HKCU "Software\\Mail", true },
		{ "-" HKCU "Software", true },
		{ "-HKEY_CURRENT_USER", true },
		{ "-HKEY_USERS\\S-1-5-21", true },
		{ "-" HKCU "Software\\Other", false },
		{ "-" HKCU "Softwar", false },
		{ "--" HKCU "Software\\Mail\\1\\Client", false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int wide = 0; wide < 2; wide++) {
			char text[512];
			size_t n;
			struct registry_text t;
			snprintf(text, sizeof text, V5 "[%s]\r\n\"a\"=\"b\"\r\n", rows[i].key);
			char *bytes = encode(text, wide ? "UTF-16LE" : "UTF-8", "\xFF\xFE", wide ? 2 : 0, &n);
			read_bytes(bytes, n, NULL, 1 << 20, &t);
			t_num(strstr(t.bytes, "\"a\"") != NULL, rows[i].taken, rows[i].key);
			registry_text_fini(&t);
			free(bytes);
		}
	expect("blanks before, text behind", V4 " \t[" HKCU "Software\\Mail\\1\\Client] x\r\n\"a\"=\"b\"\r\n",
	       "REGEDIT4\n[" HKCU "Software\\Mail\\1\\Client] x\r\n\"a\"=\"b\"\r\n");
	expect("a hive's name ends in a backslash", V4 "[HKEY_USERS\\\x95\x5C\\Software\\Mail\\1\\Client]\r\n",
	       "REGEDIT4\n[HKEY_USERS\\表\\Software\\Mail\\1\\Client]\r\n");
	expect("no bracket: part of the key before", V4 "[" HKCU "Software\\Mail\\1\\Client]\r\n[" HKCU "y\r\n\"a\"=\"b\"\r\n",
	       "REGEDIT4\n[" HKCU "Software\\Mail\\1\\Client]\r\n[" HKCU "y\r\n\"a\"=\"b\"\r\n");
	expect("bracket in the middle of a line", V4 "\"x\"=\"[" HKCU "Software\\Mail\\1\\Client]\"\r\n; [" HKCU "Software\\Mail\\1\\Client]\r\n\"a\"=\"b\"\r\n",
	       "REGEDIT4\n");
}

/* ---- strings over several lines ---- */

#define FAKE "[" HKCU "Software\\Mail\\1\\Client]\r\n"

static void
test_strings(void)
{
	expect("a key within a string", V4 "[" HKCU "x]\r\n\"a\"=\"one\r\n" FAKE "two\"\r\n\"b\"=\"c\"\r\n", "REGEDIT4\n");
	expect("behind a comment too", V4 "[" HKCU "x]\r\n\"a\"=\"one\r\n" FAKE "two\" ; \"\r\n\"b\"=\"c\"\r\n", "REGEDIT4\n");
	expect("with quotes in it", V4 "[" HKCU "x]\r\n\"a\"=\"one\r\n" FAKE "\\\"L\\\"=dword:1\r\n\"\r\n\"b\"=\"c\"\r\n", "REGEDIT4\n");
	expect("in a default value", V4 "[" HKCU "x]\r\n@ = \"one\r\n" FAKE "two\"\r\n\"b\"=\"c\"\r\n", "REGEDIT4\n");
	expect("never closed: the key is one", V4 "[" HKCU "x]\r\n\"a\"=\"one\r\n" FAKE "\"b\"=\"c\"\r\n", "REGEDIT4\n" FAKE "\"b\"=\"c\"\r\n");
	expect("never closed, no quotes behind", V4 "[" HKCU "x]\r\n\"a\"=\"one\r\n" FAKE "@=dword:1\r\n", "REGEDIT4\n" FAKE "@=dword:1\r\n");
	expect("a quote in a comment", V4 "[" HKCU "x]\r\n\"a\"=\"one\"\r\n" FAKE "; 3.5\"\r\n\"b\"=\"c\"\r\n", "REGEDIT4\n" FAKE "; 3.5\"\r\n\"b\"=\"c\"\r\n");
	expect("end of a wanted key within a string", V4 FAKE "\"a\"=\"one\r\n[" HKCU "x]\r\ntwo\"\r\n\"b\"=\"c\"\r\n[y]\r\n",
	       "REGEDIT4\n" FAKE "\"a\"=\"one\r\n[" HKCU "x]\r\ntwo\"\r\n\"b\"=\"c\"\r\n");
	expect("never closed, then one with a key in it", V4 "[" HKCU "x]\r\n\"a\"=\"open\r\n\"z\"=\"one\r\n" FAKE "two\"\r\n", "REGEDIT4\n");
	expect("a path before", V4 "[" HKCU "x]\r\n\"a\"=\"C:\\\\\"\r\n" FAKE "; \"\r\n\"b\"=\"c\"\r\n", "REGEDIT4\n" FAKE "; \"\r\n\"b\"=\"c\"\r\n");
	expect("letters that end in a backslash", V4 "[" HKCU "x]\r\n\"a\"=\"\x95\x5C\"\r\n" FAKE "; \"\r\n\"b\"=\"c\"\r\n",
	       "REGEDIT4\n" FAKE "; \"\r\n\"b\"=\"c\"\r\n");
}

/* ---- borders ---- */

/* A wanted key at every place around the borders of the buffers, of both widths. */
static void
test_borders(void)
{
	static const char tail[] = "[" HKCU "Software\\Mail\\1\\Client]\r\n\"a\"=\"b\"\r\n[" HKCU "z]\r\n\"no\"=\"no\"\r\n";
	size_t piece = 256 * 1024;
	char *text = malloc(2 * piece);
	int bad = 0;
	for (int wide = 0; wide < 2; wide++)
		for (size_t shift = 0; shift < 160; shift++) {
			size_t n = 0, at = piece / (wide ? 2 : 1) - shift, bytes_n;
			struct registry_text t;
			n += (size_t)sprintf(text, "%s[" HKCU "y]\r\n", V5);
			while (n + 100 < at)
				n += (size_t)sprintf(text + n, "\"v\"=hex:00,11,22,33,44,55,66,77\r\n");
			for (; n < at; n++)
				text[n] = n + 1 == at ? '\n' : ';';
			memcpy(text + n, tail, sizeof tail);
			char *bytes = encode(text, wide ? "UTF-16LE" : "UTF-8", "\xFF\xFE", wide ? 2 : 0, &bytes_n);
			read_bytes(bytes, bytes_n, NULL, 1 << 20, &t);
			bad += strcmp(t.bytes, HEAD5 "[" HKCU "Software\\Mail\\1\\Client]\r\n\"a\"=\"b\"\r\n") != 0;
			unsigned lines = 0;
			for (size_t i = 0; i < at; i++)
				lines += text[i] == '\n';
			bad += registry_original_line(&t, 3) != lines + 2;
			registry_text_fini(&t);
			free(bytes);
		}
	t_num(bad, 0, "borders that went wrong");
	free(text);
}

/* So far ahead no quote is looked for; behind it they count again. */
static void
test_far_quote(void)
{
	size_t far = 3 * 1024 * 1024;
	char *text = malloc(far + 1000);
	struct registry_text t;
	size_t n = (size_t)sprintf(text, V4 FAKE "@=hex:");
	for (; n < far; n++)
		text[n] = n % 3 == 2 ? ',' : '0';
	n += (size_t)sprintf(text + n, "\r\n\"a\"=\"one\r\n[" HKCU "x]\r\ntwo\"\r\n\"last\"=\"\"\r\n");
	read_bytes(text, n, NULL, 16 << 20, &t);
	t_ok(strstr(t.bytes, "\"last\"") != NULL, "far quote", "the key within a string ended the wanted one");
	registry_text_fini(&t);
	free(text);
}

/* Within a long line a border is no beginning of a line. */
static void
test_middle(void)
{
	size_t piece = 256 * 1024;
	char *text = malloc(2 * piece);
	struct registry_text t;
	size_t n = (size_t)sprintf(text, V4 "[" HKCU "y]\r\n\"v\"=hex:");
	while (n < piece)
		text[n++] = '0';
	n += (size_t)sprintf(text + n, "[" HKCU "Software\\Mail\\1\\Client]\r\n\"a\"=\"b\"\r\n");
	read_bytes(text, n, NULL, 1 << 20, &t);
	t_text(t.bytes, "REGEDIT4\n", "middle of a line");
	registry_text_fini(&t);
	free(text);
}

/* A value longer than all buffers, inside and outside. */
static void
test_long_lines(void)
{
	size_t n = 3 * 1024 * 1024;
	char *text = malloc(2 * n + 1000), *p = text;
	struct registry_text t;
	p += sprintf(p, V4 "[" HKCU "y]\r\n\"v\"=hex:");
	memset(p, '[', n);
	p += n;
	p += sprintf(p, "\r\n[" HKCU "Software\\Mail\\1\\Client]\r\n\"w\"=\"");
	memset(p, 'x', n);
	p += n;
	p += sprintf(p, "\"\r\n\"last\"=dword:1\r\n[" HKCU "z]\r\n\"no\"=\"\"\r\n");
	read_bytes(text, (size_t)(p - text), NULL, 16 << 20, &t);
	t_num((long long)t.n, (long long)(n + strlen("REGEDIT4\n[" HKCU "Software\\Mail\\1\\Client]\r\n\"w\"=\"\"\r\n\"last\"=dword:1\r\n")),
	      "length");
	t_ok(strstr(t.bytes, "\"last\"=dword:1") != NULL, "long line", "what comes behind is missing");
	t_num(registry_original_line(&t, 3), 6, "line of the long value");
	registry_text_fini(&t);
	read_bytes(text, (size_t)(p - text), NULL, 1 << 20, &t);
	t_ok(t.capped && t.n <= 1 << 20, "cap", "was not kept");
	registry_text_fini(&t);
	free(text);
}

static void
test_lines(void)
{
	static const char text[] = V5 "[" HKCU "x]\r\n\"a\"=hex:00,\\\r\n  01\r\n" FAKE "\"a\"=\"1\"\r\n" FAKE "\"b\"=\"2\"\r\n[" HKCU "x]\r\n\r\n" FAKE "\"c\"=\"3\"\r\n";
	static const struct {
		uint32_t line, original;
	} rows[] = { { 0, 0 }, { 1, 1 }, { 2, 6 }, { 3, 7 }, { 4, 8 }, { 5, 9 }, { 6, 12 }, { 7, 13 } };
	struct registry_text t;
	read_bytes(text, sizeof text - 1, NULL, 1 << 20, &t);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		t_num(registry_original_line(&t, rows[i].line), rows[i].original, "line");
	registry_text_fini(&t);
}

static void
test_damage(void)
{
	static const char half[] = "\xFF\xFER\0E\0G\0E\0D\0I\0T\0\x34\0\n\0[\0H\0";
	struct registry_text t;
	read_bytes(half, sizeof half - 2, NULL, 1 << 20, &t);
	t_ok(t.bytes && t.damaged, "odd byte", "was not noticed");
	registry_text_fini(&t);
	read_bytes("hello\n", 6, NULL, 1 << 20, &t);
	t_ok(!t.bytes && t.n == 0, "no export", "has a text");
	registry_text_fini(&t);
	read_bytes("", 0, NULL, 1 << 20, &t);
	t_ok(!t.bytes, "empty file", "has a text");
	registry_text_fini(&t);
	struct err err = { 0 };
	t_ok(!registry_read(-1, 100, keys, 3, NULL, 100, &t, &err) && err.status, "no file", "gave no error");
	registry_text_fini(&t);
}

/* A file of the size that is promised, but cut meanwhile. */
/* An export that was cut off far from any key that is asked for. */
static void
test_cut(void)
{
	static const struct {
		const char *row, *end;
		bool damaged;
	} rows[] = {
		{ "whole", "[HKEY_CURRENT_USER\\A]\r\n\"x\"=hex:01,02\r\n\r\n", false },
		{ "no line end", "[HKEY_CURRENT_USER\\A]\r\n\"x\"=hex:01,02", false },
		{ "no line end behind a key", "[HKEY_CURRENT_USER\\A]", false },
		{ "a backslash at the end of a string", "\"x\"=\"C:\\\\\"", false },
		{ "comma", "[HKEY_CURRENT_USER\\A]\r\n\"x\"=hex:01,02,", true },
		{ "line goes on", "[HKEY_CURRENT_USER\\A]\r\n\"x\"=hex:01,02,\\\r\n  ", true },
		{ "key", "[HKEY_CURRENT_USER\\Soft", true },
		{ "name", "[HKEY_CURRENT_USER\\A]\r\n\"na", true },
		{ "string", "[HKEY_CURRENT_USER\\A]\r\n\"x\"=\"a\\\"b", true },
		{ "before the data", "[HKEY_CURRENT_USER\\A]\r\n\"x\"", true },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int wide = 0; wide < 2; wide++) {
			struct registry_text t;
			char text[1024];
			size_t n;
			snprintf(text, sizeof text, "%s%s%s", V5, body, rows[i].end);
			char *bytes = encode(text, wide ? "UTF-16BE" : "UTF-8", "", 0, &n);
			read_bytes(bytes, n, NULL, 1 << 20, &t);
			t_ok(t.damaged == rows[i].damaged, rows[i].row, wide ? "UTF-16" : "8 bits");
			registry_text_fini(&t);
			free(bytes);
		}
}

static void
test_shrunk(void)
{
	struct registry_text t;
	struct err err = { 0 };
	int fd = file_of(V4 FAKE, sizeof V4 FAKE - 1);
	CU_ASSERT(registry_read(fd, 1 << 30, keys, 3, NULL, 1 << 20, &t, &err));
	t_text(t.bytes, "REGEDIT4\n" FAKE, "shrunk");
	registry_text_fini(&t);
	close(fd);
}

static const CU_TestInfo tests[] = {
	{ "what an export is", test_is_export },
	{ "encodings", test_encodings },
	{ "code pages", test_code_pages },
	{ "line ends", test_line_ends },
	{ "keys", test_keys },
	{ "strings over several lines", test_strings },
	{ "borders of buffers", test_borders },
	{ "a far quote", test_far_quote },
	{ "middle of a line", test_middle },
	{ "long lines", test_long_lines },
	{ "line numbers", test_lines },
	{ "damage", test_damage },
	{ "cut off", test_cut },
	{ "a file that shrank", test_shrunk },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_registry;
const struct t_suite suite_registry = { "registry", tests };
