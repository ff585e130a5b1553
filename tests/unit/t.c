/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"

bool
t_ok(bool cond, const char *row, const char *what)
{
	if (!cond)
		printf("# %s: %s\n", row, what);
	CU_ASSERT(cond);
	return cond;
}

bool
t_num(long long got, long long want, const char *row)
{
	if (got != want)
		printf("# %s: is %lld, should be %lld\n", row, got, want);
	CU_ASSERT(got == want);
	return got == want;
}

static void
print_block(const char *title, const char *text)
{
	printf("#   %s\n", title);
	for (const char *p = text; p && *p;) {
		size_t n = strcspn(p, "\n");
		printf("#     %.*s\n", (int)n, p);
		p += n + (p[n] == '\n');
	}
}

bool
t_text(const char *got, const char *want, const char *row)
{
	bool same = got && want ? strcmp(got, want) == 0 : got == want;
	if (!same) {
		printf("# %s:\n", row);
		print_block("is", got ? got : "(null)");
		print_block("should be", want ? want : "(null)");
	}
	CU_ASSERT(same);
	return same;
}

char *
t_read(const char *path, size_t *n)
{
	const char *top = getenv("srcdir");
	char full[4096];
	snprintf(full, sizeof full, "%s/%s", top ? top : ".", path);
	FILE *f = fopen(full, "rb");
	if (!f) {
		fprintf(stderr, "%s: cannot be opened\n", full);
		abort();
	}
	fseek(f, 0, SEEK_END);
	long size = ftell(f);
	rewind(f);
	char *p = malloc((size_t)size + 1);
	*n = fread(p, 1, (size_t)size, f);
	p[*n] = 0;
	fclose(f);
	return p;
}

/* ---- a host that writes down what it is told ---- */

enum type { TEXT, LIST, INT, BOOL, WORD };
static const struct {
	const char *name;
	enum type type;
	const char *words;
} facts[] = {
#define FACT(id, name, type, words, help) { name, type, words },
#include <mailaccord/facts.def>
#undef FACT
};
static const char *const notes[] = {
#define NOTE(id, name, blind, sentence) name,
#include <mailaccord/notes.def>
#undef NOTE
};
static const char *const stores[] = {
#define STORE(id, name, sentence) name,
#include <mailaccord/stores.def>
#undef STORE
};
static const char *const states[] = { " unknown", "", " locked", " implied", " inferred" };

struct buf {
	char *p;
	size_t n, cap;
};

static void
add(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	for (;;) {
		va_start(ap, fmt);
		int k = vsnprintf(b->p ? b->p + b->n : NULL, b->cap - b->n, fmt, ap);
		va_end(ap);
		if (b->n + (size_t)k < b->cap) {
			b->n += (size_t)k;
			return;
		}
		b->cap = (b->cap + (size_t)k) * 2 + 64;
		b->p = realloc(b->p, b->cap);
	}
}

struct ma_account {
	char *id;
	char *fact[MA_FACT_COUNT];
	struct ma_out *out;
};
struct ma_out {
	struct ma_account **accounts;
	size_t n, n_files;
	struct buf notes, wants, stores;
	const struct ma_file *answers;
	struct ma_file *files;
	bool grown;
	const struct ma_plugin *plugin;
};

static struct ma_account *
host_account(struct ma_out *out, struct ma_str id)
{
	for (size_t i = 0; i < out->n; i++)
		if (strlen(out->accounts[i]->id) == id.n && memcmp(out->accounts[i]->id, id.p, id.n) == 0)
			return out->accounts[i];
	struct ma_account *a = calloc(1, sizeof *a);
	a->id = strndup(id.p, id.n);
	a->out = out;
	out->accounts = realloc(out->accounts, (out->n + 1) * sizeof *out->accounts);
	return out->accounts[out->n++] = a;
}

/* The plugins met so far, and which facts each was seen to read. */
static struct met {
	const struct ma_plugin *plugin;
	bool shown[MA_FACT_COUNT];
} all_met[64];

static struct met *
meet(const struct ma_plugin *plugin)
{
	struct met *m = all_met;
	while (m->plugin && m->plugin != plugin)
		assert(++m < all_met + sizeof all_met / sizeof *all_met);
	m->plugin = plugin;
	return m;
}

size_t
t_unshown(void)
{
	size_t n = 0;
	for (const struct met *m = all_met; m->plugin; m++)
		for (enum ma_fact f = 0; f < m->plugin->n_tells; f++)
			if (m->plugin->tells[f] == MA_READS && !m->shown[f]) {
				printf("# %s declares that it reads %s, and no test shows it\n", m->plugin->name, facts[f].name);
				n++;
			}
	return n;
}

/* What the plugin declares and what it does must agree, in whichever test it runs. */
static void
hold_to_its_word(const struct ma_plugin *plugin, enum ma_fact f, enum ma_state state)
{
	static const char *const words[] = { "cannot be told", "is read", "is implied", "is not stored" };
	enum ma_tells tells = f < plugin->n_tells ? plugin->tells[f] : MA_CANNOT_TELL;
	bool in_files = state == MA_SET || state == MA_LOCKED || state == MA_INFERRED;
	bool fits = in_files ? tells == MA_READS : state == MA_IMPLIED ? tells == MA_READS || tells == MA_IMPLIES : tells != MA_NOT_STORED;
	if (!fits)
		printf("# %s declares that %s %s, and then says it (state%s)\n", plugin->name, facts[f].name, words[tells], states[state]);
	CU_ASSERT(fits);
	meet(plugin)->shown[f] |= in_files;
}

static void
put(struct ma_account *a, enum ma_fact f, const char *value, size_t n, struct ma_at at)
{
	struct buf b = { 0 };
	assert(f < MA_FACT_COUNT && at.state <= MA_INFERRED && at.file < a->out->n_files);
	hold_to_its_word(a->out->plugin, f, at.state);
	if (facts[f].type == LIST && a->fact[f])
		add(&b, "%s", a->fact[f]);
	if (at.state == MA_UNKNOWN)
		add(&b, "  %s ? (%u:%u)\n", facts[f].name, at.file, at.line);
	else
		add(&b, "  %s = %.*s (%u:%u%s)\n", facts[f].name, (int)n, value, at.file, at.line, states[at.state]);
	free(a->fact[f]);
	a->fact[f] = b.p;
}

static void
host_text(struct ma_account *a, enum ma_fact f, struct ma_str s, struct ma_at at)
{
	assert(facts[f].type == TEXT || facts[f].type == LIST || facts[f].type == WORD);
	if (facts[f].type == WORD && at.state != MA_UNKNOWN) {
		bool found = false;
		for (const char *w = facts[f].words; *w; w += strspn(w, " ")) {
			size_t n = strcspn(w, " ");
			found |= n == s.n && memcmp(w, s.p, n) == 0;
			w += n;
		}
		assert(found && "the word is not in facts.def");
	}
	put(a, f, s.n ? s.p : "", s.n, at);
}

static void
host_num(struct ma_account *a, enum ma_fact f, int64_t v, struct ma_at at)
{
	char digits[32];
	assert(facts[f].type == INT || (facts[f].type == BOOL && (v == 0 || v == 1)));
	int n = facts[f].type == BOOL ? snprintf(digits, sizeof digits, "%s", v ? "yes" : "no")
				      : snprintf(digits, sizeof digits, "%" PRId64, v);
	put(a, f, digits, (size_t)n, at);
}

static void
host_note(struct ma_out *out, enum ma_note k, struct ma_at at, struct ma_str key)
{
	assert(k < MA_NOTE_COUNT && at.file < out->n_files);
	add(&out->notes, "note %s %u:%u %.*s\n", notes[k], at.file, at.line, (int)key.n, key.n ? key.p : "");
}

static void
host_want(struct ma_out *out, struct ma_str path, struct ma_at at)
{
	assert(at.file < out->n_files);
	add(&out->wants, "want %.*s %u:%u\n", (int)path.n, path.p, at.file, at.line);
	for (const struct ma_file *w = out->answers; w && w->role; w++) {
		if (w->asked.n != path.n || memcmp(w->asked.p, path.p, path.n) != 0)
			continue;
		bool have = false;
		for (size_t i = 0; i < out->n_files; i++)
			have |= out->files[i].bytes.p == w->bytes.p;
		if (!have) {
			out->files = realloc(out->files, (out->n_files + 1) * sizeof *out->files);
			out->files[out->n_files++] = *w;
			out->grown = true;
		}
	}
}

static void
host_store(struct ma_out *out, struct ma_account *a, enum ma_store_kind k, struct ma_str path, struct ma_at at)
{
	assert(k < MA_STORE_KIND_COUNT && at.file < out->n_files && path.n);
	add(&out->stores, "store %s %s %.*s %u:%u\n", a ? a->id : "-", stores[k], (int)path.n, path.p, at.file, at.line);
}

static const struct ma_host host = { sizeof host, host_account, host_text, host_num, host_note, host_want, host_store };

static void
forget(struct ma_out *out)
{
	for (size_t i = 0; i < out->n; i++) {
		for (size_t f = 0; f < MA_FACT_COUNT; f++)
			free(out->accounts[i]->fact[f]);
		free(out->accounts[i]->id);
		free(out->accounts[i]);
	}
	free(out->accounts);
	free(out->notes.p);
	free(out->wants.p);
	free(out->stores.p);
	out->accounts = NULL;
	out->n = 0;
	out->notes = out->wants = out->stores = (struct buf){ 0 };
}

char *
t_parse(const struct ma_plugin *plugin, const struct ma_file *files, size_t n, const struct ma_file *answers)
{
	static const char *const status[] = { "parsed", "unrecognized", "damaged" };
	struct ma_out out = { .answers = answers, .n_files = n, .plugin = plugin };
	out.files = malloc((n + 1) * sizeof *files);
	memcpy(out.files, files, n * sizeof *files);
	enum ma_status st;
	do {
		size_t given = out.n_files;
		forget(&out);
		out.grown = false;
		struct ma_file *copy = malloc((given + 1) * sizeof *copy);
		memcpy(copy, out.files, given * sizeof *copy);
		st = plugin->parse(&host, &out, copy, given);
		free(copy);
	} while (out.grown);

	struct buf b = { 0 };
	add(&b, "%s", "");
	for (size_t i = 0; i < out.n; i++) {
		add(&b, "account %s\n", out.accounts[i]->id);
		for (size_t f = 0; f < MA_FACT_COUNT; f++)
			if (out.accounts[i]->fact[f])
				add(&b, "%s", out.accounts[i]->fact[f]);
	}
	add(&b, "%s%s%sstatus %s\n", out.notes.p ? out.notes.p : "", out.wants.p ? out.wants.p : "", out.stores.p ? out.stores.p : "", status[st]);
	forget(&out);
	free(out.files);
	return b.p;
}

char *
t_account(const char *parsed, const char *id)
{
	struct buf b = { 0 };
	add(&b, "%s", "");
	char head[512];
	snprintf(head, sizeof head, "account %s\n", id);
	const char *p = strncmp(parsed, head, strlen(head)) == 0 ? parsed : NULL;
	if (!p) {
		char mid[520];
		snprintf(mid, sizeof mid, "\n%s", head);
		p = strstr(parsed, mid);
		p = p ? p + 1 : NULL;
	}
	if (p)
		for (p += strlen(head); p[0] == ' '; p += strcspn(p, "\n") + 1)
			add(&b, "%.*s\n", (int)strcspn(p, "\n"), p);
	return b.p;
}

char *
t_line(const char *text, const char *head)
{
	size_t n = strlen(head);
	for (const char *p = text; *p; p += strcspn(p, "\n") + 1)
		if (strncmp(p, head, n) == 0 && p[n] == ' ')
			return strndup(p + n + 1, strcspn(p + n + 1, "\n"));
	return strdup("");
}

struct ma_file
t_file(const char *role, const char *path, const char *text)
{
	return (struct ma_file){ role, path, { "", 0 }, { text, strlen(text) }, NULL };
}

/* The line of the row's fact, of what is said of the files. */
static void
check_fact(const struct ma_plugin *plugin, const struct ma_file *files, size_t n, const struct t_fact_row *row)
{
	char head[64], *all = t_parse(plugin, files, n, NULL);
	char *id = row->account ? strdup(row->account) : t_line(all, "account");
	bool of_file = strcmp(row->fact, "note") == 0 || strcmp(row->fact, "status") == 0;
	char *account = of_file ? strdup(all) : t_account(all, id);
	snprintf(head, sizeof head, of_file ? "%s" : "  %s", row->fact);
	char *got = t_line(account, head);
	if (!t_text(got, row->want, row->name))
		printf("#   of:\n%s", all);
	t_ok(!strstr(all, "CANARY"), row->name, "a password was said");
	free(got);
	free(account);
	free(id);
	free(all);
}

void
t_fact_rows(const struct ma_plugin *plugin, const char *role, const char *path, const struct t_fact_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct ma_file file = t_file(role, path, rows[i].text);
		check_fact(plugin, &file, 1, &rows[i]);
	}
}

void
t_beside_rows(const struct ma_plugin *plugin, const struct ma_file *files, const struct t_beside_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct t_beside_row *row = &rows[i];
		const char *texts[] = { row->text, row->beside[0], row->beside[1] };
		struct ma_file given[3];
		size_t n_files = 0;
		for (size_t k = 0; k < 3 && files[k].role; k++)
			if (texts[k])
				given[n_files++] = t_file(files[k].role, files[k].path, texts[k]);
		check_fact(plugin, given, n_files, &(struct t_fact_row){ row->name, row->text, row->fact, row->want, NULL });
	}
}

void
t_says(const struct ma_plugin *plugin, const struct ma_file *files, size_t n, const struct ma_file *answers, const struct t_say_row *row)
{
	char *said = t_parse(plugin, files, n, answers);
	for (size_t k = 0; k < T_WANTS && row->want[k]; k++) {
		bool no = row->want[k][0] == '!';
		if (!t_ok((strstr(said, row->want[k] + no) != NULL) != no, row->name, row->want[k]))
			printf("%s", said);
	}
	t_ok(!strstr(said, "CANARY"), row->name, "a password was said");
	free(said);
}

void
t_say_rows(const struct ma_plugin *plugin, struct ma_file file, const struct t_say_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		file.bytes = (struct ma_str){ rows[i].text, strlen(rows[i].text) };
		t_says(plugin, &file, 1, NULL, &rows[i]);
	}
}
