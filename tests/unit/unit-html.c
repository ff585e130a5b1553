/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the page is written with: nothing from outside may become markup.
 */
#include <stdlib.h>
#include <string.h>

#include "document/html.h"
#include "document/life-words.h"
#include "t.h"

/* Writes into memory; finish gives what was written. */
struct sink {
	struct html html;
	char *text;
	size_t n;
};

static void
sink_open(struct sink *s)
{
	memset(s, 0, sizeof *s);
	s->html.out = open_memstream(&s->text, &s->n);
}

static void
sink_is(struct sink *s, const char *want, const char *row)
{
	fclose(s->html.out);
	t_text(s->text, want, row);
	free(s->text);
	html_breathe(&s->html);
}

static void
texts(void)
{
	static const struct {
		const char *row, *text, *want;
	} rows[] = {
		{ "nothing", NULL, "" },
		{ "empty", "", "" },
		{ "plain", "PC-07 ~", "PC-07 ~" },
		{ "an element", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;" },
		{ "out of an attribute", "\" onclick='x'", "&quot; onclick=&#39;x&#39;" },
		{ "what is escaped already", "&lt;", "&amp;lt;" },
		{ "Japanese", "営業部の佐藤", "営業部の佐藤" },
		{ "behind a wide letter", "佐<", "佐&lt;" },
		{ "lines", "a\r\n\tb", "a\\r\\n\\tb" },
		{ "escape sequences", "\x1b[31m\x7f", "\\x1b[31m\\x7f" },
		{ "C1", "\xc2\x85", "\\u0085" },
		{ "turned writing", "PC\xe2\x80\xae" "70", "PC\\u202e70" },
		{ "not UTF-8", "a\xff\xc3", "a\\xff\\xc3" },
		{ "half a letter before markup", "\xe4\xbd<b>", "\\xe4\\xbd&lt;b&gt;" },
		{ "no letter", "\xef\xbf\xbe\xf0\x9f\xbf\xbf", "\\ufffe\\u1ffff" },
		{ "U+FFFD is one", "\xef\xbf\xbd", "\xef\xbf\xbd" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sink s;
		sink_open(&s);
		html_text(s.html.out, rows[i].text);
		sink_is(&s, rows[i].want, rows[i].row);
	}
}

static void
forms(void)
{
	struct sink s;
	sink_open(&s);
	html_put(&s.html, "<p id=\"%s\">%s %d %zu %lld 100%%</p>", "a\"b", "<i>%s", -1, (size_t)2, -3LL);
	sink_is(&s, "<p id=\"a&quot;b\">&lt;i&gt;%s -1 2 -3 100%</p>", "what stands in the form is markup, what comes in is not");
	sink_open(&s);
	html_form(&s.html, "a & %s, %s", { "b", NULL, "<1>" }, { NULL, NULL, "%s" });
	sink_is(&s, "a &amp; <b>&lt;1&gt;</b>, %s", "a sentence and its parts");
	sink_open(&s);
	html_form(&s.html, "%2$s と %1$s", { "b", "x", "1" }, { NULL, NULL, "2" });
	sink_is(&s, "2 と <b class=\"x\">1</b>", "another order");
	sink_open(&s);
	t_text(html_time(&s.html, "2026-03-31T09:15:59Z"), "2026-03-31 09:15 UTC", "a time");
	t_text(html_time(&s.html, "yesterday"), "yesterday", "no time");
	t_text(html_time(&s.html, "2026-03-31T09:15:59+09:00"), "2026-03-31T09:15:59+09:00", "a time elsewhere");
	sink_is(&s, "", "nothing is written by that");
}

/* Who has the message, by what is known of the client. */
static void
presences(void)
{
	static const struct {
		const char *row;
		struct life life;
		struct life_client client;
		int64_t day;
		enum presence server, here;
	} rows[] = {
		{ "it stays", { .gone_after_days = LIFE_NEVER }, { .loses_after_days = LIFE_NEVER, .misses_if_away_days = LIFE_NEVER }, 400, PRESENT_SERVER, PRESENT_SERVER },
		{ "the day before", { .gone_after_days = 7 }, { .loses_after_days = 7, .misses_if_away_days = 7 }, 6, PRESENT_SERVER, PRESENT_SERVER },
		{ "the day", { .gone_after_days = 7 }, { .loses_after_days = 7, .misses_if_away_days = 7 }, 7, PRESENT_GONE, PRESENT_GONE },
		{ "a copy", { .gone_after_days = 7 }, { .keeps_copy = true, .loses_after_days = LIFE_NEVER, .misses_if_away_days = 7 }, 30, PRESENT_GONE, PRESENT_COPY },
		{ "who checks first", { .gone_after_days = 0 }, { .loses_after_days = LIFE_NEVER, .misses_if_away_days = 0 }, 0, PRESENT_GONE, PRESENT_RACE },
		{ "it may go earlier", { .gone_after_days = 7, .unknown = true }, { .loses_after_days = 7, .misses_if_away_days = 7 }, 1, PRESENT_UNKNOWN, PRESENT_UNKNOWN },
		{ "nothing is known of it", { .gone_after_days = LIFE_NEVER }, { .unknown = true, .keeps_copy = true }, 1, PRESENT_SERVER, PRESENT_UNKNOWN },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		t_num(life_on_server(&rows[i].life, rows[i].day), rows[i].server, rows[i].row);
		t_num(life_for_client(&rows[i].life, &rows[i].client, rows[i].day), rows[i].here, rows[i].row);
	}
}

static const CU_TestInfo tests[] = {
	{ "texts", texts },
	{ "forms", forms },
	{ "presences", presences },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_html = { "html", tests };
