#include <stdlib.h>
#include <string.h>

#include "base/tests/fixture.h"
#include "planner/place_internal.h"
#include "planner/place_ladder.h"
#include "planner/tests/place_random.h"

enum { ITEMS = 11 };

typedef bool finder(const struct knapsack *, int64_t *, int64_t *, struct arena *);

/* Every choice that fits obeys the cover. */
static void
obeyed(const struct knapsack *k, const int64_t *weight, int64_t room)
{
	for (uint32_t set = 0; set < UINT32_C(1) << k->n; set++) {
		int64_t bytes = 0, sum = 0;

		for (int32_t i = 0; i < k->n; i++)
			if (set >> i & 1) {
				bytes += k->weight[i];
				sum += weight[i];
			}
		if (bytes <= k->room)
			ck_assert_int_le(sum, room);
	}
}

static void
random_knapsack(uint64_t *s, struct knapsack *k, int64_t *w, double *part)
{
	int64_t total = 0;

	k->n = 3 + (int32_t)random_next(s, ITEMS - 2);
	for (int32_t i = 0; i < k->n; i++) {
		w[i] = 1 + random_next(s, 40);
		total += w[i];
		part[i] = random_next(s, 3) ? random_next(s, 101) / 100.0
					    : random_next(s, 2);
	}
	k->room = random_next(s, (uint32_t)total);
}

static int
cut_off(finder *find)
{
	uint64_t s = 7;
	int found = 0;

	for (int n = 0; n < 1000; n++) {
		int64_t w[ITEMS], weight[ITEMS], room = 0;
		int32_t item[ITEMS];
		double part[ITEMS];
		struct knapsack k = {.item = item, .weight = w, .part = part};

		random_knapsack(&s, &k, w, part);
		memset(weight, 0, sizeof(weight));
		if (!find(&k, weight, &room, arena))
			continue;
		obeyed(&k, weight, room);
		for (int32_t i = 0; i < k.n; i++)
			ck_assert_int_ge(weight[i], 0);
		found += cover_violation(&k, weight, room) > 0.01;
	}
	return found;
}

START_TEST(what_fits_obeys_lifted_covers)
{
	ck_assert_int_gt(cut_off(cover_lifted), 150);
}
END_TEST

START_TEST(what_fits_obeys_rounded_rows)
{
	ck_assert_int_gt(cut_off(cover_rounded), 150);
}
END_TEST

/* Two of three items fit by halves: 7 + 7 + 7 within 20. */
START_TEST(a_cover_says_that_two_of_three_fit)
{
	int64_t w[] = {7, 7, 7}, weight[3], room;
	int32_t item[] = {0, 1, 2};
	double part[] = {0.95, 0.95, 0.95};
	struct knapsack k = {3, item, w, part, 20};

	ck_assert(cover_lifted(&k, weight, &room, arena));
	ck_assert_int_gt(weight[0], 0);
	ck_assert_int_eq(weight[1], weight[0]);
	ck_assert_int_eq(weight[2], weight[0]);
	ck_assert_int_eq(room, 2 * weight[0]);
}
END_TEST

static int64_t
bound_of(const struct flat *f, int64_t sram, struct covers *c, int64_t best)
{
	struct task *t = task_open(f, sram, f->pin, false, arena);
	struct prices *p = prices_open(t, c, c != NULL, arena);

	if (best > t->cost)
		prices_raise(p, best - t->cost, 400, c ? 10 : 0);
	return prices_bound(p);
}

/* With windows, pairs, pins and prices: never above the optimum, often higher. */
START_TEST(covers_raise_the_bound_but_not_above_the_optimum)
{
	int higher = 0, reached = 0, binding = 0;

	for (uint64_t seed = 1; seed <= 100; seed++) {
		struct random_shape h = {seed,
					 14,
					 16,
					 4,
					 30,
					 seed % 2,
					 seed % 3,
					 seed % 5 == 0,
					 seed % 7 == 0,
					 seed % 4 == 0,
					 seed % 6 == 0};
		struct problem p;
		struct placer *placer;
		struct flat *f;
		const struct placement *x;
		int64_t sram, best, plain, covered;

		random_problem(&h, &p, arena);
		placer = placer_open(&p, NULL, arena);
		sram = place_no_spill(placer) * 6 / 10;
		x = place_at(placer, sram);
		if (!x->feasible)
			continue;
		ck_assert(x->optimal);
		f = flat_open(&p, arena);
		best = part_price(f, x->resident);
		plain = bound_of(f, sram, NULL, best);
		covered = bound_of(f, sram, covers_open(60, 2000, arena), best);
		ck_assert_int_le(plain, best);
		ck_assert_int_le(covered, best);
		binding += plain < best;
		higher += covered > plain;
		reached += plain < best && covered == best;
	}
	ck_assert_int_gt(binding, 15);
	ck_assert_int_gt(higher, binding / 4);
	ck_assert_int_gt(reached, binding / 20);
}
END_TEST

/* The same problem with all bytes so many times as large. */
static void
enlarge(struct problem *p, int64_t times)
{
	struct problem_value *v = arena_new(arena, struct problem_value, p->n_values);

	for (int32_t i = 0; i < p->n_values; i++) {
		struct problem_event *e =
			arena_new(arena, struct problem_event, p->values[i].n_events);

		v[i] = p->values[i];
		v[i].size *= times;
		v[i].events = e;
		for (int32_t k = 0; k < v[i].n_events; k++) {
			e[k] = p->values[i].events[k];
			e[k].window *= times;
		}
	}
	p->values = v;
}

/* Prices times bytes would not fit 64 bits if prices had no limit. */
START_TEST(large_sizes_change_nothing)
{
	for (uint64_t seed = 1; seed <= 30; seed++) {
		struct random_shape h = {seed,  14,       16,           4,
					 30,    seed % 2, true,         false,
					 false, false,    seed % 3 == 0};
		const int64_t times = INT64_C(1) << 34;
		struct problem p;
		struct covers *c = covers_open(60, 2000, arena);
		struct placer *placer;
		const struct placement *small, *large;
		int64_t sram, best;

		random_problem(&h, &p, arena);
		placer = placer_open(&p, NULL, arena);
		sram = place_no_spill(placer) * 6 / 10;
		small = place_at(placer, sram);
		enlarge(&p, times);
		large = place_at(placer_open(&p, NULL, arena), sram * times);
		ck_assert_int_eq(small->feasible, large->feasible);
		if (!small->feasible)
			continue;
		ck_assert_int_eq(small->cost * times, large->cost);
		best = part_price(flat_open(&p, arena), large->resident);
		ck_assert_int_le(bound_of(flat_open(&p, arena), sram * times, c, best),
				 best);
	}
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("cover");

	tcase_add_checked_fixture(c, arena_setup, arena_teardown);
	tcase_add_test(c, what_fits_obeys_lifted_covers);
	tcase_add_test(c, what_fits_obeys_rounded_rows);
	tcase_add_test(c, a_cover_says_that_two_of_three_fit);
	tcase_add_test(c, covers_raise_the_bound_but_not_above_the_optimum);
	tcase_add_test(c, large_sizes_change_nothing);
	return suite_main("cover", c);
}
