/*
 * Random placement problems solved by us and by the program `cbc`, which gets
 * an integer program written without our solver.  Weights are chosen by what a
 * plan chooses them with, packing apart.
 *
 *	build/bench/place_cbc [INSTANCES]
 *
 * Windows that differ per event (as `rows` gives them), pins, in-place edges
 * with several candidates, kept ends, prices and weights are on and off in
 * turn.  Ends with "N passed, N failed, N skipped"; where cbc is missing all
 * is skipped.  Exit 1 when an answer differs.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/place_mip.h"
#include "planner/choose.h"
#include "planner/tests/place_random.h"

struct tally {
	int passed, failed, skipped, infeasible;
};

/* What cbc says: 1 with the value, 0 for infeasible, -1 for no answer. */
static int
ask(const char *path, int64_t *value)
{
	char command[512], line[512];
	int answer = -1;
	FILE *out;

	snprintf(
		command, sizeof(command),
		"cbc %s sec 30 ratio 0 allow 0 integerTolerance 1e-9 solve 2>/dev/null",
		path);
	out = popen(command, "r");
	while (out && fgets(line, sizeof(line), out)) {
		double x;

		if (strstr(line, "nfeasible") && answer < 0)
			answer = 0;
		if (strstr(line, "Stopped on time"))
			answer = -2;
		if (sscanf(line, "Objective value: %lf", &x) == 1 && answer != -2) {
			*value = (int64_t)llround(x);
			answer = 1;
		}
	}
	if (out)
		pclose(out);
	return answer;
}

struct mine {
	bool feasible, optimal;
	int64_t cost, least; /* no plan costs less, windows kept or not */
};

struct question {
	const struct problem *problem;
	const struct weight *weights;
	int32_t n_weights;
	int64_t sram;
	const char *path;
	int number;
	struct arena *arena;
};

/* As planner/plan.c asks: FIXED is what the windows of weights take beforehand. */
static struct chosen
choose(const struct question *q, const int64_t *fixed)
{
	const struct filler *filler = fill_open(q->weights, q->n_weights, 1, q->arena);
	struct byte_prices prices = {
		q->problem->read_price ? q->problem->read_price : 1, 0};
	struct problem p = *q->problem;
	struct chosen c;

	p.fixed = fixed;
	if (choose_run(&c, placer_open(&p, NULL, q->arena), filler, q->n_weights,
		       &prices, q->sram, INT64_MAX, height_by_sum, NULL, q->arena))
		exit(4);
	return c;
}

static struct mine
solve(const struct question *q)
{
	int64_t *fixed = arena_new(q->arena, int64_t, q->problem->steps);
	struct chosen c, least;
	const struct placement *x;

	if (!q->n_weights) {
		x = place_at(placer_open(q->problem, NULL, q->arena), q->sram);
		return (struct mine){x->feasible, x->optimal, x->cost, x->lower_bound};
	}
	least = choose(q, NULL);
	if (!weights_reserve(q->weights, q->n_weights, fixed))
		c = least;
	else
		c = choose(q, fixed);
	return (struct mine){c.feasible, c.cost == c.lower_bound, c.cost,
			     least.feasible ? least.lower_bound : INT64_MAX};
}

/* The same of cbc, with what no choice can change. */
static int
ask_for(const struct question *q, bool reserve, int64_t *cost)
{
	FILE *to = fopen(q->path, "w");
	int64_t constant;
	int answer;

	if (!to)
		exit(2);
	constant =
		mip_write(to, q->problem, q->weights, q->n_weights, reserve, q->sram);
	fclose(to);
	answer = ask(q->path, cost);
	*cost += constant;
	return answer;
}

/*
 * Windows are kept for weights that may be streamed.  Without that a plan may
 * cost less, but not less than the bound that comes with it.
 */
static bool
holds(const struct question *q, const struct mine *x)
{
	int64_t cost = 0;
	int answer = ask_for(q, false, &cost);

	if (answer < 0)
		return true;
	if (answer == 0)
		return !x->feasible;
	return x->least <= cost && (!x->feasible || cost <= x->cost);
}

static void
compare(struct tally *t, const struct question *q)
{
	struct mine x = solve(q);
	int64_t cost = 0;
	int answer = ask_for(q, true, &cost);

	t->infeasible += answer == 0;
	if (answer < 0) {
		t->skipped++;
	} else if (x.feasible == (answer == 1) &&
		   (!x.feasible || (x.optimal && x.cost == cost)) &&
		   (!q->n_weights || holds(q, &x))) {
		t->passed++;
	} else {
		t->failed++;
		printf("differs: instance %d at %" PRId64 ": %s %" PRId64
		       "%s, cbc %s %" PRId64 "\n",
		       q->number, q->sram, x.feasible ? "cost" : "infeasible", x.cost,
		       x.optimal ? "" : " (not proven)", answer ? "cost" : "infeasible",
		       cost);
	}
}

/* Some size between what is needed and what spills nothing. */
static int64_t
some_size(const struct problem *p, uint64_t *s, struct arena *a)
{
	struct placer *placer = placer_open(p, NULL, a);
	int64_t lo = place_needed(placer, NULL), hi = place_no_spill(placer);

	return lo + (hi > lo ? random_next(s, (uint32_t)(hi - lo)) : 0);
}

int
main(int argc, char **argv)
{
	static jmp_buf trap;
	static struct tally t;
	int n = argc > 1 ? atoi(argv[1]) : 240;
	char path[64];

	if (setjmp(trap))
		return 4;
	if (system("command -v cbc >/dev/null 2>&1")) {
		printf("cbc is not installed\n0 passed, 0 failed, %d skipped\n", n);
		return 0;
	}
	snprintf(path, sizeof(path), "/tmp/place_cbc.%ld.lp", (long)getpid());
	for (int i = 0; i < n; i++) {
		struct arena *a = arena_open(&trap, 0);
		uint64_t s = (uint64_t)i;
		bool weights = i % 2;
		struct random_shape h = {.seed = 31337 + (uint64_t)i,
					 .steps = 24,
					 .values = 26,
					 .most_uses = 4,
					 .most_size = 1000,
					 .windows = i & 2,
					 .edges = i & 4,
					 .pins = i & 8,
					 .ends = i & 16,
					 .prices = i & 32};
		struct problem p;
		struct weight *w;
		int64_t sram;

		if (!a)
			return 4;
		random_problem(&h, &p, a);
		w = random_weights(h.seed, 8, h.steps, i & 2, i & 8, a);
		for (int k = 0; k < 8; k++) {
			w[k].size *= 40;
			w[k].traffic *= 40;
			((struct problem_event *)w[k].events)->window *= 40;
		}
		sram = some_size(&p, &s, a) + (weights ? 700 : 0);
		compare(&t,
			&(struct question){&p, w, weights ? 8 : 0, sram, path, i, a});
		arena_close(a);
	}
	remove(path);
	printf("%d of them infeasible for both\n%d passed, %d failed, %d skipped\n",
	       t.infeasible, t.passed, t.failed, t.skipped);
	return t.failed > 0 || t.passed == 0;
}
