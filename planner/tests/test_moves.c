/*
 * Values that are copied within SRAM: where nothing that lies still packs.
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "planner/move_choice.h"
#include "planner/moving.h"
#include "planner/tests/place_random.h"
#include "planner/tests/place_replay.h"
#include "planner/tests/plan_fixture.h"
#include "planner/ties.h"
#include "planner/time.h"
#include "planner/verify.h"

static void
setup(void)
{
	plan_setup();
	options.stream_weights = true;
}

/*
 * Bytes / 4 and steps of the values, which never add up to more than 7, and
 * which no offsets below 8 hold apart:
 *
 *	a 4 [0, 2)   b 3 [1, 5)   c 1 [2, 7)   d 1 [3, 6)
 *	e 2 [4, 8)   f 2 [5, 7)   g 2 [6, 9)   h 3 [7, 9)
 */
static const char knot[] =
	"x:f32[1,1]; wa = f32[1,4]; wb = f32[4,3]; wc = f32[3,1]; wd = f32[3,1]; "
	"we = f32[3,2]; wf = f32[2,1]; wh = f32[2,3]; a = MatMul(x, wa); "
	"b = MatMul(a, wb); c = MatMul(b, wc); d = MatMul(b, wd); e = MatMul(b, we); "
	"f = MatMul(wf, d); g = MatMul(f, c); h = MatMul(e, wh); y = MatMul(g, h)";

static void
make(int64_t sram)
{
	plan_text(knot, LEVEL_OPS, sram);
	ck_assert(plan.fits);
}

START_TEST(what_fits_by_sum_packs_when_it_may_move)
{
	make(28);
	ck_assert_int_eq(plan.no_spill, 28);
	ck_assert(plan.optimal);
	ck_assert_int_eq(plan.high_water, 28);
	ck_assert_int_eq(plan.traffic[TRANSFER_SPILL], 0);
	ck_assert_int_eq(plan.traffic[TRANSFER_FETCH], 0);
	ck_assert_int_eq(plan.n_moves, 1);
	ck_assert_int_eq(plan.moved, 4);
	ck_assert_ptr_nonnull(
		strstr(plan_find(&plan, &analysis, plan.moves[0].value)->reason,
		       "copied within SRAM before step"));
}
END_TEST

START_TEST(a_byte_more_than_the_sum_is_not_needed_to_lie_still)
{
	make(32);
	ck_assert_int_eq(plan.n_moves, 0);
	ck_assert_int_eq(plan.high_water, 32);
	ck_assert(plan.optimal);
}
END_TEST

START_TEST(without_moves_it_costs_traffic)
{
	int64_t with, without;

	make(28);
	with = plan.dram_bytes;
	options.lie_still = true;
	make(28);
	without = plan.dram_bytes;
	ck_assert_int_eq(plan.n_moves, 0);
	ck_assert_int_gt(without, with);
	ck_assert(!plan.optimal);
	ck_assert_int_eq(plan.lower_bound, with);
}
END_TEST

/*
 * A copy of 4 bytes reads and writes SRAM; lying still takes 4 bytes more, which a
 * weight lacks that is then read.  At 2 pJ in SRAM and 1 in DRAM the copy costs
 * 16 pJ, the weight 12.
 */
START_TEST(energy_counts_what_moves)
{
	const struct weight weight = {.size = 4, .traffic = 4};
	const struct filler *filler = fill_open(&weight, 1, 1, arena);
	const struct packing packing = {.still = 32, .moving = 28, .moved = 4};
	const struct problem problem = {.steps = 1};
	struct byte_prices prices;
	struct move_choice l;
	uint8_t resident;

	options.energy = true;
	target.dram_read_pj = target.dram_write_pj = 1;
	target.sram_pj = 2;
	prices = move_prices(&target, &options, &problem);
	move_choose(&l, filler, &prices, 100, &packing, 32, &resident);
	ck_assert(!l.moves && !resident);
	ck_assert_int_eq(l.height, 32);
	ck_assert_int_eq(l.cost, 104);
	target.sram_pj = 0.5; /* 4 and 6 pJ */
	prices = move_prices(&target, &options, &problem);
	move_choose(&l, filler, &prices, 100, &packing, 32, &resident);
	ck_assert(l.moves && resident);
	ck_assert_int_eq(l.cost, 103); /* in bytes read, of 1.5 pJ, rounded up */
	make(28);
	ck_assert_int_eq(plan.n_moves, 1);
	ck_assert(!plan.optimal); /* for all that is known, without that copy */
}
END_TEST

START_TEST(time_counts_what_moves)
{
	const struct load *loads;
	int32_t i;
	int64_t moved = 0;

	make(28);
	loads = loads_of_plan(&plan, &analysis, arena);
	for (i = 0; i < plan.steps; i++)
		moved += loads[i].moved;
	ck_assert_int_eq(moved, 4);
	ck_assert_int_eq(loads[plan.moves[0].step].moved, 4);
}
END_TEST

/* --- broken on purpose --- */

static struct sram_move *
open_for_damage(void)
{
	struct sram_move *m;

	make(28);
	m = arena_new(arena, struct sram_move, 2);
	m[0] = plan.moves[0];
	plan.moves = m;
	return m;
}

START_TEST(a_copy_over_what_is_there_is_found)
{
	struct sram_move *m = open_for_damage();
	const struct residency *r;
	int32_t i, k;

	for (i = 0; i < plan.n_values; i++)
		for (k = 0; k < plan.values[i].n_residency; k++) {
			r = &plan.values[i].residency[k];
			if (r->sram && plan.values[i].value != m->value &&
			    r->from < m->step && r->to > m->step)
				m->to = r->offset;
		}
	refused_for("plan-move");
}
END_TEST

START_TEST(a_copy_from_elsewhere_is_found)
{
	open_for_damage()->from += 4;
	refused_for("plan-move");
}
END_TEST

START_TEST(a_copy_to_elsewhere_is_found)
{
	open_for_damage()->to += 4;
	refused_for("plan-move");
}
END_TEST

START_TEST(a_copy_of_a_part_is_found)
{
	open_for_damage()->bytes -= 1;
	plan.moved -= 1;
	refused_for("plan-move");
}
END_TEST

START_TEST(a_copy_at_another_time_is_found)
{
	open_for_damage()->step += 1;
	refused_for("plan-move");
}
END_TEST

/* Then nothing brought the value to where it is said to be. */
START_TEST(a_missing_copy_is_found)
{
	open_for_damage();
	plan.n_moves = 0;
	plan.moved = 0;
	refused_for("plan-fetch");
}
END_TEST

START_TEST(a_copy_of_what_is_not_there_is_found)
{
	struct sram_move *m = open_for_damage();

	m[1] = m[0];
	m[1].value = graph_find(analysis.graph, "a");
	m[1].step = m[0].step = 8;
	plan.n_moves = 2;
	refused_for("plan-move");
}
END_TEST

START_TEST(a_false_sum_of_copies_is_found)
{
	open_for_damage();
	plan.moved += 1;
	refused_for("plan-move");
}
END_TEST

START_TEST(copies_where_all_should_lie_still_are_found)
{
	open_for_damage();
	options.lie_still = true;
	refused_for("plan-move");
}
END_TEST

/* --- by chance --- */

enum { BUFFERS = 24, STEPS = 16 };

static void
random_buffers(struct dice *d, struct pack_buffer *list)
{
	struct pack_buffer *b;
	int32_t i;

	for (i = 0; i < BUFFERS; i++) {
		b = &list[i];
		*b = (struct pack_buffer){.size = 1 + dice_roll(d, 9),
					  .from = dice_roll(d, STEPS),
					  PACK_DEFAULTS};
		b->to = min_i64(b->from + 1 + dice_roll(d, 7), STEPS);
		/* in the place of the one before, where that ends as this begins */
		if (i && list[i - 1].to < STEPS && list[i - 1].tie == PACK_UNTIED &&
		    dice_roll(d, 3) == 0) {
			b->from = list[i - 1].to - 1;
			b->to = min_i64(b->from + 1 + dice_roll(d, 4), STEPS);
			b->tie = i - 1;
		}
	}
}

static int64_t
load_of(const struct pack_buffer *list, int32_t step)
{
	int64_t sum = 0;
	int32_t i;

	for (i = 0; i < BUFFERS; i++) {
		if (list[i].from > step || list[i].to <= step)
			continue;
		sum += list[i].size;
		if (list[i].tie != PACK_UNTIED && list[i].from == step)
			sum -= min_i64(list[i].size, list[list[i].tie].size);
	}
	return sum;
}

static int64_t
peak_of(const struct pack_buffer *list)
{
	int64_t peak = 0;
	int32_t step;

	for (step = 0; step < STEPS; step++)
		peak = max_i64(peak, load_of(list, step));
	return peak;
}

static bool
are_tied(const struct pack_buffer *list, int32_t a, int32_t b)
{
	return list[a].tie == b || list[b].tie == a;
}

/* Where each lies at each step: -1 where it is not. */
static void
replay(const struct pack_buffer *list, const struct moving_result *r,
       int64_t at[BUFFERS][STEPS])
{
	const struct moving_piece *p;
	int32_t i, k, step;

	memset(at, -1, sizeof(int64_t[BUFFERS][STEPS]));
	for (i = 0; i < r->n_pieces; i++) {
		p = &r->pieces[i];
		for (step = p->from; step < p->to; step++)
			at[p->buffer][step] = p->offset;
	}
	for (step = 0; step < STEPS; step++)
		for (i = 0; i < BUFFERS; i++) {
			ck_assert_int_eq(at[i][step] >= 0,
					 list[i].from <= step && step < list[i].to);
			for (k = 0; k < i; k++)
				if (at[i][step] >= 0 && at[k][step] >= 0 &&
				    !(are_tied(list, i, k) &&
				      at[i][step] == at[k][step]))
					ck_assert(at[i][step] + list[i].size <=
							  at[k][step] ||
						  at[k][step] + list[k].size <=
							  at[i][step]);
		}
}

/* The copies, in their order, take each buffer from one place to the next. */
static void
replay_copies(const struct pack_buffer *list, const struct moving_result *r,
	      int64_t at[BUFFERS][STEPS])
{
	int64_t now[BUFFERS];
	int32_t step, i, k = 0;

	for (step = 1; step < STEPS; step++) {
		for (i = 0; i < BUFFERS; i++)
			now[i] = at[i][step] >= 0 ? at[i][step - 1] : -1;
		for (; k < r->n_copies && r->copies[k].step == step; k++) {
			const struct moving_copy *c = &r->copies[k];

			ck_assert_int_eq(now[c->buffer], c->from);
			now[c->buffer] = c->to;
			for (i = 0; i < BUFFERS; i++)
				ck_assert(i == c->buffer || now[i] < 0 ||
					  now[i] + list[i].size <= c->to ||
					  c->to + list[c->buffer].size <= now[i]);
		}
		for (i = 0; i < BUFFERS; i++)
			ck_assert(now[i] < 0 || now[i] == at[i][step]);
	}
	ck_assert_int_eq(k, r->n_copies);
}

/* 50 x 40 problems within their peak, which is always enough. */
START_TEST(whatever_fits_by_sum_is_packed)
{
	struct dice d = {(uint64_t)_i * 104729 + 5};
	struct pack_buffer list[BUFFERS];
	struct pack_problem p = {.buffers = list, .n = BUFFERS};
	int64_t at[BUFFERS][STEPS];
	struct arena_mark mark = arena_mark(arena);
	struct moving_result r;
	int i;

	for (i = 0; i < 40; i++) {
		random_buffers(&d, list);
		p.capacity = peak_of(list);
		moving_pack(&r, &p, NULL, 20000, arena);
		ck_assert(r.found);
		ck_assert_int_le(r.height, p.capacity);
		replay(list, &r, at);
		replay_copies(list, &r, at);
		arena_rewind(arena, mark);
	}
}
END_TEST

START_TEST(a_problem_as_large_again_has_the_same_answer)
{
	struct dice d = {77};
	struct pack_buffer list[BUFFERS];
	struct pack_problem p = {.buffers = list, .n = BUFFERS};
	struct moving_result one, seven;
	int i, k;

	for (i = 0; i < 20; i++) {
		random_buffers(&d, list);
		p.capacity = peak_of(list) + i % 3;
		moving_pack(&one, &p, NULL, 20000, arena);
		for (k = 0; k < BUFFERS; k++)
			list[k].size *= 7;
		p.capacity = p.capacity * 7 + 6;
		moving_pack(&seven, &p, NULL, 20000, arena);
		ck_assert_int_eq(seven.n_copies, one.n_copies);
		ck_assert_int_eq(seven.bytes, 7 * one.bytes);
		for (k = 0; k < one.n_pieces; k++)
			ck_assert_int_eq(seven.pieces[k].offset,
					 7 * one.pieces[k].offset);
	}
}
END_TEST

/* Wherever placements are proven, so are plans, and more SRAM never costs more. */
START_TEST(random_plans_reach_the_optimum_of_their_placement)
{
	struct dice d = {(uint64_t)_i * 7907 + 3};
	const char *text = random_graph(&d, 10 + dice_roll(&d, 20), arena);
	int64_t sram, before = INT64_MAX;

	analysis_from(&analysis, text, LEVEL_INPLACE, arena);
	for (sram = 16; sram < 4096; sram += sram / 8) {
		struct arena_mark mark = arena_mark(arena);

		target.sram = sram;
		ck_assert_int_eq(
			plan_make(&plan, &analysis, &target, &options, arena, diags),
			OK);
		ck_assert(plan.fits && plan.optimal);
		ck_assert_int_le(plan.dram_bytes, before);
		before = plan.dram_bytes;
		arena_rewind(arena, mark);
	}
}
END_TEST

/* Of 200 problems: all that is found costs as much, and some of it is other. */
START_TEST(ties_cost_as_much)
{
	struct random_shape h = {.steps = 14,
				 .values = 16,
				 .most_uses = 3,
				 .most_size = 5,
				 .edges = true};
	const struct placement *x, *y;
	struct problem p;
	struct replay r;
	int32_t i, others = 0;

	for (h.seed = 1; h.seed <= 200; h.seed++) {
		struct arena_mark mark = arena_mark(arena);

		random_problem(&h, &p, arena);
		x = place_at(placer_open(&p, NULL, arena), 10);
		for (i = 0; i < TIES_MAX; i++) {
			y = ties_find(&p, x, NULL, i, arena);
			if (!y)
				continue;
			r = replay_run(&p, y);
			ck_assert_int_eq(r.cost, x->cost);
			ck_assert_int_eq(y->cost, x->cost);
			ck_assert_int_le(r.usage, x->usage);
			others += memcmp(x->resident, y->resident,
					 (size_t)x->first_gap[p.n_values]) != 0;
		}
		arena_rewind(arena, mark);
	}
	ck_assert_int_gt(others, 20);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("moves");

	tcase_add_checked_fixture(t, setup, arena_teardown);
	tcase_add_test(t, what_fits_by_sum_packs_when_it_may_move);
	tcase_add_test(t, a_byte_more_than_the_sum_is_not_needed_to_lie_still);
	tcase_add_test(t, without_moves_it_costs_traffic);
	tcase_add_test(t, energy_counts_what_moves);
	tcase_add_test(t, time_counts_what_moves);
	tcase_add_test(t, a_copy_over_what_is_there_is_found);
	tcase_add_test(t, a_copy_from_elsewhere_is_found);
	tcase_add_test(t, a_copy_to_elsewhere_is_found);
	tcase_add_test(t, a_copy_of_a_part_is_found);
	tcase_add_test(t, a_copy_at_another_time_is_found);
	tcase_add_test(t, a_missing_copy_is_found);
	tcase_add_test(t, a_copy_of_what_is_not_there_is_found);
	tcase_add_test(t, a_false_sum_of_copies_is_found);
	tcase_add_test(t, copies_where_all_should_lie_still_are_found);
	tcase_add_test(t, ties_cost_as_much);
	tcase_add_loop_test(t, whatever_fits_by_sum_is_packed, 0, 50);
	tcase_add_test(t, a_problem_as_large_again_has_the_same_answer);
	tcase_add_loop_test(t, random_plans_reach_the_optimum_of_their_placement, 0,
			    30);
	return suite_main("moves", t);
}
