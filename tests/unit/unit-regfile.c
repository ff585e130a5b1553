/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Registry text as a tree.  tests/data/reg has lists of values (*.set.tsv) that
 * were set through the Windows API, exports of them in both formats, and files
 * that were imported (NN-*.in.reg) with an export of the result (*.out.reg);
 * all made with Wine 8 under the code page 932, all names invented.
 */
#include <dirent.h>
#include <iconv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "intake/registry.h"
#include "kit/regfile.h"
#include "t.h"

#define DATA "tests/data/reg/"
#define HEAD "Windows Registry Editor Version 5.00\n"

/* ---- a tree as text ---- */

struct text {
	char *p;
	size_t n, cap;
};

static void
add(struct text *t, const char *fmt, ...)
{
	va_list ap;
	for (;;) {
		va_start(ap, fmt);
		int k = vsnprintf(t->p ? t->p + t->n : NULL, t->cap - t->n, fmt, ap);
		va_end(ap);
		if (t->n + (size_t)k < t->cap) {
			t->n += (size_t)k;
			return;
		}
		t->cap = (t->cap + (size_t)k) * 2 + 64;
		t->p = realloc(t->p, t->cap);
	}
}

static void
add_value(struct text *t, const struct regfile_value *v)
{
	bool text = v->type == REGFILE_SZ || v->type == REGFILE_EXPAND_SZ || v->type == REGFILE_MULTI_SZ;
	add(t, "%.*s=", (int)v->name.n, v->name.p);
	if (v->bad || v->secret) {
		add(t, "%s", v->bad ? "BAD" : "SECRET");
		return;
	}
	add(t, "%x:", v->type);
	for (size_t i = 0; i < v->data.n; i++)
		add(t, !text ? "%02x" : v->data.p[i] ? "%c" : "|", (unsigned char)v->data.p[i]);
}

static void
add_tree(struct text *t, const struct regfile *reg, uint32_t key, const char *sep)
{
	for (uint32_t v = regfile_first_value(reg, key); v; v = regfile_next_value(reg, v)) {
		struct regfile_value got = regfile_get(reg, v);
		add_value(t, &got);
		add(t, "%s", sep);
	}
	for (uint32_t k = regfile_child(reg, key); k; k = regfile_next(reg, k)) {
		struct ma_str name = regfile_key_name(reg, k);
		add(t, "[%.*s]%s", (int)name.n, name.p, sep);
		add_tree(t, reg, k, sep);
	}
}

static char *
tree_of(const char *bytes, size_t n, const char *charset, const char *sep)
{
	struct text t = { 0 };
	struct regfile *reg = regfile_read((struct ma_str){ bytes, n }, charset);
	enum regfile_trouble kind;
	struct ma_str name;
	uint32_t line;
	add(&t, "%s", "");
	if (!reg)
		return t.p;
	add_tree(&t, reg, REGFILE_ROOT, sep);
	for (size_t i = 0; regfile_trouble(reg, i, &kind, &line, &name); i++)
		if (kind != REGFILE_BAD_VALUE)
			add(&t, "!%c%u%s", "SBUEF"[kind], line, sep);
	regfile_free(reg);
	return t.p;
}

/* ---- rows ---- */

static void
test_rows(void)
{
	static const struct {
		const char *row, *text, *want;
	} rows[] = {
		{ "string", "\"a\"=\"b\"", "a=1:b " },
		{ "empty string", "\"a\"=\"\"", "a=1: " },
		{ "escapes", "\"a\\\\b\"=\"c:\\\\d \\\"e\\\" \\n\\r\\t\"", "a\\b=1:c:\\d \"e\" \n\rt " },
		{ "raw line end", "\"a\"=\"one\r\ntwo\" ; c\n\"b\"=\"c\"", "a=1:one\r\ntwo b=1:c " },
		{ "key within a string", "\"a\"=\"one\n[HKEY_CURRENT_USER\\\\y]\n\"\n\"b\"=\"c\"", "a=1:one\n[HKEY_CURRENT_USER\\y]\n b=1:c " },
		{ "never closed", "\"a\"=\"one\n\"b\"=\"c\"", "a=BAD b=1:c " },
		{ "never closed, then a key", "\"a\"=\"one\n[k\\y]\n\"b\"=\"c\"", "a=BAD [y] b=1:c " },
		{ "never closed, end of text", "\"b\"=\"c\"\n\"a\"=\"one", "b=1:c a=BAD !U4 " },
		{ "text behind", "\"a\"=\"b\"c\n\"d\"=\"e\"", "a=BAD d=1:e " },
		{ "NUL escape", "\"a\"=\"b\\0c\"", "a=BAD " },
		{ "name without end", "\"a=\"b\"\n\"c\"=\"d\"", "c=1:d !S3 " },
		{ "no equals", "\"a\"\n\"b\" \"c\"\n\"d\"=\"e\"", "d=1:e !S3 !S4 " },
		{ "no data", "\"a\"=\n\"b\"=nonsense\n\"c\"=unquoted\"", "a=BAD b=BAD c=BAD " },
		{ "default", "@=\"x\"", "=1:x " },
		{ "default by empty name", "\"\"=\"y\"", "=1:y " },
		{ "at sign as name", "\"@\"=\"y\"", "@=1:y " },
		{ "blanks", " \t\"a\" \t=\t \"b\" \t; c", "a=1:b " },
		{ "comments", ";\"a\"=\"b\"\n#\"a\"=\"b\"\n\"c\"=\"d;#\" ; e", "c=1:d;# " },
		{ "dword", "\"a\"=dword:000003e3", "a=4:e3030000 " },
		{ "dword short", "\"a\"=dword:1 ", "a=4:01000000 " },
		{ "dword capitals", "\"a\"=DWORD:000003E3;c", "a=4:e3030000 " },
		{ "dword garbage", "\"a\"=dword:\n\"b\"=dword:zz\n\"c\"=dword:0x1\n\"d\"=dword:123456789\n\"e\"=dword:1 j\n",
		  "a=BAD b=BAD c=BAD d=BAD e=BAD " },
		{ "dword cut at the end", "\"a\"=dword:000e", "a=BAD !U3 " },
		{ "binary", "\"a\"=hex:00,1,Ff,\n", "a=3:0001ff " },
		{ "binary empty", "\"a\"=hex:", "a=3: " },
		{ "types", "\"a\"=hex(0):\n\"b\"=hex(b):01,00,00,00,00,00,00,00\n\"c\"=hex(ffff0009):dd\n\"d\"=hex():01\n\"e\"=HEX(4):02,00,00,00\n",
		  "a=0: b=b:0100000000000000 c=ffff0009:dd d=0:01 e=4:02000000 " },
		{ "text as bytes", "\"a\"=hex(1):41,00,42,00,00,00\n\"b\"=hex(2):25,00\n\"c\"=hex(7):41,00,00,00,42,00,00,00,00,00\n",
		  "a=1:AB b=2:% c=7:A|B| " },
		{ "text as bytes, odd", "\"a\"=hex(1):41,00,42\n\"b\"=hex(1):\n\"c\"=hex(7):00,00\n\"d\"=hex(7):41,00\n", "a=1:A b=1: c=7: d=7:A " },
		{ "half a pair", "\"a\"=hex(1):00,d8,61,00,00,00\n", "a=1:\xEF\xBF\xBD" "a !E3 " },
		{ "a pair", "\"a\"=hex(1):3d,d8,e7,dc,00,00\n", "a=1:📧 " },
		{ "continuation", "\"a\"=hex:01,\\\n  02,\\ ; c\n; c\n  03\n\"b\"=\"c\"", "a=3:010203 b=1:c " },
		{ "continuation at once", "\"a\"=hex:\\\n  02\n", "a=3:02 " },
		{ "continuation that never came", "\"a\"=hex:01,\\\n\n\"b\"=\"c\"\n", "a=BAD b=1:c " },
		{ "continuation into a key", "\"a\"=hex:01,\\\n[k\\y]\n\"b\"=\"c\"\n", "a=BAD [y] b=1:c " },
		{ "lost backslash", "\"a\"=hex:01,\n  02\n\"b\"=\"c\"\n", "a=3:01 b=1:c !S4 " },
		{ "break within a byte", "\"a\"=hex:0\\\n  1\n\"b\"=\"c\"\n", "a=BAD b=1:c !S4 " },
		{ "bytes that are none", "\"a\"=hex:01,zz\n\"b\"=hex:0102\n\"c\"=hex:01 ,02\n\"d\"=hex(0x2):00\n", "a=BAD b=BAD c=BAD d=BAD " },
		{ "cut in bytes", "\"a\"=hex:01,02,\\\n", "a=3:0102 !U3 " },
		{ "cut behind a comma", "\"a\"=hex:01,02,", "a=3:0102 !U3 " },
		{ "later wins", "\"a\"=\"1\"\n\"A\"=\"2\"\n", "a=1:2 " },
		{ "bad does not win", "\"a\"=\"1\"\n\"a\"=dword:zz\n", "a=1:1 " },
		{ "good wins over bad", "\"a\"=dword:zz\n\"a\"=\"1\"\n", "a=1:1 " },
		{ "delete value", "\"a\"=\"1\"\n\"b\"=\"2\"\n\"a\"=-\n\"zz\"=-\n", "b=1:2 " },
		{ "delete and set again", "\"a\"=\"1\"\n\"b\"=\"2\"\n\"a\"=-\n\"a\"=\"3\"\n", "a=1:3 b=1:2 " },
		{ "minus and more", "\"a\"=-1\n", "a=BAD " },
		{ "key again", "\"a\"=\"1\"\n[k\\x]\n[K]\n\"b\"=\"2\"\n", "a=1:1 b=1:2 [x] " },
		{ "delete key", "\"a\"=\"1\"\n[k\\x\\y]\n\"b\"=\"2\"\n[-K\\X]\n\"orphan\"=\"3\"\n[k\\z]\n", "a=1:1 [z] " },
		{ "delete and make again", "[k\\x\\y]\n\"b\"=\"2\"\n[-k\\x]\n[k\\x]\n\"c\"=\"3\"\n", "[x] c=1:3 " },
		{ "twice", "[k\\x\\y]\n\"b\"=\"2\"\n[-k\\x]\n[k\\x\\y]\n[-k\\x]\n[k\\x\\y]\n\"b\"=\"4\"\n", "[x] [y] b=1:4 " },
		{ "delete what is not there", "[-k\\q\\r]\n[k]\n\"a\"=\"1\"", "a=1:1 " },
		{ "brackets", "[k\\a]b] x\n\"v\"=\"1\"\n  [k\\c\\]\n\"v\"=\"2\"\n[ k\\d]\n\"w\"=\"3\"\n[k\\e\n\"x\"=\"4\"\n",
		  "[a]b] v=1:1 [c] v=1:2 w=1:3 x=1:4 !S7 !S9 " },
		{ "header in the middle", "\"a\"=\"1\"\nWindows Registry Editor Version 5.00\n\n\xEF\xBB\xBFREGEDIT4\n\"b\"=\"2\"", "a=1:1 b=1:2 " },
		{ "garbage", "hello\n\"a\"=\"1\"\n", "a=1:1 !S3 " },
		{ "passwords", "\"POP3 Password\"=hex:43,41,4e\n\"PASSWORD2\"=\"CANARY\\\"-x\"\n\"my passwords\"=dword:00000001\n\"a\"=\"b\"\n",
		  "POP3 Password=SECRET PASSWORD2=SECRET my passwords=SECRET a=1:b " },
		{ "password over lines", "\"Password\"=hex:43,\\\n  41\n\"password3\"=\"CAN\nARY\"\n\"a\"=\"b\"\n",
		  "Password=SECRET password3=SECRET a=1:b " },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[1024], want[1024];
		int n = snprintf(text, sizeof text, HEAD "[k]\n%s", rows[i].text);
		char *got = tree_of(text, (size_t)n, NULL, " ");
		snprintf(want, sizeof want, "[k] %s", rows[i].want);
		t_text(got, want, rows[i].row);
		free(got);
	}
}

static void
test_lines(void)
{
	static const char *const ends[] = { "\n", "\r\n", "\r" };
	static const char *const parts[] = { "Windows Registry Editor Version 5.00", "", "[k]", "\"a\"=hex:00,\\", "  01", "\"b\"=\"x", "y\"",
					     "\"c\"=dword:00000001", "" };
	for (size_t e = 0; e < 3; e++) {
		struct text t = { 0 };
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
			add(&t, "%s%s", parts[i], ends[e]);
		struct regfile *reg = regfile_read((struct ma_str){ t.p, t.n }, NULL);
		uint32_t k = regfile_key(reg, REGFILE_ROOT, "K");
		t_num(regfile_key_line(reg, k), 3, "key");
		t_num(regfile_get(reg, regfile_value(reg, k, "A")).line, 4, "hex");
		t_num(regfile_get(reg, regfile_value(reg, k, "b")).line, 6, "string");
		t_num(regfile_get(reg, regfile_value(reg, k, "c")).line, 8, "dword");
		regfile_free(reg);
		free(t.p);
	}
	t_ok(regfile_read(MA_STR("[k]\n\"a\"=\"b\"\n"), NULL) == NULL, "no header", "was read");
	t_ok(regfile_read(MA_STR(""), NULL) == NULL, "empty", "was read");
}

static void
test_ansi(void)
{
	static const char text[] = "REGEDIT4\n[k]\n\"e\"=hex(2):25,41,25,93,fa,96,7b,00\n\"m\"=hex(7):93,fa,00,62,00,00\n\"b\"=hex:93,fa\n";
	char *got = tree_of(text, sizeof text - 1, "CP932", " ");
	t_text(got, "[k] e=2:%A%日本 m=7:日|b| b=3:93fa ", "REGEDIT4");
	free(got);
	got = tree_of(text, sizeof text - 1, "no such charset", " ");
	t_ok(strstr(got, "b=3:93fa") != NULL, "no converter", "lost the rest");
	free(got);
}

static void
test_values(void)
{
	static const char text[] = HEAD "[k]\n\"n\"=dword:000e0003\n\"be\"=hex(5):00,0e,00,03\n\"q\"=hex(b):01,00,00,00,00,00,00,00\n\"short\"=hex(4):01,00\n"
				   "\"bin\"=hex:01,00,00,00\n\"text\"=\"1\"\n\"w\"=hex:41,00,42,00,00,00,43,00\n\"odd\"=hex:41,00,42\n\"nul\"=hex(1):41,00,00,00,42,00\n"
				   "\"bad\"=dword:x\n\"Password\"=hex:41,00\n\"multi\"=hex(7):41,00,00,00\n";
	static const struct {
		const char *name;
		long long number; /* -1: none */
		const char *text;
	} rows[] = {
		{ "n", 0xe0003, NULL }, { "be", 0xe0003, NULL }, { "q", 1, NULL },	  { "short", -1, NULL },
		{ "bin", -1, "\x01" },	{ "text", -1, "1" },	 { "w", -1, "AB" },	  { "odd", -1, "A" },
		{ "nul", -1, "A" },	{ "bad", -1, NULL },	 { "Password", -1, NULL }, { "multi", -1, NULL },
		{ "none", -1, NULL },
	};
	struct regfile *reg = regfile_read((struct ma_str){ text, sizeof text - 1 }, NULL);
	uint32_t k = regfile_key(reg, REGFILE_ROOT, "k");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint32_t v = regfile_value(reg, k, rows[i].name);
		uint64_t n = 0;
		struct ma_str s;
		char copy[16] = "";
		bool number = regfile_number(reg, v, &n), is_text = regfile_text(reg, v, &s);
		t_num(number ? (long long)n : -1, rows[i].number, rows[i].name);
		if (is_text)
			memcpy(copy, s.p, s.n);
		t_text(is_text ? copy : NULL, rows[i].text, rows[i].name);
	}
	regfile_free(reg);
}

/* ---- lists of values that were set ---- */

/* A file of tests/data/reg as registry text. */
static struct registry_text
text_of(const char *name)
{
	static const char *const all[] = { "Software", "Identities" };
	struct registry_text t;
	struct err err = { 0 };
	char path[300];
	size_t n;
	snprintf(path, sizeof path, DATA "%s", name);
	char *bytes = t_read(path, &n);
	int fd = memfd_create("export", 0);
	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n)
		abort();
	CU_ASSERT(registry_read(fd, n, all, 2, NULL, 1 << 24, &t, &err));
	close(fd);
	free(bytes);
	return t;
}

static size_t
from_hex(const char *hex, unsigned char *to)
{
	size_t n = 0;
	unsigned byte;
	for (; sscanf(hex + 2 * n, "%2x", &byte) == 1; n++)
		to[n] = (unsigned char)byte;
	return n;
}

/* What a list says about a value, as add_value says it. */
static void
add_set(struct text *t, struct regfile *reg, const char *name, unsigned type, const unsigned char *data, size_t n)
{
	struct regfile_value v = { .name = { name, strlen(name) }, .type = type, .data = { (const char *)data, n } };
	char buf[8192], *to = buf;
	if (type == REGFILE_SZ || type == REGFILE_EXPAND_SZ || type == REGFILE_MULTI_SZ) {
		for (size_t i = 0; i + 2 <= n; i += 2) { /* NUL by NUL, for texts of several */
			size_t k = i;
			while (k + 2 <= n && (data[k] || data[k + 1]))
				k += 2;
			struct ma_str s = regfile_utf16(reg, data + i, k - i);
			memcpy(to, s.p, s.n);
			to += s.n;
			if (k + 2 <= n)
				*to++ = 0;
			i = k;
		}
		v.data = (struct ma_str){ buf, (size_t)(to - buf) };
		if (v.data.n && to[-1] == 0 && (type != REGFILE_MULTI_SZ || v.data.n == 1 || to[-2] == 0))
			v.data.n--;
	}
	if (strcasestr(name, "password"))
		v.secret = true;
	add_value(t, &v);
}

/* Values that an export by Wine cannot hold, and (v4) the code page neither. */
static const char *const lost_v5[] = { "zero bytes", "no terminator", "two terminators", "embedded nul", "odd length", "dw five bytes", "lone surrogate", NULL };
static const char *const lost_v4[] = { "zero bytes", "emoji", "not in cp932", "wave dash", "no terminator", "two terminators",
				       "embedded nul", "odd length", "lone surrogate", "dw five bytes", "é", "v", NULL };

static bool
is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static void
compare_list(const char *export, const char *list, const char *const *lost)
{
	struct registry_text t = text_of(export);
	struct regfile *reg = regfile_read((struct ma_str){ t.bytes, t.n }, t.ansi_charset);
	char path[300];
	size_t n, seen = 0;
	snprintf(path, sizeof path, DATA "%s", list);
	char *tsv = t_read(path, &n);
	for (char *line = strtok(tsv, "\n"); line; line = strtok(NULL, "\n")) {
		static unsigned char data[8192];
		char *field[4] = { line, NULL, NULL, NULL };
		if (*line == '#')
			continue;
		for (int i = 1; i < 4 && field[i - 1]; i++)
			if ((field[i] = strchr(field[i - 1], '\t')) != NULL)
				*field[i]++ = 0;
		uint32_t k = regfile_key(reg, REGFILE_ROOT, field[0]);
		if (!k && lost == lost_v4 && strstr(field[0], "emoji"))
			continue;
		t_ok(k != 0, field[0], "is not there");
		if (!field[3] || is_one_of(field[1], lost))
			continue;
		struct text got = { 0 }, want = { 0 };
		uint32_t v = regfile_value(reg, k, field[1]);
		if (t_ok(v != 0, field[1], "is not there")) {
			struct regfile_value value = regfile_get(reg, v);
			add_value(&got, &value);
			add_set(&want, reg, value.name.n ? field[1] : "", (unsigned)strtoul(field[2], NULL, 0), data, from_hex(field[3], data));
			t_text(got.p, want.p, field[1]);
			seen++;
		}
		free(got.p);
		free(want.p);
	}
	t_ok(seen > 2, export, "was hardly compared");
	free(tsv);
	regfile_free(reg);
	registry_text_fini(&t);
}

static void
test_lists(void)
{
	compare_list("types.v5.reg", "types.set.tsv", lost_v5);
	compare_list("types.v4.reg", "types.set.tsv", lost_v4);
	compare_list("outlook16.v5.reg", "outlook16.set.tsv", lost_v5);
	compare_list("outlook16.v4.reg", "outlook16.set.tsv", lost_v5);
	compare_list("policy.v5.reg", "policy.set.tsv", lost_v5);
}

/* ---- what an importer made of odd files ---- */

static void
test_imports(void)
{
	/* where we read more than that importer took, or say what it dropped */
	static const struct {
		const char *name, *want;
	} differ[] = {
		{ "03-v5-utf16be-bom", "a=1:日本語 d=4:e3030000 " },
		{ "05-v5-utf8", "a=1:日本語 d=4:e3030000 " },
		{ "09-regedit5-header", "a=1:日本語 d=4:e3030000 " },
		{ "11-header-lower-case", "a=1:日本語 d=4:e3030000 " },
		{ "13-header-trailing-space", "a=1:日本語 d=4:e3030000 " },
		{ "17-comments", "a=1:x c=4:01000000 h=3:0102 h2=3:0102 e=1:y;z " },
		{ "19-dword-forms", "a=4:01000000 b=4:e3030000 c=4:05000000 d=4:06000000 e=BAD f=BAD g=BAD h=BAD i=4:08000000 j=BAD " },
		{ "21-regedit4-hex-text", "e=2:%A%日本 m=7:日|b| s=1:日本 b=3:93fa " },
		{ "23-string-raw-newline", "a=1:one\r\ntwo b=1:after " },
		{ "29-key-brackets", "[a]b] v=1:1 [c] v=1:2 [d] v=1:5 [g] v=1:6 !S8 !S10 " },
		{ "35-truncated-odd-byte", "a=1:x b=BAD !U4 " },
	};
	char dir[300];
	const char *top = getenv("srcdir");
	snprintf(dir, sizeof dir, "%s/%simport", top ? top : ".", DATA);
	DIR *d = opendir(dir);
	size_t seen = 0;
	for (struct dirent *e; d && (e = readdir(d));) {
		char name[300], out[320], want[4096] = "";
		const char *end = strstr(e->d_name, ".in.reg");
		if (!end)
			continue;
		snprintf(name, sizeof name, "import/%s", e->d_name);
		struct registry_text t = text_of(name), o;
		char *got = tree_of(t.bytes, t.n, t.ansi_charset, " "), *expected;
		snprintf(out, sizeof out, "[HKEY_CURRENT_USER] [Software] [OracleImport] [%.*s] ", (int)(end - e->d_name), e->d_name);
		for (size_t i = 0; i < sizeof differ / sizeof *differ; i++)
			if (strncmp(differ[i].name, e->d_name, (size_t)(end - e->d_name)) == 0)
				snprintf(want, sizeof want, "%s%s", out, differ[i].want);
		if (!*want) {
			snprintf(name, sizeof name, "import/%.*s.out.reg", (int)(end - e->d_name), e->d_name);
			o = text_of(name);
			expected = tree_of(o.bytes, o.n, o.ansi_charset, " ");
			snprintf(want, sizeof want, "%s", expected);
			free(expected);
			registry_text_fini(&o);
		}
		t_text(got, want, e->d_name);
		free(got);
		registry_text_fini(&t);
		seen++;
	}
	if (d)
		closedir(d);
	t_ok(seen >= 16, "imports", "are missing");
}

/* ---- size ---- */

/* No file may take a time that grows with the square of its size. */
static void
test_size(void)
{
	struct text t = { 0 };
	add(&t, HEAD "[k]\n");
	for (int i = 0; i < 100000; i++)
		add(&t, "\"v%d\"=dword:00000001\n", i);
	for (int i = 0; i < 50000; i++)
		add(&t, "[k\\%d]\n\"open\"=\"x\n[-k\\%d]\n", i, i / 2);
	for (int i = 0; i < 50000; i++)
		add(&t, "[-k]\n[k\\1]\n\"a\"=\"b\"\n");
	struct regfile *reg = regfile_read((struct ma_str){ t.p, t.n }, NULL);
	if (t_ok(reg != NULL, "large text", "was not read")) {
		uint32_t k = regfile_key(reg, REGFILE_ROOT, "k");
		t_num(regfile_value(reg, k, "v99999"), 0, "deleted value");
		t_ok(regfile_next(reg, regfile_child(reg, k)) == 0, "deleted keys", "are there");
	}
	regfile_free(reg);
	free(t.p);
}

static const CU_TestInfo tests[] = {
	{ "rows", test_rows },
	{ "line numbers", test_lines },
	{ "code pages", test_ansi },
	{ "texts and numbers", test_values },
	{ "lists of values", test_lists },
	{ "imports", test_imports },
	{ "size", test_size },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_regfile;
const struct t_suite suite_regfile = { "regfile", tests };
