/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The values of one account, put together one by one.
 */
#include <string.h>

#include "apple-account.h"

void
apple_account_begin(struct apple_account *a, uint32_t line)
{
	memset(a->slot, 0, sizeof a->slot);
	a->texts.n = a->addresses.n = 0;
	a->line = line;
	a->cut = false;
}

void
apple_account_fill(struct apple_account *a, enum slot_name name, const struct plist_value *v)
{
	struct slot *s = &a->slot[name];
	if (s->seen) {
		struct ma_str old = apple_text(&a->texts, s);
		s->clash = s->clash || s->is != v->is || s->num != v->num || old.n != v->text.n || (old.n && memcmp(old.p, v->text.p, old.n) != 0);
		return;
	}
	*s = (struct slot){ .seen = true, .is = v->is, .line = v->line, .num = v->num };
	if (v->is != PLIST_IS_TEXT)
		return;
	size_t at = grow_add(&a->texts, v->text.p, v->text.n);
	if (at < UINT32_MAX && v->text.n < UINT32_MAX) {
		s->text = (uint32_t)at;
		s->text_bytes = (uint32_t)v->text.n;
	} else {
		s->is = PLIST_IS_BAD;
	}
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
add_address(struct apple_account *a, const char *p, size_t n, uint32_t line)
{
	const char *open = memchr(p, '<', n), *close = open ? memchr(open, '>', n - (size_t)(open - p)) : NULL;
	if (close) {
		p = open + 1;
		n = (size_t)(close - p);
	}
	while (n && is_blank(*p))
		p++, n--;
	while (n && is_blank(p[n - 1]))
		n--;
	size_t at = n ? grow_add(&a->texts, p, n) : SIZE_MAX;
	if (at >= UINT32_MAX)
		return;
	struct apple_address row = { (uint32_t)at, (uint32_t)n, line };
	grow_add(&a->addresses, &row, sizeof row);
}

void
apple_account_addresses(struct apple_account *a, struct ma_str list, uint32_t line)
{
	const char *p = list.p, *end = p + list.n;
	while (p < end) {
		const char *comma = memchr(p, ',', (size_t)(end - p));
		const char *stop = comma ? comma : end;
		add_address(a, p, (size_t)(stop - p), line);
		p = stop + 1;
	}
}
