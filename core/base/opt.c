/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/opt.h"

#include <getopt.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"

enum { FIRST = 256 };

int
opt_parse(const struct opt_row *rows, const int *used, int argc, char **argv, struct opt_value *values, struct arena *arena, struct err *err)
{
	int n = 0;
	while (used[n] >= 0)
		n++;
	struct option *longs = arena_alloc(arena, (size_t)(n + 1) * sizeof *longs);
	char *shorts = arena_alloc(arena, (size_t)n * 2 + 2), *s = shorts;
	*s++ = ':';
	for (int i = 0; i < n; i++) {
		const struct opt_row *row = &rows[used[i]];
		longs[i] = (struct option){ row->name, row->argument ? required_argument : no_argument, NULL, FIRST + used[i] };
		if (row->letter) {
			*s++ = row->letter;
			if (row->argument)
				*s++ = ':';
		}
	}
	opterr = 0;
	optind = 1;
	for (int c; (c = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
		const char *word = argv[optind > 1 ? optind - 1 : 1];
		int row = c - FIRST, index;
		if (c == '?') {
			err_set(err, EXIT_USAGE, "unknown option: %s", word);
			return -1;
		}
		if (c == ':') {
			err_set(err, EXIT_USAGE, "option needs a value: %s", word);
			return -1;
		}
		for (int i = 0; i < n && c < FIRST; i++)
			if (rows[used[i]].letter == c)
				row = used[i];
		struct opt_value *v = &values[row];
		if (optarg && rows[row].words && !str_word(rows[row].words, optarg, strlen(optarg), &index)) {
			err_set(err, EXIT_USAGE, "--%s: \"%s\" is none of: %s", rows[row].name, optarg, rows[row].words);
			return -1;
		}
		v->given = true;
		v->text = optarg;
		if (optarg)
			*(const char **)arena_grow(arena, &v->all, &v->n, sizeof *v->all) = optarg;
	}
	return optind;
}

void
opt_help(FILE *out, const struct opt_row *rows, const int *used)
{
	for (int i = 0; used[i] >= 0; i++) {
		const struct opt_row *row = &rows[used[i]];
		char letter[8] = "    ";
		if (row->letter)
			snprintf(letter, sizeof letter, "-%c, ", row->letter);
		int n = fprintf(out, "  %s--%s%s%s", letter, row->name, row->argument ? " " : "", row->argument ? row->argument : "");
		fprintf(out, "%*s%s", n < 28 ? 28 - n : 1, "", _(row->help));
		if (row->words)
			fprintf(out, ": %s", row->words);
		fputc('\n', out);
	}
}
