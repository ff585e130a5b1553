/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the writers share that put a finding into a line.
 */
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "document/text-page.h"
#include "document/text-words.h"
#include "document/writer.h"

/* Blind notes, and those of mailboxes that cannot be told (which a scan may say without being blind). */
static bool
is_doubt(const struct report_note *note)
{
	return note_rows[note->kind].blind || note->kind == MA_NOTE_UNRESOLVED || note->kind == MA_NOTE_DOUBTFUL || note->kind == MA_NOTE_WITHHELD;
}

static void
add(struct doubt **all, size_t *n, struct arena *arena, struct doubt doubt)
{
	struct doubt *d = arena_grow(arena, all, n, sizeof *d);
	*d = doubt;
}

/* What is said of one supposition; the accounts it fits all get the same. */
static struct doubt
supposed_doubt(const struct supposition *supposed, struct arena *arena)
{
	const char *text = supposed->reference;
	if (supposed->n_changes) {
		const struct supposed_change *c = &supposed->changes[0];
		const char *to = c->to_unset ? _("not set") : words_of(&c->to, arena);
		text = arena_printf(arena, "%s: %s: %s", text, words_of_fact(c->to.id), to);
	}
	return (struct doubt){
		.name = "supposed",
		.sentence = N_("supposed: this is not how things are, but how they would be"),
		.text = text,
		.supposed = true,
	};
}

struct doubt *
report_doubts(const struct report *report, enum exit_status outcome, struct arena *arena, size_t *n)
{
	struct doubt *all = NULL;
	*n = 0;
	for (size_t i = 0; i < report->n_supposed; i++)
		add(&all, n, arena, supposed_doubt(&report->supposed[i], arena));
	for (size_t i = 0; i < report->n_notes; i++) {
		const struct report_note *note = &report->notes[i];
		const struct note_row *row = &note_rows[note->kind];
		const char *text = note->text ? note->text : note->note ? note->note->key : NULL;
		if (is_doubt(note))
			add(&all, n, arena, (struct doubt){ note->scan, row->name, row->sentence, text, false });
	}
	/* A workstation without any mail client is an answer: only where that does not do, it is a doubt. */
	if (!report->mailboxes.n && outcome == EXIT_UNDETERMINED)
		add(&all, n, arena, (struct doubt){ NULL, "no-mailbox", N_("no mailbox was found, so nothing was judged"), NULL, false });
	if (report->gate.stale)
		add(&all, n, arena, (struct doubt){ NULL, "stale", N_("too little is known of the other workstations, or it is too old"), NULL, false });
	return all;
}

bool
finding_counts(const struct report *report, const struct finding *finding)
{
	return !report->gate.candidate || finding->candidates;
}

const char *
finding_address(const struct finding *finding)
{
	if (!finding->mailbox)
		return NULL;
	return finding->mailbox->address ? finding->mailbox->address : finding->mailbox->key;
}

/* ---- words ---- */

char *
words_visible(const char *s, struct arena *arena)
{
	char letter[TEXT_LETTER_BYTES], *all, *p;
	int width;
	size_t n = 0;
	for (const char *q = s ? s : ""; *q; n += strlen(letter))
		q += text_letter(q, letter, &width);
	all = p = arena_alloc(arena, n + 1);
	while (s && *s) {
		s += text_letter(s, letter, &width);
		p = stpcpy(p, letter);
	}
	return all;
}

size_t
words_cut(const char *s, size_t max_bytes)
{
	size_t n = strlen(s);
	if (n <= max_bytes)
		return n;
	for (n = max_bytes; n && ((unsigned char)s[n] & 0xc0) == 0x80; n--)
		;
	return n;
}

/* A list as it grows: thousands of accounts can be to blame for one thing. */
struct list {
	struct arena *arena;
	const char *separator;
	char *text;
	size_t n, size;
};

static void
list_add(struct list *list, const char *part)
{
	size_t gap = list->n ? strlen(list->separator) : 0, n = part ? strlen(part) : 0;
	if (!n)
		return;
	if (list->n + gap + n >= list->size) {
		list->size = (list->n + gap + n) * 2 + 64;
		char *larger = arena_alloc(list->arena, list->size);
		if (list->n)
			memcpy(larger, list->text, list->n);
		list->text = larger;
	}
	char *end = mempcpy(list->text + list->n, list->separator, gap);
	end = mempcpy(end, part, n);
	*end = 0;
	list->n = (size_t)(end - list->text);
}

static char *
list_text(const struct list *list)
{
	return list->text ? list->text : arena_strdup(list->arena, "");
}

static char *
fact_words(const struct fact *fact, const char *value, struct arena *arena)
{
	return arena_printf(arena, "%s: %s", words_of_fact(fact->id), value);
}

/* A fact that is not there at all has no id of its own. */
static struct fact
fact_of(const struct account *account, enum ma_fact id)
{
	struct fact fact = *account_fact(account, id);
	fact.id = id;
	return fact;
}

char *
words_evidence(const struct blame *blame, struct arena *arena)
{
	struct list all = { arena, "; ", NULL, 0, 0 };
	for (size_t i = 0; blame->account && i < blame->n_evidence; i++) {
		struct fact fact = fact_of(blame->account, blame->evidence[i]);
		list_add(&all, fact_words(&fact, words_of(&fact, arena), arena));
	}
	for (size_t i = 0; i < blame->n_notes; i++) {
		const struct scan_note *note = blame->notes[i];
		const char *sentence = _(note_rows[note->kind].sentence);
		list_add(&all, note->key ? arena_printf(arena, "%s: %s", sentence, note->key) : sentence);
	}
	return list_text(&all);
}

char *
words_places(const struct blame *blame, struct arena *arena)
{
	struct list all = { arena, "; ", NULL, 0, 0 };
	for (size_t i = 0; blame->account && i < blame->n_evidence; i++) {
		const struct fact *fact = account_fact(blame->account, blame->evidence[i]);
		if (blame->account->slot[blame->evidence[i]])
			list_add(&all, words_of_place(blame->scan, fact->file, fact->line, arena));
	}
	for (size_t i = 0; i < blame->n_notes; i++)
		if (blame->notes[i]->file >= 0)
			list_add(&all, words_of_place(blame->scan, (uint64_t)blame->notes[i]->file, blame->notes[i]->line, arena));
	return list_text(&all);
}

char *
words_changes(const struct finding *finding, const struct blame *blame, struct arena *arena)
{
	struct list all = { arena, "; ", NULL, 0, 0 };
	for (size_t i = 0; blame->account && i < RULE_ADVICES && finding->rule->advice[i].fact != MA_FACT_COUNT; i++) {
		const struct advice *advice = &finding->rule->advice[i];
		const char *value = advice_value(advice, finding->mailbox, arena);
		struct fact now = fact_of(blame->account, advice->fact);
		struct account changed = { .scan = blame->scan };
		if (value)
			account_parse_fact(&changed, arena, advice->fact, value);
		struct fact then = fact_of(&changed, advice->fact);
		bool known = now.state != MA_UNKNOWN, off = !value && !blame->account->slot[advice->fact];
		if (off || !advice_fits(advice, blame->account) || (known && value && strcmp(fact_print(&now, arena), fact_print(&then, arena)) == 0))
			continue;
		list_add(&all, fact_words(&now, words_of_advice(advice, finding->mailbox, arena), arena));
	}
	return list_text(&all);
}

char *
words_doubt(const struct doubt *doubt, struct arena *arena)
{
	char *all = arena_strdup(arena, _(doubt->sentence));
	if (doubt->text)
		all = arena_printf(arena, "%s: %s", all, words_of_remark(doubt->text, arena));
	return all;
}

char *
words_blamed(const struct finding *finding, struct arena *arena)
{
	enum { MAX_NAMES = 5 };
	const char *last = NULL;
	char *all = arena_strdup(arena, "");
	size_t n = 0;
	/* Those of one workstation stand side by side. */
	for (size_t i = 0; i < finding->n_blame; i++) {
		const struct blame *blame = &finding->blame[i];
		const char *name = blame->scan ? blame->scan->workstation.name : words_of_blame(blame, arena);
		if (last && strcmp(last, name) == 0)
			continue;
		last = name;
		if (n++ < MAX_NAMES)
			all = arena_printf(arena, "%s%s%s", all, *all ? ", " : "", name);
	}
	return n > MAX_NAMES ? arena_printf(arena, _("%s and %zu more"), all, n - MAX_NAMES) : all;
}

char *
words_blame(const struct finding *finding, const struct blame *blame, struct arena *arena)
{
	static const enum ma_fact parts[] = { MA_USER, MA_PROFILE, MA_NAME };
	char *all = arena_strdup(arena, words_of_blame(blame, arena));
	struct list who = { arena, ", ", NULL, 0, 0 };
	for (size_t i = 0; blame->account && i < sizeof parts / sizeof *parts; i++) {
		const char *text = account_text(blame->account, parts[i]);
		if (text && *text)
			list_add(&who, arena_printf(arena, "%s: %s", words_of_fact(parts[i]), text));
	}
	const char *evidence = words_evidence(blame, arena), *places = words_places(blame, arena);
	const char *changes = words_changes(finding, blame, arena);
	if (who.n)
		all = arena_printf(arena, "%s [%s]", all, who.text);
	if (*evidence)
		all = arena_printf(arena, "%s; %s", all, evidence);
	if (*places)
		all = arena_printf(arena, "%s (%s)", all, places);
	return *changes ? arena_printf(arena, _("%s; to be set: %s"), all, changes) : all;
}

char *
words_blames(const struct finding *finding, struct arena *arena)
{
	struct list all = { arena, "\n", NULL, 0, 0 };
	for (size_t i = 0; i < finding->n_blame; i++)
		list_add(&all, words_visible(words_blame(finding, &finding->blame[i], arena), arena));
	return list_text(&all);
}
