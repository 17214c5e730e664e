#include <stdlib.h>
#include <string.h>

#include "analyzer/order.h"
#include "planner/join.h"
#include "planner/tests/plan_fixture.h"

/* The same model in the order found. */
static void
search(struct analysis *found, const struct analysis *given)
{
	*found = *given;
	ck_assert(order_search(&found->layers, &given->layers, &given->lifetimes,
			       given->graph));
	ck_assert_int_eq(live_compute(&found->lifetimes, found->graph, &found->layers,
				      TOP_SCOPE, diags),
			 OK);
}

/* Verified: an operand that is read before it is made would be found. */
static int64_t
peak_of(const struct analysis *a)
{
	ck_assert_msg(plan_make(&plan, a, &target, &options, test_arena(), diags) == OK,
		      "%s", complaint());
	return plan.no_spill;
}

/* Both wide values (256 bytes) at once, or one after the other. */
START_TEST(a_branch_is_finished_before_the_next)
{
	struct analysis given, found;

	analysis_from(&given,
		      "x:f32[N,4]; w = f32[4,64]; v = f32[64,4]; "
		      "a = MatMul(x, w); b = MatMul(x, w); "
		      "c = MatMul(a, v); d = MatMul(b, v); y = Add(c, d)",
		      LEVEL_OPS, test_arena());
	search(&found, &given);
	ck_assert_int_eq(peak_of(&given), 2 * 256 + 16);
	/* x, which is read twice, waits with a; then c waits for d */
	ck_assert_int_eq(peak_of(&found), 256 + 16 + 16);
}
END_TEST

/* Two wide values (256 bytes), of which the file makes both before their use. */
static const char branches[] = "x:f32[N,4]; w = f32[4,64]; v = f32[64,4]; "
			       "a = MatMul(x, w); b = MatMul(x, w); "
			       "c = MatMul(a, v); d = MatMul(b, v); "
			       "e = Concat(c, d) {axis=1}; y = Softmax(e)";

START_TEST(joined_layers_keep_the_order_that_was_found)
{
	struct analysis given, found;
	struct layers ordered;
	size_t n;
	bool *wanted;
	int32_t i;

	analysis_from(&given, branches, LEVEL_OPS, test_arena());
	search(&found, &given);
	ordered = found.layers;
	found.ordered = &ordered;
	n = (size_t)given.graph->n_values + 1;
	wanted = arena_new(test_arena(), bool, n);
	memset(wanted, true, n);
	ck_assert_int_eq(join_apply(&found, wanted, diags), OK);
	ck_assert_int_eq(found.layers.n_joins, 1);
	ck_assert_int_eq(found.layers.n, ordered.n - 1);
	for (i = 0; i < 4; i++)
		ck_assert_int_eq(found.layers.list[i].base, ordered.list[i].base);
	/* x and e (32), half of it written, and one branch; not two branches */
	ck_assert_int_eq(peak_of(&found), 256 + 16 + 32);
	ck_assert_int_eq(join_apply(&found, NULL, diags), OK);
	ck_assert_int_eq(found.layers.n, ordered.n);
	ck_assert_int_eq(peak_of(&found), 256 + 16 + 16);
}
END_TEST

START_TEST(orders_of_random_graphs_run)
{
	struct dice d = {(uint64_t)_i};
	struct analysis given, found;
	int i, k;

	for (i = 0; i < 20; i++) {
		options.batch = 1 + i % 3;
		analysis_from(&given,
			      random_graph(&d, 4 + dice_roll(&d, 30), test_arena()),
			      (enum level)(i % LEVEL_COUNT), test_arena());
		search(&found, &given);
		ck_assert_int_eq(found.layers.n, given.layers.n);
		peak_of(&found);
		for (k = 0; k < found.layers.n_inplace; k++)
			ck_assert_int_lt(found.layers.inplace[k].step, found.layers.n);
	}
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("order");

	tcase_add_checked_fixture(t, plan_setup, arena_teardown);
	tcase_add_test(t, a_branch_is_finished_before_the_next);
	tcase_add_test(t, joined_layers_keep_the_order_that_was_found);
	tcase_add_loop_test(t, orders_of_random_graphs_run, 0, 10);
	return suite_main("order", t);
}
