/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * --suppose 'PC-07/program/info@example.co.jp: leave_on_server=yes, delete_after_days=30':
 * another world to judge.  The facts stand behind the last ": " before the
 * first "=", since names of workstations may have colons.
 */
#include "command/command.h"

#include <string.h>

#include "base/str.h"

/* What takes a fact away: no limit, no filters. */
static bool
is_nothing(enum ma_fact fact, const char *value)
{
	bool bare = fact_rows[fact].type == FACT_INT || fact_rows[fact].type == FACT_LIST;
	return bare && (strcmp(value, "none") == 0 || !*value);
}

static char *
trim(struct arena *arena, const char *s, size_t n)
{
	while (n && (*s == ' ' || *s == '\t')) {
		s++;
		n--;
	}
	while (n && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	return arena_copy(arena, s, n);
}

/* Sets one fact of all accounts that fit. */
static bool
suppose_fact(struct call *call, struct report *into, struct supposition *out, struct scan *const *scans, size_t n, enum ma_fact fact, const char *value)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < scans[i]->n_accounts; k++) {
			struct account *a = scans[i]->accounts[k];
			if (!account_matches(a, out->reference))
				continue;
			struct supposed_change *c = arena_grow(&into->arena, &out->changes, &out->n_changes, sizeof *c);
			*c = (struct supposed_change){ .account = a, .from = *account_fact(a, fact), .from_unset = !a->slot[fact] };
			c->from.id = fact;
			if (is_nothing(fact, value))
				account_drop(a, fact);
			else if (!account_parse_fact(a, &scans[i]->arena, fact, value))
				return err_set(&call->err, EXIT_USAGE, "--suppose: \"%s\" is no value of %s%s%s", value, fact_rows[fact].name,
				    fact_rows[fact].words ? ": " : "", fact_rows[fact].words ? fact_rows[fact].words : "");
			if (a->slot[fact]) {
				account_put(a, &scans[i]->arena, fact)->file = FACT_NO_FILE;
				account_sort(a);
			}
			c->to = *account_fact(a, fact);
			c->to.id = fact;
			c->to_unset = !a->slot[fact];
		}
	return true;
}

static bool
suppose(struct call *call, struct report *into, struct scan *const *scans, size_t n, const char *text)
{
	const char *equal = strchr(text, '='), *colon = equal;
	while (colon && colon > text && *colon != ':')
		colon--;
	if (!equal || colon == text)
		return err_set(&call->err, EXIT_USAGE, "--suppose: \"%s\" is not like WORKSTATION[/CLIENT[/ADDRESS]]: FACT=VALUE[, FACT=VALUE...]", text);
	struct supposition *out = arena_grow(&into->arena, &into->supposed, &into->n_supposed, sizeof *out);
	out->reference = trim(&into->arena, text, (size_t)(colon - text));
	bool found = false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < scans[i]->n_accounts; k++)
			found = found || account_matches(scans[i]->accounts[k], out->reference);
	if (!found)
		return err_set(&call->err, EXIT_USAGE, "--suppose: there is no account \"%s\" here", out->reference);
	for (const char *p = colon + 1; *p;) {
		size_t length = strcspn(p, ","), name_length = strcspn(p, "=");
		const char *piece = trim(&into->arena, p, length);
		if (name_length >= length)
			return err_set(&call->err, EXIT_USAGE, "--suppose: \"%s\" is no FACT=VALUE", piece);
		const char *name = trim(&into->arena, p, name_length);
		const char *value = trim(&into->arena, p + name_length + 1, length - name_length - 1);
		int fact = fact_by_name(name);
		if (fact < 0)
			return err_set(&call->err, EXIT_USAGE, "--suppose: there is no fact \"%s\"; mailaccord list facts shows them", name);
		if (!suppose_fact(call, into, out, scans, n, (enum ma_fact)fact, value))
			return false;
		p += length + (p[length] == ',');
	}
	return true;
}

bool
common_suppose(struct call *call, struct report *into, struct scan *const *scans, size_t n)
{
	const struct opt_value *given = &call->options[OPT_SUPPOSE];
	for (size_t i = 0; i < given->n; i++)
		if (!suppose(call, into, scans, n, given->all[i]))
			return false;
	return true;
}
