#include <stdlib.h>
#include <string.h>

#include "planner/tests/plan_fixture.h"
#include "planner/verify.h"

static const struct plan_value *
find(const char *name)
{
	const struct plan_value *v =
		plan_find(&plan, &analysis, graph_find(analysis.graph, name));

	ck_assert_msg(v, "'%s' is not in the plan", name);
	return v;
}

/* Every one a float32 [1,16] of 64 bytes, but for the weight of 1,024. */
static const char chain[] =
	"x:f32[N,16]; w = f32[16,16]; a = MatMul(x, w); b = Sigmoid(a); "
	"c = Sigmoid(b); d = Add(c, a); e = Softmax(d)";

START_TEST(with_enough_sram_only_the_ends_move)
{
	plan_text(chain, LEVEL_OPS, SRAM_UNLIMITED);
	ck_assert(plan.fits && plan.optimal);
	ck_assert_int_eq(plan.no_spill, 192); /* a, c and d */
	ck_assert_int_eq(plan.dram_bytes, 128);
	ck_assert_int_eq(plan.peak, 192 + 1024);
	ck_assert_int_eq(plan.resident_weights, 1024);
}
END_TEST

START_TEST(with_less_a_value_waits_in_dram)
{
	plan_text(chain, LEVEL_OPS, 128);
	ck_assert_int_eq(plan.lower_bound, plan.dram_bytes);
	ck_assert_int_eq(plan.traffic[TRANSFER_WEIGHTS], 1024);
	/* a is written once and read once: 128 beyond the ends and the weight */
	ck_assert_int_eq(plan.dram_bytes, 128 + 1024 + 128);
	ck_assert_str_ne(find("a")->reason, find("b")->reason);
}
END_TEST

START_TEST(with_nothing_everything_is_streamed)
{
	plan_text(chain, LEVEL_OPS, 0);
	ck_assert(plan.fits);
	ck_assert_int_eq(plan.high_water, 0);
}
END_TEST

START_TEST(windows_have_a_floor)
{
	target.window = WINDOW_FIXED;
	target.window_bytes = 64;
	plan_text(chain, LEVEL_OPS, 100);
	ck_assert(!plan.fits);
	ck_assert_ptr_nonnull(
		strstr(plan.refusal, "192")); /* three windows at a step */
	plan_text(chain, LEVEL_OPS, 192);
	ck_assert(plan.fits);
}
END_TEST

/* By sum all three fit 192 bytes; 64 is no multiple of 96, so none packs. */
START_TEST(a_refusal_says_when_only_the_packing_fails)
{
	struct value_pin pins[] = {{"a", true}, {"c", true}, {"d", true}};

	options.pins = pins;
	options.n_pins = 3;
	target.alignment = 96;
	plan_text(chain, LEVEL_OPS, 192);
	ck_assert(!plan.fits);
	ck_assert_int_eq(plan.needed, 192);
	ck_assert_ptr_nonnull(strstr(plan.refusal, "no offsets were found"));
	ck_assert_ptr_null(strstr(plan.refusal, "too few"));
	plan_text(chain, LEVEL_OPS, 3 * 96);
	ck_assert(plan.fits);
}
END_TEST

/* Pinned weights count; the activations can do without SRAM. */
START_TEST(a_refusal_counts_pinned_weights)
{
	struct value_pin pin = {"w", true};

	options.pins = &pin;
	options.n_pins = 1;
	plan_text(chain, LEVEL_OPS, 1000);
	ck_assert(!plan.fits);
	ck_assert_int_eq(plan.needed, 1024);
	ck_assert_ptr_nonnull(strstr(plan.refusal, "1,024 of them for pinned weights"));
	ck_assert_ptr_nonnull(strstr(plan.refusal, "24 too few"));
	plan_text(chain, LEVEL_OPS, 1024);
	ck_assert(plan.fits);
}
END_TEST

START_TEST(a_batch_multiplies_activations_only)
{
	options.batch = 4;
	plan_text(chain, LEVEL_OPS, SRAM_UNLIMITED);
	ck_assert_int_eq(plan.no_spill, 4 * 192);
	ck_assert_int_eq(plan.resident_weights, 1024);
	ck_assert_int_eq(plan.dram_bytes, 4 * 128);
}
END_TEST

START_TEST(pins_are_kept)
{
	struct value_pin pins[] = {{"a", false}, {"w", false}};

	options.pins = pins;
	options.n_pins = 2;
	plan_text(chain, LEVEL_OPS, SRAM_UNLIMITED);
	ck_assert_int_eq(plan.traffic[TRANSFER_WEIGHTS], 1024);
	ck_assert_int_eq(find("a")->n_residency, 1);
	ck_assert(!find("a")->residency[0].sram);
}
END_TEST

START_TEST(inputs_and_outputs_can_stay)
{
	options.keep_inputs = options.keep_outputs = true;
	plan_text(chain, LEVEL_OPS, SRAM_UNLIMITED);
	ck_assert_int_eq(plan.dram_bytes, 0);
	ck_assert_int_eq(find("e")->residency[0].to, plan.steps);
	ck_assert_int_eq(find("x")->residency[0].from, 0);
}
END_TEST

START_TEST(what_is_kept_may_be_overwritten_at_either_end)
{
	options.keep_inputs = options.keep_outputs = true;
	plan_text("x:f32[N,16]; y = Sigmoid(x)", LEVEL_INPLACE, 64);
	ck_assert(plan.fits);
	plan_text("x:f32[N,16]; w = f32[16,16]; a = MatMul(x, w); b = Softmax(a); y = "
		  "Add(b, a)",
		  LEVEL_INPLACE, SRAM_UNLIMITED);
	ck_assert_int_eq(plan.no_spill, 128);
	ck_assert_int_eq(plan.n_inplace, 1);
}
END_TEST

START_TEST(offsets_keep_the_alignment)
{
	int32_t i, k;

	target.alignment = 96;
	plan_text(chain, LEVEL_INPLACE, 2000);
	for (i = 0; i < plan.n_values; i++)
		for (k = 0; k < plan.values[i].n_residency; k++)
			if (plan.values[i].residency[k].sram)
				ck_assert_int_eq(
					plan.values[i].residency[k].offset % 96, 0);
}
END_TEST

/* --- by chance --- */

/* Every plan of one graph, from plenty of SRAM down: traffic never falls. */
static void
try_sizes(struct dice *d)
{
	int64_t before = -1, sram = 4096;
	int i;

	for (i = 0; i < 6; i++) {
		target.sram = sram;
		ck_assert_msg(plan_make(&plan, &analysis, &target, &options, arena,
					diags) == OK,
			      "%s", complaint());
		if (plan.fits) {
			ck_assert_int_le(plan.lower_bound, plan.dram_bytes);
			ck_assert_int_le(plan.high_water, sram);
			if (plan.optimal)
				ck_assert_int_ge(plan.dram_bytes, before);
			before = plan.dram_bytes;
		} else
			ck_assert_int_ne(target.window, WINDOW_NONE);
		sram = sram * (40 + dice_roll(d, 55)) / 100;
	}
}

static void
try_graph(struct dice *d)
{
	struct arena_mark mark = arena_mark(arena);
	const char *text = random_graph(d, 4 + dice_roll(d, 24), arena);
	int level;

	options.batch = 1 + dice_roll(d, 3);
	target.window = (enum window_rule)dice_roll(d, 3);
	target.window_bytes = 16;
	target.alignment = dice_roll(d, 2) ? 1 : 16;
	for (level = 0; level < LEVEL_COUNT; level++) {
		analysis_from(&analysis, text, (enum level)level, arena);
		try_sizes(d);
	}
	arena_rewind(arena, mark);
	diags = diags_new(arena);
}

/* 120 x 10 graphs, 3 levels, 6 sizes each */
START_TEST(random_graphs_have_true_plans)
{
	struct dice d = {(uint64_t)_i * 7919 + 1};
	int i;

	for (i = 0; i < 10; i++)
		try_graph(&d);
}
END_TEST

/* --- broken on purpose --- */

/* Copies that may be changed, of a plan with spills and an in-place pair. */
static struct plan_value *values;
static struct transfer *transfers;

static void
open_for_damage(int64_t sram)
{
	int32_t i;

	plan_text(chain, LEVEL_INPLACE, sram);
	ck_assert_int_gt(plan.n_inplace, 0);
	values = arena_grow(arena, plan.values, (size_t)plan.n_values,
			    (size_t)plan.n_values, sizeof(*values));
	transfers = arena_grow(arena, plan.transfers, (size_t)plan.n_transfers,
			       (size_t)plan.n_transfers + 1, sizeof(*transfers));
	for (i = 0; i < plan.n_values; i++)
		values[i].residency = arena_grow(
			arena, values[i].residency, (size_t)values[i].n_residency,
			(size_t)values[i].n_residency + 1, sizeof(struct residency));
	plan.values = values;
	plan.transfers = transfers;
}

static struct residency *
sram_of(const char *name)
{
	struct residency *r = (struct residency *)find(name)->residency;
	int32_t i;

	for (i = 0; i < find(name)->n_residency; i++)
		if (r[i].sram)
			return &r[i];
	ck_abort_msg("'%s' is never in SRAM", name);
}

START_TEST(an_overlap_is_found)
{
	plan_text("x:f32[N,16]; a = Sigmoid(x); b = Softmax(a); c = Add(b, a); y = "
		  "Softmax(c)",
		  LEVEL_OPS, 4096);
	sram_of("b")->offset = sram_of("a")->offset;
	refused_for("plan-overlap");
}
END_TEST

START_TEST(a_value_freed_too_early_is_found)
{
	open_for_damage(128);
	sram_of("c")->to--;
	refused_for("plan-freed");
}
END_TEST

START_TEST(a_place_beyond_the_capacity_is_found)
{
	open_for_damage(128);
	sram_of("c")->offset = 128;
	refused_for("plan-capacity");
}
END_TEST

START_TEST(a_crooked_offset_is_found)
{
	open_for_damage(128);
	plan.alignment = 64;
	sram_of("c")->offset += 1;
	refused_for("plan-alignment");
}
END_TEST

START_TEST(wrong_sums_are_found)
{
	open_for_damage(128);
	plan.dram_bytes -= 64;
	plan.gap -= 64;
	refused_for("plan-traffic");
	open_for_damage(128);
	plan.traffic[TRANSFER_SPILL] += 1;
	refused_for("plan-traffic");
	open_for_damage(128);
	transfers[0].bytes -= 1;
	refused_for("plan-traffic");
}
END_TEST

START_TEST(a_missing_read_is_found)
{
	value_id a;
	int32_t i;

	open_for_damage(100);
	a = graph_find(analysis.graph, "a");
	for (i = 0; i < plan.n_transfers; i++)
		if (transfers[i].value == a && !transfers[i].write)
			break;
	ck_assert_int_lt(i, plan.n_transfers);
	memmove(&transfers[i], &transfers[i + 1],
		(size_t)(plan.n_transfers - i - 1) * sizeof(*transfers));
	plan.n_transfers--;
	refused_for("plan-fetch");
}
END_TEST

START_TEST(a_needless_transfer_is_found)
{
	open_for_damage(128);
	transfers[plan.n_transfers++] =
		(struct transfer){plan.steps - 1, graph_find(analysis.graph, "b"),
				  TRANSFER_FETCH, false, 64};
	refused_for("plan-transfer");
}
END_TEST

START_TEST(a_wrong_alias_is_found)
{
	struct inplace *e;

	open_for_damage(128);
	e = arena_new(arena, struct inplace, (size_t)plan.n_inplace + 1);
	memcpy(e, plan.inplace, (size_t)plan.n_inplace * sizeof(*e));
	e[plan.n_inplace] = (struct inplace){graph_find(analysis.graph, "x"),
					     graph_find(analysis.graph, "a"), 0};
	plan.inplace = e;
	plan.n_inplace++;
	refused_for("plan-alias");
}
END_TEST

START_TEST(a_missing_window_is_found)
{
	target.window = WINDOW_FIXED;
	target.window_bytes = 8;
	plan_text(chain, LEVEL_OPS, 200);
	values = (struct plan_value *)plan.values;
	ck_assert_int_gt(find("x")->n_windows, 0);
	((struct plan_value *)find("x"))->n_windows = 0;
	refused_for("plan-window");
}
END_TEST

START_TEST(a_lost_value_is_found)
{
	open_for_damage(128);
	plan.n_values--;
	refused_for("plan-value");
}
END_TEST

START_TEST(a_false_peak_is_found)
{
	open_for_damage(128);
	plan.peak--;
	refused_for("plan-peak");
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("plan");

	tcase_add_checked_fixture(t, plan_setup, arena_teardown);
	tcase_add_test(t, with_enough_sram_only_the_ends_move);
	tcase_add_test(t, with_less_a_value_waits_in_dram);
	tcase_add_test(t, with_nothing_everything_is_streamed);
	tcase_add_test(t, windows_have_a_floor);
	tcase_add_test(t, a_refusal_says_when_only_the_packing_fails);
	tcase_add_test(t, a_refusal_counts_pinned_weights);
	tcase_add_test(t, a_batch_multiplies_activations_only);
	tcase_add_test(t, pins_are_kept);
	tcase_add_test(t, inputs_and_outputs_can_stay);
	tcase_add_test(t, what_is_kept_may_be_overwritten_at_either_end);
	tcase_add_test(t, offsets_keep_the_alignment);
	tcase_add_loop_test(t, random_graphs_have_true_plans, 0, 120);
	tcase_add_test(t, an_overlap_is_found);
	tcase_add_test(t, a_value_freed_too_early_is_found);
	tcase_add_test(t, a_place_beyond_the_capacity_is_found);
	tcase_add_test(t, a_crooked_offset_is_found);
	tcase_add_test(t, wrong_sums_are_found);
	tcase_add_test(t, a_missing_read_is_found);
	tcase_add_test(t, a_needless_transfer_is_found);
	tcase_add_test(t, a_wrong_alias_is_found);
	tcase_add_test(t, a_missing_window_is_found);
	tcase_add_test(t, a_lost_value_is_found);
	tcase_add_test(t, a_false_peak_is_found);
	return suite_main("plan", t);
}
