/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/writers.h"

#include <string.h>

#include "document/document.h"

static bool
text_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err)
{
	return text_write_report(out, where, report, how->style, err);
}

static bool
text_scan(FILE *out, const char *where, const struct scan *scan, const struct report *report, struct writing *how, struct err *err)
{
	return text_write_scan(out, where, scan, report, how->style, err);
}

static bool
json_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err)
{
	(void)how;
	return document_write_report(out, where, report, err);
}

static bool
json_scan(FILE *out, const char *where, const struct scan *scan, const struct report *report, struct writing *how, struct err *err)
{
	(void)how;
	return document_write_scan(out, where, scan, report, err);
}

static const struct writer writers[] = {
	{ .name = "text", .suffix = "txt", .scheme = "default", .report = text_report, .scan = text_scan },
	{ .name = "json", .suffix = "json", .data = true, .scheme = "default", .report = json_report, .scan = json_scan },
	{ .name = "csv", .suffix = "csv", .scheme = "default", .report = csv_write_report, .encodes = true },
	{ .name = "html", .suffix = "html", .scheme = "default", .report = html_write_report },
	{ .name = "sarif", .suffix = "sarif", .scheme = "default", .report = sarif_write_report },
	{ .name = "junit", .suffix = "xml", .scheme = "default", .report = junit_write_report },
	{ .name = "nagios", .suffix = "txt", .scheme = "nagios", .report = nagios_write_report, .trouble = nagios_write_trouble },
	{ .name = "intune", .suffix = "txt", .scheme = "intune", .report = intune_write_report, .trouble = intune_write_trouble },
};

const struct writer *
writer_by_name(const char *name)
{
	for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
		if (strcmp(writers[i].name, name) == 0)
			return &writers[i];
	return NULL;
}

bool
writer_end(FILE *out, const char *where, struct err *err)
{
	if (fflush(out) != 0 || ferror(out))
		return err_errno(err, where);
	return true;
}
