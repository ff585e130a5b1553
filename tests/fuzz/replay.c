/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A harness without libFuzzer: runs it over the files and folders named, and
 * over each cut short and changed a little, always in the same way.  Options
 * are those of libFuzzer and are passed over.  Each file is named before it is
 * run: the last one named is the one that crashed.
 */
#include "host.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CHANGES = 12, CHANGED_MAX_BYTES = 16384, MAX_BYTES = 4 << 20 };

static size_t n_inputs;

static uint32_t
next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static void
run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = malloc(MAX_BYTES);
	host_insist(f && bytes, path);
	size_t n = fread(bytes, 1, MAX_BYTES, f);
	fclose(f);
	printf("# %s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(bytes, n);
	n_inputs++;
	uint32_t state = (uint32_t)n;
	for (int i = 0; n && n <= CHANGED_MAX_BYTES && i < CHANGES; i++) {
		uint8_t *changed = malloc(n);
		host_insist(changed != NULL, "out of memory");
		memcpy(changed, bytes, n);
		for (int k = 0; k < i / 2; k++)
			changed[next(&state) % n] = (uint8_t)next(&state);
		LLVMFuzzerTestOneInput(changed, i % 2 ? n : next(&state) % n);
		free(changed);
	}
	free(bytes);
}

static void
run_path(const char *path)
{
	struct stat st;
	host_insist(stat(path, &st) == 0, path);
	if (!S_ISDIR(st.st_mode)) {
		run_file(path);
		return;
	}
	struct dirent **names;
	int n = scandir(path, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char inner[4096];
		snprintf(inner, sizeof inner, "%s/%s", path, names[i]->d_name);
		if (strcmp(names[i]->d_name, ".") != 0 && strcmp(names[i]->d_name, "..") != 0)
			run_path(inner);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (argv[i][0] != '-')
			run_path(argv[i]);
	printf("# %zu inputs\n", n_inputs);
	return n_inputs ? 0 : 1;
}
