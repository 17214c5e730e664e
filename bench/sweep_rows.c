/*
 * ResNet-50 in float32 with windows `rows`, weights apart: DRAM bytes of
 * activations at nine SRAM sizes, beside what TiGrIS 0.12.1 predicts that it
 * moves there.
 *
 *	build/bench/sweep_rows build/testdata/resnet50.onnx
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyzer/bind.h"
#include "planner/pipeline.h"

static const struct {
	int64_t kib;
	double tigris; /* MB */
} sizes[] = {{64, 159.1},  {256, 169.2}, {1024, 129.0}, {2048, 118.8}, {4096, 92.1},
	     {6144, 63.2}, {7056, 52.0}, {8192, 52.0},  {9408, 0.6}};

static const char *const names[LEVEL_COUNT] = {"ops", "inplace", "fused"};

/* Streaming weights would need windows too; TiGrIS does not count them. */
static void
print_level(const char *path, enum level level, const struct target *t, struct arena *a)
{
	struct plan_options o = {.batch = 1, .effort = 1, .stream_weights = true};
	struct bindings none = {0};
	struct diags *d = diags_new(a);
	struct analysis analysis;
	struct demand demand;
	struct placer *placer;
	const struct placement *x;
	size_t i;

	if (pipeline_analyse(&analysis, path, &none, level, a, d) != OK ||
	    demand_build(&demand, &analysis, t, &o, a, d) != OK) {
		printf("%s: %s\n", path, d->n ? d->list[0].message : "not resolved");
		exit(1);
	}
	demand.problem.fixed = demand.workspace;
	placer = placer_open(&demand.problem, NULL, a);
	printf("%-8s", names[level]);
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		x = place_at(placer, sizes[i].kib * 1024);
		if (x->feasible)
			printf(" %8.2f%s", (double)x->dram_bytes / 1e6,
			       x->optimal ? " " : "*");
		else
			printf(" %8s ", "-");
	}
	printf("  needs %" PRId64 " B, no spill from %" PRId64 " B\n",
	       place_needed(placer, NULL), place_no_spill(placer));
}

int
main(int argc, char **argv)
{
	struct target t = *target_find("generic");
	static jmp_buf trap;
	struct arena *a;
	size_t i;
	int level;

	if (argc != 2 || setjmp(trap))
		return 2;
	a = arena_open(&trap, 0);
	t.window = WINDOW_ROWS;
	printf("MB moved\nKiB     ");
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		printf(" %8" PRId64 " ", sizes[i].kib);
	printf("\nTiGrIS  ");
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		printf(" %8.2f ", sizes[i].tigris);
	printf("\n");
	for (level = 0; level < LEVEL_COUNT; level++)
		print_level(argv[1], (enum level)level, &t, a);
	arena_close(a);
	return 0;
}
