/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stream of a property list: as text "{", "[" and "}" "]" ("!" behind it
 * when cut), key=value@line; hostile lists must end with a verdict, quickly.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/plist.h"
#include "t.h"

struct tape {
	char p[4096];
	size_t n, calls;
	char closing[PLIST_MAX_DEPTH + 8];
	size_t depth;
};

static void
put(struct tape *t, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int k = vsnprintf(t->p + t->n, sizeof t->p - t->n, fmt, ap);
	va_end(ap);
	if (k > 0)
		t->n = t->n + (size_t)k < sizeof t->p ? t->n + (size_t)k : sizeof t->p - 1;
	t->calls++;
}

static void
on_open(void *to, struct ma_str key, const struct plist_value *v)
{
	struct tape *t = to;
	put(t, "%.*s%s%s", (int)key.n, key.p, key.n ? "=" : "", v->is == PLIST_IS_DICT ? "{" : "[");
	t->closing[t->depth++] = v->is == PLIST_IS_DICT ? '}' : ']';
}

static void
on_value(void *to, struct ma_str key, const struct plist_value *v)
{
	struct tape *t = to;
	put(t, "%.*s%s", (int)key.n, key.p, key.n ? "=" : "");
	switch (v->is) {
	case PLIST_IS_TEXT:
		put(t, "'%.*s'", (int)v->text.n, v->text.p);
		break;
	case PLIST_IS_INT:
	case PLIST_IS_REAL:
		put(t, "%s%lld", v->is == PLIST_IS_REAL ? "~" : "", (long long)v->num);
		break;
	case PLIST_IS_BOOL:
		put(t, "%s", v->num ? "true" : "false");
		break;
	default:
		put(t, "%s", v->is == PLIST_IS_BAD ? "BAD" : v->is == PLIST_IS_SECRET ? "SECRET" : "OTHER");
		break;
	}
	if (v->line)
		put(t, "@%u", v->line);
	put(t, " ");
}

static void
on_close(void *to, bool cut)
{
	struct tape *t = to;
	put(t, "%c%s", t->closing[--t->depth], cut ? "!" : "");
}

static const char *const ends[] = { "whole", "damaged", "entities", "limit", "other-form" };

static void
check(const char *row, const char *bytes, size_t n, const char *want)
{
	static struct tape t;
	uint32_t line;
	memset(&t, 0, sizeof t);
	/* Exactly as large as it says, so that a sanitizer sees one byte too many. */
	char *exact = malloc(n ? n : 1);
	memcpy(exact, bytes, n);
	enum plist_end end = plist_stream((struct ma_str){ exact, n }, &(struct plist_sink){ &t, on_open, on_value, on_close }, &line);
	free(exact);
	put(&t, " %s", ends[end]);
	if (line)
		put(&t, " %u", line);
	t_text(t.p, want, row);
	t_num((long long)t.depth, 0, row);
}

#define DOCTYPE "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">"
#define DICT(body) "<plist version=\"1.0\"><dict>" body "</dict></plist>"

static const struct {
	const char *name, *bytes, *want;
} xml_rows[] = {
	{ "every kind", DICT("<key>a</key><string>x</string><key>b</key><integer>5</integer><key>c</key><true/><key>d</key><false/>"
			"<key>e</key><real>2.5</real><key>f</key><date>2024-01-01T00:00:00Z</date><key>g</key><data>QUJD</data>"),
	    "{a='x'@1 b=5@1 c=true@1 d=false@1 e=~2@1 f=OTHER@1 g=OTHER@1 } whole" },
	{ "lines", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" DOCTYPE "\n<plist>\n<dict>\n<key>a</key>\n<string>x\ny</string>\n"
		   "<key>b</key><array>\n<true/></array></dict></plist>\n", "{a='x\ny'@6 b=[true@9 ]} whole" },
	{ "blank before, byte order mark", "\xef\xbb\xbf\n\n" DICT("<key>a</key>\n<true/>"), "{a=true@4 } whole" },
	{ "NUL behind", DICT("") "\n\0", "{} whole" },
	{ "root without plist", "<dict><key>a</key><true/></dict>", "{a=true@1 } whole" },
	{ "hex and signs", DICT("<key>a</key><integer>0x1F</integer><key>b</key><integer>-3</integer><key>c</key><integer> +7\n</integer>"),
	    "{a=31@1 b=-3@1 c=7@1 } whole" },
	{ "integers that are none", DICT("<key>a</key><integer>7x</integer><key>b</key><integer/><key>c</key><integer>99999999999999999999</integer>"),
	    "{a=BAD@1 b=BAD@1 c=BAD@1 } whole" },
	{ "CDATA, comment, references", DICT("<!-- <key>z</key> --><key>a</key><string><![CDATA[<&]]>&amp;&#x65E5;<!-- --></string>"),
	    "{a='<&&\xe6\x97\xa5'@1 } whole" },
	{ "other encoding", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" DICT("<key>a</key><string>\xe4</string>"), "{a='\xc3\xa4'@1 } whole" },
	{ "secret", DICT("<key>Password</key><string>CANARY-1</string><key>smtpPASSWD</key><data>Q0FOQVJZ</data>"
			 "<key>AuthTokens</key><dict><key>a</key><string>CANARY-2</string></dict><key>b</key><string>x</string>"),
	    "{Password=SECRET@1 smtpPASSWD=SECRET@1 AuthTokens={a=SECRET@1 }b='x'@1 } whole" },
	{ "unknown element", DICT("<key>a</key><blob><string>x</string></blob><key>b</key><true/>"), "{a=BAD@1 b=true@1 } damaged 1" },
	{ "key without value", DICT("<key>a</key><key>b</key><true/><key>c</key>"), "{a=BAD@1 b=true@1 c=BAD@1 } damaged 1" },
	{ "value without key", DICT("<true/><key>b</key><true/>"), "{b=true@1 } damaged 1" },
	{ "text between", DICT("x<key>b</key><true/>"), "{b=true@1 } damaged 1" },
	{ "element in a text", DICT("<key>a</key><string>x<true/></string>"), "{a=BAD@1 } damaged 1" },
	{ "two roots", "<plist><true/>\n<false/></plist>", "true@1  damaged 2" },
	{ "truncated in a value", "<plist><dict><key>a</key><true/>\n<key>b</key><string>x", "{a=true@1 b=BAD@2 }! damaged 2" },
	{ "truncated in a key", "<plist><array><dict><key>a</key><true/><key>De", "[{a=true@1 }!]! damaged 1" },
	{ "ill-formed in the middle", "<plist><dict><key>a</key><true/>\n<key>b<key></dict></plist>", "{a=true@1 }! damaged 2" },
	{ "bad bytes", DICT("<key>a</key><true/><key>b</key><string>\xff\xfe</string>"), "{a=true@1 b=BAD@1 }! damaged 1" },
	{ "entity that nobody declared", DOCTYPE DICT("<key>a</key><string>x&foo;y</string><key>b</key><true/>"), "{a=BAD@1 }! damaged 1" },
	{ "entity declared", "<!DOCTYPE plist [\n<!ENTITY a \"x\">]>" DICT("<key>a</key><string>&a;</string>"), " entities 2" },
	{ "billion laughs", "<!DOCTYPE plist [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">"
			    "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>" DICT("<key>a</key><string>&d;&d;</string>"), " entities 1" },
	{ "external entity", "<!DOCTYPE plist [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" DICT("<key>a</key><string>&a;</string>"), " entities 1" },
	{ "external parameter entity", "<!DOCTYPE plist [<!ENTITY % a SYSTEM \"file:///etc/passwd\"> %a;]>" DICT(""), " entities 1" },
	{ "external subset is not read", "<!DOCTYPE plist SYSTEM \"file:///etc/passwd\">" DICT("<key>a</key><true/>"), "{a=true@1 } whole" },
	{ "empty", "", " damaged" },
	{ "blank", " \n\n", " damaged" },
	{ "garbage", "hello", " damaged 1" },
	{ "no value", "<plist/>", " damaged" },
	{ "old text", "// !$*UTF8*$!\n{ a = b; }", " other-form" },
	{ "JSON", "{\"MailAccounts\": []}", " other-form" },
};

static void
test_xml(void)
{
	for (size_t i = 0; i < sizeof xml_rows / sizeof *xml_rows; i++)
		check(xml_rows[i].name, xml_rows[i].bytes, strlen(xml_rows[i].bytes) + !strcmp(xml_rows[i].name, "NUL behind"), xml_rows[i].want);
	check("NULs alone", "\0\0\0\0\0\0", 6, " damaged 1");
}

static void
test_xml_limits(void)
{
	static char deep[70 * 8 + 16], unknown[20000 * 4], wide[200000];
	static struct tape t;
	struct plist_sink sink = { &t, on_open, on_value, on_close };
	uint32_t line;
	size_t n = 0;
	for (int i = 0; i < PLIST_MAX_DEPTH + 1; i++)
		n += (size_t)sprintf(deep + n, "<array>");
	t_num(plist_stream((struct ma_str){ deep, n }, &sink, &line), PLIST_LIMIT, "deeper than allowed");
	t_num((long long)t.depth, 0, "all closed");
	n = 0;
	for (int i = 0; i < 20000; i++)
		n += (size_t)sprintf(unknown + n, "<a>");
	t_num(plist_stream((struct ma_str){ unknown, n }, &sink, &line), PLIST_LIMIT, "unknown elements, deep");
	n = (size_t)sprintf(wide, "<array>");
	for (int i = 0; i < 20000; i++)
		n += (size_t)sprintf(wide + n, "<a%d/>", i);
	t_ok(plist_stream((struct ma_str){ wide, n }, &sink, &line) == PLIST_DAMAGED, "many names", "must end damaged");
}

/* ---- binary lists, built object by object ---- */

struct binary {
	unsigned char p[1 << 17];
	size_t n, count;
	size_t offset[1 << 13];
};
static struct binary b;

static void
begin(void)
{
	b.n = 8;
	b.count = 0;
	memcpy(b.p, "bplist00", 8);
}

static void
object(const char *bytes, size_t n)
{
	b.offset[b.count++] = b.n;
	memcpy(b.p + b.n, bytes, n);
	b.n += n;
}

static void
big_endian(uint64_t v, size_t n)
{
	while (n--)
		b.p[b.n++] = (unsigned char)(v >> 8 * n);
}

/* References are two bytes, offsets four. */
static void
finish(uint64_t count, uint64_t top)
{
	size_t table = b.n;
	for (size_t i = 0; i < b.count; i++)
		big_endian(b.offset[i], 4);
	big_endian(0, 6);
	b.p[b.n++] = 4;
	b.p[b.n++] = 2;
	big_endian(count, 8);
	big_endian(top, 8);
	big_endian(table, 8);
}

static void
check_binary(const char *row, const char *want)
{
	check(row, (const char *)b.p, b.n, want);
}

#define OBJECT(literal) object("" literal "", sizeof(literal) - 1)

static void
test_binary(void)
{
	begin();
	OBJECT("\xd5\0\1\0\2\0\3\0\4\0\5\0\6\0\7\0\x8\0\x9\0\xa");
	OBJECT("\x51" "a"), OBJECT("\x51" "b"), OBJECT("\x51" "c"), OBJECT("\x58" "password"), OBJECT("\x51" "e");
	OBJECT("\x61\x65\xe5"), OBJECT("\x13\xff\xff\xff\xff\xff\xff\xff\xfe"), OBJECT("\x09");
	OBJECT("\x58" "CANARY-3"), OBJECT("\xa2\0\2\0\7");
	finish(b.count, 0);
	check_binary("every kind", "{a='\xe6\x97\xa5' b=-2 c=true password=SECRET e=['b' -2 ]} whole");

	begin();
	OBJECT("\xa4\0\1\0\2\0\3\0\1"), OBJECT("\x51" "a"), OBJECT("\x00"), OBJECT("\xc1\0\1");
	finish(b.count, 0);
	check_binary("null and set", "['a' BAD ['a' ]'a' ] whole");

	begin();
	OBJECT("\xa3\0\1\0\2\0\x9"), OBJECT("\x51" "a"), OBJECT("\xd1\0\1\0\3"), OBJECT("\x5f\x13\xff\xff\xff\xff\xff\xff\xff\xff");
	finish(b.count, 0);
	check_binary("a bad length and a bad reference", "['a' {a=BAD }BAD ] damaged");

	begin();
	OBJECT("\xd1\0\1\0\1"), OBJECT("\x10\5");
	finish(b.count, 0);
	check_binary("a key that is no text", "{} damaged");

	begin();
	OBJECT("\xd2\0\1\0\2\0\1\0\2"), OBJECT("\x52" "a\0"), OBJECT("\x61\0\0");
	finish(b.count, 0);
	check_binary("keys with a NUL inside", "{a='a' ='' } whole");

	begin();
	OBJECT("\xa1\0\1"), OBJECT("\xa1\0\0");
	finish(b.count, 0);
	check_binary("cycle", " damaged");

	begin();
	OBJECT("\x51" "a");
	finish((uint64_t)1 << 63, 0);
	check_binary("more objects than bytes", " damaged");
	begin();
	OBJECT("\x51" "a");
	finish(1, 1);
	check_binary("top beyond the table", " damaged");
	begin();
	OBJECT("\x51" "a");
	finish(1, 0);
	for (size_t cut = 0; cut < b.n; cut++)
		check("truncated", (const char *)b.p, b.n - cut, cut ? cut > b.n - 6 ? cut == b.n ? " damaged" : " damaged 1" : " damaged" : "'a'  whole");
}

static void
test_binary_limits(void)
{
	begin();
	for (int i = 0; i < 60; i++) {
		char twice[5] = { (char)0xa2, 0, (char)(i + 1), 0, (char)(i + 1) };
		object(twice, 5);
	}
	OBJECT("\x51" "a");
	finish(b.count, 0);
	check_binary("each level twice the one below", " limit");

	begin();
	for (int i = 0; i < 5000; i++) {
		char one[3] = { (char)0xa1, (char)((i + 1) >> 8), (char)(i + 1) };
		object(one, 3);
	}
	OBJECT("\x51" "a");
	finish(b.count, 0);
	check_binary("deep", " limit");

	/* Sharing as such is allowed: 2^10 texts of one letter. */
	static struct tape t;
	uint32_t line;
	begin();
	for (int i = 0; i < 10; i++) {
		char twice[5] = { (char)0xa2, 0, (char)(i + 1), 0, (char)(i + 1) };
		object(twice, 5);
	}
	OBJECT("\x51" "a");
	finish(b.count, 0);
	memset(&t, 0, sizeof t);
	t_num(plist_stream((struct ma_str){ (char *)b.p, b.n }, &(struct plist_sink){ &t, on_open, on_value, on_close }, &line), PLIST_WHOLE, "shared");
	t_ok(t.calls > 2048, "shared", "all texts are handed over");
}

/* A list above the size that libplist gets at once comes out the same. */
static void
test_binary_large(void)
{
	static struct tape small, large;
	uint32_t line;
	struct plist_sink sink = { &small, on_open, on_value, on_close };
	static char text[70004];
	for (int pass = 0; pass < 2; pass++) {
		size_t n = pass ? 70000 : 1;
		begin();
		OBJECT("\xd1\0\1\0\2"), OBJECT("\x51" "k");
		char array[3 + 2 * 20] = { (char)0xaf, 0x10, 20 };
		for (int i = 0; i < 20; i++)
			array[4 + 2 * i] = 3;
		object(array, sizeof array);
		text[0] = 0x5f, text[1] = 0x12, text[2] = 0;
		memset(text, 'x', sizeof text);
		memcpy(text, "\x5f\x12\0", 3);
		text[3] = (char)(n >> 16);
		object(text, 4);
		b.p[b.n++] = (unsigned char)(n >> 8), b.p[b.n++] = (unsigned char)n;
		memset(b.p + b.n, 'x', n);
		b.n += n;
		finish(b.count, 0);
		sink.to = pass ? &large : &small;
		t_num(plist_stream((struct ma_str){ (char *)b.p, b.n }, &sink, &line), PLIST_WHOLE, "large");
	}
	t_num((long long)large.calls, (long long)small.calls, "large: as many calls as small");
}

static const CU_TestInfo tests[] = {
	{ "xml", test_xml },
	{ "xml limits", test_xml_limits },
	{ "binary", test_binary },
	{ "binary limits", test_binary_limits },
	{ "binary large", test_binary_large },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_plist;
const struct t_suite suite_plist = { "plist", tests };
