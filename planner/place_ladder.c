#include "planner/place_ladder.h"

#include "base/num.h"

#include <string.h>

/* Some answer to begin with. */
static void
fall_back(struct place_ladder *l)
{
	if (!l->fallback)
		return;
	memcpy(l->resident, l->fallback, (size_t)l->flat->n_gaps);
	l->best = part_price(l->flat, l->resident);
}

/* The first rung: no prices, ties broken by fewer evictions. */
static void
quick(struct place_ladder *l, int32_t labels, struct arena *a)
{
	struct arena_mark m = arena_mark(a);
	struct part p = {.task = task_open(l->flat, l->sram, l->flat->pin, true, a)};

	l->work += p.task->work;
	part_search(l, &p, labels, l->most_work / 8, a);
	l->closed = p.done;
	arena_rewind(a, m);
}

/* Prices, then more and more labels; again from prices when the best improves. */
static void
refine(struct place_ladder *l, struct arena *a)
{
	static const struct {
		int32_t labels;
		int64_t share; /* of the work, 1/n */
	} rungs[] = {{16, 20}, {128, 20}, {0, 2}, {1024, 4}, {8192, 1}};
	struct part p = {.decided = arena_new(a, uint8_t, l->flat->n_gaps + 1)};
	const size_t n = sizeof(rungs) / sizeof(*rungs);

	memcpy(p.decided, l->flat->pin, l->flat->n_gaps);
	for (size_t rung = 0; !p.done && l->work < l->most_work && rung < n;) {
		struct arena_mark m = arena_mark(a);

		part_settle(l, &p, NULL, 200, a);
		for (; !p.done && l->work < l->most_work && rung < n; rung++) {
			int64_t work = l->most_work / rungs[rung].share;

			if (!rungs[rung].labels)
				part_branch(l, &p, l->work + work, a);
			else if (rungs[rung].labels <= l->most_labels &&
				 part_search(l, &p, rungs[rung].labels, work, a))
				break;
		}
		arena_rewind(a, m);
	}
	l->closed = p.done;
	l->lower = min_i64(p.bound, l->best);
}

void
place_climb(struct place_ladder *l, struct arena *a)
{
	struct arena_mark m = arena_mark(a);

	l->best = INT64_MAX;
	quick(l, 64, a);
	if (!l->closed && l->best == INT64_MAX)
		fall_back(l);
	if (!l->closed && l->best == INT64_MAX)
		quick(l, l->most_labels, a);
	if (!l->closed && l->best != INT64_MAX)
		refine(l, a);
	if (l->closed)
		l->lower = l->best;
	arena_rewind(a, m);
}

bool
place_find(struct place_ladder *l, struct arena *a)
{
	struct arena_mark m = arena_mark(a);

	l->best = INT64_MAX;
	quick(l, 64, a);
	if (!l->closed && l->best == INT64_MAX)
		quick(l, l->most_labels, a);
	arena_rewind(a, m);
	return l->best != INT64_MAX;
}
