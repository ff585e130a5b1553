/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of mail providers that the program comes with (providers.def).
 * What a policy says of a provider comes before it: see policy.h.
 */
#ifndef MODEL_PROVIDER_H
#define MODEL_PROVIDER_H

#include "model/policy.h"

/* One HOST or MACHINE row. */
struct provider_host {
	const char *name; /* a host, or "*." and a suffix; lower case */
	const struct policy_provider *provider;
	bool machine; /* each name is a server of its own */
};

/* By name; their hosts are in provider_hosts. */
extern const struct policy_provider *const providers;
extern const size_t n_providers;
extern const struct provider_host *const provider_hosts; /* in byte order of names */
extern const size_t n_provider_hosts;

/* The row that HOST (in any letter case) is in, or NULL; the longest suffix wins.  Logarithmic. */
const struct provider_host *
provider_of_host(const char *host);

/* The row called NAME, or NULL. */
const struct policy_provider *
provider_by_name(const char *name);

/* Sets every member to "unset". */
void
provider_init(struct policy_provider *provider);

/* Fills what is unset from the row of the same name, if there is one. */
void
provider_inherit(struct policy_provider *provider);

#endif
