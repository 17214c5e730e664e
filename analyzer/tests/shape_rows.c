#include "analyzer/tests/shape_rows.h"

#include <check.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/tests/graph_text.h"

static const struct shape_table *tables;

static void
check_row(const struct shape_row *row)
{
	struct arena *arena = test_arena();
	struct graph *g = graph_inferred(row->text, row->type ? OK : ERR_INPUT, arena);
	const char *found = row->type ? type_of(g, "y") : "";

	ck_assert_msg(!row->type || !strcmp(found, row->type),
		      "%s\n  found %s, wanted %s", row->text, found, row->type);
	ck_assert_msg(!row->macs || total_macs(g) == row->macs,
		      "%s\n  found %" PRId64 " MACs, wanted %" PRId64, row->text,
		      total_macs(g), row->macs);
	arena_close(arena);
}

START_TEST(rows_are_as_stated)
{
	for (size_t i = 0; i < tables[_i].n; i++)
		check_row(&tables[_i].rows[i]);
}
END_TEST

int
shape_rows_main(const char *name, const struct shape_table *given, size_t n)
{
	Suite *suite = suite_create(name);
	SRunner *runner = srunner_create(suite);
	int failed;

	tables = given;
	for (size_t i = 0; i < n; i++) {
		TCase *tc = tcase_create(given[i].name);

		tcase_add_loop_test(tc, rows_are_as_stated, (int)i, (int)i + 1);
		suite_add_tcase(suite, tc);
	}
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
