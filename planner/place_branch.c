/*
 * Branching: where labels are too many, one gap is decided both ways, and each
 * half gets its own prices, which settle more gaps.  Depth first, the half with
 * the lower bound first.
 */
#include "planner/place_ladder.h"

#include "base/num.h"

#include <string.h>

enum { NODE_ROUNDS = 45, NODE_LABELS = 16, MOST_DEPTH = 200, MOST_ODD = 6 };

struct branch {
	struct place_ladder *ladder;
	int64_t most_work;
	int64_t left; /* least bound of what was not looked into */
};

/*
 * The gap to decide: the one whose two courses are most nearly equal at the
 * prices, weighed by what is at stake.
 */
static int32_t
choose_gap(const struct part *p, struct arena *a)
{
	const struct task *t = p->task;
	struct arena_mark m = arena_mark(a);
	int64_t *diff = arena_new(a, int64_t, t->flat->n_gaps + 1);
	int32_t best = -1;
	double most = -1;

	prices_differences(p->prices, diff, a);
	for (int32_t g = 0; g < t->flat->n_gaps; g++) {
		int32_t v = t->flat->gap[g].value;
		double stake, score;

		if (t->state[g] != PIN_FREE || p->decided[g] != PIN_FREE ||
		    (t->gap[g].in >= t->gap[g].out && t->gap[g].end < 0 &&
		     t->gap[g].begin < 0))
			continue;
		stake = (double)(t->read[v] + t->write[v]);
		stake = stake * (double)(INT64_C(1) << p->prices->shift);
		score = stake - (double)diff[g] * 4;
		if (best < 0 || score > most) {
			best = g;
			most = score;
		}
	}
	arena_rewind(a, m);
	return best;
}

static int32_t
last_open(const struct task *t, int32_t v)
{
	int32_t g = t->flat->first_gap[v + 1] - 1;

	while (t->state[g] != PIN_FREE)
		g--;
	return g;
}

/*
 * Where few gaps keep all costs from being multiples of twice the unit, and
 * that would leave nothing between the bound and the best: one of them, or -1.
 */
static int32_t
choose_odd_gap(const struct part *p, int64_t stop)
{
	const struct task *t = p->task;
	int32_t odd = -1, n = 0;

	if (t->unit == 0 || stop - p->bound > 2 * t->unit)
		return -1;
	for (int32_t v = 0; v < t->flat->n_values && n <= MOST_ODD; v++)
		if (task_unit(t, v) % (2 * t->unit) != 0) {
			odd = odd < 0 ? v : odd;
			n++;
		}
	return n > 0 && n <= MOST_ODD ? last_open(t, odd) : -1;
}

static void node(struct branch *, const struct part *, const int64_t *seed,
		 int32_t depth, struct arena *);

static void
divide(struct branch *b, const struct part *p, int32_t depth, struct arena *a)
{
	int32_t g = choose_odd_gap(p, part_stop(b->ladder, p->task));
	int32_t steps = p->task->flat->steps;
	int64_t *seed = arena_new(a, int64_t, steps + 1);
	struct part half = *p;

	if (g < 0)
		g = choose_gap(p, a);
	if (g < 0) {
		b->left = min_i64(b->left, p->bound);
		return;
	}
	part_seed(p, seed);
	half.decided = arena_new(a, uint8_t, p->task->flat->n_gaps + 1);
	for (int k = 0; k < 2; k++) {
		memcpy(half.decided, p->decided, p->task->flat->n_gaps);
		half.decided[g] = k ? PIN_SRAM : PIN_DRAM;
		node(b, &half, seed, depth + 1, a);
	}
}

static void
node(struct branch *b, const struct part *parent, const int64_t *seed, int32_t depth,
     struct arena *a)
{
	struct place_ladder *l = b->ladder;
	struct part p = {.decided = parent->decided, .bound = parent->bound};
	struct arena_mark m = arena_mark(a);

	if (l->work >= b->most_work || depth > MOST_DEPTH) {
		b->left = min_i64(b->left, parent->bound);
		return;
	}
	part_settle(l, &p, seed, NODE_ROUNDS, 0, a);
	if (!p.done)
		part_search(l, &p, NODE_LABELS, 2000, a);
	if (!p.done)
		divide(b, &p, depth, a);
	arena_rewind(a, m);
}

void
part_branch(struct place_ladder *l, struct part *p, int64_t most_work, struct arena *a)
{
	struct branch b = {l, min_i64(most_work, l->most_work), INT64_MAX};

	divide(&b, p, 0, a);
	if (b.left == INT64_MAX)
		p->done = true;
	else
		p->bound = max_i64(p->bound, b.left);
}
