/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/document.h"
#include "document/text-page.h"

/* By enum ma_tells.  What is in none of the lists cannot be told. */
static const char *const headings[] = { NULL, N_("read"), N_("implied"), N_("not stored") };

static void
say_facts(struct page *page, const struct document_plugin *plugin, enum ma_tells tells)
{
	const char *between = ":";
	for (size_t f = 0; f < MA_FACT_COUNT; f++) {
		if (plugin->tells[f] != tells)
			continue;
		if (*between == ':')
			page_add(page, INK_DIM, _(headings[tells]));
		page_addf(page, INK_PLAIN, "%s %s", between, fact_rows[f].name);
		between = ",";
	}
	if (*between == ',')
		page_flush(page, 2, 4);
}

bool
text_write_plugins(FILE *out, const char *where, const struct document_plugin *plugins, size_t n, struct text_style style, struct err *err)
{
	struct page page;
	page_init(&page, out, style);
	for (size_t i = 0; i < n; i++) {
		/* In one line however long: the path is there to be copied. */
		fprintf(out, "%-14s %-24s ", plugins[i].name, plugins[i].title);
		text_print(out, plugins[i].path);
		fputc('\n', out);
		for (unsigned tells = MA_READS; tells <= MA_NOT_STORED; tells++)
			say_facts(&page, &plugins[i], (enum ma_tells)tells);
	}
	page_blank(&page);
	page_say(&page, INK_PLAIN, 0, _("What a client does beyond the facts named with it is unknown."));
	return page_fini(&page, where, err);
}
