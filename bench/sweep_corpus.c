/*
 * Plans every model below some folders at batches 1, 4 and 16 and eleven SRAM
 * sizes, and says how many placements are proven optimal, how far the rest may
 * be, how long it takes, and what other strategies would move.
 *
 *	build/bench/sweep_corpus DIR...      (VERBOSE=1: a line per model)
 *	build/bench/sweep_corpus -p DIR...   (whole plans, with weights and offsets)
 *
 * Activations are int8, symbols 1, every level.  A placement binds when the SRAM
 * is less than is needed without spill; the others are all optimal and no strategy
 * differs.  A plan binds when SRAM does not hold activations and weights, all at
 * once.  Exit 1 when a strategy beats a placement, one of its small ones does not
 * hold, or a placement is not proven optimal.
 */
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analyzer/bind.h"
#include "bench/baselines.h"
#include "planner/pipeline.h"
#include "planner/plan.h"
#include "planner/tests/place_replay.h"

enum { SIZES = 11, STRATEGIES_MAX = 8 };

static const int64_t batches[] = {1, 4, 16};
static const enum level levels[] = {LEVEL_OPS, LEVEL_INPLACE, LEVEL_FUSED};

static bool whole_plans;
static const char *current; /* file */

struct versus {
	int equal, wins;
	double ratio_sum, worst;
	double theirs, ours; /* bytes */
};

struct tally {
	int models, refused, instances, binding, proven, unpacked, wrong;
	double gap_sum, gap_worst, seconds, slowest;
	struct versus versus[STRATEGIES_MAX];
};

static struct tally all;
static char **files;
static size_t n_files;

static int
collect(const char *path, const struct stat *s, int type, struct FTW *f)
{
	size_t n = strlen(path);

	(void)s;
	(void)f;
	if (type != FTW_F || n < 5 || strcmp(path + n - 5, ".onnx"))
		return 0;
	if (!(n_files & (n_files - 1)))
		files = realloc(files, (n_files ? n_files * 2 : 1) * sizeof(*files));
	files[n_files++] = strdup(path);
	return 0;
}

static int
by_name(const void *pa, const void *pb)
{
	return strcmp(*(char *const *)pa, *(char *const *)pb);
}

static void
check_marks(const struct marks *m, int64_t bytes)
{
	struct placement x = {.first_gap = m->first_gap, .resident = m->resident};
	struct replay r;

	if (m->problem->n_values > 60 || m->problem->n_inplace > 20)
		return;
	r = replay_run(m->problem, &x);
	if (r.usage <= m->sram && r.read + r.write == bytes)
		return;
	all.wrong++;
	printf("WRONG strategy: %" PRId64 " of %" PRId64 " bytes, %" PRId64
	       " moved for %" PRId64 "\n",
	       r.usage, m->sram, r.read + r.write, bytes);
}

static void
compare(const struct problem *p, int64_t sram, int64_t ours, struct tally *model,
	struct arena *a)
{
	struct versus *v;
	struct marks *m;
	int64_t theirs;
	double ratio;
	int32_t i;

	for (i = 0; i < n_strategies; i++) {
		m = marks_open(p, sram, a);
		strategies[i].place(m);
		theirs = marks_traffic(m);
		check_marks(m, theirs);
		v = &model->versus[i];
		ratio = ours ? (double)theirs / (double)ours : 1;
		v->equal += theirs == ours;
		v->wins += theirs < ours;
		v->ratio_sum += ratio;
		v->worst = ratio > v->worst ? ratio : v->worst;
		v->theirs += (double)theirs;
		v->ours += (double)ours;
	}
}

static void
judge(const struct problem *p, const struct placement *x, int64_t sram,
      int64_t no_spill, double seconds, struct tally *t, struct arena *a)
{
	double gap;

	t->instances++;
	t->seconds += seconds;
	t->slowest = seconds > t->slowest ? seconds : t->slowest;
	if (no_spill <= sram)
		return;
	t->binding++;
	t->proven += x->optimal;
	if (!x->optimal) {
		gap = (double)(x->dram_bytes - x->lower_bound) / (double)x->dram_bytes;
		t->gap_sum += gap;
		t->gap_worst = gap > t->gap_worst ? gap : t->gap_worst;
	}
	compare(p, sram, x->dram_bytes, t, a);
}

static void
plan_batch(const struct analysis *a, int64_t batch, struct tally *t,
	   struct arena *arena)
{
	struct plan_options o = {.batch = batch, .effort = 1, .stream_weights = true};
	const struct target *target = target_find("generic");
	struct diags *d = diags_new(arena);
	struct demand demand;
	struct placer *placer;
	const struct placement *x;
	clock_t start;
	int i;

	if (demand_build(&demand, a, target, &o, arena, d) != OK)
		return;
	placer = placer_open(&demand.problem, NULL, arena);
	for (i = 0; i < SIZES; i++) {
		start = clock();
		x = place_at(placer, INT64_C(65536) << i);
		if (!x->feasible)
			continue;
		judge(&demand.problem, x, INT64_C(65536) << i, place_no_spill(placer),
		      (double)(clock() - start) / CLOCKS_PER_SEC, t, arena);
	}
}

static int64_t
all_weights(const struct plan *p)
{
	int64_t sum = 0;
	int32_t i;

	for (i = 0; i < p->n_values; i++)
		sum += p->values[i].weight ? p->values[i].bytes : 0;
	return sum;
}

/* A whole plan; it has verified itself. */
static void
judge_plan(const struct plan *p, const struct analysis *a, int64_t sram, double seconds,
	   struct tally *t)
{
	double gap = p->dram_bytes ? (double)p->gap / (double)p->dram_bytes : 0;

	t->seconds += seconds;
	t->slowest = seconds > t->slowest ? seconds : t->slowest;
	if (!p->fits && p->needed > sram)
		return;
	t->instances++;
	t->unpacked += !p->fits;
	if (!p->fits && getenv("VERBOSE"))
		printf("%s: level %d batch %" PRId64 " sram %" PRId64 ": %s\n", current,
		       (int)a->layers.level, p->batch, sram, p->refusal);
	if (!p->fits || p->no_spill + all_weights(p) <= sram)
		return;
	t->binding++;
	t->proven += p->optimal;
	if (getenv("VERBOSE") && (!p->optimal || seconds > 1))
		printf("%s: level %d batch %" PRId64 " sram %" PRId64 ": %" PRId64
		       " B, gap %.3f %%, %.2f s\n",
		       current, (int)a->layers.level, p->batch, sram, p->dram_bytes,
		       100 * gap, seconds);
	if (!p->optimal) {
		t->gap_sum += gap;
		t->gap_worst = gap > t->gap_worst ? gap : t->gap_worst;
	}
}

static void
plan_whole(const struct analysis *a, int64_t batch, struct tally *t,
	   struct arena *arena)
{
	struct plan_options o = {.batch = batch, .effort = 1};
	struct target target = *target_find("generic");
	struct arena_mark m = arena_mark(arena);
	struct plan plan;
	clock_t start;
	int i;

	for (i = 0; i < SIZES; i++) {
		target.sram = INT64_C(65536) << i;
		start = clock();
		if (plan_make(&plan, a, &target, &o, arena, diags_new(arena)) == OK)
			judge_plan(&plan, a, target.sram,
				   (double)(clock() - start) / CLOCKS_PER_SEC, t);
		else
			t->wrong++;
		arena_rewind(arena, m);
	}
}

static void
print_line(const char *name, const struct tally *t)
{
	int32_t i;

	printf("%-60.60s %4d binding %4d proven %8.1f ms", name, t->binding, t->proven,
	       t->seconds * 1e3);
	for (i = 0; i < n_strategies; i++)
		printf(" %7.3f", t->versus[i].ours > 0
					 ? t->versus[i].theirs / t->versus[i].ours
					 : 1);
	printf("\n");
}

static void
add_up(const struct tally *t)
{
	int32_t i;

	all.instances += t->instances;
	all.binding += t->binding;
	all.proven += t->proven;
	all.unpacked += t->unpacked;
	all.wrong += t->wrong;
	all.gap_sum += t->gap_sum;
	all.gap_worst = t->gap_worst > all.gap_worst ? t->gap_worst : all.gap_worst;
	all.seconds += t->seconds;
	all.slowest = t->slowest > all.slowest ? t->slowest : all.slowest;
	for (i = 0; i < n_strategies; i++) {
		all.versus[i].equal += t->versus[i].equal;
		all.versus[i].wins += t->versus[i].wins;
		all.versus[i].ratio_sum += t->versus[i].ratio_sum;
		if (t->versus[i].worst > all.versus[i].worst)
			all.versus[i].worst = t->versus[i].worst;
	}
}

/* Everything of one model at one level; false when it does not resolve. */
static bool
run_level(const char *path, enum level level, struct arena *arena)
{
	struct bind_symbol one = {"*", 1};
	struct bindings b = {
		.symbols = &one, .n_symbols = 1, .activation_type = DTYPE_INT8};
	struct tally t = {0};
	struct analysis a;
	size_t i;

	current = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	if (pipeline_analyse(&a, path, &b, level, arena, diags_new(arena)) != OK)
		return false;
	for (i = 0; i < sizeof(batches) / sizeof(*batches); i++)
		(whole_plans ? plan_whole : plan_batch)(&a, batches[i], &t, arena);
	add_up(&t);
	if (t.binding && getenv("VERBOSE"))
		print_line(current, &t);
	return true;
}

static void
run_model(const char *path)
{
	static jmp_buf trap;
	struct arena *volatile arena = NULL;
	volatile bool resolves = true;
	volatile size_t i;

	for (i = 0; resolves && i < sizeof(levels) / sizeof(*levels); i++) {
		if (setjmp(trap)) {
			printf("out of memory: %s\n", path);
			all.wrong++;
			return;
		}
		arena = arena_open(&trap, 0);
		resolves = run_level(path, levels[i], arena);
		arena_close(arena);
	}
	all.models += resolves;
	all.refused += !resolves;
}

static void
print_strategies(void)
{
	const struct versus *v;
	int32_t i;

	printf("\n%-24s %8s %8s %10s %10s\n", "strategy", "better", "equal",
	       "mean times", "worst");
	for (i = 0; i < n_strategies; i++) {
		v = &all.versus[i];
		printf("%-24s %8d %8d %10.3f %10.3f\n", strategies[i].name, v->wins,
		       v->equal, all.binding ? v->ratio_sum / all.binding : 1,
		       v->worst);
		all.wrong += v->wins;
	}
}

static void
print_all(void)
{
	const char *what = whole_plans ? "plans" : "placements";
	int32_t open = all.binding - all.proven;

	printf("%d models (%d do not resolve), %d %s, of which %d bind\n", all.models,
	       all.refused, all.instances, what, all.binding);
	printf("%d of these proven optimal (%.3f %%); the other %d: gap %.2f %% on "
	       "average, %.2f %% at worst\n",
	       all.proven, all.binding ? 100.0 * all.proven / all.binding : 100, open,
	       open ? 100 * all.gap_sum / open : 0, 100 * all.gap_worst);
	if (whole_plans)
		printf("%d enough by sum, but no offsets found\n", all.unpacked);
	printf("%.3f s of CPU for all %s, the slowest %.1f ms\n", all.seconds, what,
	       all.slowest * 1e3);
	if (!whole_plans)
		print_strategies();
	if (!whole_plans)
		all.wrong += open;
}

int
main(int argc, char **argv)
{
	size_t i;
	int k = 1;

	whole_plans = argc > 1 && !strcmp(argv[1], "-p");
	for (k += whole_plans; k < argc; k++)
		nftw(argv[k], collect, 32, FTW_PHYS);
	if (n_files)
		qsort(files, n_files, sizeof(*files), by_name);
	for (i = 0; i < n_files; i++)
		run_model(files[i]);
	print_all();
	printf("%d passed, %d failed\n", all.instances - all.wrong, all.wrong);
	return all.wrong > 0 || !all.instances;
}
