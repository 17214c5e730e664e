
#include "analyzer/tests/graph_text.h"
#include "base/num.h"
#include "planner/choose.h"
#include "planner/tests/place_random.h"

enum { N = 5 }; /* weights */

/* The least cost with these weights in SRAM; INT64_MAX: it does not fit. */
static int64_t
cost_with(const struct problem *p, const struct weight *w, uint32_t set, int64_t sram)
{
	const struct placement *x;
	int64_t sum = 0, traffic = 0;
	int i;

	for (i = 0; i < N; i++) {
		if (w[i].pin == (set >> i & 1 ? PIN_DRAM : PIN_SRAM))
			return INT64_MAX;
		if (set >> i & 1)
			sum += w[i].size;
		else
			traffic += w[i].traffic;
	}
	if (sum > sram)
		return INT64_MAX;
	x = place_at(placer_open(p, NULL, test_arena()), sram - sum);
	return x->feasible ? x->cost + traffic : INT64_MAX;
}

static int64_t
least_cost(const struct problem *p, const struct weight *w, int64_t sram)
{
	int64_t best = INT64_MAX;
	uint32_t set;

	for (set = 0; set < 1u << N; set++)
		best = min_i64(best, cost_with(p, w, set, sram));
	return best;
}

static void
compare(const struct problem *p, const struct weight *w, uint64_t seed, int64_t sram)
{
	const struct filler *filler = fill_open(w, N, 1, test_arena());
	const struct byte_prices prices = {1, 0};
	int64_t best = least_cost(p, w, sram), taken = 0, traffic = 0;
	struct chosen c;
	int i;

	ck_assert_int_eq(choose_run(&c, placer_open(p, NULL, test_arena()), filler, N,
				    &prices, sram, INT64_MAX, height_by_sum, NULL,
				    test_arena()),
			 OK);
	ck_assert_int_eq(c.feasible, best != INT64_MAX);
	if (!c.feasible)
		return;
	ck_assert_msg(c.cost == best && c.lower_bound == best,
		      "seed %d at %d: %d, bound %d, wanted %d", (int)seed, (int)sram,
		      (int)c.cost, (int)c.lower_bound, (int)best);
	for (i = 0; i < N; i++) {
		taken += c.weights[i] ? w[i].size : 0;
		traffic += c.weights[i] ? 0 : w[i].traffic;
	}
	ck_assert_int_eq(c.cost, c.placement->cost + traffic);
	ck_assert_int_le(c.height + taken, sram);
}

/* By trying every set of weights, with windows and without. */
START_TEST(weights_are_placed_together_with_activations)
{
	struct random_shape h = {
		.steps = 8, .values = 7, .most_uses = 3, .most_size = 9, .windows = _i};
	uint64_t seed;
	int64_t sram;

	for (seed = 0; seed < 100; seed++) {
		struct weight *w =
			random_weights(seed, N, h.steps, _i, seed & 2, test_arena());
		int64_t *fixed = arena_new(test_arena(), int64_t, h.steps);
		struct problem p;

		h.seed = 555000 + seed;
		h.edges = seed & 1;
		random_problem(&h, &p, test_arena());
		weights_reserve(w, N, fixed);
		p.fixed = fixed;
		for (sram = 0; sram < 60; sram += 3)
			compare(&p, w, seed, sram);
	}
}
END_TEST

START_TEST(windows_are_kept_for_what_may_be_streamed)
{
	const struct problem_event events[] = {{0, 5}, {2, 7}}, other[] = {{2, 3}};
	const struct weight w[] = {
		{.size = 9, .events = events, .n_events = 2},
		{.size = 9, .events = other, .n_events = 1, .pin = PIN_DRAM},
		{.size = 9, .events = other, .n_events = 1, .pin = PIN_SRAM}};
	int64_t fixed[3] = {1, 1, 1};

	ck_assert(weights_reserve(w, 3, fixed));
	ck_assert_int_eq(fixed[0], 6);
	ck_assert_int_eq(fixed[1], 1);
	ck_assert_int_eq(fixed[2], 11);
	ck_assert(!weights_reserve(w + 2, 1, fixed));
	ck_assert_int_eq(fixed[2], 11);
}
END_TEST

enum { DEPTH = 12, STEPS = 2 * DEPTH + 1 };

/* Forward and back again: every value is needed once more, the first one last. */
static struct problem
there_and_back(struct arena *a)
{
	struct problem_value *v = arena_new(a, struct problem_value, DEPTH);
	struct problem_event *e;
	int i;

	for (i = 0; i < DEPTH; i++) {
		e = arena_new(a, struct problem_event, 3);
		e[0].step = i;
		e[1].step = i + 1;
		e[2].step = STEPS - 1 - i;
		v[i] = (struct problem_value){.size = 4096 + (1 << i),
					      .events = e,
					      .n_events = i < DEPTH - 1 ? 3 : 2};
	}
	return (struct problem){.steps = STEPS, .values = v, .n_values = DEPTH};
}

/*
 * A byte of either costs two: each of four thousand points of the curve could be
 * the best, and the weights decide between them by some bytes.
 */
START_TEST(a_level_trade_is_proven_in_few_placements)
{
	struct problem p = there_and_back(test_arena());
	struct weight w[40] = {{0}};
	const struct byte_prices prices = {1, 0};
	const struct filler *filler;
	struct chosen c;
	int i;

	for (i = 0; i < 40; i++) {
		w[i].size = 1024 * (1 + i % 7);
		w[i].traffic = 2 * w[i].size;
	}
	filler = fill_open(w, 40, 1, test_arena());
	ck_assert_int_eq(choose_run(&c, placer_open(&p, NULL, test_arena()), filler, 40,
				    &prices, 60000, 5000000, height_by_sum, NULL,
				    test_arena()),
			 OK);
	ck_assert(c.feasible);
	ck_assert_int_eq(c.cost, c.lower_bound);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("choose");

	tcase_add_loop_test(t, weights_are_placed_together_with_activations, 0, 2);
	tcase_add_test(t, windows_are_kept_for_what_may_be_streamed);
	tcase_add_test(t, a_level_trade_is_proven_in_few_placements);
	return suite_main("choose", t);
}
