/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit/say.h"

#include <stdlib.h>
#include <string.h>

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
span_is(struct ma_str s, const char *word)
{
	return s.n == strlen(word) && (!s.n || memcmp(s.p, word, s.n) == 0);
}

bool
span_is_any_case(struct ma_str s, const char *word)
{
	size_t k = 0;
	while (k < s.n && word[k] && lower(s.p[k]) == lower(word[k]))
		k++;
	return k == s.n && !word[k];
}

bool
span_begins(struct ma_str s, const char *start)
{
	size_t n = strlen(start);
	return s.n >= n && memcmp(s.p, start, n) == 0;
}

struct ma_str
span_of(const char *s)
{
	return (struct ma_str){ s ? s : "", s ? strlen(s) : 0 };
}

struct ma_str
span_trim(struct ma_str s)
{
	while (s.n && (*s.p == ' ' || *s.p == '\t'))
		s = (struct ma_str){ s.p + 1, s.n - 1 };
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

struct ma_str
span_cut(struct ma_str *rest, char c)
{
	const char *at = rest->n ? memchr(rest->p, c, rest->n) : NULL;
	struct ma_str part = { rest->p, at ? (size_t)(at - rest->p) : rest->n };
	size_t taken = part.n + (at ? 1 : 0);
	*rest = (struct ma_str){ rest->n ? rest->p + taken : rest->p, rest->n - taken };
	return part;
}

bool
span_unmark(struct ma_str *bytes)
{
	if (span_begins(*bytes, "\xef\xbb\xbf"))
		*bytes = (struct ma_str){ bytes->p + 3, bytes->n - 3 };
	return !span_begins(*bytes, "\xff\xfe") && !span_begins(*bytes, "\xfe\xff");
}

int64_t
span_number(struct ma_str s)
{
	int64_t n = 0;
	for (size_t k = 0; k < s.n; k++) {
		if (s.p[k] < '0' || s.p[k] > '9' || n > (INT64_C(1) << 40))
			return -1;
		n = n * 10 + (s.p[k] - '0');
	}
	return s.n ? n : -1;
}

static bool
take(struct slot *slots, const char *const *names, size_t n, const struct keyfile_line *line, uint32_t file, bool *again,
    bool (*same)(struct ma_str, const char *))
{
	for (size_t k = 0; k < n; k++) {
		if (!same(line->key, names[k]))
			continue;
		if (again)
			*again = slots[k].line != 0;
		slots[k] = (struct slot){ line->value, file, line->line };
		return true;
	}
	return false;
}

bool
slot_take(struct slot *slots, const char *const *names, size_t n, const struct keyfile_line *line, uint32_t file, bool *again)
{
	return take(slots, names, n, line, file, again, span_is);
}

bool
slot_take_any_case(struct slot *slots, const char *const *names, size_t n, const struct keyfile_line *line, uint32_t file, bool *again)
{
	return take(slots, names, n, line, file, again, span_is_any_case);
}

bool
slot_take_in_section(struct slot *slots, const struct slot_name *names, size_t n, const struct keyfile_line *line, uint32_t file)
{
	for (size_t k = 0; line->what == KEYFILE_KEY && k < n; k++) {
		if (!span_is(line->key, names[k].key) || !span_is(line->section, names[k].section))
			continue;
		slots[k] = (struct slot){ line->value, file, line->line };
		return true;
	}
	return false;
}

void
say_ids_fini(struct say_ids *ids)
{
	strset_fini(&ids->set);
}

bool
say_begin(struct say *s, struct say_ids *ids, const struct ma_str *parts, size_t n)
{
	struct ma_str all[8];
	char digits[12];
	size_t size = 0;
	memcpy(all, parts, n * sizeof *all);
	all[n] = MA_STR("");
	while (!strset_add(&ids->set, all, n + 1, 0)) {
		/* One number for all of them: a file of nothing but repetitions takes linear time too. */
		char *p = digits + sizeof digits;
		for (uint32_t k = ++ids->again + 1; k; k /= 10)
			*--p = (char)('0' + k % 10);
		*--p = '#';
		all[n] = (struct ma_str){ p, (size_t)(digits + sizeof digits - p) };
		if (ids->again > 1 << 24)
			return false;
	}
	for (size_t k = 0; k <= n; k++)
		size += all[k].n;
	char *id = malloc(size + 1), *to = id;
	for (size_t k = 0; id && k <= n; k++)
		if (all[k].n) {
			memcpy(to, all[k].p, all[k].n);
			to += all[k].n;
		}
	s->account = id ? s->host->account(s->out, (struct ma_str){ id, size }) : NULL;
	free(id);
	return s->account != NULL;
}

struct ma_at
say_at(const struct say *s, const struct slot *slot, enum ma_state absent)
{
	return slot->line ? (struct ma_at){ slot->file, slot->line, MA_SET } : (struct ma_at){ s->file, s->line, absent };
}

void
say_word(const struct say *s, enum ma_fact fact, const char *word, struct ma_at at)
{
	if (!word)
		at.state = MA_UNKNOWN;
	s->host->text(s->account, fact, span_of(word), at);
}

void
say_num(const struct say *s, enum ma_fact fact, int64_t n, struct ma_at at)
{
	s->host->num(s->account, fact, n, at);
}

/* Of an unknown fact only that is said; the host ignores what kind of value it has. */
void
say_unknown(const struct say *s, enum ma_fact fact, const struct slot *slot)
{
	static const enum ma_fact numbers[] = {
		MA_ENABLED, MA_PORT, MA_LEAVE_ON_SERVER, MA_DELETE_AFTER_DAYS, MA_CHECK_MINUTES, MA_CERTIFICATE_CHECK, MA_RETAIN_DAYS, MA_EXPUNGE_ON_EXIT, MA_SMTP_PORT,
	};
	struct ma_at at = say_at(s, slot, MA_UNKNOWN);
	at.state = MA_UNKNOWN;
	for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
		if (numbers[k] == fact) {
			s->host->num(s->account, fact, 0, at);
			return;
		}
	s->host->text(s->account, fact, MA_STR(""), at);
}

void
say_implied(const struct say *s, enum ma_fact fact, const char *word)
{
	say_word(s, fact, word, (struct ma_at){ s->file, s->line, MA_IMPLIED });
}

void
say_text(const struct say *s, enum ma_fact fact, const struct slot *slot)
{
	if (slot->line && slot->text.n)
		s->host->text(s->account, fact, slot->text, say_at(s, slot, MA_SET));
}

void
say_password(const struct say *s, const struct slot *slot, const char *how)
{
	if (slot->line && slot->text.n)
		say_word(s, MA_PASSWORD_KEPT, how, say_at(s, slot, MA_SET));
}

void
say_port(const struct say *s, const struct slot *slot, const char *protocol, const char *security)
{
	static const struct {
		const char *protocol;
		int plain, tls;
	} ports[] = { { "pop3", 110, 995 }, { "imap", 143, 993 } };
	int64_t n = slot->line ? span_number(slot->text) : 0;
	if (n > 0 && n < 65536) {
		say_num(s, MA_PORT, n, say_at(s, slot, MA_SET));
		return;
	}
	for (size_t k = 0; n >= 0 && protocol && security && k < sizeof ports / sizeof *ports; k++)
		if (strcmp(ports[k].protocol, protocol) == 0) {
			int port = strcmp(security, "tls") == 0 ? ports[k].tls : ports[k].plain;
			say_num(s, MA_PORT, port, (struct ma_at){ s->file, s->line, MA_IMPLIED });
			return;
		}
	say_unknown(s, MA_PORT, slot);
}

void
say_note(const struct say *s, enum ma_note note, const struct slot *slot, const char *key)
{
	s->host->note(s->out, note, say_at(s, slot, MA_UNKNOWN), span_of(key));
}
