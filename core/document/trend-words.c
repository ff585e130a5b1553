/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/trend-words.h"

#include <string.h>

#include "base/lang.h"
#include "document/text-words.h"

const char *
words_of_trend(enum trend trend)
{
	static const char *const words[TREND_COUNT] = {
		[TREND_NEW] = NC_("finding", "new"),
		[TREND_WORSE] = NC_("finding", "worse"),
		[TREND_OTHER] = NC_("finding", "otherwise"),
		[TREND_BETTER] = NC_("finding", "better"),
		[TREND_UNCHANGED] = NC_("finding", "unchanged"),
	};
	return words[trend] ? lang_text(words[trend]) : "";
}

const char *
words_of_gone(enum gone_why why)
{
	static const char *const words[GONE_COUNT] = {
		[GONE_CHANGED] = N_("a setting was changed"),
		[GONE_REMOVED] = N_("the account is not there any more"),
		[GONE_OTHERS] = N_("others of the mailbox have changed"),
		[GONE_KNOWN] = N_("it is known now, and sound"),
		[GONE_RETIRED] = N_("out of use, says the policy"),
		[GONE_WAIVED] = N_("waived now"),
		[GONE_UNKNOWN] = N_("cannot be told any more"),
		[GONE_SILENT] = N_("not heard of any more"),
		[GONE_OTHERS_SILENT] = N_("others that shared it are not heard of any more"),
	};
	return _(words[why]);
}

/* The names of those blamed, each once. */
struct names {
	const char **all;
	size_t n;
};

static void
add_name(struct names *names, const struct blame *blame, struct arena *arena)
{
	const char *name = words_of_blame(blame, arena);
	if (!names->n || strcmp(names->all[names->n - 1], name) != 0)
		*(const char **)arena_grow(arena, &names->all, &names->n, sizeof name) = name;
}

char *
words_gone(const struct gone *gone, size_t max, struct arena *arena)
{
	char *said = arena_strdup(arena, "");
	for (int why = 0; why < GONE_COUNT; why++) {
		struct names names = { 0 };
		for (size_t i = 0; i < gone->n_who; i++)
			if ((int)gone->who[i].why == why)
				add_name(&names, gone->who[i].blame, arena);
		if (!names.n)
			continue;
		const char *list = words_list(names.all, names.n, max, arena);
		const char *one = arena_printf(arena, _("%s: %s"), list, words_of_gone((enum gone_why)why));
		said = *said ? arena_printf(arena, _("%s; %s"), said, one) : arena_strdup(arena, one);
	}
	return said;
}

char *
words_added(const struct finding *finding, size_t max, struct arena *arena)
{
	struct names names = { 0 };
	for (size_t i = 0; i < finding->n_blame; i++)
		if (finding->blame[i].trend == TREND_NEW || finding->blame[i].trend == TREND_WORSE)
			add_name(&names, &finding->blame[i], arena);
	return arena_strdup(arena, words_list(names.all, names.n, max, arena));
}

const char *
trend_since(const struct report *report)
{
	return report->baseline ? report->baseline->policy.today : NULL;
}
