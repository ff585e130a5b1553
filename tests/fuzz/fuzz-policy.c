/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Policies: read, and asked for a mailbox and a provider.
 */
#include "host.h"

#include <stdlib.h>

#include "document/document.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = host_bytes(data, size);
	struct arena arena = { 0 };
	struct policy policy;
	struct err err = { 0 };
	policy_init(&policy, "2026-01-01");
	if (document_read_policy(bytes, size, "input", &policy, &arena, &err)) {
		(void)policy_for(&policy, "info@example.co.jp");
		(void)policy_for(&policy, NULL);
		(void)policy_provider_of_host(&policy, "pop.example.co.jp", NULL);
	} else {
		host_insist(err.status && err.text[0], "refused without a reason");
	}
	arena_fini(&arena);
	free(bytes);
	return 0;
}
