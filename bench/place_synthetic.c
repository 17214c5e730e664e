/*
 * How many wide synthetic placement problems are proven, and the gap of the rest.
 *
 *	build/bench/place_synthetic [WINDOW [FAMILY]]
 *
 * Each problem at 11 sizes from 0.95 to 0.05 of its no-spill SRAM.  Every
 * placement is replayed by the tests' checker; exit 1 when one is wrong, and, for
 * all families without windows, when fewer than 99 % are proven or a gap exceeds
 * 1 %.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/place_wide.h"
#include "planner/place.h"
#include "planner/tests/place_replay.h"

static int
by_value(const void *pa, const void *pb)
{
	const double *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

enum { SIZES = 11, MOST = 1000 };

struct tally {
	int n, proven, infeasible, wrong;
	double gaps, worst;
	double ms[MOST];
	bool verbose;
};

static void
solve(struct tally *t, const struct problem *p, int32_t variant, struct placer *placer,
      int k)
{
	int64_t sram = place_no_spill(placer) * (95 - 9 * k) / 100;
	clock_t start = clock();
	const struct placement *x = place_at(placer, sram);
	double ms = (double)(clock() - start) / CLOCKS_PER_SEC * 1e3, gap;
	struct replay r;

	if (!x->feasible) {
		t->infeasible++;
		return;
	}
	r = replay_run(p, x);
	if (r.cost != x->cost || r.usage != x->usage || r.usage > sram ||
	    x->lower_bound > x->cost || x->optimal != (x->lower_bound == x->cost)) {
		printf("WRONG %s %" PRId32 " at %" PRId64 "\n", p->name, variant, sram);
		t->wrong++;
	}
	t->ms[t->n++] = ms;
	t->proven += x->optimal;
	gap = 100.0 * (double)(x->cost - x->lower_bound) / (double)x->cost;
	t->gaps += gap;
	t->worst = gap > t->worst ? gap : t->worst;
	if (t->verbose || !x->optimal)
		printf("%-5s %-9s %" PRId32
		       " %3d %% %10.3f ms  gap %.3f %%  work %" PRId64 "\n",
		       x->optimal ? "" : "open", p->name, variant, 95 - 9 * k, ms, gap,
		       x->work);
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	static struct tally t;
	static jmp_buf trap;
	int64_t window = argc > 1 ? atoll(argv[1]) : 0;

	t.verbose = getenv("VERBOSE") != NULL;
	if (setjmp(trap))
		return 4;
	for (int32_t f = 0; f < n_wide_families; f++) {
		if (argc > 2 && strcmp(argv[2], wide_families[f].name))
			continue;
		for (int32_t v = 0; v < wide_families[f].variants; v++) {
			struct arena *a = arena_open(&trap, 0);
			struct problem p;
			struct placer *placer;

			if (!a)
				return 4;
			wide_problem(f, v, window, &p, a);
			if (problem_check(&p, diags_new(a)) != OK) {
				printf("WRONG %s %" PRId32 ": no problem\n", p.name, v);
				t.wrong++;
				continue;
			}
			placer = placer_open(&p, NULL, a);
			for (int k = 0; k < SIZES; k++)
				solve(&t, &p, v, placer, k);
			arena_close(a);
		}
	}
	qsort(t.ms, t.n, sizeof(*t.ms), by_value);
	printf("%d instances (%d more infeasible): %d proven (%.1f %%), %d wrong; mean "
	       "gap of "
	       "the rest %.2f %%, worst %.2f %%; ms median %.2f, 90th %.2f, worst "
	       "%.1f\n",
	       t.n, t.infeasible, t.proven, 100.0 * t.proven / t.n, t.wrong,
	       t.n > t.proven ? t.gaps / (t.n - t.proven) : 0, t.worst, t.ms[t.n / 2],
	       t.ms[t.n * 9 / 10], t.ms[t.n - 1]);
	if (argc == 1 && (t.proven < 0.99 * t.n || t.worst > 1)) {
		printf("fewer proven, or a larger gap, than before\n");
		t.wrong++;
	}
	printf("%d passed, %d failed\n", t.n - t.wrong, t.wrong);
	return t.wrong > 0;
}
