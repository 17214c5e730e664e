#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "planner/fill.h"
#include "planner/fill_sums.h"
#include "planner/tests/plan_fixture.h"

enum { N = 12 };

/* The most traffic that any subset saves, by trying all. */
static int64_t
try_all(const struct weight *w, int n, int64_t alignment, int64_t room)
{
	int64_t best = -1, size, saved;
	unsigned set;
	int i;

	for (set = 0; set < 1u << n; set++) {
		size = saved = 0;
		for (i = 0; i < n; i++) {
			if (w[i].pin == (set >> i & 1 ? PIN_DRAM : PIN_SRAM))
				break;
			if (!(set >> i & 1))
				continue;
			size += align_up(w[i].size, alignment);
			saved += w[i].traffic;
		}
		if (i == n && size <= room)
			best = max_i64(best, saved);
	}
	return best;
}

static void
roll_weights(struct weight *w, int n, struct dice *d, bool uniform)
{
	int i;

	for (i = 0; i < n; i++) {
		w[i] = (struct weight){
			.size = 1 + dice_roll(d, dice_roll(d, 2) ? 40 : 5000)};
		w[i].traffic = uniform ? w[i].size : w[i].size * (1 + dice_roll(d, 3));
		w[i].pin = (uint8_t)(dice_roll(d, 8)   ? PIN_FREE
				     : dice_roll(d, 2) ? PIN_SRAM
						       : PIN_DRAM);
	}
}

/* What is marked resident takes and saves what the answer says. */
static void
check_marks(const struct weight *w, int n, int64_t alignment, const uint8_t *resident,
	    const struct fill *fill)
{
	int64_t bytes = 0, saved = 0;
	int i;

	for (i = 0; i < n; i++) {
		ck_assert(!resident[i] || w[i].pin != PIN_DRAM);
		ck_assert(resident[i] || w[i].pin != PIN_SRAM);
		if (!resident[i])
			continue;
		bytes += align_up(w[i].size, alignment);
		saved += w[i].traffic;
	}
	ck_assert_int_eq(bytes, fill->bytes);
	ck_assert_int_eq(saved, fill->saved);
}

START_TEST(no_subset_saves_more)
{
	struct dice d = {(uint64_t)_i + 5};
	struct weight w[N];
	uint8_t resident[N];
	int64_t alignment = dice_roll(&d, 2) ? 1 : 16, room, wanted;
	struct filler *f;
	struct fill fill;
	int i;

	for (i = 0; i < 30; i++) {
		roll_weights(w, N, &d, i % 3 != 0);
		f = fill_open(w, N, alignment, test_arena());
		room = dice_roll(&d, 12000);
		wanted = try_all(w, N, alignment, room);
		fill_room(f, room, resident, &fill);
		ck_assert_int_eq(fill.feasible, wanted >= 0);
		if (wanted < 0)
			continue;
		ck_assert_int_eq(fill.saved, wanted);
		ck_assert_int_eq(fill.bound, wanted);
		ck_assert_int_le(fill.bytes, room);
		ck_assert_int_ge(fill_bound(f, room), wanted);
		check_marks(w, N, alignment, resident, &fill);
	}
}
END_TEST

enum { MANY = 120, UNITS = 6000, PAD = 64 };

/* Biases and matrices, as networks have them, some read several times. */
static void
roll_network(struct weight *w, int n, struct dice *d)
{
	int i;

	for (i = 0; i < n; i++) {
		w[i] = (struct weight){.size = 1 + dice_roll(d, i % 2 ? 300 : 9000)};
		if (!dice_roll(d, 3))
			w[i].size = PAD * (1 + dice_roll(d, 100));
		w[i].traffic = w[i].size * (dice_roll(d, 4) ? 1 : 1 + dice_roll(d, 4));
	}
}

/* Per room in units of the padding: the most that is saved. */
static void
tabulate(const struct weight *w, int n, int64_t *most)
{
	int i, room, units;

	memset(most, 0, UNITS * sizeof(*most));
	for (i = 0; i < n; i++) {
		units = (int)(align_up(w[i].size, PAD) / PAD);
		for (room = UNITS - 1; room >= units; room--)
			most[room] =
				max_i64(most[room], most[room - units] + w[i].traffic);
	}
}

START_TEST(many_rates_are_as_a_table_says)
{
	struct dice d = {(uint64_t)_i + 900};
	struct weight w[MANY];
	uint8_t resident[MANY];
	static int64_t most[UNITS];
	struct filler *f;
	struct fill fill;
	int room;

	roll_network(w, MANY, &d);
	tabulate(w, MANY, most);
	f = fill_open(w, MANY, PAD, test_arena());
	for (room = 0; room < UNITS; room += 1 + dice_roll(&d, 100)) {
		fill_room(f, room * PAD + dice_roll(&d, PAD), resident, &fill);
		ck_assert_int_eq(fill.saved, most[room]);
		ck_assert_int_eq(fill.bound, most[room]);
		ck_assert_int_ge(fill_bound(f, room * PAD), most[room]);
		check_marks(w, MANY, PAD, resident, &fill);
	}
}
END_TEST

START_TEST(a_thousand_weights_are_filled_to_the_bound)
{
	struct weight *w = arena_new(test_arena(), struct weight, 1000);
	uint8_t *resident = arena_new(test_arena(), uint8_t, 1000);
	struct dice d = {77};
	struct filler *f;
	struct fill fill;
	int i;

	for (i = 0; i < 1000; i++) {
		w[i].size = 64 * (1 + dice_roll(&d, 40000));
		w[i].traffic = w[i].size;
	}
	f = fill_open(w, 1000, 1, test_arena());
	for (i = 0; i < 200; i++) {
		int64_t room = (int64_t)dice_roll(&d, 1 << 30);

		fill_room(f, room, resident, &fill);
		ck_assert_int_eq(fill.saved, fill.bound);
	}
}
END_TEST

/* Large multiples of a power of two and some odd sizes, falling. */
static int
roll_sizes(int64_t *sizes, struct dice *d)
{
	int n = 0, i;

	for (i = 40; i > 0; i--)
		if (dice_roll(d, 2))
			sizes[n++] = 1024 * (int64_t)i;
	for (i = 900; i > 0; i -= 1 + dice_roll(d, 300))
		sizes[n++] = i;
	return n;
}

enum { SUMS = 1 << 20 };

START_TEST(parted_sums_are_all_sums)
{
	struct dice d = {(uint64_t)_i + 40};
	static uint8_t reached[SUMS];
	uint8_t taken[1000];
	int64_t sizes[1000], best, sum;
	int n = roll_sizes(sizes, &d), i, k;
	struct fill_sums *s = sums_open(sizes, n, SUMS, test_arena());

	memset(reached, 0, sizeof(reached));
	reached[0] = 1;
	for (i = 0; i < n; i++)
		for (k = SUMS - 1; k >= sizes[i]; k--)
			reached[k] |= reached[k - sizes[i]];
	for (i = 0; i < 300; i++) {
		k = dice_roll(&d, SUMS - 1);
		best = sums_best(s, k);
		while (!reached[k])
			k--;
		ck_assert_int_eq(best, k);
		sums_take(s, best, taken);
		for (k = 0, sum = 0; k < n; k++)
			sum += taken[k] ? sizes[k] : 0;
		ck_assert_int_eq(sum, best);
	}
}
END_TEST

/* Sizes and rates without anything in common, too many for any table. */
START_TEST(at_a_limit_the_bound_is_kept)
{
	enum { HARD = 300 };
	struct weight *w = arena_new(test_arena(), struct weight, HARD);
	uint8_t *resident = arena_new(test_arena(), uint8_t, HARD);
	struct dice d = {(uint64_t)_i + 3};
	int64_t alignment = _i % 2 ? 1 : 64, room;
	struct filler *f;
	struct fill fill;
	int i;

	for (i = 0; i < HARD; i++) {
		w[i].size = (int64_t)1000000 + dice_roll(&d, 1 << 30);
		w[i].traffic = w[i].size * (_i < 2 ? 1 : 1 + dice_roll(&d, 2));
	}
	f = fill_open(w, HARD, alignment, test_arena());
	for (i = 0; i < 20; i++) {
		room = 100 * (int64_t)dice_roll(&d, 1 << 30);
		fill_room(f, room, resident, &fill);
		check_marks(w, HARD, alignment, resident, &fill);
		ck_assert_int_le(fill.bytes, room);
		ck_assert_int_le(fill.saved, fill.bound);
		ck_assert_int_le(fill.bound, fill_bound(f, room));
	}
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("fill");

	tcase_add_loop_test(t, no_subset_saves_more, 0, 40);
	tcase_add_loop_test(t, many_rates_are_as_a_table_says, 0, 10);
	tcase_add_test(t, a_thousand_weights_are_filled_to_the_bound);
	tcase_add_loop_test(t, parted_sums_are_all_sums, 0, 10);
	tcase_add_loop_test(t, at_a_limit_the_bound_is_kept, 0, 4);
	return suite_main("fill", t);
}
