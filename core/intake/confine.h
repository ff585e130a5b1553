/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plugin's parse runs in a child process that can open no file and no
 * connection and has limits on time and memory: a crash or a hang costs one
 * note.  Where there is no fork(2) it runs in this process, and
 * confine_strength says so.
 */
#ifndef INTAKE_CONFINE_H
#define INTAKE_CONFINE_H

#include "intake/record.h"

enum confine_outcome { CONFINE_DONE, CONFINE_CRASHED, CONFINE_TIMED_OUT, CONFINE_TOO_MUCH };

/* What the child does: first PREPARE may open and map what it needs, then the
 * doors close, then RUN speaks to OUT. */
struct bundle_wire;
struct confine_job {
	void (*prepare)(void *job);
	void (*run)(void *job, struct record_out *out);
	/* Where a child is a program of its own: PREPARE runs here, this packs what it prepared, and confine_child runs it there. */
	void (*pack)(void *job, struct bundle_wire *wire);
	void *job;
	uint64_t input_bytes; /* the memory limit grows with it */
};

/* Runs the job and returns all it said in *SAID (malloc'd, the caller's; also
 * what came before a crash). */
enum confine_outcome
confine_run(const struct confine_job *job, struct ma_str *said);

/* What main calls when this process is such a child, with the only argument it has then. */
#define CONFINE_CHILD "--confined"
int
confine_child(void);

/* How parsers are kept apart in this build: "child process, system calls filtered", ... */
const char *
confine_strength(void);

#endif
