#include "planner/place_ladder.h"

#include "base/num.h"

#include <string.h>

enum { MOST_COVERS = 240, MOST_COVER_ITEMS = 8000 };

/*
 * What the first rung may take of any work: it proves most problems, and with more
 * it is no better where prices are needed.
 */
enum { FIRST_WORK = 60000 };

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
quick(struct place_ladder *l, int32_t labels, int64_t work, struct arena *a)
{
	struct arena_mark m = arena_mark(a);
	struct part p = {.task = task_open(l->flat, l->sram, l->flat->pin, true, a)};

	l->work += p.task->work;
	part_search(l, &p, labels, work, a);
	l->closed = p.done;
	arena_rewind(a, m);
}

/* What comes when what was before is not enough. */
struct rung {
	int32_t share; /* of the work, 1/n */
	int32_t labels;
	bool branch;
};

/*
 * Search rung after rung until one improves the best, which makes new prices
 * worthwhile, or all is done.
 */
static void
climb(struct place_ladder *l, struct part *p, const struct rung **rung,
      const struct rung *end, struct arena *a)
{
	for (; !p->done && l->work < l->most_work && *rung < end; ++*rung) {
		const struct rung *r = *rung;
		int64_t work = l->most_work / r->share;

		if (r->branch)
			part_branch(l, p, l->work + work, a);
		else if (r->labels <= l->most_labels &&
			 part_search(l, p, r->labels, work, a))
			return;
	}
}

/*
 * Prices, then more and more labels; again from prices when the best improves.
 * First as they are, then with covers, which take longer and close the rest.
 */
static void
refine(struct place_ladder *l, struct arena *a)
{
	static const struct rung plain[] = {{20, 16, false},
					    {20, 128, false},
					    {8, 0, true}},
				 covered[] = {{20, 128, false},
					      {20, 1024, false},
					      {8, 0, true},
					      {1, 32768, false}};
	struct part p = {.decided = arena_new(a, uint8_t, l->flat->n_gaps + 1)};
	const struct rung *rung = plain, *end = plain + sizeof(plain) / sizeof(*plain);

	memcpy(p.decided, l->flat->pin, l->flat->n_gaps);
	while (!p.done && l->work < l->most_work) {
		struct arena_mark m = arena_mark(a);

		part_settle(l, &p, NULL, l->covers ? 1000 : 200, l->covers ? 20 : 0, a);
		climb(l, &p, &rung, end, a);
		arena_rewind(a, m);
		if (rung != end)
			continue;
		if (l->covers)
			break;
		l->covers = covers_open(MOST_COVERS, MOST_COVER_ITEMS, a);
		rung = covered;
		end = covered + sizeof(covered) / sizeof(*covered);
		if (!p.done)
			place_mend(l, l->most_work / 10, a);
	}
	l->closed = p.done;
	l->lower = min_i64(p.bound, l->best);
}

void
place_climb(struct place_ladder *l, struct arena *a)
{
	struct arena_mark m = arena_mark(a);

	l->best = INT64_MAX;
	quick(l, 64, FIRST_WORK, a);
	if (!l->closed && l->best == INT64_MAX)
		fall_back(l);
	if (!l->closed && l->best == INT64_MAX)
		quick(l, l->most_labels, l->most_work / 8, a);
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
	quick(l, 64, l->most_work / 8, a);
	if (!l->closed && l->best == INT64_MAX)
		quick(l, l->most_labels, l->most_work / 8, a);
	arena_rewind(a, m);
	return l->best != INT64_MAX;
}
