/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/policy.h"

#include "base/str.h"
#include "model/provider.h"

static const struct policy_mailbox nothing = {
	.min_keep_days = POLICY_UNSET,
	.closure_days = POLICY_UNSET,
	.quota_bytes = POLICY_UNSET,
	.shared = POLICY_UNSET,
};

const enum ma_fact policy_settings[] = {
	MA_PROTOCOL, MA_HOST, MA_PORT, MA_LOGIN, MA_SECURITY, MA_AUTH,
	MA_LEAVE_ON_SERVER, MA_DELETE_AFTER_DAYS, MA_DELETE_WHEN, MA_MAX_DOWNLOAD_KB, MA_DELETE_MODEL, MA_CHECK_MINUTES,
	MA_SMTP_HOST, MA_SMTP_PORT, MA_SMTP_SECURITY, MA_SMTP_AUTH, MA_SMTP_LOGIN, MA_FACT_COUNT,
};

void
policy_init(struct policy *policy, const char *today)
{
	*policy = (struct policy){ .site = nothing, .max_age_days = POLICY_UNSET, .today = today };
}

static int64_t
first_set(int64_t a, int64_t b, int64_t otherwise)
{
	return a != POLICY_UNSET ? a : b != POLICY_UNSET ? b : otherwise;
}

struct policy_mailbox
policy_for(const struct policy *policy, const char *address)
{
	const struct policy_mailbox *site = &policy->site, *own = &nothing;
	for (size_t i = 0; i < policy->n_mailboxes; i++)
		if (str_same(policy->mailboxes[i].address, address))
			own = &policy->mailboxes[i];
	return (struct policy_mailbox){
		.address = address,
		.deleter = own->deleter ? own->deleter : site->deleter,
		.min_keep_days = first_set(own->min_keep_days, site->min_keep_days, POLICY_MIN_KEEP_DAYS),
		.closure_days = first_set(own->closure_days, site->closure_days, POLICY_UNSET),
		.quota_bytes = first_set(own->quota_bytes, site->quota_bytes, POLICY_UNSET),
		.shared = (int)first_set(own->shared, site->shared, POLICY_UNSET),
		.backup = own->n_backup ? own->backup : site->backup,
		.n_backup = own->n_backup ? own->n_backup : site->n_backup,
		.settings = own->settings,
	};
}

static bool
fits_one(const char *const *globs, size_t n, const char *host)
{
	for (size_t i = 0; i < n; i++)
		if (str_glob(globs[i], host, true))
			return true;
	return false;
}

const struct policy_provider *
policy_provider_of_host(const struct policy *policy, const char *host, bool *machine)
{
	bool ignored;
	machine = machine ? machine : &ignored;
	*machine = false;
	for (size_t i = 0; host && i < policy->n_providers; i++) {
		const struct policy_provider *p = &policy->providers[i];
		if (fits_one(p->hosts, p->n_hosts, host))
			return p;
		*machine = fits_one(p->machines, p->n_machines, host);
		if (*machine)
			return p;
	}
	const struct provider_host *row = provider_of_host(host);
	if (!row)
		return NULL;
	*machine = row->machine;
	for (size_t i = 0; i < policy->n_providers; i++)
		if (str_same(policy->providers[i].name, row->provider->name))
			return &policy->providers[i];
	return row->provider;
}
