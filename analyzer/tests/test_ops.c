/*
 * The table of operators: what must hold of every row.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/ops.h"
#include "analyzer/tests/graph_text.h"

START_TEST(rows_are_found_by_name)
{
	struct arena *arena = test_arena();
	int32_t n, i;
	const struct op **all = ops_all(arena, &n);

	ck_assert_int_gt(n, 400);
	for (i = 0; i < n; i++)
		ck_assert_ptr_eq(op_find(all[i]->domain, all[i]->name), all[i]);
	ck_assert_ptr_eq(op_find("ai.onnx", "Relu"), op_find("", "Relu"));
	ck_assert_ptr_null(op_find("", "NoSuchOperator"));
	arena_close(arena);
}
END_TEST

START_TEST(versions_rise)
{
	struct arena *arena = test_arena();
	int32_t n, i;
	const struct op **all = ops_all(arena, &n);

	for (i = 0; i < n; i++) {
		const char *at = all[i]->versions;
		long last = 0, version;
		char *end;

		for (;; at = end + 1) {
			version = strtol(at, &end, 10);
			ck_assert_msg(end > at && version > last, "%s: versions '%s'",
				      all[i]->name, all[i]->versions);
			last = version;
			if (*end == '\0')
				break;
			ck_assert_int_eq(*end, ',');
		}
	}
	arena_close(arena);
}
END_TEST

START_TEST(every_row_has_a_shape_and_they_are_sorted)
{
	struct arena *arena = test_arena();
	int32_t n, i, order;
	const struct op **all = ops_all(arena, &n);

	for (i = 0; i < n; i++) {
		ck_assert_msg(all[i]->shape, "%s has no shape rule", all[i]->name);
		if (i == 0)
			continue;
		order = strcmp(all[i - 1]->domain, all[i]->domain);
		ck_assert(order < 0 ||
			  (order == 0 && strcmp(all[i - 1]->name, all[i]->name) < 0));
	}
	arena_close(arena);
}
END_TEST

int
main(void)
{
	TCase *tc = tcase_create("ops");

	tcase_add_test(tc, rows_are_found_by_name);
	tcase_add_test(tc, versions_rise);
	tcase_add_test(tc, every_row_has_a_shape_and_they_are_sorted);
	return suite_main("ops", tc);
}
