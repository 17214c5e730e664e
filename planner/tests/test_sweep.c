#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/bind.h"
#include "base/tests/fixture.h"
#include "planner/pipeline.h"
#include "planner/verdict.h"

static struct analysis analysis;
static struct target target;
static struct sweep_options options;
static struct surface surface;
static int64_t batches[] = {1, 2, 3, 5, 8, 16}, srams[8];

enum { N_BATCHES = sizeof(batches) / sizeof(*batches) };

static void
setup(void)
{
	arena_setup();
	target = *target_find("generic-1m");
	options = (struct sweep_options){
		.batches = batches, .n_batches = N_BATCHES, .srams = srams};
	options.plan.effort = 1;
}

static void
read_model(const char *name)
{
	struct bindings b = {.activation_type = DTYPE_INT8, .weight_type = DTYPE_INT8};
	const char *build = getenv("B");

	ck_assert_int_eq(pipeline_analyse(&analysis,
					  arena_printf(arena, "%s/testdata/%s.onnx",
						       build ? build : "build", name),
					  &b, LEVEL_FUSED, arena, diags),
			 OK);
}

/* SRAM sizes that differ by a factor of four, not powers of two. */
static void
sweep(int32_t n)
{
	struct sweep *s;
	int32_t i;

	for (i = 0; i < n; i++)
		srams[i] = INT64_C(150001) << 2 * i;
	options.n_srams = n;
	ck_assert_int_eq(sweep_open(&s, &analysis, &target, &options, arena, diags),
			 OK);
	ck_assert_int_eq(sweep_run(s, &surface), OK);
}

static void
agrees(const struct sweep_cell *c)
{
	struct plan_options o = options.plan;
	struct target t = target;
	struct schedule_time time;
	struct plan p;

	o.batch = c->batch;
	t.sram = c->sram;
	ck_assert_int_eq(plan_make(&p, &analysis, &t, &o, arena, diags), OK);
	ck_assert_int_eq(c->fits, p.fits);
	if (!p.fits)
		return;
	ck_assert_int_eq(c->dram_bytes, p.dram_bytes);
	ck_assert_int_eq(c->lower_bound, p.lower_bound);
	ck_assert_int_eq(c->optimal, p.optimal);
	ck_assert_int_eq(c->weights, p.traffic[TRANSFER_WEIGHTS]);
	ck_assert_int_eq(c->resident_weights, p.resident_weights);
	ck_assert_int_eq(c->peak, p.peak);
	time_schedule(timer_open(&analysis, &t, arena),
		      loads_of_plan(&p, &analysis, arena), o.batch, &time, NULL);
	ck_assert(c->latency == time.latency);
	ck_assert_int_eq(c->bound, time.bound);
}

static void
every_cell_agrees(void)
{
	int32_t i;

	for (i = 0; i < options.n_batches * options.n_srams; i++)
		agrees(&surface.cells[i]);
}

START_TEST(a_scaled_cell_is_the_plan_of_that_batch_and_size)
{
	static const char *const models[] = {"resnet50", "googlenet", "mobilenet_v2",
					     "unet"};
	size_t i;

	for (i = 0; i < sizeof(models) / sizeof(*models); i++) {
		read_model(models[i]);
		sweep(5);
		ck_assert(surface.scaled);
		every_cell_agrees();
	}
}
END_TEST

START_TEST(alignment_does_not_scale_but_cells_are_plans)
{
	target = *target_find("ethos-u65-512");
	read_model("resnet50");
	sweep(3);
	ck_assert(surface.scaled);
	every_cell_agrees();
}
END_TEST

START_TEST(with_windows_each_cell_is_planned)
{
	target.window = WINDOW_ROWS;
	options.n_batches = 2;
	read_model("mobilenet_v2");
	sweep(3);
	ck_assert(!surface.scaled);
	every_cell_agrees();
}
END_TEST

START_TEST(more_sram_never_moves_more)
{
	const struct sweep_cell *c;
	int32_t i;

	read_model("googlenet");
	sweep(6);
	for (i = 0; i < options.n_batches * options.n_srams; i++) {
		c = &surface.cells[i];
		ck_assert(c->fits);
		ck_assert(c->dram_bytes >= c->lower_bound);
		if (i % options.n_srams)
			ck_assert(c->dram_bytes <= c[-1].dram_bytes);
	}
}
END_TEST

/* A batch can run as several smaller ones, weights streamed for each. */
START_TEST(what_a_larger_batch_moves_is_bounded_by_smaller_ones)
{
	const struct sweep_cell *one, *b;
	int32_t i, k;

	options.plan.stream_weights = true;
	read_model("resnet50");
	sweep(5);
	for (i = 0; i < options.n_srams; i++) {
		one = &surface.cells[i];
		for (k = 1; k < options.n_batches; k++) {
			b = &surface.cells[k * options.n_srams + i];
			ck_assert_int_eq(b->weights, one->weights);
			/* activations per frame never fall with the batch */
			ck_assert(cell_activations(b) >= cell_activations(one));
			ck_assert(cell_activations(b) >=
				  cell_activations(b - options.n_srams));
		}
	}
}
END_TEST

START_TEST(a_verdict_names_the_best_batch_and_why_it_turns)
{
	struct verdict_options o = {-1, -1};
	const struct sweep_cell *c;
	const struct change *largest;
	struct verdict v;
	double sum = 0;
	int32_t i;

	target = *target_find("generic");
	read_model("resnet50");
	sweep(4);
	ck_assert_int_eq(verdict_make(&v, &surface, 2, &o, arena), OK);
	ck_assert_int_eq(v.criterion, BY_BYTES);
	for (i = 0; i < N_BATCHES; i++) {
		c = &surface.cells[i * options.n_srams + 2];
		ck_assert(cell_per_frame(v.best) <= cell_per_frame(c));
		if (c->batch < v.within->batch)
			ck_assert(cell_per_frame(c) > 1.05 * cell_per_frame(v.best));
	}
	ck_assert(cell_per_frame(v.within) <= 1.05 * cell_per_frame(v.best));
	/* 2,400,016 bytes hold one item, which needs 1,304,576, and not two */
	ck_assert_int_eq(v.largest_no_spill, 1);
	ck_assert_int_ge(v.n_turns, 1);
	ck_assert_int_eq(v.turns[0].to->batch, 2);
	largest = &v.turns[0].changes[0];
	ck_assert(largest->bytes >= v.turns[0].changes[1].bytes);
	for (i = 0; i < v.turns[0].n_changes; i++)
		sum += v.turns[0].changes[i].bytes;
	ck_assert(sum >= v.turns[0].activations - 0.5);
	ck_assert(v.turns[0].total == v.turns[0].activations + v.turns[0].weights ||
		  v.turns[0].total - v.turns[0].activations - v.turns[0].weights <
			  1e-3);
}
END_TEST

START_TEST(the_least_sram_is_the_least)
{
	const struct need *needs;
	struct sweep_cell c;
	int32_t b;

	read_model("resnet50");
	sweep(5);
	ck_assert_int_eq(needs_make(&needs, &surface, 12e6, 100, arena), OK);
	for (b = 0; b < N_BATCHES; b++) {
		ck_assert_int_eq(needs[b].no_spill, 1304576 * batches[b]);
		ck_assert_int_ge(needs[b].per_frame, 1);
		sweep_at(surface.sweep, batches[b], needs[b].per_frame, &c);
		ck_assert(cell_per_frame(&c) <= 12e6);
		sweep_at(surface.sweep, batches[b], needs[b].per_frame - 1, &c);
		ck_assert(cell_per_frame(&c) > 12e6);
		sweep_at(surface.sweep, batches[b], needs[b].frames, &c);
		ck_assert(c.frames_per_second >= 100);
	}
	ck_assert_int_eq(needs_make(&needs, &surface, 1000, -1, arena), OK);
	ck_assert_int_eq(needs[0].per_frame, -1); /* input and output are more */
}
END_TEST

START_TEST(knees_add_up_to_the_curve)
{
	const struct knee *knees;
	int64_t sum = 0;
	int32_t n, i, k;
	double change;

	read_model("resnet50");
	sweep(2);
	knees = knees_make(&surface, &n, arena);
	ck_assert_int_gt(n, 5);
	ck_assert_int_eq(knees[0].sram, 1304576);
	for (i = 0; i + 1 < n; i++) {
		ck_assert_int_gt(knees[i].saves, 0);
		sum += knees[i].saves;
		for (k = 0, change = 0; k < knees[i].n_changes; k++)
			change -= knees[i].changes[k].bytes;
		ck_assert(change >= (double)knees[i].saves);
	}
	ck_assert_int_eq(sum, surface.curve->points[n - 1].dram_bytes -
				      surface.curve->points[0].dram_bytes);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("sweep");

	tcase_add_checked_fixture(t, setup, arena_teardown);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, a_scaled_cell_is_the_plan_of_that_batch_and_size);
	tcase_add_test(t, alignment_does_not_scale_but_cells_are_plans);
	tcase_add_test(t, with_windows_each_cell_is_planned);
	tcase_add_test(t, more_sram_never_moves_more);
	tcase_add_test(t, what_a_larger_batch_moves_is_bounded_by_smaller_ones);
	tcase_add_test(t, a_verdict_names_the_best_batch_and_why_it_turns);
	tcase_add_test(t, the_least_sram_is_the_least);
	tcase_add_test(t, knees_add_up_to_the_curve);
	return suite_main("sweep", t);
}
