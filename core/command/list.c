/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/command.h"

#include <string.h>

#include "base/str.h"
#include "document/document.h"
#include "document/text.h"
#include "judge/audit.h"

static bool
list_rules(struct call *call, FILE *out, const char *where, bool json)
{
	if (json)
		return document_write_rules(out, where, rules, n_rules, &call->err);
	for (size_t i = 0; i < n_rules; i++) {
		char *severity = str_nth_word(&call->arena, severity_words, (int)rules[i].severity);
		fprintf(out, "%-4s %-30s %-9s %s\n", rules[i].code, rules[i].id, severity, rules[i].title);
	}
	return true;
}

static bool
list_facts(struct call *call, FILE *out, const char *where, bool json)
{
	static const char *const types[] = { "text", "list", "integer", "yes/no", "word" };
	if (json)
		return document_write_facts(out, where, &call->err);
	for (size_t i = 0; i < MA_FACT_COUNT; i++)
		fprintf(out, "%-22s %-8s %s%s%s\n", fact_rows[i].name, types[fact_rows[i].type], fact_rows[i].help, fact_rows[i].words ? ": " : "",
		    fact_rows[i].words ? fact_rows[i].words : "");
	return true;
}

static bool
list_plugins(struct call *call, FILE *out, const char *where, bool json)
{
	struct loader loader;
	loader_init(&loader, NULL);
	struct document_plugin *all = arena_alloc(&call->arena, (loader.n + 1) * sizeof *all);
	for (size_t i = 0; i < loader.n; i++)
		all[i] = (struct document_plugin){ loader.plugins[i].plugin->name, loader.plugins[i].plugin->title, loader.plugins[i].path };
	bool ok = true;
	if (json)
		ok = document_write_plugins(out, where, all, loader.n, loader.refused, loader.n_refused, &call->err);
	else
		for (size_t i = 0; i < loader.n; i++) {
			fprintf(out, "%-14s %-24s ", all[i].name, all[i].title);
			text_print(out, all[i].path);
			fputc('\n', out);
		}
	for (size_t i = 0; i < loader.n_refused; i++)
		fprintf(stderr, "mailaccord: %s\n", loader.refused[i]);
	loader_fini(&loader);
	return ok;
}

int
command_list(struct call *call)
{
	static const struct {
		const char *name;
		bool (*list)(struct call *call, FILE *out, const char *where, bool json);
	} lists[] = { { "rules", list_rules }, { "plugins", list_plugins }, { "facts", list_facts } };
	struct output output;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		if (strcmp(lists[i].name, call->arguments[0]) != 0)
			continue;
		if (!output_open(&output, call))
			return EXIT_CANNOT_CREATE;
		bool json = call->options[OPT_FORMAT].given && common_wants_json(call, &output);
		bool ok = lists[i].list(call, output.file, output.path ? output.path : "standard output", json);
		return output_close(&output, ok, &call->err) ? EXIT_CLEAN : EXIT_IO;
	}
	err_set(&call->err, EXIT_USAGE, "cannot list \"%s\": rules, plugins or facts", call->arguments[0]);
	return EXIT_USAGE;
}
