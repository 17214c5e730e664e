#include "planner/place_ladder.h"

#include "base/num.h"
#include "planner/place_labels.h"

#include <string.h>

/* What evictions cost: reads, and a write for each value that has any. */
static int64_t
price_of(const struct flat *f, const uint8_t *resident)
{
	int64_t sum = 0;

	for (int32_t v = 0; v < f->n_values; v++) {
		int32_t out = 0;

		for (int32_t g = f->first_gap[v]; g < f->first_gap[v + 1]; g++)
			out += !resident[g];
		sum += out * f->value[v].read + (out ? f->value[v].write : 0);
	}
	return sum;
}

/* Take over what a search found, if it is better. */
static bool
improve(struct place_ladder *l, const struct task *t, const uint8_t *evicted,
	struct arena *a)
{
	struct arena_mark m = arena_mark(a);
	uint8_t *resident = arena_new(a, uint8_t, l->flat->n_gaps + 1);
	int64_t price;

	for (int32_t g = 0; g < l->flat->n_gaps; g++)
		resident[g] = t->state[g] == PIN_SRAM ||
			      (t->state[g] == PIN_FREE && !evicted[g]);
	price = price_of(l->flat, resident);
	if (price < l->best) {
		memcpy(l->resident, resident, l->flat->n_gaps);
		l->best = price;
		arena_rewind(a, m);
		return true;
	}
	arena_rewind(a, m);
	return false;
}

static void
close_at(struct place_ladder *l, int64_t lower)
{
	l->lower = max_i64(l->lower, min_i64(l->best, lower));
	if (l->lower >= l->best)
		l->closed = true;
}

/* One search on a task; true when it found something better. */
static bool
search(struct place_ladder *l, const struct task *t, const struct prices *p,
       int32_t labels, int64_t stop, struct arena *a)
{
	struct search s = {.task = t,
			   .prices = p,
			   .limit = labels,
			   .compare = labels >= 1024 ? 1000 : 64,
			   .stop = stop,
			   .most_work = l->most_work - l->work};
	uint8_t *evicted = arena_new(a, uint8_t, l->flat->n_gaps + 1);
	bool found = labels_run(&s, evicted, a) != INT64_MAX;

	found = found && improve(l, t, evicted, a);
	l->work += s.work;
	if (s.dropped == INT64_MAX) {
		l->closed = true;
		l->lower = l->best;
	} else if (p) {
		close_at(l, s.dropped);
	}
	return found;
}

/* The first rung: no prices, ties broken by fewer evictions. */
static void
quick(struct place_ladder *l, struct arena *a)
{
	struct arena_mark m = arena_mark(a);
	struct task *t = task_open(l->flat, l->sram, l->flat->pin, true, a);

	l->work += t->work;
	search(l, t, NULL, 64, INT64_MAX, a);
	arena_rewind(a, m);
}

/* Stop: the least price that is of no interest. */
static int64_t
no_interest(const struct place_ladder *l, const struct task *t)
{
	return l->best == INT64_MAX ? l->best : l->best - max_i64(t->unit, 1) + 1;
}

/* Prices, and what they settle; again while something is settled. */
static struct task *
settle(struct place_ladder *l, uint8_t *decided, struct prices **p, struct arena *a)
{
	struct task *t;

	for (int32_t round = 0;; round++) {
		int64_t stop, target;

		t = task_open(l->flat, l->sram, decided, false, a);
		l->work += t->work;
		*p = prices_open(t, a);
		stop = no_interest(l, t);
		target = stop - t->cost;
		if (target > 0)
			prices_raise(*p, target, round ? 60 : 200);
		l->work += (*p)->work;
		if (prices_bound(*p) >= stop) {
			l->closed = true;
			l->lower = l->best;
			return t;
		}
		close_at(l, prices_bound(*p));
		if (round == 20 || !prices_settle(*p, stop, decided, a))
			return t;
	}
}

static void
refine(struct place_ladder *l, struct arena *a)
{
	static const int32_t rungs[] = {16, 128, 1024, 8192};
	uint8_t *decided = arena_new(a, uint8_t, l->flat->n_gaps + 1);
	struct prices *p;
	struct task *t;
	size_t rung = 0;

	memcpy(decided, l->flat->pin, l->flat->n_gaps);
	while (!l->closed && l->work < l->most_work && rung < 4) {
		struct arena_mark m = arena_mark(a);

		t = settle(l, decided, &p, a);
		while (!l->closed && l->work < l->most_work && rung < 4) {
			struct arena_mark inner = arena_mark(a);
			bool found = search(l, t, p, rungs[rung], no_interest(l, t), a);

			arena_rewind(a, inner);
			if (found)
				break;
			rung++;
		}
		arena_rewind(a, m);
	}
}

void
place_climb(struct place_ladder *l, struct arena *a)
{
	struct arena_mark m = arena_mark(a);

	l->best = INT64_MAX;
	quick(l, a);
	if (!l->closed)
		refine(l, a);
	arena_rewind(a, m);
}
