/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table for spreadsheets: one row for each blamed account of each finding,
 * and one for each thing that keeps the report from being decided.  RFC 4180:
 * every cell in quotes, rows end with CR LF, and no row has a line break in it.
 *
 * Cells come from outside and are opened by programs that take what begins
 * with "=" for a formula: such a cell gets an apostrophe in front (CWE-1236).
 * Names of columns are for ever, new ones come behind; mailaccord(1) has them.
 */
#include <iconv.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "document/text-words.h"
#include "document/trend-words.h"
#include "document/writers.h"

enum { MAX_CELL_BYTES = 32000 }; /* spreadsheets cut cells at 32767 letters */

/* What a row is about: a finding (of the report, or one that is GONE of the baseline) and one of its blamed, or a doubt. */
struct csv_row {
	const struct report *report;
	const struct finding *finding;
	const struct blame *blame;
	const struct doubt *doubt;
	const struct gone_blame *gone;
};

/* ---- columns ---- */

/* The member of something that may not be there. */
#define OF(thing, member) ((thing) ? (thing)->member : NULL)

static const struct scan *
scan_of(const struct csv_row *r)
{
	return r->blame ? r->blame->scan : OF(r->doubt, scan);
}

static const char *
text_of(const struct csv_row *r, enum ma_fact id)
{
	const struct account *account = OF(r->blame, account);
	return account ? account_text(account, id) : NULL;
}

static const char *
account_of(const struct csv_row *r, struct arena *arena)
{
	if (!r->blame || r->blame->account)
		return r->blame ? r->blame->account->id : NULL;
	return r->blame->scan ? NULL : words_of_blame(r->blame, arena);
}

static const char *
candidate_of(const struct csv_row *r)
{
	if (!r->finding || r->gone || !r->report->gate.candidate)
		return NULL;
	return r->finding->candidates ? "yes" : "no";
}

/* Words of programs: the same in all languages, but for why. */
static const char *
trend_of(const struct csv_row *r, struct arena *arena)
{
	if (r->gone)
		return gone_is_fixed(r->gone->why) ? "fixed" : "gone";
	return r->blame && r->blame->trend != TREND_NONE ? str_nth_word(arena, trend_words, (int)r->blame->trend) : NULL;
}

#define COLUMN(name, value) \
	static const char *column_##name(const struct csv_row *r, struct arena *arena) { (void)arena; return value; }
#define FINDING(value) (r->finding ? (value) : NULL)
#define BLAME(value) (r->blame ? (value) : NULL)
COLUMN(record, r->gone ? "gone" : r->finding ? "finding" : "note")
COLUMN(status, r->doubt && r->doubt->supposed ? "supposed" : str_nth_word(arena, finding_status_words, (int)(r->finding ? r->finding->status : FINDING_UNKNOWN)))
COLUMN(severity, FINDING(str_nth_word(arena, severity_words, (int)r->finding->severity)))
COLUMN(code, FINDING(r->finding->rule->code))
COLUMN(rule, r->finding ? r->finding->rule->id : r->doubt->name)
COLUMN(title, r->finding ? _(r->finding->rule->title) : words_doubt(r->doubt, arena))
COLUMN(mailbox, FINDING(finding_address(r->finding)))
COLUMN(mailbox_key, FINDING(OF(r->finding->mailbox, key)))
COLUMN(workstation, OF(scan_of(r), workstation.name))
COLUMN(workstation_id, OF(scan_of(r), workstation.id))
COLUMN(tag, OF(scan_of(r), workstation.tag))
COLUMN(client, BLAME(r->blame->account ? words_of_client(r->blame->account) : NULL))
COLUMN(user, text_of(r, MA_USER))
COLUMN(profile, text_of(r, MA_PROFILE))
COLUMN(name, text_of(r, MA_NAME))
COLUMN(account, account_of(r, arena))
COLUMN(evidence, BLAME(words_evidence(r->blame, arena)))
COLUMN(place, BLAME(words_places(r->blame, arena)))
COLUMN(change, r->gone ? NULL : BLAME(words_changes(r->finding, r->blame, arena)))
COLUMN(symptom, FINDING(_(r->finding->rule->symptom)))
COLUMN(fix, FINDING(_(r->finding->rule->fix)))
COLUMN(waiver_reason, FINDING(OF(r->finding->waiver, reason)))
COLUMN(waiver_approver, FINDING(OF(r->finding->waiver, approver)))
COLUMN(waiver_expires, FINDING(OF(r->finding->waiver, expires)))
COLUMN(candidate, candidate_of(r))
COLUMN(fingerprint, FINDING(r->finding->fingerprint))
COLUMN(trend, trend_of(r, arena))
COLUMN(trend_why, r->gone ? words_of_gone(r->gone->why) : NULL)

static const struct {
	const char *name;
	const char *(*text)(const struct csv_row *row, struct arena *arena); /* NULL: empty */
} columns[] = {
#define ROW(name) { #name, column_##name }
	ROW(record), ROW(status), ROW(severity), ROW(code), ROW(rule), ROW(title), ROW(mailbox), ROW(mailbox_key),
	ROW(workstation), ROW(workstation_id), ROW(tag), ROW(client), ROW(user), ROW(profile), ROW(name), ROW(account),
	ROW(evidence), ROW(place), ROW(change), ROW(symptom), ROW(fix),
	ROW(waiver_reason), ROW(waiver_approver), ROW(waiver_expires), ROW(candidate), ROW(fingerprint), ROW(trend), ROW(trend_why),
#undef ROW
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* ---- cells ---- */

/* Letters that a code page has under another number, or not at all while it
 * has one that looks like it.  Without these Windows' own letters would be lost. */
static const struct {
	const char *letter, *instead;
} look_alikes[] = {
	{ "\u00a0", " " }, { "\u00a2", "\uffe0" }, { "\u00a3", "\uffe1" }, { "\u00a5", "\uffe5" }, { "\u00ac", "\uffe2" },
	{ "\u00ad", "-" }, { "\u2010", "-" }, { "\u2011", "-" }, { "\u2012", "-" }, { "\u2013", "-" }, { "\u2014", "\u2015" },
	{ "\u2016", "\u2225" }, { "\u2022", "\u30fb" }, { "\u203e", "\uffe3" }, { "\u2212", "\uff0d" }, { "\u301c", "\uff5e" },
	{ "\u2018", "'" }, { "\u2019", "'" }, { "\u201c", "\"" }, { "\u201d", "\"" },
};

/* Would a spreadsheet calculate it?  Some trim blanks, and some take full-width letters for the same. */
static bool
is_formula(const char *s)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20" };
	s += strspn(s, " ");
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (str_starts(s, starts[i]))
			return true;
	return false;
}

static const struct encoding {
	const char *word; /* of --encoding */
	const char *name; /* iconv's; NULL: the letters as they are */
	const char *mark; /* before all; without it spreadsheets take UTF-8 for something else */
} encodings[] = {
	{ "utf-8", NULL, "\xef\xbb\xbf" },
	{ "cp932", "CP932", "" },
};

struct csv {
	FILE *out;
	iconv_t to; /* (iconv_t)-1: UTF-8 */
	struct arena arena; /* for one row */
	size_t n_replaced;
};

/* The N bytes of a letter in the encoding; 0: it does not have it. */
static size_t
encode(const struct csv *csv, const char *letter, size_t n, char out[8])
{
	char *in = (char *)letter, *end = out;
	size_t left = 8;
	if (csv->to == (iconv_t)-1) {
		memcpy(out, letter, n);
		return n;
	}
	if (iconv(csv->to, &in, &n, &end, &left) == (size_t)-1) {
		iconv(csv->to, NULL, NULL, NULL, NULL);
		return 0;
	}
	return (size_t)(end - out);
}

/* S with what the encoding does not have replaced by what looks like it, or by '?'. */
static const char *
encodable(struct csv *csv, const char *s)
{
	char bytes[8], *all = arena_alloc(&csv->arena, strlen(s) * 4 + 1), *p = all;
	for (size_t n; *s; s += n) {
		(void)str_next(s, &n);
		if (encode(csv, s, n, bytes)) {
			p = mempcpy(p, s, n);
			continue;
		}
		const char *instead = "?";
		for (size_t i = 0; i < sizeof look_alikes / sizeof *look_alikes; i++)
			if (strncmp(look_alikes[i].letter, s, n) == 0 && !look_alikes[i].letter[n])
				instead = look_alikes[i].instead;
		p = stpcpy(p, instead);
		csv->n_replaced++;
	}
	return all;
}

static void
put_cell(struct csv *csv, const char *text)
{
	char *visible = words_visible(text, &csv->arena), bytes[8];
	visible[words_cut(visible, MAX_CELL_BYTES)] = 0;
	const char *s = encodable(csv, visible);
	putc_unlocked('"', csv->out);
	if (is_formula(s) || (text && is_formula(text)))
		putc_unlocked('\'', csv->out);
	for (size_t n; *s; s += n) {
		(void)str_next(s, &n);
		size_t k = encode(csv, s, n, bytes);
		fwrite(bytes, 1, k, csv->out);
		if (*s == '"')
			putc_unlocked('"', csv->out);
	}
	putc_unlocked('"', csv->out);
}

static void
put_row(struct csv *csv, const struct csv_row *row)
{
	for (size_t i = 0; i < N_COLUMNS; i++) {
		if (i)
			putc_unlocked(',', csv->out);
		put_cell(csv, row ? columns[i].text(row, &csv->arena) : columns[i].name);
	}
	fputs("\r\n", csv->out);
	arena_fini(&csv->arena);
}

static void
put_finding(struct csv *csv, const struct report *report, const struct finding *finding)
{
	static const struct blame nobody;
	for (size_t i = 0; i < finding->n_blame || i == 0; i++)
		put_row(csv, &(struct csv_row){ report, finding, finding->n_blame ? &finding->blame[i] : &nobody, NULL, NULL });
}

bool
csv_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err)
{
	const struct encoding *encoding = &encodings[0];
	for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
		if (strcmp(encodings[i].word, how->encoding) == 0)
			encoding = &encodings[i];
	struct csv csv = { .out = out, .to = (iconv_t)-1 };
	if (encoding->name && (csv.to = iconv_open(encoding->name, "UTF-8")) == (iconv_t)-1)
		return err_set(err, EXIT_UNAVAILABLE, "%s: this system cannot convert to it", encoding->name);
	fputs(encoding->mark, out);
	put_row(&csv, NULL);
	for (size_t i = 0; i < report->n_findings; i++)
		put_finding(&csv, report, &report->findings[i]);
	for (size_t i = 0; i < report->n_gone; i++)
		for (size_t k = 0; k < report->gone[i].n_who; k++)
			put_row(&csv, &(struct csv_row){ report, report->gone[i].was, report->gone[i].who[k].blame, NULL, &report->gone[i].who[k] });
	struct arena arena = { 0 };
	size_t n;
	const struct doubt *doubts = report_doubts(report, how->outcome, &arena, &n);
	for (size_t i = 0; i < n; i++)
		put_row(&csv, &(struct csv_row){ report, NULL, NULL, &doubts[i], NULL });
	arena_fini(&arena);
	how->n_replaced = csv.n_replaced;
	if (csv.to != (iconv_t)-1)
		iconv_close(csv.to);
	return writer_end(out, where, err);
}
