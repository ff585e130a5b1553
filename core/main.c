/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of commands, and the only place that turns trouble into a line on
 * standard error and an exit status.
 */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "intake/confine.h"
#include "command/command.h"

const struct opt_row option_rows[] = {
#define OPTION(id, name, letter, argument, words, help) [OPT_##id] = { name, letter, argument, words, help },
#include "command/options.def"
#undef OPTION
};

#define OPTIONS(...) (const int[]){ __VA_ARGS__, OPT_HELP, -1 }
#define ANY ((size_t)-1)

const struct command commands[] = {
	{ "scan", "[PATH...]", "the settings of every mail client on this workstation",
	    "Reads the settings of the mail clients of this workstation, or of the files and folders named, and says which conflicts are "
	    "visible from there. Nothing is ever changed.",
	    OPTIONS(OPT_ADDRESS, OPT_CODEPAGE, OPT_COLOR, OPT_FAIL_ON, OPT_FORMAT, OPT_NAME, OPT_OUTPUT, OPT_POLICY, OPT_QUIET, OPT_ROOT, OPT_TAG),
	    0, ANY, command_scan },
	{ "report", "FILE|DIR...", "the conflicts between all workstations' clients",
	    "Joins scans of many workstations around each mailbox and says which client on which workstation must change which setting. "
	    "A folder of client files counts as one workstation and is scanned on the way.",
	    OPTIONS(OPT_ADDRESS, OPT_CODEPAGE, OPT_COLOR, OPT_FAIL_ON, OPT_FORMAT, OPT_OUTPUT, OPT_POLICY, OPT_QUIET), 1, ANY, command_report },
	{ "gate", "[SCAN|PATH]", "may this new workstation go live?",
	    "Judges this workstation (or the scan or folder named) together with all others, and blames only what it causes or makes worse.",
	    OPTIONS(OPT_ADDRESS, OPT_AGAINST, OPT_CODEPAGE, OPT_COLOR, OPT_FAIL_ON, OPT_FORMAT, OPT_NAME, OPT_OUTPUT, OPT_POLICY, OPT_QUIET, OPT_ROOT),
	    0, 1, command_gate },
	{ "explain", "RULE", "what a finding means and what to do", "Prints the page of one rule, named by id or code.",
	    OPTIONS(OPT_COLOR, OPT_FORMAT, OPT_OUTPUT), 1, 1, command_explain },
	{ "list", "rules|plugins|facts", "what this program knows", "Lists the rules, the clients it can read, or the facts it knows of an account.",
	    OPTIONS(OPT_FORMAT, OPT_OUTPUT), 1, 1, command_list },
};
const size_t n_commands = sizeof commands / sizeof *commands;

static void
help(FILE *out)
{
	fputs("usage: mailaccord COMMAND [OPTION...] [ARGUMENT...]\n\n"
	      "Finds mail clients whose settings harm a shared mailbox.\n\n", out);
	for (size_t i = 0; i < n_commands; i++)
		fprintf(out, "  %-8s%-21s%s\n", commands[i].name, commands[i].arguments, commands[i].summary);
	fputs("\n  --help                       this help; mailaccord COMMAND --help for one command\n"
	      "  --version                    version and how parsers are confined\n\n"
	      "Exit status: 0 nothing to report, 1 findings, 2 cannot be decided, 64 and above trouble.\n", out);
}

static void
help_command(const struct command *c)
{
	printf("usage: mailaccord %s [OPTION...] %s\n\n%s\n\n", c->name, c->arguments, c->text);
	opt_help(stdout, option_rows, c->options);
}

static int
version(void)
{
	printf("mailaccord %s\nparsers run in: %s\n", PACKAGE_VERSION, confine_strength());
	return EXIT_CLEAN;
}

static int
run(const struct command *command, int argc, char **argv)
{
	struct call call = { .command = command };
	int first = opt_parse(option_rows, command->options, argc, argv, call.options, &call.arena, &call.err);
	int status = EXIT_USAGE;
	if (first >= 0 && call.options[OPT_HELP].given) {
		help_command(command);
		status = EXIT_CLEAN;
	} else if (first >= 0) {
		call.arguments = (const char **)argv + first;
		call.n_arguments = (size_t)(argc - first);
		if (call.n_arguments < command->min_arguments || call.n_arguments > command->max_arguments)
			err_set(&call.err, EXIT_USAGE, "usage: mailaccord %s [OPTION...] %s", command->name, command->arguments);
		else
			status = command->run(&call);
	}
	if (!call.err.status && (fflush(stdout) != 0 || ferror(stdout)))
		err_set(&call.err, EXIT_IO, "standard output: cannot be written");
	if (call.err.status) {
		fprintf(stderr, "mailaccord: %s\n", call.err.text);
		if (call.err.status == EXIT_USAGE)
			fprintf(stderr, "Try: mailaccord %s --help\n", command->name);
		status = call.err.status;
	}
	arena_fini(&call.arena);
	return status;
}

int
main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "");
	const char *word = argc > 1 ? argv[1] : "";
	for (size_t i = 0; i < n_commands; i++)
		if (strcmp(word, commands[i].name) == 0)
			return run(&commands[i], argc - 1, argv + 1);
	if (strcmp(word, "--version") == 0)
		return version();
	bool asked = strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
	if (!asked && *word)
		fprintf(stderr, "mailaccord: there is no command \"%s\"\n", word);
	help(asked ? stdout : stderr);
	return asked ? EXIT_CLEAN : EXIT_USAGE;
}
