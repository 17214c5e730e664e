#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "planner/fill.h"
#include "planner/fill_sums.h"

static jmp_buf trap;
static struct arena *arena;
static uint32_t seed;

static void
setup(void)
{
	arena = arena_open(&trap, 0);
	seed = 1;
}

static void
teardown(void)
{
	arena_close(arena);
}

static uint32_t
chance(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

/* By trying every subset. */
static int64_t
best_by_trying(const struct weight *w, int32_t n, int64_t alignment, int64_t room)
{
	int64_t best = -1, size, saved;
	uint32_t set;
	int32_t i;

	for (set = 0; set < UINT32_C(1) << n; set++) {
		size = saved = 0;
		for (i = 0; i < n; i++)
			if (set >> i & 1) {
				size += (w[i].size + alignment - 1) / alignment *
					alignment;
				saved += w[i].traffic;
			}
		if (size <= room && saved > best)
			best = saved;
	}
	return best;
}

static void
agrees(const struct weight *w, int32_t n, int64_t alignment, int64_t room)
{
	struct filler *f = fill_open(w, n, alignment, arena);
	uint8_t resident[16];
	int64_t size = 0, saved = 0;
	struct fill out;
	int32_t i;

	fill_room(f, room, resident, &out);
	for (i = 0; i < n; i++)
		if (resident[i]) {
			size += (w[i].size + alignment - 1) / alignment * alignment;
			saved += w[i].traffic;
		}
	ck_assert(out.feasible);
	ck_assert_int_eq(size, out.bytes);
	ck_assert_int_le(size, room);
	ck_assert_int_eq(saved, out.saved);
	ck_assert_int_eq(out.saved, out.bound);
	ck_assert_int_eq(out.saved, best_by_trying(w, n, alignment, room));
}

START_TEST(no_choice_saves_more)
{
	struct weight w[10];
	int32_t i, k, n;

	for (i = 0; i < 1500; i++) {
		n = 4 + (int32_t)chance(7);
		memset(w, 0, sizeof(w));
		for (k = 0; k < n; k++) {
			w[k].size = 1 + chance(1 + (1 << chance(20)));
			w[k].traffic = w[k].size * (i % 3 ? 1 : 1 + chance(3));
		}
		agrees(w, n, i % 2 ? 1 : 16, chance(1 << 20));
	}
}
END_TEST

/* Even sizes never reach an odd room: the bound alone proves nothing. */
START_TEST(a_room_that_no_sum_reaches_is_proven)
{
	struct weight w[300];
	uint8_t resident[300];
	struct filler *f;
	struct fill out;
	int32_t i;

	memset(w, 0, sizeof(w));
	for (i = 0; i < 300; i++)
		w[i].size = w[i].traffic = 1000 + 50 * (i % 3) + (i == 0);
	f = fill_open(w, 300, 1, arena);
	fill_room(f, 100049, resident, &out);
	ck_assert_int_eq(out.saved, 100001);
	ck_assert_int_eq(out.bound, 100001);
	fill_room(f, 314955, resident, &out); /* the total less 46 */
	ck_assert_int_eq(out.saved, 314001);
	ck_assert_int_eq(out.bound, 314001);
}
END_TEST

START_TEST(sums_are_those_of_subsets)
{
	int64_t sizes[12], limit, best, sum;
	uint8_t taken[12];
	struct fill_sums *s;
	uint32_t set;
	int32_t i, k;

	for (k = 0; k < 100; k++) {
		for (i = 0; i < 12; i++)
			sizes[i] = 3 * (1 + (int64_t)chance(500));
		s = sums_open(sizes, 12, arena);
		limit = chance(20000);
		for (best = 0, set = 0; set < 1 << 12; set++) {
			for (sum = 0, i = 0; i < 12; i++)
				sum += set >> i & 1 ? sizes[i] : 0;
			if (sum <= limit && sum > best)
				best = sum;
		}
		ck_assert_int_eq(sums_best(s, limit), best);
		sums_take(s, best, taken);
		for (sum = 0, i = 0; i < 12; i++)
			sum += taken[i] ? sizes[i] : 0;
		ck_assert_int_eq(sum, best);
	}
}
END_TEST

START_TEST(too_many_sums_are_left_alone)
{
	const int64_t sizes[] = {INT64_C(1) << 40, 1};

	ck_assert_ptr_null(sums_open(sizes, 2, arena));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("fill");
	TCase *t = tcase_create("fill");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, no_choice_saves_more);
	tcase_add_test(t, a_room_that_no_sum_reaches_is_proven);
	tcase_add_test(t, sums_are_those_of_subsets);
	tcase_add_test(t, too_many_sums_are_left_alone);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
