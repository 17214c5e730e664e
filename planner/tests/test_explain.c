#include <stdlib.h>
#include <string.h>

#include "planner/explain.h"
#include "planner/tests/plan_fixture.h"

static void
remake(struct plan *p, const struct analysis *a, const struct plan_options *o)
{
	ck_assert_msg(plan_make(p, a, &target, o, test_arena(), diags) == OK, "%s",
		      complaint());
}

static struct peak_story
story(void)
{
	struct peak_story s;

	ck_assert_int_eq(explain_peak(&s, &plan, &analysis, &target, &options,
				      test_arena(), diags),
			 OK);
	return s;
}

static struct tensor_story
tensor(const char *name)
{
	value_id v = graph_find(analysis.graph, name);
	struct tensor_story s;

	ck_assert_int_ne(v, NO_VALUE);
	ck_assert_int_eq(explain_tensor(&s, &plan, &analysis, &target, &options, v,
					test_arena(), diags),
			 OK);
	return s;
}

static const char *
name_of(value_id v)
{
	return v == NO_VALUE ? "" : analysis.graph->values[v].name;
}

static const struct remedy *
remedy(const struct peak_story *s, enum remedy_kind kind, const char *what)
{
	int32_t i;

	for (i = 0; i < s->n_remedies; i++)
		if (s->remedies[i].kind == kind &&
		    !strcmp(kind == REMEDY_SPILL    ? name_of(s->remedies[i].value)
			    : s->remedies[i].option ? s->remedies[i].option
						    : "",
			    what))
			return &s->remedies[i];
	ck_abort_msg("no remedy %s %s", remedy_names[kind], what);
	return NULL;
}

/* Every one a float32 [1,16] of 64 bytes, but for the weight of 1,024. */
static const char chain[] =
	"x:f32[N,16]; w = f32[16,16]; a = MatMul(x, w); b = Sigmoid(a); "
	"c = Sigmoid(b); d = Add(c, a); e = Softmax(d)";

START_TEST(a_peak_is_a_sum_of_tensors)
{
	struct peak_story s;

	plan_text(chain, LEVEL_OPS, SRAM_UNLIMITED);
	s = story();
	ck_assert_int_eq(s.bytes, 192);
	ck_assert_int_eq(s.parts.bytes, 192);
	ck_assert_int_eq(s.parts.n, 3);
	ck_assert_int_eq(s.parts.step, 2);
	ck_assert_str_eq(name_of(s.parts.list[0].value), "a"); /* waits for d */
	ck_assert_int_eq(s.parts.list[0].from, 0);
	ck_assert_int_eq(s.parts.list[0].to, 4);
}
END_TEST

START_TEST(what_would_lower_it_is_solved)
{
	struct peak_story s;

	options.batch = 4;
	plan_text(chain, LEVEL_OPS, SRAM_UNLIMITED);
	s = story();
	ck_assert_int_eq(s.bytes, 768);
	ck_assert_int_eq(remedy(&s, REMEDY_LEVEL, "--level=inplace")->bytes, 512);
	ck_assert_int_eq(remedy(&s, REMEDY_TYPE, "--activation-type=int8")->bytes, 192);
	ck_assert_int_eq(remedy(&s, REMEDY_BATCH, "--batch=1")->bytes, 192);
	ck_assert_int_eq(remedy(&s, REMEDY_BATCH, "--batch=2")->saves, 384);
	/* written once and read again, between b and the addition */
	ck_assert_int_eq(remedy(&s, REMEDY_SPILL, "a")->bytes, 512);
	ck_assert_int_eq(remedy(&s, REMEDY_SPILL, "a")->traffic, 2 * 256);
}
END_TEST

/* The larger pair at the peak is one part, and both have to go. */
START_TEST(a_pair_in_place_counts_once)
{
	struct peak_story s;
	int32_t i;

	plan_text("x:f32[N,64]; a = Softmax(x); b = Sigmoid(a); c = Softmax(b)",
		  LEVEL_INPLACE, SRAM_UNLIMITED);
	explain_parts(&s.parts, &plan, &analysis, 1, test_arena());
	ck_assert_int_eq(s.parts.n, 1);
	ck_assert_int_eq(s.parts.bytes, 256);
	ck_assert_str_eq(name_of(s.parts.list[0].becomes), "b");
	s = story();
	for (i = 0; i < s.n_remedies; i++)
		if (s.remedies[i].kind == REMEDY_SPILL && s.parts.step == 1)
			ck_assert_str_eq(name_of(s.remedies[i].second), "b");
}
END_TEST

START_TEST(a_tensor_tells_where_it_is)
{
	struct tensor_story s;

	plan_text("x:f32[N,16]; w = f32[16,16]; b = f32[16]; m = MatMul(x, w); "
		  "a = Add(m, b); r = Reshape(a, [0, 4, 4]); y = Softmax(r); "
		  "u = Shape(x); n = Neg(w); z = MatMul(a, n); unused = Relu(y)",
		  LEVEL_FUSED, SRAM_UNLIMITED);
	ck_assert_int_eq(tensor("m").state, TENSOR_INSIDE);
	ck_assert_int_eq(tensor("w").state, TENSOR_WEIGHT);
	ck_assert_int_eq(tensor("n").state, TENSOR_DERIVED);
	s = tensor("r");
	ck_assert_int_eq(s.state, TENSOR_PLACED);
	ck_assert_str_eq(name_of(s.root), "a");
	ck_assert(!s.kept.applies);
	ck_assert(s.left.applies);
	/* a graph input with one use never stays anywhere */
	s = tensor("x");
	ck_assert(!s.kept.applies && !s.left.applies);
}
END_TEST

START_TEST(what_keeping_would_cost_is_a_plan)
{
	struct tensor_story s;

	plan_text(chain, LEVEL_OPS, 128);
	s = tensor("a");
	ck_assert(plan_find(&plan, &analysis, s.value)->evicted);
	ck_assert(s.kept.applies && s.kept.fits);
	ck_assert_int_ge(s.kept.more, 0);
	ck_assert_int_eq(s.kept.dram_bytes, plan.dram_bytes + s.kept.more);
	s = tensor("w");
	ck_assert(s.kept.applies && !s.kept.fits);
	ck_assert_int_eq(s.kept.missing, 1024 - 128);
}
END_TEST

/* --- by chance --- */

static void
parts_add_up(void)
{
	struct parts parts;
	int64_t sum;
	int32_t i, k;

	for (i = 0; i < plan.steps; i++) {
		explain_parts(&parts, &plan, &analysis, i, test_arena());
		ck_assert_int_eq(parts.bytes, plan.usage[i]);
		for (k = 0, sum = 0; k < parts.n; k++)
			sum += parts.list[k].bytes;
		ck_assert_int_eq(sum, parts.bytes);
	}
}

/* No remedy promises more than the solver finds at that size. */
static void
remedies_hold(const struct peak_story *s)
{
	struct plan_options other = options;
	const struct placement *least;
	struct placer *placer;
	int64_t compulsory;
	struct plan p;
	struct demand d;
	int32_t i;

	ck_assert_int_eq(
		demand_build(&d, &analysis, &target, &options, test_arena(), diags),
		OK);
	placer = placer_open(&d.problem, NULL, test_arena());
	compulsory = place_at(placer, plan.no_spill)->dram_bytes;
	for (i = 0; i < s->n_remedies; i++) {
		ck_assert_int_eq(s->remedies[i].saves,
				 plan.no_spill - s->remedies[i].bytes);
		if (s->remedies[i].kind == REMEDY_BATCH &&
		    !strcmp(s->remedies[i].option, "--batch=1")) {
			other.batch = 1;
			remake(&p, &analysis, &other);
			ck_assert_int_eq(s->remedies[i].bytes, p.no_spill);
		}
		if (s->remedies[i].kind < REMEDY_SPILL)
			continue;
		least = place_at(placer, s->remedies[i].bytes);
		ck_assert(least->feasible);
		ck_assert_int_le(least->dram_bytes,
				 compulsory + s->remedies[i].traffic);
		ck_assert_int_gt(s->remedies[i].traffic, 0);
	}
}

static void
try_graph(struct dice *d)
{
	const char *text = random_graph(d, 4 + dice_roll(d, 20), test_arena());
	struct peak_story s;
	int level, i;

	options.batch = 1 + dice_roll(d, 3);
	target.window = (enum window_rule)dice_roll(d, 3);
	target.window_bytes = 16;
	for (level = 0; level < LEVEL_COUNT; level++) {
		plan_text(text, (enum level)level, SRAM_UNLIMITED);
		s = story();
		ck_assert_int_eq(s.parts.bytes, plan.no_spill);
		remedies_hold(&s);
		for (i = 4; i > 0; i--) {
			plan_text(text, (enum level)level, plan.no_spill * i / 4 + 40);
			if (plan.fits)
				parts_add_up();
		}
	}
}

START_TEST(explanations_of_random_graphs_add_up)
{
	struct dice d = {(uint64_t)_i};
	int i;

	for (i = 0; i < 8; i++)
		try_graph(&d);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("explain");

	tcase_add_checked_fixture(t, plan_setup, arena_teardown);
	tcase_add_test(t, a_peak_is_a_sum_of_tensors);
	tcase_add_test(t, what_would_lower_it_is_solved);
	tcase_add_test(t, a_pair_in_place_counts_once);
	tcase_add_test(t, a_tensor_tells_where_it_is);
	tcase_add_test(t, what_keeping_would_cost_is_a_plan);
	tcase_add_loop_test(t, explanations_of_random_graphs_add_up, 0, 12);
	return suite_main("explain", t);
}
