/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A report as test results (the XML that Ant's JUnit task began with): one
 * suite for each mailbox with one case for each rule, one suite for what
 * concerns workstations, and one for what keeps the report from being decided.
 *
 * What is unknown is skipped, with its reason; so is what a waiver covers and,
 * at a gate, what was there before.  Where not all is known a rule without
 * findings has not passed either.  A finding for information passes, and says
 * so in system-out.  What has changed since the baseline is in properties: of
 * a mailbox "trend CODE", and what is gone in a suite of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "document/text-page.h"
#include "document/trend-words.h"
#include "document/writers.h"

enum verdict { PASSED, FAILED, SKIPPED };

struct junit_case {
	enum verdict verdict;
	const char *class, *name, *type;
	const char *message, *text; /* NULL: nothing to say */
};

struct suite {
	const char *name, *key;
	struct property {
		const char *name, *value;
	} *properties;
	size_t n_properties;
	struct junit_case *cases;
	size_t n;
};

struct junit {
	FILE *out;
	const struct report *report;
	const struct writing *how;
	struct arena arena;
	const struct finding **findings; /* by mailbox (none first), rule */
	size_t n_findings;
	bool blind; /* not all that may concern any mailbox is known */
	struct suite *suites;
	size_t n;
};

/* ---- what there is ---- */

static int
by_mailbox(const void *a, const void *b)
{
	const struct finding *x = *(const struct finding *const *)a, *y = *(const struct finding *const *)b;
	if (x->mailbox != y->mailbox)
		return (uintptr_t)x->mailbox < (uintptr_t)y->mailbox ? -1 : 1;
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	return (x > y) - (x < y);
}

static void
sort_findings(struct junit *j)
{
	const struct report *report = j->report;
	j->findings = arena_alloc(&j->arena, (report->n_findings + 1) * sizeof *j->findings);
	for (size_t i = 0; i < report->n_findings; i++) {
		j->findings[j->n_findings++] = &report->findings[i];
		j->blind = j->blind || (!report->findings[i].mailbox && report->findings[i].status == FINDING_UNKNOWN);
	}
	qsort(j->findings, j->n_findings, sizeof *j->findings, by_mailbox);
	for (size_t i = 0; i < report->n_notes; i++)
		j->blind = j->blind || note_rows[report->notes[i].kind].blind;
}

/* How many findings from the first on are of this rule. */
static size_t
run_of(const struct finding *const *findings, size_t n, const struct rule *rule)
{
	size_t k = 0;
	while (k < n && findings[k]->rule == rule)
		k++;
	return k;
}

/* ---- cases ---- */

static enum verdict
verdict_of(const struct report *report, const struct finding *f)
{
	if (f->status == FINDING_FAIL && finding_counts(report, f))
		return f->severity > SEVERITY_INFO ? FAILED : PASSED;
	return SKIPPED;
}

static const char *
finding_message(const struct junit *j, const struct finding *f, struct arena *arena)
{
	const char *said = arena_printf(arena, "%s (%s)", _(f->rule->title), words_blamed(f, arena));
	if (f->status == FINDING_WAIVED && f->waiver)
		return arena_printf(arena, _("waived: %s; %s"), f->waiver->reason ? f->waiver->reason : "-", said);
	if (f->status == FINDING_UNKNOWN)
		return arena_printf(arena, _("unknown: %s"), said);
	return finding_counts(j->report, f) ? said : arena_printf(arena, _("not the candidate's doing: %s"), said);
}

static const char *
finding_text(const struct finding *f, struct arena *arena)
{
	const char *fix = arena_printf(arena, _("To do: %s"), _(f->rule->fix));
	return arena_printf(arena, "%s\n%s\n%s\n", _(f->rule->symptom), fix, words_blames(f, arena));
}

/* One case of the N findings of a rule; of none: the rule is not broken. */
static struct junit_case
case_of(struct junit *j, const struct rule *rule, const char *class, const struct finding *const *findings, size_t n, bool known)
{
	struct junit_case c = {
		.verdict = n || (known && !rule->needs) ? PASSED : SKIPPED,
		.class = class,
		.name = arena_printf(&j->arena, "%s %s", rule->code, rule->id),
		.message = known ? NULL : _("nothing was found, but not everything is known"),
	};
	if (rule->needs)
		c.message = arena_printf(&j->arena, _("not decided: needs %s"), _(rule->needs));
	for (size_t i = 0; i < n; i++) {
		enum verdict verdict = verdict_of(j->report, findings[i]);
		/* The worst of them speaks for all; each says its own below. */
		if (i == 0 || (verdict == FAILED && c.verdict != FAILED) || (verdict == SKIPPED && c.verdict == PASSED)) {
			c.verdict = verdict;
			c.message = finding_message(j, findings[i], &j->arena);
			c.type = str_nth_word(&j->arena, severity_words, (int)findings[i]->severity);
		}
		c.text = arena_printf(&j->arena, "%s%s\n%s", c.text ? c.text : "", finding_message(j, findings[i], &j->arena),
		    finding_text(findings[i], &j->arena));
	}
	return c;
}

static struct suite *
add_suite(struct junit *j, const char *name, const char *key)
{
	struct suite *s = arena_grow(&j->arena, &j->suites, &j->n, sizeof *s);
	*s = (struct suite){ .name = name, .key = key };
	return s;
}

static void
add_property(struct junit *j, struct suite *suite, const char *name, const char *value)
{
	struct property *p = arena_grow(&j->arena, &suite->properties, &suite->n_properties, sizeof *p);
	*p = (struct property){ name, value };
}

static void
add_trends(struct junit *j, struct suite *suite, const struct finding *const *findings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (findings[i]->trend != TREND_NONE)
			add_property(j, suite, arena_printf(&j->arena, "trend %s", findings[i]->rule->code),
			    str_nth_word(&j->arena, trend_words, (int)findings[i]->trend));
}

static void
add_case(struct junit *j, struct suite *suite, struct junit_case c)
{
	struct junit_case *slot = arena_grow(&j->arena, &suite->cases, &suite->n, sizeof *slot);
	*slot = c;
}

static void
add_mailbox(struct junit *j, const struct mailbox *m, const struct finding *const *findings, size_t n)
{
	const char *name = m->address ? m->address : m->key;
	struct suite *suite = add_suite(j, name, m->key);
	add_property(j, suite, "mailbox", m->key);
	add_trends(j, suite, findings, n);
	bool known = !j->blind && m->resolved && !m->doubtful;
	for (size_t i = 0; i < j->how->n_rules; i++) {
		const struct rule *rule = &j->how->rules[i];
		size_t k = run_of(findings, n, rule);
		if (k || j->how->of_mailbox[i])
			add_case(j, suite, case_of(j, rule, name, findings, k, known));
		findings += k;
		n -= k;
	}
}

static void
add_workstations(struct junit *j, const struct finding *const *findings, size_t n)
{
	struct suite *suite = add_suite(j, "workstations", NULL);
	add_trends(j, suite, findings, n);
	for (size_t i = 0; i < j->how->n_rules; i++) {
		const struct rule *rule = &j->how->rules[i];
		size_t k = run_of(findings, n, rule);
		for (size_t at = 0; at < k; at++)
			add_case(j, suite, case_of(j, rule, words_blamed(findings[at], &j->arena), &findings[at], 1, true));
		if (!k && !j->how->of_mailbox[i])
			add_case(j, suite, case_of(j, rule, "workstations", NULL, 0, true));
		findings += k;
		n -= k;
	}
}

static void
add_gone(struct junit *j)
{
	struct suite *suite = j->report->n_gone ? add_suite(j, "gone", NULL) : NULL;
	for (size_t i = 0; i < j->report->n_gone; i++) {
		const struct gone *gone = &j->report->gone[i];
		const char *address = finding_address(gone->was), *who = words_gone(gone, WORDS_GONE_NAMES, &j->arena);
		add_property(j, suite, arena_printf(&j->arena, "%s %s", gone->fixed ? "fixed" : "gone", gone->was->rule->code),
		    address ? arena_printf(&j->arena, "%s: %s", address, who) : who);
	}
}

static void
add_doubts(struct junit *j)
{
	size_t n;
	const struct doubt *doubts = report_doubts(j->report, j->how->outcome, &j->arena, &n);
	struct suite *suite = n ? add_suite(j, "notes", NULL) : NULL;
	for (size_t i = 0; i < n; i++)
		add_case(j, suite, (struct junit_case){
			.verdict = SKIPPED,
			.class = doubts[i].scan ? doubts[i].scan->workstation.name : "notes",
			.name = doubts[i].name,
			.message = words_doubt(&doubts[i], &j->arena),
		});
}

/* ---- XML ---- */

/* Text or the value of an attribute.  XML has no way to write most control
 * characters: they are made visible; so is what is no letter. */
static void
put_text(FILE *out, const char *s)
{
	static const struct {
		const char *letter, *instead;
	} special[] = {
		{ "&", "&amp;" }, { "<", "&lt;" }, { ">", "&gt;" }, { "\"", "&quot;" }, { "'", "&#39;" },
	};
	char letter[TEXT_LETTER_BYTES];
	int width;
	while (s && *s) {
		s += text_letter(s, letter, &width);
		const char *shown = letter;
		for (size_t i = 0; i < sizeof special / sizeof *special; i++)
			if (strcmp(letter, special[i].letter) == 0)
				shown = special[i].instead;
		fputs(shown, out);
	}
}

/* Several lines of our own making. */
static void
put_lines(FILE *out, const char *s, struct arena *arena)
{
	for (size_t n; *s; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		put_text(out, arena_copy(arena, s, n));
		fputc('\n', out);
	}
}

static void
put_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	put_text(out, value);
	fputc('"', out);
}

static void
put_counts(FILE *out, const struct suite *suites, size_t n)
{
	size_t counts[3] = { 0 }, all = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < suites[i].n; k++, all++)
			counts[suites[i].cases[k].verdict]++;
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\" time=\"0\"", all, counts[FAILED], counts[SKIPPED]);
}

static void
put_element(FILE *out, const char *element, const struct junit_case *c, bool attributes, struct arena *arena)
{
	fprintf(out, "   <%s", element);
	if (attributes && c->message)
		put_attribute(out, "message", c->message);
	if (attributes && c->type && c->verdict == FAILED)
		put_attribute(out, "type", c->type);
	fputc('>', out);
	if (c->text)
		put_lines(out, c->text, arena);
	fprintf(out, "</%s>\n", element);
}

static void
put_case(FILE *out, const struct junit_case *c)
{
	struct arena arena = { 0 };
	fputs("  <testcase", out);
	put_attribute(out, "classname", c->class);
	put_attribute(out, "name", c->name);
	fputs(" time=\"0\"", out);
	if (c->verdict == PASSED && !c->text) {
		fputs("/>\n", out);
		return;
	}
	fputs(">\n", out);
	if (c->verdict != PASSED)
		put_element(out, c->verdict == FAILED ? "failure" : "skipped", c, true, &arena);
	else
		put_element(out, "system-out", c, false, &arena);
	fputs("  </testcase>\n", out);
	arena_fini(&arena);
}

static void
put_suite(const struct junit *j, const struct suite *suite)
{
	fputs(" <testsuite", j->out);
	put_attribute(j->out, "name", suite->name);
	put_counts(j->out, suite, 1);
	if (j->report->generated)
		fprintf(j->out, " timestamp=\"%.*s\"", (int)strlen("2000-01-01T00:00:00"), j->report->generated);
	fputs(">\n", j->out);
	if (suite->n_properties)
		fputs("  <properties>", j->out);
	for (size_t i = 0; i < suite->n_properties; i++) {
		fputs("<property", j->out);
		put_attribute(j->out, "name", suite->properties[i].name);
		put_attribute(j->out, "value", suite->properties[i].value);
		fputs("/>", j->out);
	}
	if (suite->n_properties)
		fputs("</properties>\n", j->out);
	for (size_t i = 0; i < suite->n; i++)
		put_case(j->out, &suite->cases[i]);
	fputs(" </testsuite>\n", j->out);
}

bool
junit_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err)
{
	struct junit j = { .out = out, .report = report, .how = how };
	size_t at = 0;
	sort_findings(&j);
	while (at < j.n_findings && !j.findings[at]->mailbox)
		at++;
	size_t n_homeless = at;
	for (size_t i = 0; i < report->mailboxes.n; i++) {
		size_t first = at;
		while (at < j.n_findings && j.findings[at]->mailbox == &report->mailboxes.all[i])
			at++;
		add_mailbox(&j, &report->mailboxes.all[i], j.findings + first, at - first);
	}
	add_workstations(&j, j.findings, n_homeless);
	add_gone(&j);
	add_doubts(&j);
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mailaccord\"", out);
	put_counts(out, j.suites, j.n);
	fputs(">\n", out);
	for (size_t i = 0; i < j.n; i++)
		put_suite(&j, &j.suites[i]);
	fputs("</testsuites>\n", out);
	arena_fini(&j.arena);
	return writer_end(out, where, err);
}
