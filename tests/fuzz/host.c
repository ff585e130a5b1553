/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILES = 16 };

static const struct {
	enum type { TEXT, LIST, INT, BOOL, WORD } type;
	const char *words;
} facts[] = {
#define FACT(id, name, type, words, help) { type, words },
#include <mailaccord/facts.def>
#undef FACT
};

struct ma_account {
	struct ma_out *out;
	struct ma_account *next;
};

struct ma_out {
	size_t n_files;
	uint64_t said; /* a hash of it */
	struct ma_account *accounts;
	struct {
		char *path;
		size_t n;
	} wants[MAX_FILES];
	size_t n_wants;
};

void
host_insist(bool truth, const char *sentence)
{
	if (truth)
		return;
	fprintf(stderr, "%s\n", sentence);
	abort();
}

char *
host_bytes(const void *bytes, size_t n)
{
	char *copy = malloc(n + 1);
	host_insist(copy != NULL, "out of memory");
	if (n)
		memcpy(copy, bytes, n);
	copy[n] = 'Z';
	return copy;
}

/* Reads every byte, too: what a plugin hands over must be there. */
static void
say(struct ma_out *out, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	for (size_t i = 0; i < n; i++)
		out->said = (out->said ^ p[i]) * UINT64_C(1099511628211);
}

static void
say_at(struct ma_out *out, struct ma_at at, bool stated)
{
	host_insist(at.file < out->n_files, "a place in a file that was not given");
	host_insist(!stated || at.state <= MA_INFERRED, "a state that does not exist");
	say(out, &at.file, sizeof at.file);
	say(out, &at.line, sizeof at.line);
	if (stated)
		say(out, &at.state, sizeof at.state);
}

static struct ma_account *
on_account(struct ma_out *out, struct ma_str id)
{
	struct ma_account *account = malloc(sizeof *account);
	host_insist(account != NULL, "out of memory");
	*account = (struct ma_account){ out, out->accounts };
	out->accounts = account;
	say(out, "account", 7);
	say(out, id.p, id.n);
	return account;
}

static bool
is_word(const char *words, struct ma_str s)
{
	for (const char *w = words; *w; w += strspn(w, " ")) {
		size_t n = strcspn(w, " ");
		if (n == s.n && memcmp(w, s.p, n) == 0)
			return true;
		w += n;
	}
	return false;
}

static void
on_text(struct ma_account *account, enum ma_fact fact, struct ma_str text, struct ma_at at)
{
	host_insist(account != NULL, "a fact without account");
	host_insist((unsigned)fact < MA_FACT_COUNT, "a fact that does not exist");
	enum type type = facts[fact].type;
	if (at.state != MA_UNKNOWN) {
		host_insist(type == TEXT || type == LIST || type == WORD, "a text for a number");
		host_insist(type != WORD || is_word(facts[fact].words, text), "a word that is not in the list");
		say(account->out, text.p, text.n);
	}
	say(account->out, &fact, sizeof fact);
	say_at(account->out, at, true);
}

static void
on_num(struct ma_account *account, enum ma_fact fact, int64_t num, struct ma_at at)
{
	host_insist(account != NULL, "a fact without account");
	host_insist((unsigned)fact < MA_FACT_COUNT, "a fact that does not exist");
	if (at.state != MA_UNKNOWN) {
		host_insist(facts[fact].type == INT || facts[fact].type == BOOL, "a number for a text");
		host_insist(facts[fact].type != BOOL || num == 0 || num == 1, "a truth value beside 0 and 1");
		say(account->out, &num, sizeof num);
	}
	say(account->out, &fact, sizeof fact);
	say_at(account->out, at, true);
}

static void
on_note(struct ma_out *out, enum ma_note note, struct ma_at at, struct ma_str key)
{
	host_insist((unsigned)note < MA_NOTE_COUNT, "a note that does not exist");
	say(out, &note, sizeof note);
	say(out, key.p, key.n);
	say_at(out, at, false);
}

static void
on_want(struct ma_out *out, struct ma_str path, struct ma_at at)
{
	say(out, "want", 4);
	say(out, path.p, path.n);
	say_at(out, at, false);
	if (out->n_wants == MAX_FILES)
		return;
	out->wants[out->n_wants].path = host_bytes(path.p, path.n);
	out->wants[out->n_wants++].n = path.n;
}

static void
on_store(struct ma_out *out, struct ma_account *account, enum ma_store_kind kind, struct ma_str path, struct ma_at at)
{
	host_insist((unsigned)kind < MA_STORE_KIND_COUNT, "a kind of store that does not exist");
	host_insist(!account || account->out == out, "a store of another call's account");
	say(out, &kind, sizeof kind);
	say(out, path.p, path.n);
	say_at(out, at, false);
}

static uint64_t
parse(const struct ma_plugin *plugin, const struct ma_file *files, size_t n, struct ma_out *out)
{
	static const struct ma_host host = { sizeof host, on_account, on_text, on_num, on_note, on_want, on_store };
	*out = (struct ma_out){ .n_files = n };
	enum ma_status status = plugin->parse(&host, out, files, n);
	host_insist((unsigned)status <= MA_DAMAGED, "a status that does not exist");
	for (struct ma_account *a = out->accounts, *next; a; a = next) {
		next = a->next;
		free(a);
	}
	say(out, &status, sizeof status);
	return out->said;
}

static void
forget(struct ma_out *out)
{
	for (size_t i = 0; i < out->n_wants; i++)
		free(out->wants[i].path);
}

void
host_parse(const struct ma_plugin *plugin, const struct ma_file *files, size_t n, const struct ma_file *spare, size_t n_spare)
{
	struct ma_out first, again;
	struct ma_file all[2 * MAX_FILES];
	host_insist(n <= MAX_FILES, "too many files for this host");
	uint64_t said = parse(plugin, files, n, &first);
	host_insist(parse(plugin, files, n, &again) == said, "parse says different things about the same bytes");
	forget(&again);
	memcpy(all, files, n * sizeof *files);
	for (size_t i = 0; i < first.n_wants && i < n_spare; i++) {
		all[n] = spare[i];
		all[n++].asked = (struct ma_str){ first.wants[i].path, first.wants[i].n };
	}
	if (first.n_wants && n_spare) {
		parse(plugin, all, n, &again);
		forget(&again);
	}
	forget(&first);
}
