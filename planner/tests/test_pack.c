#include <stdio.h>
#include <stdlib.h>

#include "base/tests/fixture.h"
#include "planner/pack_ladder.h"
#include "planner/pack_search.h"
#include "planner/tests/pack_brute.h"

enum { ROUNDS = 1500 };

/* Fresh memory for each of many problems. */
static void
renew_arena(void)
{
	arena_teardown();
	arena_setup();
}

static void
check_least(struct brute *b, int64_t least, uint64_t seed)
{
	struct pack_result r;
	enum status status;

	b->problem.capacity = 0;
	status = pack_run(&r, &b->problem, arena, diags);
	if (least < 0) {
		ck_assert_msg(status == NO && r.verdict == PACK_IMPOSSIBLE,
			      "seed %d: packed, but there is no packing", (int)seed);
		return;
	}
	ck_assert_msg(status == OK, "seed %d: not packed, least %d", (int)seed,
		      (int)least);
	ck_assert_msg(r.verdict == PACK_OPTIMAL && r.height == least,
		      "seed %d: height %d, least %d", (int)seed, (int)r.height,
		      (int)least);
}

/* One byte less than the least height is infeasible on purpose. */
static void
check_fits(struct brute *b, int64_t capacity, bool fits, uint64_t seed)
{
	struct pack_result r;
	struct pack_fault fault;
	enum status status;
	int64_t height;

	if (capacity <= 0)
		return;
	b->problem.capacity = capacity;
	status = pack_run(&r, &b->problem, arena, diags);
	ck_assert_msg(status == (fits ? OK : NO), "seed %d: capacity %d: %s", (int)seed,
		      (int)capacity, fits ? "not packed" : "packed");
	if (fits)
		ck_assert(pack_check(&b->problem, r.offsets, &height, &fault, arena));
	else
		ck_assert_int_eq(r.verdict, PACK_IMPOSSIBLE);
}

/* All contradictions between fixed offsets come back as -1 too. */
static void
differ(unsigned traits)
{
	struct brute b;
	int64_t least;
	uint64_t seed;

	for (seed = 0; seed < ROUNDS; seed++) {
		renew_arena();
		brute_make(&b, seed + traits * 100000, traits);
		least = brute_least(&b);
		check_least(&b, least, seed);
		if (least >= 0) {
			check_fits(&b, least, true, seed);
			check_fits(&b, least - 1, false, seed);
			check_fits(&b, least + 3, true, seed);
		}
	}
}

START_TEST(plain_problems_are_packed_as_low_as_brute_force_can)
{
	differ(0);
}
END_TEST

START_TEST(so_are_aligned_ones)
{
	differ(BRUTE_ALIGNED);
}
END_TEST

START_TEST(so_are_tied_ones)
{
	differ(BRUTE_TIED | BRUTE_ALIGNED);
}
END_TEST

START_TEST(so_are_lifetimes_with_gaps)
{
	differ(BRUTE_GAPPED);
}
END_TEST

START_TEST(so_are_fixed_offsets)
{
	differ(BRUTE_FIXED);
}
END_TEST

START_TEST(so_are_banks)
{
	differ(BRUTE_BANKED);
}
END_TEST

START_TEST(so_is_everything_at_once)
{
	differ(BRUTE_ALL);
}
END_TEST

/* The offsets of buffers from those of a core's items. */
static void
give(const struct core *c, const int32_t *item_of, const struct brute *b,
     int64_t *offsets)
{
	int32_t i;

	for (i = 0; i < b->problem.n; i++)
		offsets[i] =
			item_of[i] < 0
				? (b->list[i].fixed == PACK_FREE ? 0 : b->list[i].fixed)
				: c->offsets[item_of[i]] * c->unit_bytes;
}

static void
check_rung(struct brute *b, const struct rung *rung, int64_t least, uint64_t seed)
{
	int32_t item_of[BRUTE_BUFFERS], clash;
	int64_t offsets[BRUTE_BUFFERS], height;
	struct pack_fault fault;
	struct core c;

	core_read(&c, &b->problem, item_of, &clash, arena, diags);
	c.offsets = arena_new(arena, int64_t, (size_t)c.n);
	if (!c.n)
		return;
	rung->climb(&c, rung, c.bound_bytes, arena);
	if (c.height_bytes == INT64_MAX)
		return;
	give(&c, item_of, b, offsets);
	ck_assert_msg(pack_check(&b->problem, offsets, &height, &fault, arena),
		      "seed %d: %s: %s", (int)seed, rung->name, fault.what);
	ck_assert_int_eq(height, c.height_bytes);
	ck_assert_int_ge(height, least);
	ck_assert_int_le(c.bound_bytes, least);
}

START_TEST(each_strategy_makes_packings_and_none_beats_brute_force)
{
	struct brute b;
	int64_t least;
	uint64_t seed;
	int32_t i;

	for (seed = 0; seed < ROUNDS; seed++) {
		renew_arena();
		brute_make(&b, seed + 7000000, BRUTE_ALL);
		least = brute_least(&b);
		for (i = 0; i < n_pack_rungs && least >= 0; i++)
			check_rung(&b, &pack_rungs[i], least, seed);
	}
}
END_TEST

static enum outcome
search_at(const struct core *c, int64_t height, bool jump, const char *letters)
{
	struct search x;

	search_init(&x, c, arena);
	x.letters = letters;
	x.jump = jump;
	x.limit = INT64_MAX;
	return search_run(&x, height);
}

START_TEST(the_complete_search_is_complete_and_jumps_never_invent)
{
	static const char *const letters[] = {"TWA", "TAW", "WAT"};
	int32_t item_of[BRUTE_BUFFERS], clash, i;
	struct brute b;
	struct core c;
	int64_t least;
	uint64_t seed;

	for (seed = 0; seed < ROUNDS; seed++) {
		renew_arena();
		brute_make(&b, seed + 9000000, BRUTE_ALL & ~BRUTE_FIXED);
		least = brute_least(&b);
		core_read(&c, &b.problem, item_of, &clash, arena, diags);
		if (!c.n || least < 0)
			continue;
		for (i = 0; i < 3; i++) {
			ck_assert_msg(search_at(&c, least, false, letters[i]) == FOUND,
				      "seed %d", (int)seed);
			ck_assert_int_eq(search_at(&c, least - 1, false, letters[i]),
					 NONE);
			ck_assert_int_eq(search_at(&c, least - 1, true, letters[i]),
					 NONE);
		}
	}
}
END_TEST

/* Is the problem of only these buffers infeasible? */
static bool
too_much(struct brute *b, const bool *in)
{
	struct brute only = *b;
	int32_t i, g;

	/* What is left out keeps its place in the ties, but has no size. */
	for (i = 0; i < b->problem.n; i++) {
		if (in[i])
			continue;
		only.list[i].size = 0;
		only.list[i].fixed = PACK_FREE;
		only.list[i].alignment = 1;
	}
	for (i = 0; i < b->problem.n; i++)
		for (g = 0; g < only.list[i].n_gaps; g++)
			only.list[i].gaps = only.gaps[i];
	return !brute_fill(&only, 0, b->problem.capacity);
}

START_TEST(the_blamed_do_not_fit_and_any_one_fewer_do)
{
	bool in[BRUTE_BUFFERS];
	struct pack_result r;
	struct brute b;
	uint64_t seed;
	int64_t least;
	int32_t i, asked = 0;

	for (seed = 0; seed < ROUNDS / 3; seed++) {
		renew_arena();
		brute_make(&b, seed + 11000000, BRUTE_ALIGNED | BRUTE_GAPPED);
		least = brute_least(&b);
		if (least < 2)
			continue;
		b.problem.capacity = least - 1;
		ck_assert_int_eq(pack_run(&r, &b.problem, arena, diags), NO);
		ck_assert(r.refusal.proven);
		ck_assert_int_gt(r.refusal.excess, 0);
		memset(in, 0, sizeof(in));
		for (i = 0; i < r.refusal.n_blamed; i++)
			in[r.refusal.blamed[i]] = true;
		ck_assert(too_much(&b, in));
		for (i = 0; i < r.refusal.n_blamed; i++) {
			in[r.refusal.blamed[i]] = false;
			ck_assert(!too_much(&b, in));
			in[r.refusal.blamed[i]] = true;
		}
		asked++;
	}
	ck_assert_int_gt(asked, ROUNDS / 4);
}
END_TEST

START_TEST(hints_are_kept_where_they_cost_nothing)
{
	struct pack_buffer list[] = {
		{.size = 8, .from = 0, .to = 4, PACK_DEFAULTS},
		{.size = 4, .from = 0, .to = 2, PACK_DEFAULTS},
		{.size = 4, .from = 2, .to = 4, PACK_DEFAULTS},
	};
	struct pack_problem p = {.buffers = list, .n = 3, .effort = 1};
	struct pack_result r;

	list[0].hint = 4;
	list[1].hint = 0;
	list[2].hint = 0;
	ck_assert_int_eq(pack_run(&r, &p, arena, diags), OK);
	ck_assert_int_eq(r.offsets[0], 4);
	ck_assert_int_eq(r.offsets[1], 0);
	ck_assert_int_eq(r.height, 12);
	list[0].hint = 100;
	ck_assert_int_eq(pack_run(&r, &p, arena, diags), OK);
	ck_assert_int_eq(r.height, 12);
}
END_TEST

START_TEST(the_judge_finds_each_fault)
{
	struct pack_buffer list[] = {
		{.size = 8, .from = 0, .to = 4, .alignment = 4, PACK_DEFAULTS},
		{.size = 4, .from = 3, .to = 5, PACK_DEFAULTS},
		{.size = 4, .from = 4, .to = 6, PACK_DEFAULTS},
	};
	struct pack_problem p = {.buffers = list, .n = 3, .capacity = 16};
	int64_t sound[] = {4, 0, 4}, overlap[] = {4, 1, 5}, odd[] = {5, 0, 4},
		high[] = {12, 0, 4}, height;
	struct pack_fault fault;

	ck_assert(pack_check(&p, sound, &height, &fault, arena));
	ck_assert_int_eq(height, 12);
	ck_assert(!pack_check(&p, overlap, &height, &fault, arena));
	ck_assert_str_eq(fault.what, "overlap");
	ck_assert_int_eq(fault.step, 3);
	ck_assert(!pack_check(&p, odd, &height, &fault, arena));
	ck_assert_str_eq(fault.what, "alignment");
	ck_assert(!pack_check(&p, high, &height, &fault, arena));
	ck_assert_str_eq(fault.what, "range");
	list[2].tie = 1;
	ck_assert(!pack_check(&p, sound, &height, &fault, arena));
	ck_assert_str_eq(fault.what, "tie");
	list[2].tie = PACK_UNTIED;
	list[1].fixed = 20;
	ck_assert(!pack_check(&p, sound, &height, &fault, arena));
	ck_assert_str_eq(fault.what, "fixed");
}
END_TEST

/* Offsets at random are judged as a walk over every step and byte judges them. */
START_TEST(the_judge_agrees_with_a_map_of_bytes)
{
	struct brute b;
	struct pack_fault fault;
	int64_t height, offsets[BRUTE_BUFFERS];
	uint64_t seed;
	int32_t i, j, sound = 0;
	bool clean;

	for (seed = 0; seed < 4 * ROUNDS; seed++) {
		brute_make(&b, seed + 13000000, BRUTE_GAPPED);
		for (i = 0; i < b.problem.n; i++)
			offsets[i] = brute_draw(&b, 24);
		clean = true;
		for (i = 0; i < b.problem.n; i++)
			for (j = 0; j < i; j++)
				if (brute_meet(&b, i, j) &&
				    offsets[j] < offsets[i] + b.list[i].size &&
				    offsets[i] < offsets[j] + b.list[j].size)
					clean = false;
		ck_assert_int_eq(
			pack_check(&b.problem, offsets, &height, &fault, arena), clean);
		sound += clean;
	}
	ck_assert_int_gt(sound, ROUNDS / 4);
	ck_assert_int_lt(sound, 3 * ROUNDS);
}
END_TEST

START_TEST(problems_that_contradict_themselves_are_refused)
{
	struct pack_buffer b = {.size = 8, .from = 0, .to = 4, PACK_DEFAULTS};
	struct pack_problem p = {.buffers = &b, .n = 1};
	struct pack_result r;

	b.size = -1;
	ck_assert_int_eq(pack_run(&r, &p, arena, diags), ERR_INPUT);
	b.size = INT64_MAX;
	ck_assert_int_eq(pack_run(&r, &p, arena, diags), ERR_INPUT);
	b.size = 8;
	b.to = -1;
	ck_assert_int_eq(pack_run(&r, &p, arena, diags), ERR_INPUT);
	b.to = 4;
	b.tie = 7;
	ck_assert_int_eq(pack_run(&r, &p, arena, diags), ERR_INPUT);
	b.tie = PACK_UNTIED;
	ck_assert_int_eq(pack_run(&r, &p, arena, diags), OK);
	p.n = 0;
	ck_assert_int_eq(pack_run(&r, &p, arena, diags), OK);
	ck_assert_int_eq(r.height, 0);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("pack");

	tcase_add_checked_fixture(t, arena_setup, arena_teardown);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, plain_problems_are_packed_as_low_as_brute_force_can);
	tcase_add_test(t, so_are_aligned_ones);
	tcase_add_test(t, so_are_tied_ones);
	tcase_add_test(t, so_are_lifetimes_with_gaps);
	tcase_add_test(t, so_are_fixed_offsets);
	tcase_add_test(t, so_are_banks);
	tcase_add_test(t, so_is_everything_at_once);
	tcase_add_test(t, each_strategy_makes_packings_and_none_beats_brute_force);
	tcase_add_test(t, the_complete_search_is_complete_and_jumps_never_invent);
	tcase_add_test(t, the_blamed_do_not_fit_and_any_one_fewer_do);
	tcase_add_test(t, hints_are_kept_where_they_cost_nothing);
	tcase_add_test(t, the_judge_finds_each_fault);
	tcase_add_test(t, the_judge_agrees_with_a_map_of_bytes);
	tcase_add_test(t, problems_that_contradict_themselves_are_refused);
	return suite_main("pack", t);
}
