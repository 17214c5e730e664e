/*
 * Places the activations of every model below some folders at batches 1, 4 and 16
 * and eleven SRAM sizes, and says how many placements are proven optimal, how far
 * the rest may be, how long it takes, and what other strategies would move.
 *
 *	build/bench/sweep_corpus DIR...      (VERBOSE=1: a line per model)
 *
 * A placement binds when the SRAM is less than is needed without spill; the others
 * are all optimal and no strategy differs.  Exit 1 when a strategy beats a
 * placement, one of its small ones does not hold, or a placement is not proven
 * optimal.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench/baselines.h"
#include "bench/corpus.h"
#include "planner/tests/place_replay.h"

enum { STRATEGIES_MAX = 8 };

struct versus {
	int equal, wins;
	double ratio_sum, worst;
	double theirs, ours; /* bytes */
};

struct tally {
	int instances, binding, proven, wrong;
	double gap_sum, gap_worst, seconds, slowest;
	struct versus versus[STRATEGIES_MAX];
};

static struct tally all;
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
	for (i = 0; i < CORPUS_SIZES; i++) {
		start = clock();
		x = place_at(placer, CORPUS_SRAM(i));
		if (!x->feasible)
			continue;
		judge(&demand.problem, x, CORPUS_SRAM(i), place_no_spill(placer),
		      (double)(clock() - start) / CLOCKS_PER_SEC, t, arena);
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

static void
run_level(const char *name, const struct analysis *a, enum level level,
	  struct arena *arena)
{
	struct tally t = {0};
	int i;

	(void)level;
	for (i = 0; i < CORPUS_BATCHES; i++)
		plan_batch(a, corpus_batches[i], &t, arena);
	add_up(&t);
	if (t.binding && getenv("VERBOSE"))
		print_line(name, &t);
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
print_all(const struct corpus *c)
{
	int32_t open = all.binding - all.proven;

	printf("%d models (%d do not resolve), %d placements, of which %d bind\n",
	       c->models, c->refused, all.instances, all.binding);
	printf("%d of these proven optimal (%.3f %%); the other %d: gap %.2f %% on "
	       "average, %.2f %% at worst\n",
	       all.proven, all.binding ? 100.0 * all.proven / all.binding : 100, open,
	       open ? 100 * all.gap_sum / open : 0, 100 * all.gap_worst);
	printf("%.3f s of CPU for all placements, the slowest %.1f ms\n", all.seconds,
	       all.slowest * 1e3);
	print_strategies();
	all.wrong += open + c->failed;
}

int
main(int argc, char **argv)
{
	struct corpus c = corpus_run(argc, argv, 1, run_level);

	print_all(&c);
	printf("%d passed, %d failed\n", all.instances - all.wrong, all.wrong);
	return all.wrong > 0 || !all.instances;
}
