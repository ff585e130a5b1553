/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A report as one line, for programs that watch workstations.
 *
 * Nagios and its kin: "STATE - text | counts"; what stands behind the bar is
 * for graphs.  Many cut the line at 1024 bytes.  Intune keeps the last line of
 * standard output and cuts it at 2048 letters.
 */
#include <inttypes.h>
#include <string.h>

#include "base/lang.h"
#include "document/summary.h"
#include "document/writers.h"

enum state { STATE_OK, STATE_WARNING, STATE_CRITICAL, STATE_UNKNOWN, STATE_COUNT };

/* States are words of programs: they are not translated. */
struct line_style {
	const char *states[STATE_COUNT];
	const char *trouble; /* there is no report */
	size_t max_bytes; /* with the counts, without the line's end */
	size_t max_items;
	bool counts;
	char forbidden; /* would end the text */
};
static const struct line_style nagios = {
	.states = { "OK", "WARNING", "CRITICAL", "UNKNOWN" }, .trouble = "UNKNOWN", .max_bytes = 1000, .max_items = 1,
	.counts = true, .forbidden = '|',
};
static const struct line_style intune = {
	.states = { "OK", "OK", "PROBLEM", "UNKNOWN" }, .trouble = "ERROR", .max_bytes = 2000, .max_items = SIZE_MAX,
};

static enum state
state_of(const struct writing *how)
{
	if (how->outcome == EXIT_CLEAN)
		return how->warns ? STATE_WARNING : STATE_OK;
	return how->outcome == EXIT_FINDINGS ? STATE_CRITICAL : STATE_UNKNOWN;
}

static const char *
finding_item(const struct finding *f, struct arena *arena)
{
	const char *address = finding_address(f);
	return arena_printf(arena, "%s%s%s (%s)", address ? address : "", address ? ": " : "", _(f->rule->title), words_blamed(f, arena));
}

/* What there is to say, the worst first: failures but for information, what is unknown, and doubts. */
static const char **
items_of(const struct report *report, const struct writing *how, struct arena *arena, size_t *n)
{
	const char **all = NULL;
	size_t n_doubts;
	const struct doubt *doubts = report_doubts(report, how->outcome, arena, &n_doubts);
	*n = 0;
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		bool fails = f->status == FINDING_FAIL && f->severity > SEVERITY_INFO;
		if ((fails || f->status == FINDING_UNKNOWN) && finding_counts(report, f))
			*(const char **)arena_grow(arena, &all, n, sizeof *all) = finding_item(f, arena);
	}
	for (size_t i = 0; i < n_doubts; i++)
		if (!doubts[i].supposed)
			*(const char **)arena_grow(arena, &all, n, sizeof *all) = words_doubt(&doubts[i], arena);
	return all;
}

static const char *
counts_of(const struct report *report, struct arena *arena)
{
	size_t fails[SEVERITY_COUNT] = { 0 }, unknown = 0;
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (!finding_counts(report, f))
			continue;
		fails[f->severity] += f->status == FINDING_FAIL;
		unknown += f->status == FINDING_UNKNOWN;
	}
	return arena_printf(arena, " | c=%zu h=%zu m=%zu u=%zu", fails[SEVERITY_CRITICAL], fails[SEVERITY_HIGH], fails[SEVERITY_MEDIUM], unknown);
}

/* The text as it may stand in the line; at most MAX_BYTES. */
static char *
tame(const struct line_style *style, const char *text, size_t max_bytes, struct arena *arena)
{
	char *s = words_visible(text, arena);
	if (strlen(s) > max_bytes) {
		s[words_cut(s, max_bytes - strlen("..."))] = 0;
		s = arena_printf(arena, "%s...", s);
	}
	for (char *p = s; style->forbidden && (p = strchr(p, style->forbidden)); p++)
		*p = '/';
	return s;
}

/* As many items as there is room for, and how many more there are; never none. */
static const char *
join(const struct line_style *style, const char *const *items, size_t n, size_t max_bytes, struct arena *arena)
{
	enum { ROOM_FOR_MORE = 64 };
	size_t shown = 1, left = max_bytes - ROOM_FOR_MORE;
	const char *all = tame(style, items[0], left, arena);
	for (; shown < n && shown < style->max_items; shown++) {
		const char *longer = arena_printf(arena, "%s; %s", all, tame(style, items[shown], SIZE_MAX, arena));
		if (strlen(longer) > left)
			break;
		all = longer;
	}
	return shown < n ? arena_printf(arena, _("%s; %zu more"), all, n - shown) : all;
}

static const char *
nothing_found(const struct report *report, struct arena *arena)
{
	struct summary sum;
	report_sum(report, &sum);
	return arena_printf(arena, _("%zu workstations, %zu mailboxes, %zu accounts: nothing that has to be changed"),
	    report->n_scans, report->mailboxes.n, sum.accounts);
}

static bool
write_line(const struct line_style *style, FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err)
{
	struct arena arena = { 0 };
	size_t n;
	const char *word = style->states[state_of(how)], *counts = style->counts ? counts_of(report, &arena) : "";
	const char *const *items = items_of(report, how, &arena, &n);
	const char *supposed = report->n_supposed ? _("SUPPOSED: ") : "";
	size_t room = style->max_bytes - strlen(word) - strlen(" - ") - strlen(supposed) - strlen(counts);
	fprintf(out, "%s - %s%s%s\n", word, supposed, n ? join(style, items, n, room, &arena) : nothing_found(report, &arena), counts);
	arena_fini(&arena);
	return writer_end(out, where, err);
}

static void
write_trouble(const struct line_style *style, FILE *out, const char *text)
{
	struct arena arena = { 0 };
	fprintf(out, "%s - %s\n", style->trouble, tame(style, text, style->max_bytes - strlen(style->trouble) - strlen(" - "), &arena));
	arena_fini(&arena);
}

bool
nagios_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err)
{
	return write_line(&nagios, out, where, report, how, err);
}

void
nagios_write_trouble(FILE *out, const char *text)
{
	write_trouble(&nagios, out, text);
}

bool
intune_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err)
{
	return write_line(&intune, out, where, report, how, err);
}

void
intune_write_trouble(FILE *out, const char *text)
{
	write_trouble(&intune, out, text);
}
