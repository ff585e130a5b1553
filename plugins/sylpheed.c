/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sylpheed.  kit/sylph.c reads its files.
 */
#include <mailaccord/plugin.h>

#include "kit/sylph.h"
#include "kit/tags.h"

#define FOLDER(base, folder) \
	{ base, folder "//accountrc", "accounts", 4 << 20, NULL }, \
	{ base, folder "//sylpheedrc", "common", 4 << 20, NULL }, \
	{ base, folder "//filter.xml", "filters", 4 << 20, NULL }

static const struct ma_source sources[] = {
	FOLDER(MA_HOME, ".sylpheed-2.0"),
	FOLDER(MA_HOME, ".sylpheed"),
	FOLDER(MA_HOME, "Library/Application Support/Sylpheed"),
	FOLDER(MA_ROAMING, "Sylpheed"),
	{ MA_HOME, "*//clawsrc", "other", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = { SYLPH_TELLS, [MA_FILTERS_SERVER_DELETE] = MA_READS };

/* filter.xml: rules that leave mail unread and delete it from the server. */
static void
tell_filters(const struct say *s, struct ma_str number, struct ma_str bytes, uint32_t file)
{
	struct tags tags = { bytes, 1 };
	struct tag tag, rule = { .opens = false };
	char name[256];
	(void)number;
	while (tags_next(&tags, &tag)) {
		if (span_is(tag.name, "rule"))
			rule = tag;
		bool off = !rule.opens || span_is(tag_attribute(&rule, "enabled"), "false") || span_is(tag_attribute(&rule, "timing"), "manual");
		if (off || !span_is(tag.name, "not-receive"))
			continue;
		struct ma_str called = tag_attribute(&rule, "name");
		called.n = called.n < sizeof name ? called.n : sizeof name;
		s->host->text(s->account, MA_FILTERS_SERVER_DELETE, tag_text(called, name), (struct ma_at){ file, rule.line, MA_SET });
	}
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	static const struct sylph_dialect dialect = { .claws = false, .client = "sylpheed", .flags = 0, .tell_filters = tell_filters };
	return sylph_parse(&dialect, host, out, files, n_files);
}

const struct ma_plugin MAILACCORD_PLUGIN(sylpheed) = {
	sizeof(struct ma_plugin), "sylpheed", "Sylpheed", sources, parse, NULL, MA_TELLS(tells),
};
