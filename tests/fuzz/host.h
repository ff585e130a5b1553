/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A host that believes nothing: it ends the program when a plugin breaks the
 * rules of mailaccord/plugin.h, or says different things about the same bytes.
 */
#ifndef HOST_H
#define HOST_H

#include <mailaccord/plugin.h>
#include <stdbool.h>

/* What a harness defines; libFuzzer calls it, or replay.c. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program with the sentence unless TRUTH. */
void
host_insist(bool truth, const char *sentence);

/* A copy of N bytes with one more behind them that is readable and no NUL; malloc'd. */
char *
host_bytes(const void *bytes, size_t n);

/* Calls parse, twice; then, when the plugin wants files, again with the first
 * N_SPARE of SPARE as the files wanted. */
void
host_parse(const struct ma_plugin *plugin, const struct ma_file *files, size_t n, const struct ma_file *spare, size_t n_spare);

#endif
