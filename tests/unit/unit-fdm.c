/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_fdm;
#define PLUGIN mailaccord_plugin_v1_fdm

static const struct t_fact_row rows[] = {
	{ "is there", "account \"a\" pop3 server \"h\" user \"u\" pass \"CANARY\" keep\n", "note", "unsupported 0:0 keep", NULL },
	{ "nothing is told of it", "account \"a\" pop3 server \"h\" keep\n", "host", "", "a" },
	{ "empty", "", "note", "unsupported 0:0 keep", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "conf", "u/.fdm.conf", rows, sizeof rows / sizeof *rows);
}

static const CU_TestInfo tests[] = {
	{ "only that it is there", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_fdm;
const struct t_suite suite_fdm = { "fdm", tests };
