/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of commands, and the only place that turns trouble into a line on
 * standard error and an exit status.
 */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/env.h"
#include "base/lang.h"
#include "base/str.h"
#include "intake/confine.h"
#include "command/command.h"

const struct opt_row option_rows[] = {
#define OPTION(id, name, letter, argument, words, help) [OPT_##id] = { name, letter, argument, words, help },
#include "command/options.def"
#undef OPTION
};

#define OPTIONS(...) (const int[]){ __VA_ARGS__, OPT_LANG, OPT_HELP, -1 }
#define ANY ((size_t)-1)

const struct command commands[] = {
	{ "scan", "[PATH...]", N_("the settings of every mail client on this workstation"),
	    N_("Reads the settings of the mail clients of this workstation, or of the files and folders named, and says which conflicts are "
	    "visible from there. Nothing is ever changed."),
	    OPTIONS(OPT_ADDRESS, OPT_BASELINE, OPT_CA_FILE, OPT_CODEPAGE, OPT_COLOR, OPT_ENCODING, OPT_ENROL_SECRET_FILE, OPT_EXIT_SCHEME, OPT_FAIL_ON, OPT_FORMAT, OPT_NAME, OPT_OUTPUT,
	    OPT_PIN, OPT_POLICY, OPT_PROXY, OPT_QUIET, OPT_ROOT, OPT_SEND, OPT_SHOW_WHAT_IS_SENT, OPT_SITE_KEY_FILE, OPT_TAG, OPT_TEXTS, OPT_TOKEN_FILE, OPT_WAIT),
	    0, ANY, command_scan },
	{ "report", "FILE|DIR...", N_("the conflicts between all workstations' clients"),
	    N_("Joins scans of many workstations around each mailbox and says which client on which workstation must change which setting. "
	    "A folder of client files counts as one workstation and is scanned on the way."),
	    OPTIONS(OPT_ADDRESS, OPT_BASELINE, OPT_CA_FILE, OPT_CHANGES, OPT_CODEPAGE, OPT_COLOR, OPT_ENCODING, OPT_EXIT_SCHEME, OPT_FAIL_ON, OPT_FORMAT, OPT_OUTPUT, OPT_PIN, OPT_POLICY, OPT_PROXY, OPT_QUIET, OPT_SINCE, OPT_SUPPOSE, OPT_TEXTS,
	    OPT_WAIT, OPT_WEBHOOK, OPT_WEBHOOK_SECRET_FILE), 1, ANY, command_report },
	{ "gate", "[SCAN|PATH]", N_("may this new workstation go live?"),
	    N_("Judges this workstation (or the scan or folder named) together with all others, and blames only what it causes or makes worse."),
	    OPTIONS(OPT_ADDRESS, OPT_AGAINST, OPT_BASELINE, OPT_CA_FILE, OPT_CODEPAGE, OPT_COLOR, OPT_ENCODING, OPT_ENROL_SECRET_FILE, OPT_EXIT_SCHEME, OPT_FAIL_ON, OPT_FORMAT, OPT_NAME, OPT_OUTPUT, OPT_PIN, OPT_POLICY, OPT_PROXY, OPT_QUIET, OPT_REPLACES, OPT_ROOT, OPT_SUPPOSE, OPT_TEXTS, OPT_TOKEN_FILE, OPT_WAIT),
	    0, 1, command_gate },
	{ "send", "[FILE|DIR...]", N_("hand scans to a collector"),
	    N_("Sends the scans named, and what an earlier run could not send. Nothing is thrown away before the server has said that it is stored."),
	    OPTIONS(OPT_ADDRESS, OPT_CA_FILE, OPT_CODEPAGE, OPT_ENROL_SECRET_FILE, OPT_PIN, OPT_POLICY, OPT_PROXY, OPT_QUIET, OPT_SHOW_WHAT_IS_SENT, OPT_SITE_KEY_FILE, OPT_TO, OPT_TOKEN_FILE, OPT_WAIT),
	    0, ANY, command_send },
	{ "plan", "FILE|DIR...", N_("what to change where, in which order"),
	    N_("Finds the fewest changes of settings that make each mailbox sound, and the order in which they do no harm. What is unknown is "
	    "to be looked at first; what no setting does is said. Nothing is ever changed."),
	    OPTIONS(OPT_ADDRESS, OPT_BASELINE, OPT_CODEPAGE, OPT_COLOR, OPT_FAIL_ON, OPT_PAGE_FORMAT, OPT_OUTPUT, OPT_POLICY, OPT_QUIET, OPT_SUPPOSE, OPT_TOWARD), 1, ANY, command_plan },
	{ "handover", "[SCAN|PATH...]", N_("what to carry over before a workstation goes"),
	    N_("Says which mail exists only on this workstation (or the scans, files and folders named), where it lies, what the next one gets by itself, and "
	    "what to type and do in which order. Mail is never read: files are counted, and the head of a data file is looked at."),
	    OPTIONS(OPT_CODEPAGE, OPT_COLOR, OPT_HANDOVER_FORMAT, OPT_NAME, OPT_OUTPUT, OPT_POLICY, OPT_QUIET, OPT_ROOT), 0, ANY, command_handover },
	{ "provision", "", N_("files that set a new client up as agreed"),
	    N_("Writes the files that set a client up with what the policy wants, and says what to do with them. No file holds a password, none that is "
	    "there is replaced, and no client is ever changed: whoever sets the client up applies them."),
	    OPTIONS(OPT_MAILBOX, OPT_CLIENT, OPT_COLOR, OPT_PAGE_FORMAT, OPT_PERSON, OPT_OUTPUT, OPT_POLICY, OPT_SET), 0, 0, command_provision },
	{ "explain", "RULE", N_("what a finding means and what to do"), N_("Prints the page of one rule, named by id or code."),
	    OPTIONS(OPT_COLOR, OPT_PAGE_FORMAT, OPT_OUTPUT), 1, 1, command_explain },
	{ "list", "rules|plugins|facts", N_("what this program knows"),
	    N_("Lists the rules, the clients it can read, or the facts it knows of an account."),
	    OPTIONS(OPT_PAGE_FORMAT, OPT_OUTPUT), 1, 1, command_list },
	{ "store", "VERB STORE [ARG...]", N_("scans of many workstations in a database"),
	    N_("VERB is import, list, show, export, forget, policy, token, enrol or revoke. STORE is sqlite:PATH, the PATH of such a file, or "
	    "postgresql://HOST/DATABASE; report, plan and gate take it in place of a folder."),
	    OPTIONS(OPT_EXPIRES, OPT_KEEP, OPT_PAGE_FORMAT, OPT_OLDER_THAN, OPT_OUTPUT, OPT_QUIET, OPT_SCOPE, OPT_USES, OPT_WORKSTATION), 2, ANY, command_store },
	{ "collect", "", N_("takes scans in over HTTPS and answers gates and people"),
	    N_("Runs until it is told to end (SIGTERM). What is acknowledged is in the store. SIGHUP reads certificate and secrets again."),
	    OPTIONS(OPT_ENROL_SECRET_FILE, OPT_LISTEN, OPT_RATE, OPT_STORE, OPT_TLS_CERT, OPT_TLS_KEY, OPT_TOKEN_DAYS), 0, 0, command_collect },
};
const size_t n_commands = sizeof commands / sizeof *commands;

static void
help(FILE *out)
{
	fprintf(out, "%s\n\n%s\n\n", _("usage: mailaccord COMMAND [OPTION...] [ARGUMENT...]"),
	    _("Finds mail clients whose settings harm a shared mailbox."));
	for (size_t i = 0; i < n_commands; i++)
		fprintf(out, "  %-10s%-21s%s\n", commands[i].name, commands[i].arguments, _(commands[i].summary));
	fprintf(out, "\n  --help                       %s\n", _("this help; mailaccord COMMAND --help for one command"));
	fprintf(out, "  --lang LANG                  %s: %s\n", _("language for people (default: as the locale says)"), lang_words);
	fprintf(out, "  --version                    %s\n\n", _("version and how parsers are confined"));
	fprintf(out, "%s\n", _("Exit status: 0 nothing to report, 1 findings, 2 cannot be decided, 64 and above trouble."));
}

static void
help_command(const struct command *c)
{
	printf(_("usage: mailaccord %s [OPTION...] %s"), c->name, c->arguments);
	printf("\n\n%s\n\n", _(c->text));
	opt_help(stdout, option_rows, c->options);
}

static int
version(void)
{
	printf("mailaccord %s\n", PACKAGE_VERSION);
	printf(_("parsers run in: %s\n"), _(confine_strength()));
	return EXIT_CLEAN;
}

/* The language of the locale, or that of "--lang LANG" wherever it stands; all other options are the command's.
 * Returns the index of the command, behind such options; 0 when LANG is none that there is. */
static int
choose_language(int argc, char **argv)
{
	static const char flag[] = "--lang";
	int command = 1, lang;
	lang_set(lang_of_locale(env_get("LANGUAGE"), env_get("LC_ALL"), env_get("LC_MESSAGES"), env_get("LANG")));
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *rest = str_starts(argv[i], flag) ? argv[i] + sizeof flag - 1 : NULL;
		bool before = i == command, apart = rest && !*rest && i + 1 < argc;
		if (!apart && !(rest && *rest == '='))
			continue;
		const char *word = apart ? argv[++i] : rest + 1;
		bool known = str_word(lang_words, word, strlen(word), &lang);
		if (known)
			lang_set((enum lang)lang);
		else if (before)
			return 0;
		command = before ? i + 1 : command;
	}
	return command;
}

static int
run(const struct command *command, int argc, char **argv)
{
	struct call call = { .command = command };
	int first = opt_parse(option_rows, command->options, argc, argv, call.options, &call.arena, &call.err);
	int status = EXIT_USAGE, lang;
	/* It was seen before, unless the option was abbreviated. */
	if (first >= 0 && call.options[OPT_LANG].given && str_word(lang_words, call.options[OPT_LANG].text, strlen(call.options[OPT_LANG].text), &lang))
		lang_set((enum lang)lang);
	if (first >= 0 && call.options[OPT_HELP].given) {
		help_command(command);
		status = EXIT_CLEAN;
	} else if (first >= 0) {
		call.arguments = (const char **)argv + first;
		call.n_arguments = (size_t)(argc - first);
		if (call.n_arguments < command->min_arguments || call.n_arguments > command->max_arguments)
			err_set(&call.err, EXIT_USAGE, "usage: mailaccord %s [OPTION...] %s", command->name, command->arguments);
		else if (common_check_format(&call) && common_settings(&call))
			status = command->run(&call);
	}
	if (!call.err.status && (fflush(stdout) != 0 || ferror(stdout)))
		err_set(&call.err, EXIT_IO, "standard output: cannot be written");
	if (call.err.status) {
		bool said = common_trouble(&call);
		if (!said)
			fprintf(stderr, "mailaccord: %s\n", call.err.text);
		if (!said && call.err.status == EXIT_USAGE)
			fprintf(stderr, _("Try: mailaccord %s --help\n"), command->name);
		status = call.err.status;
	}
	status = common_in_scheme(&call, status);
	arena_fini(&call.arena);
	return status;
}

int
main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "");
	int first = choose_language(argc, argv);
	if (!first) {
		fprintf(stderr, _("mailaccord: --lang: there are %s\n"), lang_words);
		return EXIT_USAGE;
	}
	const char *word = argc > first ? argv[first] : "";
	if (strcmp(word, CONFINE_CHILD) == 0 && argc == 2)
		return confine_child();
	for (size_t i = 0; i < n_commands; i++)
		if (strcmp(word, commands[i].name) == 0)
			return run(&commands[i], argc - first, argv + first);
	if (strcmp(word, "--version") == 0)
		return version();
	bool asked = strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
	if (!asked && *word)
		fprintf(stderr, _("mailaccord: there is no command \"%s\"\n"), word);
	help(asked ? stdout : stderr);
	return asked ? EXIT_CLEAN : EXIT_USAGE;
}
