/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked for: the report in any format, the page, what a gate has to
 * know of a mailbox.  A report over a fleet takes its time: the printer makes
 * one for all who ask while nothing changes, and while much changes no more
 * often than a part of its time.
 */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "central/collector-inside.h"
#include "document/document.h"
#include "document/writer.h"
#include "judge/audit.h"

enum { REST_MS = 1000, REST_TIMES = 4 };

static const struct {
	const char *name; /* of a writer */
	const char *type;
} formats[] = {
	{ "json", "application/json" },
	{ "html", "text/html; charset=utf-8" },
	{ "text", "text/plain; charset=utf-8" },
	{ "csv", "text/csv; charset=utf-8" },
	{ "sarif", "application/sarif+json" },
	{ "junit", "application/xml" },
	{ "nagios", "text/plain; charset=utf-8" },
};
enum { N_FORMATS = sizeof formats / sizeof *formats, FORMAT_JSON = 0, FORMAT_HTML = 1, FORMAT_TEXT = 2 };
_Static_assert((int)N_FORMATS * (int)LANG_COUNT <= (int)N_PRINTS, "no room for a print of each");

/* ---- what is wanted ---- */

/* The weight, in thousandths, of the element of an Accept header that fits WANTED best; -1: none does.  A range "x/y" or
 * a language "x" fits what it begins. */
static int
weight(const char *header, const char *wanted)
{
	int best = -1;
	for (const char *p = header; p && *p;) {
		size_t n = strcspn(p, ","), blank = strspn(p, " \t"), word = strcspn(p + blank, ",; \t");
		const char *q = memmem(p, n, "q=", 2);
		int thousandths = 1000;
		if (q && (q[2] == '0' || q[2] == '1')) {
			thousandths = (q[2] - '0') * 1000;
			for (int i = 0, place = 100; q[3] == '.' && i < 3 && q[4 + i] >= '0' && q[4 + i] <= '9'; i++, place /= 10)
				thousandths += (q[4 + i] - '0') * place;
		}
		bool fits = word && strncasecmp(p + blank, wanted, word) == 0 && strchr(";-", wanted[word]) != NULL;
		/* "ja-JP" is Japanese too. */
		fits = fits || (word > strlen(wanted) && strncasecmp(p + blank, wanted, strlen(wanted)) == 0 && p[blank + strlen(wanted)] == '-');
		if (fits && thousandths > best)
			best = thousandths;
		p += n + (p[n] == ',');
	}
	return best;
}

static enum lang
choose_lang(struct visit *visit)
{
	const char *asked = query_value(visit->query, "lang", &visit->arena), *accept = visit->request->accept_language;
	int lang;
	if (asked && str_word(lang_words, asked, strlen(asked), &lang))
		return (enum lang)lang;
	return weight(accept, "ja") > weight(accept, "en") ? LANG_JA : LANG_EN;
}

/* The number of the format asked for; N_FORMATS: there is none such. */
static size_t
choose_format(struct visit *visit)
{
	const char *asked = query_value(visit->query, "format", &visit->arena), *accept = visit->request->accept;
	size_t best = FORMAT_JSON;
	if (asked) {
		for (best = 0; best < N_FORMATS && strcmp(formats[best].name, asked) != 0; best++)
			;
		return best < N_FORMATS && writer_by_name(asked) ? best : N_FORMATS;
	}
	for (size_t i = 0; i < N_FORMATS; i++)
		if (writer_by_name(formats[i].name) && weight(accept, formats[i].type) > weight(accept, formats[best].type))
			best = i;
	return best;
}

/* Can the store be read?  *GENERATION is that of what is in it; 0 of an empty one too, so it is asked for something. */
static bool
look(struct desk *desk, int64_t *generation)
{
	struct store *store = desk_store(desk);
	struct arena arena = { 0 };
	struct store_token token;
	struct err err = { 0 };
	bool found;
	*generation = store ? store_generation(store) : 0;
	bool ok = *generation || (store && store_find_token(store, "", NULL, &arena, &token, &found, &err));
	if (store && !ok)
		desk_lost(desk, &err);
	arena_fini(&arena);
	return ok;
}

/* ---- prints ---- */

static void
print_drop(void *owner)
{
	struct print *print = owner;
	if (!print || atomic_fetch_sub(&print->users, 1) != 1)
		return;
	free(print->bytes);
	free(print);
}

void
prints_free(struct collector *c)
{
	for (size_t i = 0; i < N_PRINTS; i++)
		print_drop(c->prints[i]);
}

/* The policy of the store, and today. */
static bool
load_policy(struct report *report, struct store *store, const char *now, struct document_text *text, struct err *err)
{
	text->bytes = store_policy(store, &report->arena, &text->n, err);
	if (err->status)
		return false;
	policy_init(&report->policy, arena_copy(&report->arena, now, strcspn(now, "T")));
	if (!text->bytes)
		return true;
	report->policy.origin = arena_strdup(&report->arena, store_name(store));
	return document_read_policy(text->bytes, text->n, report->policy.origin, &report->policy, &report->arena, err);
}

/* Writes the report over the whole store to OUT. */
static bool
write_report(struct collector *c, struct store *store, const struct writer *writer, FILE *out, struct err *err)
{
	struct report *report = report_new();
	struct document_text policy;
	report->generated = c->options.now(&report->arena);
	bool ok = load_policy(report, store, report->generated, &policy, err) && store_scans(store, report, err);
	if (ok) {
		report_settle(report);
		audit(report);
		struct writing how = {
			.encoding = "utf-8",
			.outcome = report_outcome(report, SEVERITY_HIGH),
			.rules = rules,
			.n_rules = n_rules,
			.of_mailbox = rules_of_mailboxes(&report->arena),
			.tool = c->options.tool,
		};
		how.warns = how.outcome == EXIT_CLEAN && report_has(report, FINDING_FAIL, SEVERITY_MEDIUM);
		ok = writer->report(out, "report", report, &how, err);
	}
	report_free(report);
	return ok;
}

struct keeping {
	FILE *out;
};

static bool
keep(void *data, const void *bytes, size_t n)
{
	struct keeping *k = data;
	return fwrite(bytes, 1, n, k->out) == n;
}

/* Made before, by this collector or another, or made now.  NULL and *ERR. */
static struct print *
make_print(struct collector *c, struct store *store, const struct writer *writer, const char *key, int64_t generation, struct err *err)
{
	struct print *print = xmalloc(sizeof *print);
	*print = (struct print){ .generation = generation };
	atomic_init(&print->users, 1);
	FILE *out = open_memstream(&print->bytes, &print->n);
	struct keeping keeping = { out };
	bool found = false, ok = out && store_cached(store, key, keep, &keeping, &found, err);
	if (ok && !found)
		ok = write_report(c, store, writer, out, err);
	if (out && (fclose(out) != 0 || !print->bytes) && ok)
		ok = err_set(err, EXIT_IO, "report: out of memory");
	if (ok && !found) {
		struct arena arena = { 0 };
		struct err ignored = { 0 };
		(void)store_cache(store, key, generation, c->options.now(&arena), print->bytes, print->n, &ignored);
		arena_fini(&arena);
	}
	if (ok)
		return print;
	print_drop(print);
	return NULL;
}

static bool
is_fresh(const struct print *print, int64_t generation, const char *day, int64_t now_ms)
{
	if (!print || strcmp(print->day, day) != 0)
		return false;
	int64_t rest = REST_TIMES * print->cost_ms;
	return print->generation == generation || now_ms - print->made_ms < (rest > REST_MS ? rest : REST_MS);
}

static bool
answer_print(struct visit *visit, struct desk *desk, size_t format, enum lang lang)
{
	struct collector *c = visit->collector;
	const struct writer *writer = writer_by_name(formats[format].name);
	struct err err = { 0 };
	int64_t generation, begin = clock_us() / 1000;
	if (!look(desk, &generation)) {
		answer_refuse(visit, REFUSE_STORE, NULL, 0);
		return false;
	}
	if (writer->data)
		lang = LANG_EN;
	struct print **print = &c->prints[format * LANG_COUNT + lang];
	const char *day = c->options.now(&visit->arena);
	day = arena_copy(&visit->arena, day, strnlen(day, sizeof (*print)->day - 1));
	if (!is_fresh(*print, generation, day, begin)) {
		enum lang before = lang_set_here(lang);
		const char *key = arena_printf(&visit->arena, "collector %s %s %d %s", c->options.tool, formats[format].name, (int)lang, day);
		struct print *made = make_print(c, desk->store, writer, key, generation, &err);
		lang_set_here(before);
		if (!made) {
			desk_lost(desk, &err);
			answer_refuse(visit, REFUSE_STORE, NULL, 0);
			return false;
		}
		strncpy(made->day, day, sizeof made->day - 1);
		made->made_ms = clock_us() / 1000;
		made->cost_ms = made->made_ms - begin;
		print_drop(*print);
		*print = made;
	}
	atomic_fetch_add(&(*print)->users, 1);
	answer_send(visit, 200, formats[format].type, (*print)->bytes, (*print)->n, print_drop, *print);
	return false;
}

bool
report_work(struct visit *visit, struct desk *desk)
{
	size_t format = choose_format(visit);
	if (format < N_FORMATS)
		return answer_print(visit, desk, format, choose_lang(visit));
	answer_refuse(visit, REFUSE_FORMAT, NULL, 0);
	return false;
}

bool
page_work(struct visit *visit, struct desk *desk)
{
	return answer_print(visit, desk, writer_by_name("html") ? FORMAT_HTML : FORMAT_TEXT, choose_lang(visit));
}

/* ---- a mailbox ---- */

bool
mailbox_work(struct visit *visit, struct desk *desk)
{
	struct collector *c = visit->collector;
	struct store *store = desk_store(desk);
	struct err err = { 0 };
	struct store_rest rest = { 0 };
	struct document_others others = { .key = visit->argument, .tool = c->options.tool };
	char *bytes = NULL;
	size_t n = 0;
	if (!*visit->argument || strlen(visit->argument) > MAX_KEY_BYTES) {
		answer_refuse(visit, REFUSE_KEY, NULL, 0);
		return false;
	}
	struct report *report = report_new();
	others.generated = c->options.now(&report->arena);
	FILE *out = open_memstream(&bytes, &n);
	bool ok = store && out && load_policy(report, store, others.generated, &others.policy, &err) &&
	    store_mailbox(store, visit->argument, report, &rest, &err);
	if (ok) {
		others.known = rest.known;
		others.stale = rest.stale;
		others.blind = rest.blind;
		ok = document_write_others(out, "answer", &others, report, &err);
	}
	if (out)
		fclose(out);
	report_free(report);
	if (ok) {
		answer_send(visit, 200, "application/json", bytes, n, free, bytes);
		return false;
	}
	free(bytes);
	if (store)
		desk_lost(desk, &err);
	answer_refuse(visit, REFUSE_STORE, NULL, 0);
	return false;
}

bool
healthz_work(struct visit *visit, struct desk *desk)
{
	int64_t generation;
	bool ok = look(desk, &generation);
	const char *words = ok ? "ok\n" : "the store cannot be reached\n";
	answer_send(visit, ok ? 200 : 503, "text/plain; charset=utf-8", words, strlen(words), NULL, NULL);
	return false;
}
