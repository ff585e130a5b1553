/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Claws Mail's matcherrc:
 *
 *	file   = section*		only [filtering] acts on arriving mail
 *	rule   = ["enabled" | "disabled"] ["rulename" text] ["account" number] condition+ action+
 *	action = "delete" | "delete_on_server" | "mark_as_read" | "move" text
 *	       | ("forward" | "forward_as_attachment" | "redirect") number text | others
 *
 * A rule is a line; a text stands in double quotes, "\" before a quote and a
 * backslash.  No word of an action is one of a condition.  What "execute" does
 * is unknown.  Only "delete_on_server", of Sylpheed-Claws up to 0.9, reaches a
 * POP server.
 */
#include "claws-filters.h"

#include <string.h>

#define MAX_RULES 2000

/* The next word, or the text of a quoted one with its escapes; *QUOTED tells which. */
static struct ma_str
take_word(struct ma_str *rest, bool *quoted)
{
	*rest = span_trim(*rest);
	struct ma_str word = { rest->p, 0 };
	*quoted = rest->n && *rest->p == '"';
	if (*quoted) {
		word.p++;
		while (word.n + 1 < rest->n && word.p[word.n] != '"')
			word.n += word.p[word.n] == '\\' && word.n + 2 < rest->n ? 2 : 1;
		size_t taken = word.n + 2 < rest->n ? word.n + 2 : rest->n;
		*rest = (struct ma_str){ rest->p + taken, rest->n - taken };
		return word;
	}
	while (word.n < rest->n && word.p[word.n] != ' ' && word.p[word.n] != '\t')
		word.n++;
	*rest = (struct ma_str){ rest->p + word.n, rest->n - word.n };
	return word;
}

static void
tell(const struct say *s, enum ma_fact fact, struct ma_str text, struct ma_at at)
{
	char plain[512];
	struct ma_str out = { plain, 0 };
	for (size_t k = 0; k < text.n && out.n < sizeof plain; k++) {
		k += text.p[k] == '\\' && k + 1 < text.n;
		plain[out.n++] = text.p[k];
	}
	s->host->text(s->account, fact, out, at);
}

/* What the rule does, if it is for this account. */
static void
tell_rule(const struct say *s, struct ma_str number, struct ma_str rule, struct ma_at at)
{
	static const char *const forwards[] = { "forward", "forward_as_attachment", "redirect" };
	struct ma_str name = MA_STR("");
	while ((rule = span_trim(rule)).n) {
		bool quoted, is_forward = false;
		struct ma_str word = take_word(&rule, &quoted);
		if (quoted)
			continue;
		for (size_t k = 0; k < 3; k++)
			is_forward |= span_is(word, forwards[k]);
		if (span_is(word, "disabled"))
			return;
		if (span_is(word, "rulename")) {
			name = take_word(&rule, &quoted);
		} else if (span_is(word, "account")) {
			struct ma_str only = take_word(&rule, &quoted);
			if (only.n != number.n || memcmp(only.p, number.p, only.n) != 0)
				return;
		} else if (span_is(word, "delete")) {
			tell(s, MA_FILTERS_DELETE, name, at);
		} else if (span_is(word, "delete_on_server")) {
			tell(s, MA_FILTERS_SERVER_DELETE, name, at);
		} else if (span_is(word, "mark_as_read")) {
			tell(s, MA_FILTERS_MARK_READ, name, at);
		} else if (span_is(word, "move")) {
			struct ma_str folder = take_word(&rule, &quoted);
			tell(s, span_begins(folder, "#imap") ? MA_FILTERS_MOVE : MA_FILTERS_MOVE_LOCAL, name, at);
		} else if (is_forward) {
			take_word(&rule, &quoted);
			tell(s, MA_FILTERS_FORWARD, name, at);
			tell(s, MA_FORWARDS_TO, take_word(&rule, &quoted), at);
		}
	}
}

void
claws_filters(const struct say *s, struct ma_str number, struct ma_str bytes, uint32_t file)
{
	bool arriving = false;
	size_t n_rules = 0;
	for (uint32_t line = 1; bytes.n; line++) {
		struct ma_str rule = span_cut(&bytes, '\n');
		if (rule.n && rule.p[rule.n - 1] == '\r')
			rule.n--;
		if (rule.n && *rule.p == '[')
			arriving = span_is(rule, "[filtering]");
		else if (arriving && rule.n && n_rules++ < MAX_RULES)
			tell_rule(s, number, rule, (struct ma_at){ file, line, MA_SET });
	}
	if (n_rules > MAX_RULES)
		s->host->note(s->out, MA_NOTE_LIMIT, (struct ma_at){ file, 0, MA_UNKNOWN }, MA_STR("filtering"));
}
