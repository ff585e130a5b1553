/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/finding.h"

#include <inttypes.h>
#include <string.h>

#include "base/str.h"
#include "model/report.h"

const char *const severity_words = "info low medium high critical";
const char *const finding_status_words = "fail unknown waived";
const char *const mailbox_status_words = "clean fail unknown";

/* Days beyond the longest closure until everybody has looked again. */
enum { DAYS_TO_LOOK_AGAIN = 3 };

int64_t
policy_keep_days(const struct policy_mailbox *policy)
{
	int64_t absence = policy->closure_days == POLICY_UNSET ? 0 : policy->closure_days + DAYS_TO_LOOK_AGAIN;
	int64_t least = policy->min_keep_days == POLICY_UNSET ? POLICY_MIN_KEEP_DAYS : policy->min_keep_days;
	return least > absence ? least : absence;
}

/* Minutes that providers advise, and minutes between one client's check and the next one's. */
enum { CALM_MINUTES = 15, APART_MINUTES = 3, SECONDS_PER_MINUTE = 60 };

int64_t
mailbox_check_minutes(const struct mailbox *mailbox)
{
	int64_t n = (int64_t)mailbox->n_pop, apart = APART_MINUTES;
	const struct policy_provider *p = mailbox->provider;
	if (p && p->login_delay > APART_MINUTES * SECONDS_PER_MINUTE)
		apart = (p->login_delay + SECONDS_PER_MINUTE - 1) / SECONDS_PER_MINUTE;
	return n * apart > CALM_MINUTES ? n * apart : CALM_MINUTES;
}

int64_t
mailbox_connections(const struct mailbox *mailbox)
{
	int64_t n = (int64_t)mailbox->n_imap, allowed = mailbox->provider ? mailbox->provider->conn_imap : POLICY_UNSET;
	for (size_t i = 0; i < mailbox->n_externals; i++)
		allowed -= mailbox->externals[i]->protocol && str_same(mailbox->externals[i]->protocol, "imap");
	return n && allowed / n > 1 ? allowed / n : 1;
}

/* Values that depend on the mailbox. */
static const char *
mailbox_value(const char *name, const struct mailbox *mailbox, struct arena *arena)
{
	const char *login = mailbox && mailbox->spelling ? mailbox->spelling : mailbox ? mailbox->login : NULL;
	if (strcmp(name, ADVICE_CHECK_MINUTES) == 0)
		return arena_printf(arena, "%" PRId64, mailbox ? mailbox_check_minutes(mailbox) : CALM_MINUTES);
	if (strcmp(name, ADVICE_CONNECTIONS) == 0)
		return arena_printf(arena, "%" PRId64, mailbox ? mailbox_connections(mailbox) : 1);
	if (strcmp(name, ADVICE_LOGIN) == 0)
		return login ? login : N_("the mailbox's login");
	if (strcmp(name, ADVICE_RECENT_LOGIN) == 0)
		return arena_printf(arena, "recent:%s", login ? login : "login");
	return NULL;
}

/* NULL: most have none. */
static const char *
usual_value(const struct mailbox *mailbox, enum ma_fact fact)
{
	const char *usual = mailbox->usual ? mailbox->usual[fact] : NULL;
	return usual && *usual ? usual : NULL;
}

const char *
advice_value(const struct advice *advice, const struct mailbox *mailbox, struct arena *arena)
{
	if (strcmp(advice->value, ADVICE_NO_LIMIT) == 0)
		return NULL;
	if (strcmp(advice->value, ADVICE_KEEP_DAYS) == 0)
		return arena_printf(arena, "%" PRId64, mailbox ? policy_keep_days(&mailbox->policy) : POLICY_MIN_KEEP_DAYS);
	if (strcmp(advice->value, ADVICE_USUAL) == 0)
		return !mailbox ? advice->value : usual_value(mailbox, advice->fact);
	if (strcmp(advice->value, ADVICE_ADDRESS) == 0)
		return mailbox ? mailbox->address : advice->value;
	const char *value = mailbox_value(advice->value, mailbox, arena);
	return value ? value : advice->value;
}

bool
advice_fits(const struct advice *advice, const struct account *account)
{
	/* What only fetches has nothing to send through. */
	if (advice->fact == MA_SMTP_SECURITY && !account->slot[MA_SMTP_SECURITY] && !account->slot[MA_SMTP_HOST])
		return false;
	bool pop_only = advice->fact == MA_LEAVE_ON_SERVER || advice->fact == MA_DELETE_WHEN;
	return !pop_only || account->slot[advice->fact] || !account_is(account, MA_PROTOCOL, "imap");
}

bool
advice_apply(const struct rule *rule, const struct mailbox *mailbox, struct account *account, struct arena *arena)
{
	bool changed = false;
	for (size_t i = 0; i < RULE_ADVICES && rule->advice[i].fact != MA_FACT_COUNT; i++) {
		const struct advice *advice = &rule->advice[i];
		const char *value = advice_value(advice, mailbox, arena);
		if (!value)
			account_drop(account, advice->fact);
		changed |= !value || account_parse_fact(account, arena, advice->fact, value);
	}
	return changed;
}
