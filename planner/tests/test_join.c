#include <stdlib.h>
#include <string.h>

#include "analyzer/join.h"
#include "planner/join.h"
#include "planner/tests/plan_fixture.h"
#include "planner/verify.h"

static void
join_all(void)
{
	size_t n = (size_t)analysis.graph->n_values + 1;
	bool *wanted = arena_new(arena, bool, n);

	memset(wanted, true, n);
	ck_assert_int_eq(join_apply(&analysis, wanted, diags), OK);
}

/* Joins whatever can be; how many that are. */
static int
joined(const char *text, enum level level)
{
	analysis_from(&analysis, text, level, arena);
	join_all();
	return analysis.layers.n_joins;
}

/* a and b are 64 bytes each, c is 128. */
static const char pair[] = "x:f32[N,16]; w = f32[16,16]; a = MatMul(x, w); "
			   "b = MatMul(x, w); c = Concat(a, b) {axis=1}; "
			   "y = ReduceSum(c) {keepdims=0}";

START_TEST(a_join_saves_the_copy)
{
	const struct lifetime *c;

	analysis_from(&analysis, pair, LEVEL_OPS, arena);
	ck_assert_int_eq(join_no_spill(&analysis, 1, arena), 64 + 64 + 128);
	ck_assert_int_eq(joined(pair, LEVEL_OPS), 1);
	/* x and all of c, from the first product on */
	ck_assert_int_eq(join_no_spill(&analysis, 1, arena), 64 + 128);
	ck_assert_int_eq(join_no_spill_apart(&analysis, 1, arena), 256);
	c = &analysis.lifetimes
		     .list[analysis.lifetimes.of[graph_find(analysis.graph, "a")]];
	ck_assert_str_eq(analysis.graph->values[c->value].name, "c");
	ck_assert_int_eq(c->def, 0);
	ck_assert_int_eq(c->written, 1);
	ck_assert_int_eq(c->n_uses, 2);
	ck_assert_int_eq(analysis.layers.n, 3);
	ck_assert(!analysis.layers.joins[0].outer);
}
END_TEST

START_TEST(a_partly_written_buffer_stays)
{
	joined(pair, LEVEL_OPS);
	plan_analysis(127);
	ck_assert(!plan.fits);
	ck_assert_int_eq(plan.needed, 128);
	plan_analysis(128);
	ck_assert(plan.fits);
}
END_TEST

START_TEST(what_is_read_in_between_is_one_event)
{
	/* the second product reads the first part and writes the other */
	ck_assert_int_eq(joined("x:f32[N,16]; w = f32[16,16]; a = MatMul(x, w); "
				"b = MatMul(a, w); c = Concat(a, b) {axis=1}; "
				"y = Softmax(c)",
				LEVEL_OPS),
			 1);
	plan_analysis(128);
	ck_assert(plan.fits);
	ck_assert_int_eq(plan.no_spill, 128); /* c; x and y pass by */
}
END_TEST

START_TEST(a_join_may_be_within_another)
{
	ck_assert_int_eq(joined("x:f32[N,16]; w = f32[16,16]; a = MatMul(x, w); "
				"b = MatMul(x, w); c = Concat(a, b) {axis=1}; "
				"d = MatMul(x, w); e = Concat(c, d) {axis=1}; "
				"y = Softmax(e)",
				LEVEL_OPS),
			 2);
	ck_assert_int_eq(analysis.layers.n, 4);
	plan_analysis(SRAM_UNLIMITED);
	ck_assert_int_eq(plan.no_spill, 64 + 192); /* x and e */
}
END_TEST

START_TEST(a_result_that_is_joined_is_written_when_whole)
{
	int32_t i;

	ck_assert_int_eq(joined("x:f32[N,16]; w = f32[16,16]; a = MatMul(x, w); "
				"b = MatMul(x, w); y = Concat(a, b) {axis=1}",
				LEVEL_OPS),
			 1);
	plan_analysis(SRAM_UNLIMITED);
	for (i = 0; i < plan.n_transfers; i++)
		if (plan.transfers[i].write)
			ck_assert_int_eq(plan.transfers[i].step, 1);
	ck_assert_int_eq(plan.traffic[TRANSFER_OUTPUT], 128);
}
END_TEST

START_TEST(the_outermost_axis_has_no_gaps)
{
	ck_assert_int_eq(joined("x:f32[N,16]; t = Transpose(x) {perm=[1,0]}; "
				"a = Softmax(t); b = Softmax(a); "
				"c = Concat(a, b) {axis=0}; y = Softmax(c)",
				LEVEL_OPS),
			 1);
	ck_assert(analysis.layers.joins[0].outer);
}
END_TEST

/* An input, a weight, a view and a value that is there twice. */
START_TEST(some_inputs_cannot_be_joined)
{
	static const char *const rows[] = {
		"x:f32[N,16]; a = Softmax(x); c = Concat(x, a) {axis=1}; y = "
		"Softmax(c)",
		"x:f32[4,16]; w = f32[4,16]; a = Softmax(x); c = Concat(w, a) "
		"{axis=1}; "
		"y = Softmax(c)",
		"x:f32[N,16]; a = Softmax(x); b = Softmax(a); r = Reshape(a, [-1,16]); "
		"c = Concat(r, b) {axis=1}; y = Softmax(c)",
		"x:f32[N,16]; a = Softmax(x); c = Concat(a, a) {axis=1}; y = "
		"Softmax(c)",
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		ck_assert_msg(joined(rows[i], LEVEL_OPS) == 0, "%s", rows[i]);
}
END_TEST

START_TEST(a_value_joins_once)
{
	ck_assert_int_eq(joined("x:f32[N,16]; a = Softmax(x); b = Softmax(a); "
				"c = Concat(a, b) {axis=1}; d = Concat(b, a) {axis=1}; "
				"y = Add(c, d)",
				LEVEL_OPS),
			 1);
}
END_TEST

static void
choose(const char *text, int64_t sram)
{
	analysis_from(&analysis, text, LEVEL_OPS, arena);
	target.sram = sram;
	ck_assert_int_eq(join_choose(&analysis, &target, &options, 1, arena, diags),
			 OK);
}

START_TEST(the_choice_takes_what_helps)
{
	choose(pair, SRAM_UNLIMITED);
	ck_assert_int_eq(analysis.layers.n_joins, 1);
	/* with half of it, the joint buffer would not fit at all */
	choose(pair, 64);
	ck_assert_int_eq(analysis.layers.n_joins, 0);
}
END_TEST

/* The part that comes first would hold 1,040 bytes while the wide value passes. */
START_TEST(the_choice_leaves_what_hurts)
{
	static const char text[] =
		"x:f32[N,4]; v = f32[4,256]; w = f32[256,4]; a = Softmax(x); "
		"b = MatMul(a, v); d = Softmax(b); e = MatMul(d, w); "
		"f = MatMul(e, v); c = Concat(a, f) {axis=1}; "
		"y = ReduceSum(c) {keepdims=0}";

	ck_assert_int_eq(joined(text, LEVEL_OPS), 1);
	ck_assert_int_gt(join_no_spill(&analysis, 1, arena),
			 join_no_spill_apart(&analysis, 1, arena));
	choose(text, SRAM_UNLIMITED);
	ck_assert_int_eq(analysis.layers.n_joins, 0);
}
END_TEST

/* Residencies and transfers of the joint buffer, to be broken. */
static enum status
verify_with(struct plan_value *values)
{
	plan.values = values;
	diags = diags_new(arena);
	return verify_plan(&plan, &analysis, &target, &options, arena, diags);
}

static bool
complains_of(const char *id)
{
	size_t i;

	for (i = 0; i < diags->n; i++)
		if (!strcmp(diags->list[i].id, id))
			return true;
	return false;
}

START_TEST(a_partly_written_buffer_that_leaves_is_found)
{
	struct plan_value *values, *c;
	struct residency *r;

	joined(pair, LEVEL_OPS);
	plan_analysis(SRAM_UNLIMITED);
	values = arena_grow(arena, plan.values, (size_t)plan.n_values,
			    (size_t)plan.n_values, sizeof(*values));
	ck_assert_int_eq(verify_with(values), OK);
	c = values + (plan_find(&plan, &analysis, graph_find(analysis.graph, "c")) -
		      plan.values);
	ck_assert(c->residency[0].sram);
	r = arena_grow(arena, c->residency, (size_t)c->n_residency,
		       (size_t)c->n_residency, sizeof(*r));
	r[0].to = 1;
	c->residency = r;
	ck_assert_int_ne(verify_with(values), OK);
	ck_assert(complains_of("plan-partial"));
}
END_TEST

START_TEST(a_buffer_written_too_early_is_found)
{
	struct transfer *t;
	int32_t i;

	joined("x:f32[N,16]; w = f32[16,16]; a = MatMul(x, w); "
	       "b = MatMul(x, w); y = Concat(a, b) {axis=1}",
	       LEVEL_OPS);
	plan_analysis(SRAM_UNLIMITED);
	t = arena_grow(arena, plan.transfers, (size_t)plan.n_transfers,
		       (size_t)plan.n_transfers, sizeof(*t));
	for (i = 0; i < plan.n_transfers; i++)
		if (t[i].write)
			t[i].step = 0;
	plan.transfers = t;
	diags = diags_new(arena);
	ck_assert_int_ne(verify_plan(&plan, &analysis, &target, &options, arena, diags),
			 OK);
	ck_assert(complains_of("plan-partial"));
}
END_TEST

static void
try_graph(struct dice *d)
{
	struct arena_mark mark = arena_mark(arena);
	const char *text = random_graph(d, 4 + dice_roll(d, 24), arena);
	int64_t all;
	int level, i;

	options.batch = 1 + dice_roll(d, 3);
	target.window = (enum window_rule)dice_roll(d, 3);
	target.window_bytes = 16;
	for (level = 0; level < LEVEL_COUNT; level++) {
		joined(text, (enum level)level);
		all = join_no_spill(&analysis, options.batch, arena);
		for (i = 0; i < 4; i++)
			plan_analysis(i ? dice_roll(d, (int)all + 1) : SRAM_UNLIMITED);
	}
	arena_rewind(arena, mark);
	diags = diags_new(arena);
}

START_TEST(random_graphs_with_joins_have_true_plans)
{
	struct dice d = {(uint64_t)_i * 7919 + 3};
	int i;

	for (i = 0; i < 10; i++)
		try_graph(&d);
}
END_TEST

/* What is chosen moves no more than what was there. */
START_TEST(choices_are_never_worse)
{
	struct dice d = {(uint64_t)_i * 104729 + 5};
	const char *text = random_graph(&d, 24, arena);
	struct plan before;
	int64_t sram;

	analysis_from(&analysis, text, LEVEL_FUSED, arena);
	sram = dice_roll(&d, (int)join_no_spill(&analysis, 1, arena) + 1);
	plan_analysis(sram);
	before = plan;
	ck_assert_int_eq(join_choose(&analysis, &target, &options, 1, arena, diags),
			 OK);
	plan_analysis(sram);
	ck_assert(plan.fits || !before.fits);
	if (before.fits)
		ck_assert_int_le(plan.dram_bytes, before.dram_bytes);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("join");

	tcase_add_checked_fixture(t, plan_setup, arena_teardown);
	tcase_add_test(t, a_join_saves_the_copy);
	tcase_add_test(t, a_partly_written_buffer_stays);
	tcase_add_test(t, what_is_read_in_between_is_one_event);
	tcase_add_test(t, a_join_may_be_within_another);
	tcase_add_test(t, a_result_that_is_joined_is_written_when_whole);
	tcase_add_test(t, the_outermost_axis_has_no_gaps);
	tcase_add_test(t, some_inputs_cannot_be_joined);
	tcase_add_test(t, a_value_joins_once);
	tcase_add_test(t, the_choice_takes_what_helps);
	tcase_add_test(t, the_choice_leaves_what_hurts);
	tcase_add_test(t, a_partly_written_buffer_that_leaves_is_found);
	tcase_add_test(t, a_buffer_written_too_early_is_found);
	tcase_add_loop_test(t, random_graphs_with_joins_have_true_plans, 0, 40);
	tcase_add_loop_test(t, choices_are_never_worse, 0, 60);
	return suite_main("join", t);
}
