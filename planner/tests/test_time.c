#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/tests/fixture.h"
#include "planner/time.h"

static struct analysis analysis;
static struct target target;
static struct target_rate rate;
static struct layer layers[3];
static struct value values[2];
static struct graph graph;
static int64_t dims[1];
static const value_id weight_list[] = {0}, input_list[] = {1};

/*
 * Three layers of 100 MACs per item, each with the weight (value 0, 40 bytes of
 * int8) and the activation (value 1, 10 bytes per item) as operands.
 */
static void
setup(void)
{
	int i;

	arena_setup();
	dims[0] = 40;
	rate = (struct target_rate){DTYPE_INT8, 100, 2};
	target = (struct target){.name = "test",
				 .dram_bandwidth = 10,
				 .rates = &rate,
				 .n_rates = 1,
				 .overlap = true};
	values[0].type = (struct type){.kind = TYPE_TENSOR,
				       .dtype = DTYPE_INT8,
				       .rank = 1,
				       .dims = dims,
				       .batch = BATCH_NONE};
	values[1].type = values[0].type;
	values[1].type.dims = arena_new(arena, int64_t, 1);
	values[1].type.dims[0] = 10;
	values[1].type.batch = 0;
	graph = (struct graph){.arena = arena,
			       .n_values = 2,
			       .values = values,
			       .batch = 1,
			       .batched = true};
	for (i = 0; i < 3; i++)
		layers[i] = (struct layer){.name = "layer",
					   .op = "Conv",
					   .inputs = input_list,
					   .n_inputs = 1,
					   .weights = weight_list,
					   .n_weights = 1,
					   .macs = {100, 0}};
	analysis = (struct analysis){.graph = &graph};
	analysis.layers.list = layers;
	analysis.layers.n = 3;
}

static struct schedule_time
run(const struct load *loads, int64_t batch)
{
	struct schedule_time s;

	time_schedule(timer_open(&analysis, &target, arena), loads, batch, &s, NULL);
	return s;
}

static void
near(double x, double wanted)
{
	ck_assert_msg(fabs(x - wanted) < 1e-9, "%.12g is not %.12g", x, wanted);
}

START_TEST(without_transfers_layers_follow_each_other)
{
	const struct load none[3] = {{0, 0, 0, 0}};
	struct schedule_time s = run(none, 2);

	near(s.latency, 6); /* 3 layers x 2 items x 100 MACs at 100 MAC/s */
	near(s.frames_per_second, 2.0 / 6);
	near(s.lower_bound, 6);
	ck_assert_int_eq(s.bound, BOUND_COMPUTE);
}
END_TEST

START_TEST(reads_come_one_layer_ahead)
{
	/* 15 bytes take 1.5 s: half a second of layer 1's read is not hidden */
	const struct load loads[3] = {{0}, {.weights = 15}, {0}};
	struct schedule_time s = run(loads, 1);

	near(s.latency, 3);
	near(s.serial, 4.5);

	/* layer 2's read starts with layer 1, not before */
	const struct load late[3] = {{0}, {0}, {.ahead = 25}};

	s = run(late, 1);
	near(s.latency, 3.5);
	near(s.share[BOUND_ACTIVATIONS], 1.5);
	near(s.share[BOUND_COMPUTE], 2);
	near(s.lower_bound, 3);
}
END_TEST

START_TEST(a_first_read_hides_behind_nothing_but_its_own_layer)
{
	const struct load loads[3] = {{.ahead = 30}, {0}, {0}};
	struct schedule_time s = run(loads, 1);

	near(s.latency, 5);
	near(s.share[BOUND_ACTIVATIONS], 3);
}
END_TEST

START_TEST(what_was_just_written_is_read_after_its_layer_has_ended)
{
	/* written by 0 s..1 s, its last byte at 1 s; read 1 s..2.2 s by layer 1 */
	const struct load loads[3] = {{.write = 5}, {.after = 12}, {0}};
	struct schedule_time s = run(loads, 1);

	near(s.latency, 3.2);
}
END_TEST

START_TEST(the_pipe_is_shared_and_in_order)
{
	/* layer 1's weights (0..1.0) go before layer 0's write (1.0..2.2);
	 * layer 2's read (2.2..3.2) after it: layer 2 ends at 3.2 s */
	const struct load loads[3] = {{.write = 12}, {.weights = 10}, {.ahead = 10}};
	struct schedule_time s = run(loads, 1);

	near(s.latency, 3.2);
}
END_TEST

START_TEST(the_latency_ends_with_the_last_write)
{
	const struct load loads[3] = {{0}, {0}, {.write = 15}};
	struct schedule_time s = run(loads, 1);

	near(s.latency, 3.5);
	near(s.share[BOUND_ACTIVATIONS], 0.5);
}
END_TEST

START_TEST(without_overlap_everything_adds_up)
{
	const struct load loads[3] = {{.ahead = 10}, {.weights = 20}, {.write = 5}};
	struct schedule_time s;

	target.overlap = false;
	target.layer_overhead = 0.25;
	s = run(loads, 1);
	near(s.latency, 3 + 3.5 + 0.75);
	near(s.serial, s.latency);
	near(s.lower_bound, s.latency);
	near(s.share[BOUND_WEIGHTS], 2);
	near(s.share[BOUND_ACTIVATIONS], 1.5);
	near(s.share[BOUND_OVERHEAD], 0.75);
	near(s.share[BOUND_COMPUTE], 3);
}
END_TEST

START_TEST(sram_is_used_by_operands_and_by_what_crosses_the_pipe)
{
	const struct load loads[3] = {{.ahead = 10}, {0}, {0}};
	struct schedule_time s;

	target.sram_bandwidth = 10;
	s = run(loads, 1);
	/* 40 bytes of weight and 10 of activation a layer, and 10 once more */
	near(s.latency, 6 + 5 + 5);
	ck_assert_int_eq(s.bound, BOUND_SRAM);
}
END_TEST

START_TEST(energy_is_the_sum_of_what_moves_and_what_is_computed)
{
	const struct load loads[3] = {{.ahead = 10}, {.write = 4}, {0}};
	struct schedule_time s = run(loads, 1);

	ck_assert(s.dram_pj < 0 && s.sram_pj < 0 && s.energy_pj < 0);
	near(s.mac_pj, 3 * 100 * 2);
	target.dram_read_pj = 3;
	target.dram_write_pj = 5;
	target.sram_pj = 1;
	s = run(loads, 1);
	near(s.dram_pj, 50);
	near(s.sram_pj, 3 * 50 + 14);
	near(s.energy_pj, 50 + 164 + 600);
	s = run(loads, 2); /* per frame: twice the MACs and activations, by two */
	near(s.mac_pj, 600);
	near(s.sram_pj, (3 * 60 + 14) / 2.0);
}
END_TEST

START_TEST(without_what_it_needs_there_is_no_time)
{
	const struct load none[3] = {{0, 0, 0, 0}};

	rate.dtype = DTYPE_FLOAT;
	ck_assert_str_eq(run(none, 1).missing, "target test states no MAC rate for "
					       "int8, which layer layer needs; it "
					       "states float32");
	target.dram_bandwidth = 0;
	ck_assert_str_eq(run(none, 1).missing, "target test states no DRAM bandwidth");
}
END_TEST

START_TEST(never_below_the_bound_nor_above_the_sum)
{
	struct load loads[3];
	struct schedule_time s;
	uint32_t x = 1;
	int i, k;

	target.layer_overhead = 0.1;
	for (i = 0; i < 2000; i++) {
		for (k = 0; k < 15; k++) {
			x = x * 1664525 + 1013904223;
			((int64_t *)loads)[k] = x >> 29 < 3 ? x >> 20 & 63 : 0;
		}
		s = run(loads, 1);
		ck_assert(s.latency >= s.lower_bound - 1e-9);
		ck_assert(s.latency <= s.serial + 1e-9);
		near(s.share[0] + s.share[1] + s.share[2] + s.share[3] + s.share[4],
		     s.latency);
	}
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("time");

	tcase_add_checked_fixture(t, setup, arena_teardown);
	tcase_add_test(t, without_transfers_layers_follow_each_other);
	tcase_add_test(t, reads_come_one_layer_ahead);
	tcase_add_test(t, a_first_read_hides_behind_nothing_but_its_own_layer);
	tcase_add_test(t, what_was_just_written_is_read_after_its_layer_has_ended);
	tcase_add_test(t, the_pipe_is_shared_and_in_order);
	tcase_add_test(t, the_latency_ends_with_the_last_write);
	tcase_add_test(t, without_overlap_everything_adds_up);
	tcase_add_test(t, sram_is_used_by_operands_and_by_what_crosses_the_pipe);
	tcase_add_test(t, energy_is_the_sum_of_what_moves_and_what_is_computed);
	tcase_add_test(t, without_what_it_needs_there_is_no_time);
	tcase_add_test(t, never_below_the_bound_nor_above_the_sum);
	return suite_main("time", t);
}
