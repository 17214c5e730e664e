/*
 * Plans every model below some folders, with weights and offsets, at batches 1, 4
 * and 16 and eleven SRAM sizes, and says how many plans are proven optimal, how far
 * the rest may be, and how long it takes.
 *
 *	build/bench/plan_corpus DIR...       (VERBOSE=1: a line per open or slow plan)
 *
 * A plan binds when SRAM does not hold activations and weights, all at once.  Exit 1
 * when a plan fails or finds no offsets, or more of those that bind are open than
 * OPEN_MAX.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/corpus.h"
#include "planner/plan.h"

/* Plans that may be open, of 10,000 that bind. */
enum { OPEN_MAX = 10 };

struct tally {
	int plans, binding, open, unpacked, uneven, failed;
	double gap_sum, gap_worst, seconds, slowest;
};

static struct tally all;

static int64_t
all_weights(const struct plan *p)
{
	int64_t sum = 0;
	int32_t i;

	for (i = 0; i < p->n_values; i++)
		sum += p->values[i].weight ? p->values[i].bytes : 0;
	return sum;
}

static void
say(const char *name, const struct plan *p, const struct analysis *a, double seconds)
{
	printf("%s, %s, batch %" PRId64 ", %" PRId64 " KiB: ", name,
	       corpus_levels[a->layers.level], p->batch, p->capacity >> 10);
	if (!p->fits)
		printf("%s\n", p->refusal);
	else
		printf("%" PRId64 " bytes, %" PRId64 " of them open, %.2f s\n",
		       p->dram_bytes, p->gap, seconds);
}

/* A plan that was made; it has verified itself. */
static void
judge(const char *name, const struct plan *p, const struct analysis *a, double seconds,
      struct tally *t)
{
	double gap = p->dram_bytes ? (double)p->gap / (double)p->dram_bytes : 0;
	bool verbose = getenv("VERBOSE") != NULL;

	t->seconds += seconds;
	t->slowest = seconds > t->slowest ? seconds : t->slowest;
	if (!p->fits && p->needed > p->capacity)
		return;
	t->plans++;
	t->unpacked += !p->fits;
	if (verbose && (!p->fits || !p->optimal || seconds > 1))
		say(name, p, a, seconds);
	if (!p->fits || p->no_spill + all_weights(p) <= p->capacity)
		return;
	t->binding++;
	t->open += !p->optimal;
	t->gap_sum += p->optimal ? 0 : gap;
	t->gap_worst = !p->optimal && gap > t->gap_worst ? gap : t->gap_worst;
}

/* A batch that the model does not divide into is no plan's failure. */
static void
judge_failure(const char *name, enum status status, const struct diags *d,
	      struct tally *t)
{
	const struct diag *last = d->n ? &d->list[d->n - 1] : NULL;

	if (status == ERR_INPUT && last && !strcmp(last->id, "uneven-batch")) {
		t->uneven++;
		return;
	}
	t->failed++;
	printf("%s: %s\n", name, last ? last->message : "failed without a message");
}

static void
plan_one(const char *name, const struct analysis *a, int64_t batch, int64_t sram,
	 struct tally *t, struct arena *arena)
{
	struct plan_options o = {.batch = batch, .effort = 1};
	struct target target = *target_find("generic");
	struct arena_mark m = arena_mark(arena);
	struct diags *d = diags_new(arena);
	clock_t start = clock();
	enum status status;
	struct plan plan;

	target.sram = sram;
	status = plan_make(&plan, a, &target, &o, arena, d);
	if (status == OK)
		judge(name, &plan, a, (double)(clock() - start) / CLOCKS_PER_SEC, t);
	else
		judge_failure(name, status, d, t);
	arena_rewind(arena, m);
}

static void
add_up(const struct tally *t)
{
	all.plans += t->plans;
	all.binding += t->binding;
	all.open += t->open;
	all.unpacked += t->unpacked;
	all.uneven += t->uneven;
	all.failed += t->failed;
	all.gap_sum += t->gap_sum;
	all.gap_worst = t->gap_worst > all.gap_worst ? t->gap_worst : all.gap_worst;
	all.seconds += t->seconds;
	all.slowest = t->slowest > all.slowest ? t->slowest : all.slowest;
}

static void
print_gaps(const char *what, const struct tally *t)
{
	printf("%s: %d of %d open, gap %.3f %% on average, %.2f %% at worst\n", what,
	       t->open, t->binding, t->open ? 100 * t->gap_sum / t->open : 0,
	       100 * t->gap_worst);
}

static void
run_level(const char *name, const struct analysis *a, enum level level,
	  struct arena *arena)
{
	struct tally t = {0};
	int i, k;

	for (i = 0; i < CORPUS_BATCHES; i++)
		for (k = 0; k < CORPUS_SIZES; k++)
			plan_one(name, a, corpus_batches[i], CORPUS_SRAM(k), &t, arena);
	add_up(&t);
	if (t.open || t.seconds > 5)
		printf("%-8s%6.1f s  ", corpus_levels[level], t.seconds);
	if (t.open || t.seconds > 5)
		print_gaps(name, &t);
}

int
main(int argc, char **argv)
{
	struct corpus c = corpus_run(argc, argv, 1, run_level);
	int failed = c.failed + all.failed + all.unpacked;

	printf("%d models (%d do not resolve), %d plans; %d more at batches that the "
	       "model does not divide into; %d without offsets\n",
	       c.models, c.refused, all.plans, all.uneven, all.unpacked);
	print_gaps("plans that bind", &all);
	printf("%.1f s of CPU for all plans, the slowest %.2f s\n", all.seconds,
	       all.slowest);
	if ((int64_t)all.open * 10000 > (int64_t)all.binding * OPEN_MAX) {
		printf("too many are open: at most %d of 10,000 may be\n", OPEN_MAX);
		failed++;
	}
	printf("%d passed, %d failed\n", all.plans - failed, failed);
	return failed > 0 || !all.plans;
}
