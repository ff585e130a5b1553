/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/command.h"

#include <inttypes.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "document/document.h"
#include "document/text.h"
#include "judge/audit.h"
#include "model/provider.h"

static bool
list_rules(struct call *call, const struct output *output, const char *where, bool json)
{
	FILE *out = output->file;
	if (json)
		return document_write_rules(out, where, rules, n_rules, &call->err);
	for (size_t i = 0; i < n_rules; i++) {
		char *severity = str_nth_word(&call->arena, severity_words, (int)rules[i].severity);
		fprintf(out, "%-4s %-30s %-9s %s", rules[i].code, rules[i].id, severity, _(rules[i].title));
		if (rules[i].needs) {
			fputc(' ', out);
			fprintf(out, _("(not decided: needs %s)"), _(rules[i].needs));
		}
		fputc('\n', out);
	}
	return true;
}

static bool
list_facts(struct call *call, const struct output *output, const char *where, bool json)
{
	FILE *out = output->file;
	static const char *const types[] = { NC_("type", "text"), NC_("type", "list"), NC_("type", "integer"), NC_("type", "yes/no"), NC_("type", "word") };
	if (json)
		return document_write_facts(out, where, &call->err);
	for (size_t i = 0; i < MA_FACT_COUNT; i++) {
		const char *type = _(types[fact_rows[i].type]);
		int width = text_width(type);
		fprintf(out, "%-22s %s%*s %s", fact_rows[i].name, type, width < 8 ? 8 - width : 0, "", _(fact_rows[i].help));
		if (fact_rows[i].words)
			fprintf(out, ": %s", fact_rows[i].words);
		fputc('\n', out);
	}
	return true;
}

static bool
list_plugins(struct call *call, const struct output *output, const char *where, bool json)
{
	struct loader loader;
	loader_init(&loader, NULL);
	struct document_plugin *all = arena_alloc(&call->arena, (loader.n + 1) * sizeof *all);
	for (size_t i = 0; i < loader.n; i++) {
		const struct ma_plugin *plugin = loader.plugins[i].plugin;
		all[i] = (struct document_plugin){ plugin->name, plugin->title, loader.plugins[i].path, { 0 } };
		for (unsigned f = 0; f < MA_FACT_COUNT; f++)
			all[i].tells[f] = (uint8_t)loader_tells(plugin, (enum ma_fact)f);
	}
	bool ok = json ? document_write_plugins(output->file, where, all, loader.n, loader.refused, loader.n_refused, &call->err)
		       : text_write_plugins(output->file, where, all, loader.n, common_style(call, output), &call->err);
	for (size_t i = 0; i < loader.n_refused; i++) {
		const char *clause;
		int n = (int)lang_clause(loader.refused[i], &clause);
		fprintf(stderr, "mailaccord: %.*s%s\n", n, loader.refused[i], clause);
	}
	loader_fini(&loader);
	return ok;
}

/* "host, host, machine*" */
static void
print_provider_hosts(FILE *out, const struct policy_provider *provider)
{
	const char *comma = "";
	for (size_t i = 0; i < n_provider_hosts; i++)
		if (provider_hosts[i].provider == provider) {
			fprintf(out, "%s%s%s", comma, provider_hosts[i].name, provider_hosts[i].machine ? _(" (each a server of its own)") : "");
			comma = ", ";
		}
	fputc('\n', out);
}

static void
print_number(FILE *out, const char *what, int64_t number)
{
	if (number != POLICY_UNSET)
		fprintf(out, "  %-16s %" PRId64 "\n", what, number);
}

static void
print_tri(FILE *out, const char *what, int tri)
{
	if (tri != POLICY_UNSET)
		fprintf(out, "  %-16s %s\n", what, tri ? "yes" : "no");
}

static void
print_word(FILE *out, const char *what, const char *word)
{
	if (word)
		fprintf(out, "  %-16s %s\n", what, word);
}

/* Members are called as in a policy; what is not known is left out. */
static bool
list_providers(struct call *call, const struct output *output, const char *where, bool json)
{
	FILE *out = output->file;
	if (json)
		return document_write_providers(out, where, &call->err);
	for (size_t i = 0; i < n_providers; i++) {
		const struct policy_provider *p = &providers[i];
		fprintf(out, "%s%s: %s\n  %-16s ", i ? "\n" : "", p->name, p->title, "hosts");
		print_provider_hosts(out, p);
		for (size_t k = 0; k < p->n_domains; k++)
			print_word(out, k ? "" : "domains", p->domains[k]);
		print_number(out, "pop_port", p->pop_port);
		print_number(out, "imap_port", p->imap_port);
		print_number(out, "smtp_port", p->smtp_port);
		print_number(out, "conn_imap", p->conn_imap);
		print_number(out, "conn_pop", p->conn_pop);
		print_number(out, "login_delay", p->login_delay);
		print_number(out, "recent_days", p->recent_days);
		print_number(out, "expire_days", p->expire_days);
		print_tri(out, "uidl", p->uidl);
		print_tri(out, "pop_lock", p->pop_lock);
		print_tri(out, "pop_sets_seen", p->pop_sets_seen);
		print_tri(out, "junk_hidden", p->junk_hidden);
		print_word(out, "auth_required", p->auth_required);
		print_word(out, "auth_since", p->auth_since);
		print_word(out, "plain_ends", p->plain_ends);
		print_word(out, "source", p->source);
		print_word(out, "checked_on", p->checked_on);
	}
	return true;
}

int
command_list(struct call *call)
{
	static const struct {
		const char *name;
		bool (*list)(struct call *call, const struct output *output, const char *where, bool json);
	} lists[] = { { "rules", list_rules }, { "plugins", list_plugins }, { "facts", list_facts },
		{ "providers", list_providers } };
	struct output output;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		if (strcmp(lists[i].name, call->arguments[0]) != 0)
			continue;
		if (!output_open(&output, call))
			return EXIT_CANNOT_CREATE;
		bool json = call->options[OPT_PAGE_FORMAT].given && common_wants_data(call);
		bool ok = lists[i].list(call, &output, output.path ? output.path : _("standard output"), json);
		return output_close(&output, ok, &call->err) ? EXIT_CLEAN : EXIT_IO;
	}
	err_set(&call->err, EXIT_USAGE, "cannot list \"%s\": rules, plugins, facts or providers", call->arguments[0]);
	return EXIT_USAGE;
}
