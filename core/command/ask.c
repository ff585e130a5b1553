/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/ask.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "command/link.h"
#include "document/exchange.h"
#include "intake/state.h"
#include "model/mailbox-tie.h"

enum { MAX_KEYS = 1000, MAX_ROUNDS = 3 };

struct asking {
	struct call *call;
	struct link link;
	int64_t deadline_ms;
	const char **keys;
	size_t n_keys, n_asked;
	struct document_text *answers; /* one for each key that was asked */
	size_t n_answers;
	const char *why; /* not all could be asked: a sentence */
};

bool
ask_is_url(const char *against)
{
	return str_starts(against, "https://") || str_starts(against, "http://");
}

/* ---- which keys ---- */

static void
add_key(struct asking *a, const char *key)
{
	for (size_t i = 0; i < a->n_keys; i++)
		if (strcmp(a->keys[i], key) == 0)
			return;
	if (a->n_keys == MAX_KEYS)
		a->why = _("too many mailboxes to ask for");
	else
		*(const char **)arena_grow(&a->call->arena, &a->keys, &a->n_keys, sizeof *a->keys) = key;
}

/* The mailbox of each account, and the names that others could know it by. */
static void
add_keys(struct asking *a, const struct scan *candidate, const struct policy *policy)
{
	struct arena *arena = &a->call->arena;
	for (size_t i = 0; i < candidate->n_accounts; i++) {
		struct mailbox_ties ties;
		if (!mailbox_ties_of(candidate->accounts[i], policy, arena, &ties))
			continue;
		add_key(a, ties.mailbox);
		for (size_t k = 0; k < ties.n; k++) {
			const char *name = ties.all[k].name, *tab = strchr(name, '\t');
			if (*name == 'n' || *name == 'a')
				add_key(a, name + 1);
			if (*name == 'b' && tab)
				add_key(a, arena_printf(arena, "%s@%.*s", tab + 1, (int)(tab - name) - 1, name + 1));
			/* Whose full logins begin so, cannot be asked. */
			if (*name == 'b' && ties.all[k].strong)
				a->why = _("a login without its domain cannot be asked for");
		}
	}
}

/* ---- asking ---- */

static const char *
escaped(const char *key, struct arena *arena)
{
	static const char digits[] = "0123456789ABCDEF";
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
	char *out = arena_alloc(arena, 3 * strlen(key) + 1), *p = out;
	for (; *key; key++) {
		unsigned char c = (unsigned char)*key;
		if (strchr(plain, *key)) {
			*p++ = *key;
			continue;
		}
		*p++ = '%';
		*p++ = digits[c >> 4];
		*p++ = digits[c & 15];
	}
	return out;
}

/* One key, as often as --wait lets it.  False and the reason when there is no answer that can be used. */
static bool
ask_key(struct asking *a, const char *key)
{
	struct arena *arena = &a->call->arena;
	const char *url = send_url(&a->link.target, arena_printf(arena, "/v1/mailboxes/%s", escaped(key, arena)), arena);
	for (unsigned turn = 1;; turn++) {
		struct http_answer answer;
		uint64_t random = 0;
		link_ask(&a->link, "GET", url, NULL, 0, false, a->deadline_ms, &answer);
		if (answer.outcome == HTTP_ANSWERED && answer.status == 200) {
			*(struct document_text *)arena_grow(arena, &a->answers, &a->n_answers, sizeof *a->answers) =
			    (struct document_text){ arena_copy(arena, answer.body, answer.n_body), answer.n_body };
			free(answer.body);
			return true;
		}
		bool again = send_meaning(&a->link.target, &answer, false) == SEND_AGAIN;
		int64_t asked_ms = send_retry_after_ms(answer.retry_after, (int64_t)time(NULL));
		a->why = arena_printf(arena, "%s: %s", a->link.target.visible,
		    answer.status == 200 || answer.status == 201 ? _("its answer is none of a collector") : link_why(&a->link, &answer, arena));
		free(answer.body);
		if (!again || !state_random(&random, sizeof random, &a->call->err) || !link_pause(send_pause_ms(turn, random, asked_ms), a->deadline_ms))
			return false;
	}
}

/* Asks for all keys; again, when the policy that is learnt makes others of the same accounts. */
static bool
ask_all(struct asking *a, const struct scan *candidate, struct report *before, struct document_others *others)
{
	struct call *call = a->call;
	for (unsigned round = 0; round < MAX_ROUNDS; round++) {
		struct report *heard = report_new();
		struct err err = { 0 };
		bool ok = common_policy(call, heard, NULL);
		if (ok)
			add_keys(a, candidate, &heard->policy);
		bool more = ok && a->n_asked < a->n_keys;
		while (ok && a->n_asked < a->n_keys)
			ok = ask_key(a, a->keys[a->n_asked++]);
		if (ok && more && !document_read_others(a->answers, a->n_answers, a->link.target.visible, heard, others, &call->arena, &err)) {
			a->why = arena_strdup(&call->arena, err.text);
			ok = false;
		}
		report_free(heard);
		if (!ok)
			return false;
		if (!more)
			break;
		if (others->policy.bytes) {
			call->kept_policy.bytes = others->policy.bytes;
			call->kept_policy.n = others->policy.n;
			call->kept_policy.origin = a->link.target.visible;
		}
	}
	return !a->n_answers || document_read_others(a->answers, a->n_answers, a->link.target.visible, before, others, &call->arena, &call->err);
}

bool
ask_others(struct call *call, const char *url, const struct scan *candidate, struct report *before, struct store_rest *rest)
{
	struct asking a = { .call = call };
	struct document_others others = { 0 };
	struct link_way way = link_way_of(call, url);
	struct err err = { 0 };
	const char *state = link_deadline(call, &a.deadline_ms) ? state_folder(&call->arena, &call->err) : NULL;
	bool later = false;
	*rest = (struct store_rest){ .stale = true };
	if (!state || !link_open(&a.link, call, &way, state, &call->err))
		return false;
	bool all = link_enrol(&a.link, false, a.deadline_ms, &later, &err) && ask_all(&a, candidate, before, &others);
	if (call->err.status)
		return false;
	if (err.status)
		a.why = arena_strdup(&call->arena, err.text);
	*rest = (struct store_rest){ .known = others.known, .stale = others.stale || !all || a.why, .blind = others.blind };
	if (a.why)
		report_add_note(before, MA_NOTE_BAD_DOCUMENT, NULL, NULL, arena_strdup(&before->arena, a.why));
	return true;
}
