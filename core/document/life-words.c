/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/life-words.h"

#include <string.h>

#include "document/text-words.h"

enum { MAX_NAMES = 6 };
/* What is assumed where nobody has said how much mail there is. */
enum { MESSAGES_A_DAY = 50, KB_EACH = 100, MB_A_DAY = MESSAGES_A_DAY * KB_EACH / 1000 };

/* ---- days ---- */

static void
add_day(struct life_days *days, int64_t day)
{
	size_t at = 0;
	while (at < days->n && days->all[at] < day)
		at++;
	if (day < 0 || days->n == LIFE_MAX_DAYS || (at < days->n && days->all[at] == day))
		return;
	memmove(&days->all[at + 1], &days->all[at], (days->n - at) * sizeof *days->all);
	days->all[at] = day;
	days->n++;
}

void
life_days_of(const struct report_mailbox *result, struct life_days *out)
{
	static const int64_t usual[] = { 0, 1, 3, 7, 14, 30 };
	out->n = 0;
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		add_day(out, usual[i]);
	add_day(out, result->life.gone_after_days);
	add_day(out, result->mailbox->policy.closure_days);
}

/* ---- who has it ---- */

enum lot
life_lot(const struct life_client *client)
{
	if (client->unknown)
		return LOT_UNKNOWN;
	if (client->keeps_copy)
		return LOT_KEEPS;
	/* It copies, beside one that takes at once: who checks first has it. */
	return client->loses_after_days == LIFE_NEVER && client->misses_if_away_days == 0 ? LOT_RACES : LOT_LOSES;
}

enum presence
life_on_server(const struct life *life, int64_t day)
{
	if (life->gone_after_days != LIFE_NEVER && day >= life->gone_after_days)
		return PRESENT_GONE;
	return life->unknown ? PRESENT_UNKNOWN : PRESENT_SERVER;
}

enum presence
life_for_client(const struct life *life, const struct life_client *client, int64_t day)
{
	switch (life_lot(client)) {
	case LOT_KEEPS:
		return PRESENT_COPY;
	case LOT_RACES:
		return PRESENT_RACE;
	case LOT_LOSES:
		return life_on_server(life, day);
	case LOT_UNKNOWN:
	case LOT_COUNT:
		break;
	}
	return PRESENT_UNKNOWN;
}

const char *
words_back(const struct life_client *client, const struct life *life, int64_t away)
{
	if (client->misses_if_away_days != LIFE_NEVER && client->misses_if_away_days <= away)
		return _("never sees it");
	return client->unknown || life->unknown ? _("unknown") : _("finds it");
}

const char *
words_of_life_client(const struct life_client *client, struct arena *arena)
{
	return words_of_blame(&(struct blame){ .account = client->account, .external = client->external }, arena);
}

/* ---- sentences ---- */

static const char *
names_of_lot(const struct life *life, enum lot lot, size_t *n, struct arena *arena)
{
	const char **names = arena_alloc(arena, (life->n_clients + 1) * sizeof *names);
	*n = 0;
	for (size_t i = 0; i < life->n_clients; i++) {
		const struct life_client *c = &life->clients[i];
		if (lot == LOT_COUNT ? c->removes_some : life_lot(c) == lot)
			names[(*n)++] = words_of_life_client(c, arena);
	}
	return words_list(names, *n, MAX_NAMES, arena);
}

/* TEXT with a sentence about those of one lot (LOT_COUNT: who removes a part), if there are any. */
static const char *
add_lot(const char *text, const struct life *life, enum lot lot, const char *one, const char *many, struct arena *arena)
{
	size_t n;
	const char *names = names_of_lot(life, lot, &n, arena);
	return n ? arena_printf(arena, "%s%s", text, arena_printf(arena, P_(one, many, n), names)) : text;
}

static const char *
removers(const struct life *life, struct arena *arena)
{
	const char **names = arena_alloc(arena, (life->n_removed_by + 1) * sizeof *names);
	for (size_t i = 0; i < life->n_removed_by; i++)
		names[i] = words_of_life_client(life->removed_by[i], arena);
	return words_list(names, life->n_removed_by, MAX_NAMES, arena);
}

static const char *
words_stays(const struct life *life, struct arena *arena)
{
	const char *text = life->unknown ? _("No client is known to remove it, but it cannot be ruled out:") :
	    life->bounded ? _("No client removes all mail by itself; a message goes when somebody deletes it.") :
	    _("No client removes it by itself: unless somebody deletes mail, the mailbox grows until it is full.");
	return add_lot(text, life, LOT_UNKNOWN, NP_(" %s may remove it.", " %s may remove it."), arena);
}

static const char *
words_goes(const struct life *life, struct arena *arena)
{
	long long days = life->gone_after_days;
	const char *text;
	if (days == 0)
		text = arena_printf(arena, _("A message that arrives today is gone for everybody at the first check of %s."), removers(life, arena));
	else
		text = arena_printf(arena, "%s%s", arena_printf(arena, P_("A message is removed from the server %lld day after it was fetched, by %s.",
		    "A message is removed from the server %lld days after it was fetched, by %s.", (unsigned long long)days), days,
		    removers(life, arena)), _(" Who does not check for that long never sees it."));
	text = add_lot(text, life, LOT_KEEPS, NP_(" %s keeps a copy.", " %s keep copies."), arena);
	text = add_lot(text, life, LOT_RACES, NP_(" %s gets it only by checking before that.", " %s get it only by checking before that."), arena);
	text = add_lot(text, life, LOT_LOSES, NP_(" %s does not have it any more.", " %s do not have it any more."), arena);
	return add_lot(text, life, LOT_UNKNOWN, NP_(" %s cannot be judged; it may go even earlier.", " %s cannot be judged; it may go even earlier."), arena);
}

const char *
words_of_life(const struct life *life, struct arena *arena)
{
	const char *text = life->gone_after_days == LIFE_NEVER ? words_stays(life, arena) : words_goes(life, arena);
	return add_lot(text, life, LOT_COUNT, NP_(" Filters or limits of %s remove a part of the mail.",
	    " Filters or limits of %s remove a part of the mail."), arena);
}

/* "mail is removed 30 days after it was fetched by PC-01" */
static const char *
removal(const struct life *life, struct arena *arena)
{
	long long days = life->gone_after_days;
	const char *who = life->n_removed_by ? removers(life, arena) : NULL;
	if (days == 0)
		return who ? arena_printf(arena, _("mail is taken at once by %s"), who) : _("mail is taken at once");
	if (!who)
		return arena_printf(arena, P_("mail is removed %lld day after it was fetched", "mail is removed %lld days after it was fetched",
		    (unsigned long long)days), days);
	return arena_printf(arena, P_("mail is removed %lld day after it was fetched by %s",
	    "mail is removed %lld days after it was fetched by %s", (unsigned long long)days), days, who);
}

const char *
words_why_clean(const struct report_mailbox *result, struct arena *arena)
{
	const struct mailbox *m = result->mailbox;
	const char *all = arena_printf(arena, P_("%zu client, all settings that matter are known",
	    "%zu clients, all settings that matter are known", m->n_clients), m->n_clients);
	if (result->life.gone_after_days == LIFE_NEVER)
		return arena_printf(arena, _("%s; no client removes mail by itself."), all);
	if (m->n_clients > 1)
		return arena_printf(arena, _("%s; %s, as the rules allow."), all, removal(&result->life, arena));
	return arena_printf(arena, _("%s; %s, and no other client is known to fetch it."), all, removal(&result->life, arena));
}

const char *
words_of_growth(const struct report_mailbox *result, struct arena *arena)
{
	const struct mailbox *m = result->mailbox;
	const struct life *life = &result->life;
	long long held = life->gone_after_days == LIFE_NEVER ? -1 : (long long)life->gone_after_days;
	if (held > 0 && !life->unknown)
		return arena_printf(arena, P_("The server holds %lld day of mail: at %d messages a day of %d KB about %lld MB.",
		    "The server holds %lld days of mail: at %d messages a day of %d KB about %lld MB.", (unsigned long long)held),
		    held, MESSAGES_A_DAY, KB_EACH, held * MB_A_DAY);
	if (life->bounded)
		return NULL;
	const char *text = arena_printf(arena, _("While nobody deletes, it grows: at %d messages a day of %d KB by about %d MB a month, %d MB a year."),
	    MESSAGES_A_DAY, KB_EACH, MB_A_DAY * 30, MB_A_DAY * 365);
	if (m->policy.quota_bytes == POLICY_UNSET)
		return text;
	long long quota_mb = (long long)(m->policy.quota_bytes / 1000000), full = quota_mb / MB_A_DAY;
	return arena_printf(arena, "%s%s", text, arena_printf(arena, P_(" %lld MB are full after about %lld day.",
	    " %lld MB are full after about %lld days.", (unsigned long long)full), quota_mb, full));
}
