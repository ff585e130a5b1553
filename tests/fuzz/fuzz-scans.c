/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scan documents, which anybody may have written, are read, judged and
 * reported; what is written is a document again.
 */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>

#include "document/document.h"
#include "document/text.h"
#include "judge/audit.h"

static void
write_all(const struct report *report)
{
	char *json = NULL, *page = NULL;
	size_t n_json, n_page;
	struct err err = { 0 };
	FILE *out = open_memstream(&json, &n_json);
	host_insist(out && document_write_report(out, "memory", report, &err) && fclose(out) == 0, "the report cannot be written");
	host_insist(document_kind(json, n_json) == DOCUMENT_REPORT, "a report that is none");
	out = open_memstream(&page, &n_page);
	host_insist(out && text_write_report(out, "memory", report, (struct text_style){ .columns = 80 }, &err) && fclose(out) == 0,
	    "the page cannot be written");
	for (size_t i = 0; i < n_page; i++)
		host_insist((unsigned char)page[i] >= 0x20 || page[i] == '\n', "a control character in the page");
	free(json);
	free(page);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = host_bytes(data, size);
	struct report *report = report_new();
	struct err err = { 0 };
	(void)document_kind(bytes, size);
	policy_init(&report->policy, "2026-01-01");
	if (document_read_scans(bytes, size, "input", report, &err)) {
		report_settle(report);
		audit(report);
		write_all(report);
	} else {
		host_insist(err.status && err.text[0], "refused without a reason");
	}
	report_free(report);
	free(bytes);
	return 0;
}
