#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tests/fixture.h"
#include "planner/place.h"
#include "planner/tests/place_random.h"
#include "planner/tests/place_replay.h"

/* A problem in a few lines: size, output, then events until -1; inputs: size < 0. */
static struct problem
problem_of(int32_t steps, int32_t n, const int32_t rows[][8])
{
	struct problem_value *v = arena_new(arena, struct problem_value, n);

	for (int32_t i = 0; i < n; i++) {
		struct problem_event *e = arena_new(arena, struct problem_event, 8);

		v[i].size = abs(rows[i][0]);
		v[i].input = rows[i][0] < 0;
		v[i].output = rows[i][1];
		for (int32_t k = 2; k < 8 && rows[i][k] >= 0; k++)
			e[v[i].n_events++].step = rows[i][k];
		v[i].events = e;
	}
	return (struct problem){.steps = steps, .values = v, .n_values = n};
}

static const struct placement *
solve(const struct problem *p, int64_t sram)
{
	const struct placement *x;

	ck_assert_int_eq(problem_check(p, diags), OK);
	x = place_at(placer_open(p, NULL, arena), sram);
	if (x->feasible) {
		struct replay r = replay_run(p, x);

		ck_assert_int_eq(r.cost, x->cost);
		ck_assert_int_eq(r.usage, x->usage);
		ck_assert_int_eq(r.read, x->moved.read);
		ck_assert_int_eq(r.write, x->moved.write);
		ck_assert_int_le(x->usage, sram);
		ck_assert_int_le(x->lower_bound, x->cost);
	}
	return x;
}

/* in -> a -> b -> out, and a skips to out */
static const int32_t skip[][8] = {
	{-10, 0, 0, -1}, {100, 0, 0, 1, 2, -1}, {80, 0, 1, 2, -1}, {50, 1, 2, -1}};

START_TEST(what_is_needed_is_enough_whatever_the_limits)
{
	const struct place_limits least = {.work = 1, .labels = 1};

	for (uint64_t seed = 1; seed <= 200; seed++) {
		struct random_shape h = {.seed = seed,
					 .steps = 9,
					 .values = 9,
					 .most_uses = 3,
					 .most_size = 12,
					 .windows = true,
					 .edges = true,
					 .pins = seed & 1,
					 .ends = seed & 2};
		struct problem p;
		struct placer *placer;
		const struct placement *x;
		int64_t needed;

		random_problem(&h, &p, arena);
		placer = placer_open(&p, &least, arena);
		needed = place_needed(placer, NULL);
		x = place_at(placer, needed);
		ck_assert(x->feasible);
		ck_assert_int_le(replay_run(&p, x).usage, needed);
		ck_assert(place_quick(placer, needed)->feasible);
	}
}
END_TEST

START_TEST(what_fits_costs_inputs_and_outputs_only)
{
	struct problem p = problem_of(3, 4, skip);
	const struct placement *x = solve(&p, 180);

	ck_assert_int_eq(x->dram_bytes, 10 + 50);
	ck_assert(x->optimal);
	ck_assert_int_eq(x->usage, 180);
	ck_assert_int_eq(x->spills, 0);
}
END_TEST

START_TEST(one_byte_less_evicts_the_cheaper_gap)
{
	struct problem p = problem_of(3, 4, skip);
	const struct placement *x = solve(&p, 179);

	/* b once: 80 written and read; a at its last gap only would be 100 + 100 */
	ck_assert_int_eq(x->dram_bytes, 60 + 160);
	ck_assert(!placement_has(x, 2, 0));
	ck_assert(placement_has(x, 1, 0) && placement_has(x, 1, 1));
	ck_assert_int_eq(x->usage, 100);
}
END_TEST

START_TEST(without_sram_every_use_is_a_read)
{
	struct problem p = problem_of(3, 4, skip);
	const struct placement *x = solve(&p, 0);

	ck_assert_int_eq(x->dram_bytes, 60 + 300 + 160);
	ck_assert(x->optimal);
}
END_TEST

START_TEST(a_pair_in_place_counts_once)
{
	static const int32_t rows[][8] = {{64, 0, 0, 1, -1}, {64, 0, 1, 2, -1}};
	static const struct problem_inplace edge = {0, 1};
	struct problem p = problem_of(3, 2, rows);

	ck_assert_int_gt(solve(&p, 127)->dram_bytes, 0);
	p.inplace = &edge;
	p.n_inplace = 1;
	ck_assert_int_eq(solve(&p, 64)->dram_bytes, 0);
	ck_assert_int_eq(solve(&p, 64)->n_inplace, 1);
}
END_TEST

START_TEST(any_dying_operand_may_be_overwritten)
{
	/* c = a + b, both die; only one of them may lend its place */
	static const int32_t rows[][8] = {
		{64, 0, 0, 2, -1}, {48, 0, 1, 2, -1}, {64, 0, 2, 3, -1}};
	static const struct problem_inplace edges[] = {{1, 2}, {0, 2}};
	struct problem p = problem_of(4, 3, rows);
	const struct placement *x;

	p.inplace = edges;
	p.n_inplace = 2;
	x = solve(&p, 112);
	ck_assert_int_eq(x->dram_bytes, 0);
	ck_assert_int_eq(x->n_inplace, 1);
	ck_assert_int_eq(x->inplace[0], 1);
}
END_TEST

START_TEST(a_window_is_needed_to_stream)
{
	struct problem p = problem_of(3, 4, skip);
	struct problem_value *v = (struct problem_value *)p.values;
	const struct placement *x;

	for (int i = 0; i < 4; i++)
		for (int k = 0; k < v[i].n_events; k++)
			((struct problem_event *)v[i].events)[k].window = 8;
	x = solve(&p, 23);
	ck_assert(!x->feasible);
	ck_assert_int_eq(x->needed, 24);
	ck_assert_int_eq(x->needed_step, 2);
	x = solve(&p, 24);
	ck_assert(x->feasible);
	ck_assert_int_eq(x->dram_bytes, 60 + 300 + 160);
}
END_TEST

START_TEST(a_pin_is_obeyed)
{
	static const uint8_t out[] = {PIN_DRAM, PIN_DRAM}, in[] = {PIN_SRAM};
	struct problem p = problem_of(3, 4, skip);
	struct problem_value *v = (struct problem_value *)p.values;
	const struct placement *x;

	v[2].pins = in;
	x = solve(&p, 179);
	ck_assert(placement_has(x, 2, 0));
	ck_assert_int_eq(x->dram_bytes, 60 + 300);
	v[1].pins = out;
	v[2].pins = NULL;
	x = solve(&p, 1000);
	ck_assert_int_eq(x->dram_bytes, 60 + 300);
	ck_assert(x->optimal);
}
END_TEST

START_TEST(what_starts_and_ends_in_sram_moves_nothing)
{
	static const int32_t rows[][8] = {{-40, 0, 1, -1}, {30, 0, 1, -1}};
	struct problem p = problem_of(3, 2, rows);
	struct problem_value *v = (struct problem_value *)p.values;
	const struct placement *x;

	v[0].starts = true;
	v[1].ends = true;
	x = solve(&p, 70);
	ck_assert_int_eq(x->dram_bytes, 0);
	ck_assert(!solve(&p, 69)->feasible);
	ck_assert_int_eq(solve(&p, 69)->needed, 70);
}
END_TEST

START_TEST(prices_change_what_is_evicted)
{
	struct problem p = problem_of(3, 4, skip);
	const struct placement *x;

	p.read_price = 7;
	p.write_price = 11;
	x = solve(&p, 179);
	ck_assert_int_eq(x->cost, 7 * (10 + 80) + 11 * (50 + 80));
}
END_TEST

START_TEST(bad_problems_are_refused_in_words)
{
	static const int32_t order[][8] = {{5, 0, 2, 1, -1}};
	static const int32_t late[][8] = {{5, 0, 9, -1}};
	static const struct problem_inplace edge = {0, 2};
	struct problem p = problem_of(3, 1, order);

	ck_assert_int_eq(problem_check(&p, diags), ERR_INPUT);
	p = problem_of(3, 1, late);
	ck_assert_int_eq(problem_check(&p, diags), ERR_INPUT);
	p = problem_of(3, 4, skip);
	p.inplace = &edge;
	p.n_inplace = 1;
	ck_assert_int_eq(problem_check(&p, diags), ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(diags->list[2].message, "cannot overwrite"));
}
END_TEST

/* Every way to place a small problem: the least cost per capacity. */
struct truth {
	int64_t cost[64], least_usage;
	int32_t spills[64];
};

static struct truth
brute_force(const struct problem *p)
{
	struct placement x = {0};
	int32_t *first = arena_new(arena, int32_t, p->n_values + 1), n = 0;
	uint8_t *resident;
	struct truth truth = {.least_usage = INT64_MAX};

	for (int32_t v = 0; v < p->n_values; v++) {
		first[v] = n;
		n += problem_gaps(&p->values[v]);
	}
	resident = arena_new(arena, uint8_t, n + 1);
	x.first_gap = first;
	x.resident = resident;
	for (int i = 0; i < 64; i++)
		truth.cost[i] = INT64_MAX;
	for (uint32_t set = 0; set < UINT32_C(1) << n; set++) {
		bool allowed = true;
		struct replay r;
		int32_t out = n - __builtin_popcount(set);

		for (int32_t v = 0; v < p->n_values; v++)
			for (int32_t k = 0; k < problem_gaps(&p->values[v]); k++) {
				const struct problem_value *a = &p->values[v];
				int pin = a->pins ? a->pins[k] : PIN_FREE;

				if ((a->starts && k == 0) ||
				    (a->ends && k == problem_gaps(a) - 1))
					pin = PIN_SRAM;
				resident[first[v] + k] = set >> (first[v] + k) & 1;
				if (pin != PIN_FREE &&
				    resident[first[v] + k] != (pin == PIN_SRAM))
					allowed = false;
			}
		if (!allowed)
			continue;
		r = replay_run(p, &x);
		if (r.usage < truth.least_usage)
			truth.least_usage = r.usage;
		for (int64_t c = r.usage; c < 64; c++)
			if (r.cost < truth.cost[c] ||
			    (r.cost == truth.cost[c] && out < truth.spills[c])) {
				truth.cost[c] = r.cost;
				truth.spills[c] = out;
			}
	}
	return truth;
}

static int32_t
count_gaps(const struct problem *p)
{
	int32_t n = 0;

	for (int32_t v = 0; v < p->n_values; v++)
		n += problem_gaps(&p->values[v]);
	return n;
}

static void
compare(const struct problem *p, uint64_t seed)
{
	struct truth t = brute_force(p);
	struct placer *placer = placer_open(p, NULL, arena);
	int32_t step;

	ck_assert_int_eq(problem_check(p, diags), OK);
	for (int64_t c = 0; c < 64; c += 1 + c / 12) {
		const struct placement *x = place_at(placer, c);
		struct replay r;

		if (t.cost[c] == INT64_MAX) {
			ck_assert_msg(!x->feasible, "seed %d at %d: nothing fits",
				      (int)seed, (int)c);
			ck_assert_int_eq(x->needed, t.least_usage);
			continue;
		}
		ck_assert_msg(x->feasible && x->optimal && x->cost == t.cost[c],
			      "seed %d at %d: %d, wanted %d", (int)seed, (int)c,
			      (int)x->cost, (int)t.cost[c]);
		ck_assert_msg(x->spills == t.spills[c],
			      "seed %d at %d: %d spills, wanted %d", (int)seed, (int)c,
			      x->spills, t.spills[c]);
		r = replay_run(p, x);
		ck_assert_int_eq(r.cost, x->cost);
		ck_assert_int_eq(r.usage, x->usage);
		ck_assert_int_le(r.usage, c);
	}
	ck_assert_int_eq(place_needed(placer, &step), t.least_usage);
}

START_TEST(brute_force_agrees)
{
	int compared = 0;

	for (uint64_t seed = 0; seed < 160; seed++) {
		struct arena_mark m = arena_mark(arena);
		uint64_t kind = (uint64_t)_i;
		struct random_shape h = {.seed = 1000 * kind + seed,
					 .steps = 7,
					 .values = 6,
					 .most_uses = 3,
					 .most_size = 12,
					 .windows = kind & 1,
					 .edges = kind & 2,
					 .pins = kind & 4,
					 .ends = kind & 8,
					 .fixed = kind & 16,
					 .prices = kind & 4};
		struct problem p;

		random_problem(&h, &p, arena);
		if (count_gaps(&p) <= 10) {
			compare(&p, h.seed);
			compared++;
		}
		arena_rewind(arena, m);
	}
	ck_assert_int_gt(compared, 30);
}
END_TEST

START_TEST(a_curve_is_the_staircase_of_all_sizes)
{
	for (uint64_t seed = 0; seed < 60; seed++) {
		struct arena_mark m = arena_mark(arena);
		struct random_shape h = {.seed = 777000 + seed,
					 .steps = 14,
					 .values = 14,
					 .most_uses = 3,
					 .most_size = 9,
					 .windows = seed & 1,
					 .edges = seed & 2};
		const struct curve *c;
		struct placer *placer;
		struct problem p;

		random_problem(&h, &p, arena);
		placer = placer_open(&p, NULL, arena);
		c = place_curve(placer, 0, INT64_MAX);
		ck_assert(c->optimal);
		for (int64_t s = 0; s < 70; s++) {
			const struct placement *x = place_at(placer, s);
			const struct curve_point *at = curve_at(c, s);

			ck_assert_int_eq(x->feasible, at != NULL);
			if (at)
				ck_assert_int_eq(x->cost, at->cost);
		}
		for (int32_t i = 1; i < c->n; i++) {
			ck_assert_int_lt(c->points[i].sram, c->points[i - 1].sram);
			ck_assert_int_gt(c->points[i].cost, c->points[i - 1].cost);
		}
		arena_rewind(arena, m);
	}
}
END_TEST

START_TEST(the_same_question_gets_the_same_answer)
{
	struct random_shape h = {.seed = 4,
				 .steps = 40,
				 .values = 60,
				 .most_uses = 4,
				 .most_size = 900,
				 .edges = true};
	struct problem p;
	const struct placement *x, *y;

	random_problem(&h, &p, arena);
	x = solve(&p, 4000);
	y = solve(&p, 4000);
	ck_assert_int_eq(x->work, y->work);
	ck_assert_int_eq(x->spills, y->spills);
	ck_assert_mem_eq(x->resident, y->resident, x->first_gap[p.n_values]);
}
END_TEST

START_TEST(more_sram_never_costs_more_even_at_the_limit)
{
	const struct place_limits few = {.work = 3000, .labels = 16};
	struct random_shape h = {.seed = 11,
				 .steps = 60,
				 .values = 90,
				 .most_uses = 4,
				 .most_size = 5000};
	struct problem p;
	const struct curve *c;

	random_problem(&h, &p, arena);
	c = place_curve(placer_open(&p, &few, arena), 0, INT64_MAX);
	for (int32_t i = 0; i < c->n; i++) {
		ck_assert_int_le(c->points[i].lower_bound, c->points[i].cost);
		if (i > 0)
			ck_assert_int_gt(c->points[i].cost, c->points[i - 1].cost);
	}
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("place");

	tcase_add_checked_fixture(c, arena_setup, arena_teardown);
	tcase_add_test(c, what_is_needed_is_enough_whatever_the_limits);
	tcase_add_test(c, what_fits_costs_inputs_and_outputs_only);
	tcase_add_test(c, one_byte_less_evicts_the_cheaper_gap);
	tcase_add_test(c, without_sram_every_use_is_a_read);
	tcase_add_test(c, a_pair_in_place_counts_once);
	tcase_add_test(c, any_dying_operand_may_be_overwritten);
	tcase_add_test(c, a_window_is_needed_to_stream);
	tcase_add_test(c, a_pin_is_obeyed);
	tcase_add_test(c, what_starts_and_ends_in_sram_moves_nothing);
	tcase_add_test(c, prices_change_what_is_evicted);
	tcase_add_test(c, bad_problems_are_refused_in_words);
	tcase_add_loop_test(c, brute_force_agrees, 0, 32);
	tcase_add_test(c, a_curve_is_the_staircase_of_all_sizes);
	tcase_add_test(c, the_same_question_gets_the_same_answer);
	tcase_add_test(c, more_sram_never_costs_more_even_at_the_limit);
	return suite_main("place", c);
}
