/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values are counted by a hash of what they mean: of a folder's name the
 * separators do not matter, nor "INBOX" as the root, which some clients write
 * and others do not.
 */
#include "judge/custom.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "judge/rule.h"

enum meaning { FOLDER, ADDRESS };

/* Does the account have a say?  Only clients that show the server's folders share them. */
static bool
shows(const struct account *a)
{
	return account_is(a, MA_PROTOCOL, "imap");
}

/* What is marked or removed at once goes into no trash. */
static bool
uses_trash(const struct account *a)
{
	return shows(a) && fact_is(a, MA_DELETE_MODEL, "trash") != TRUTH_NO;
}

static bool
keeps_sent(const struct account *a)
{
	return shows(a) && fact_is(a, MA_SENT_KEPT, "server") != TRUTH_NO;
}

static bool
always(const struct account *a)
{
	(void)a;
	return true;
}

static const struct {
	enum ma_fact fact;
	enum meaning meaning;
	bool (*counts)(const struct account *a);
	bool absent_counts; /* not set is a value: none */
} customs[] = {
	{ MA_TRASH_FOLDER, FOLDER, uses_trash, false },
	{ MA_SENT_FOLDER, FOLDER, keeps_sent, false },
	{ MA_DRAFTS_FOLDER, FOLDER, shows, false },
	{ MA_JUNK_FOLDER, FOLDER, shows, false },
	{ MA_ARCHIVE_FOLDER, FOLDER, shows, false },
	{ MA_FOLDER_PREFIX, FOLDER, shows, true },
	{ MA_REPLY_TO, ADDRESS, always, false },
};
enum { N_CUSTOMS = sizeof customs / sizeof *customs };

static bool
is_separator(char c)
{
	return c == '/' || c == '.' || c == '\\';
}

static uint64_t
hash_of(enum meaning meaning, const char *s)
{
	static const char inbox[] = "inbox";
	uint64_t hash = STR_HASH_START;
	if (meaning == FOLDER) {
		size_t n = 0;
		while (n < sizeof inbox - 1 && ascii_lower(s[n]) == inbox[n])
			n++;
		if (n == sizeof inbox - 1 && (!s[n] || is_separator(s[n])))
			s += n + (s[n] != 0);
	}
	for (; *s; s++) {
		char c = meaning == ADDRESS ? ascii_lower(*s) : is_separator(*s) ? '/' : *s;
		/* A separator at the end separates nothing. */
		if (meaning == FOLDER && c == '/' && !s[1])
			break;
		hash = (hash ^ (unsigned char)c) * STR_HASH_PRIME;
	}
	return hash;
}

/* The account's value, or NULL when it has none that counts. */
static const char *
value_of(const struct account *a, size_t custom)
{
	if (!customs[custom].counts(a))
		return NULL;
	const char *text = account_text(a, customs[custom].fact);
	return text || !customs[custom].absent_counts || fact_unsaid(a, customs[custom].fact) ? text : "";
}

struct vote {
	uint64_t hash;
	const char *text;
};

static int
by_hash(const void *a, const void *b)
{
	const struct vote *x = a, *y = b;
	return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1) : strcmp(x->text, y->text);
}

/* The text of the most votes; NULL when all agree. */
static const char *
elect(struct vote *votes, size_t n)
{
	const char *best = NULL;
	size_t most = 0, different = 0;
	if (n)
		qsort(votes, n, sizeof *votes, by_hash);
	for (size_t i = 0, k; i < n; i += k) {
		for (k = 1; i + k < n && votes[i + k].hash == votes[i].hash; k++)
			;
		if (k > most || (k == most && strcmp(votes[i].text, best) < 0)) {
			best = votes[i].text;
			most = k;
		}
		different++;
	}
	return different > 1 ? best : NULL;
}

void
custom_find(struct mailbox *mailbox, struct arena *arena)
{
	struct arena scratch = { 0 };
	struct vote *votes = mailbox->n_accounts > 1 ? arena_alloc(&scratch, mailbox->n_accounts * sizeof *votes) : NULL;
	for (size_t c = 0; votes && c < N_CUSTOMS; c++) {
		size_t n = 0;
		for_each_account (a, mailbox) {
			const char *text = value_of(a, c);
			if (text)
				votes[n++] = (struct vote){ hash_of(customs[c].meaning, text), text };
		}
		const char *usual = elect(votes, n);
		if (!usual)
			continue;
		if (!mailbox->usual)
			mailbox->usual = arena_alloc(arena, MA_FACT_COUNT * sizeof *mailbox->usual);
		mailbox->usual[customs[c].fact] = usual;
	}
	arena_fini(&scratch);
}

bool
differs_from_most(const struct matter *m, const struct account *account, enum ma_fact fact)
{
	const char *usual = m->mailbox->usual ? m->mailbox->usual[fact] : NULL;
	for (size_t c = 0; usual && c < N_CUSTOMS; c++) {
		if (customs[c].fact != fact)
			continue;
		const char *text = value_of(account, c);
		return text && hash_of(customs[c].meaning, text) != hash_of(customs[c].meaning, usual);
	}
	return false;
}
