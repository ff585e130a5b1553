/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs all suites with CUnit and says the outcome in TAP.  Arguments name
 * suites to run; none: all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/TestRun.h>

#include "t.h"

#define SUITE(name) extern const struct t_suite suite_##name;
#include "suites.def"
#undef SUITE

static const struct t_suite *const suites[] = {
#define SUITE(name) &suite_##name,
#include "suites.def"
#undef SUITE
};
enum { N_SUITES = sizeof suites / sizeof *suites };

static unsigned number;

static void
complete(const CU_pTest test, const CU_pSuite suite, const CU_pFailureRecord failure)
{
	for (CU_pFailureRecord f = failure; f; f = f->pNext)
		printf("# %s:%u: %s\n", f->strFileName ? f->strFileName : "", f->uiLineNumber, f->strCondition ? f->strCondition : "");
	printf("%s %u - %s: %s\n", failure ? "not ok" : "ok", ++number, suite->pName, test->pName);
	fflush(stdout);
}

static int
wanted(const struct t_suite *suite, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], suite->name) == 0)
			return 1;
	return argc < 2;
}

int
main(int argc, char **argv)
{
	if (CU_initialize_registry() != CUE_SUCCESS)
		return 1;
	for (size_t i = 0; i < N_SUITES; i++) {
		if (!wanted(suites[i], argc, argv))
			continue;
		CU_pSuite suite = CU_add_suite(suites[i]->name, NULL, NULL);
		for (const CU_TestInfo *t = suites[i]->tests; suite && t->pName; t++)
			if (!CU_add_test(suite, t->pName, t->pTestFunc))
				return 1;
	}
	CU_set_test_complete_handler(complete);
	CU_run_all_tests();
	unsigned failed = CU_get_number_of_tests_failed();
	if (argc < 2) {
		bool lies = t_unshown() > 0;
		failed += lies;
		printf("%s %u - plugins: what they declare as read is read by a test\n", lies ? "not ok" : "ok", ++number);
	}
	printf("1..%u\n", number);
	CU_cleanup_registry();
	return failed ? 1 : 0;
}
