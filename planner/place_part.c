#include "planner/place_ladder.h"

#include "base/num.h"

#include <string.h>

int64_t
part_price(const struct flat *f, const uint8_t *resident)
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
	bool better;
	int64_t price;

	for (int32_t g = 0; g < l->flat->n_gaps; g++)
		resident[g] = t->state[g] == PIN_SRAM ||
			      (t->state[g] == PIN_FREE && !evicted[g]);
	price = part_price(l->flat, resident);
	better = price < l->best;
	if (better) {
		memcpy(l->resident, resident, l->flat->n_gaps);
		l->best = price;
	}
	arena_rewind(a, m);
	return better;
}

int64_t
part_stop(const struct place_ladder *l, const struct task *t)
{
	int64_t below = l->best - 1 - t->cost, unit = max_i64(t->unit, 1);

	if (l->best == INT64_MAX)
		return INT64_MAX;
	return below < 0 ? l->best : t->cost + below / unit * unit + 1;
}

static void
raise_bound(struct part *p, const struct place_ladder *l, int64_t bound)
{
	p->bound = max_i64(p->bound, bound);
	if (p->bound >= part_stop(l, p->task))
		p->done = true;
}

static void
seed_prices(struct prices *p, const int64_t *seed)
{
	const struct task *t = p->task;

	for (int32_t r = 0; r < t->n_rows; r++)
		p->row[r] = min_i64(seed[t->rows[r].step] >> (24 - p->shift),
				    prices_most(p, t->rows[r].total, p->room[r]));
	prices_evaluate(p);
}

void
part_seed(const struct part *p, int64_t *seed)
{
	for (int32_t r = 0; r < p->task->n_rows; r++)
		seed[p->task->rows[r].step] = p->prices->row[r]
					      << (24 - p->prices->shift);
}

void
part_settle(struct place_ladder *l, struct part *p, const int64_t *seed, int32_t rounds,
	    int32_t covers, struct arena *a)
{
	int64_t *own = arena_new(a, int64_t, l->flat->steps + 1);

	for (int32_t round = 0; round < 20; round++) {
		int64_t stop;

		p->task = task_open(l->flat, l->sram, p->decided, false, a);
		p->prices = prices_open(p->task, l->covers, covers > 0, a);
		l->work += p->task->work;
		stop = part_stop(l, p->task);
		if (seed)
			seed_prices(p->prices, seed);
		if (stop > p->task->cost)
			prices_raise(p->prices, stop - p->task->cost,
				     round ? rounds / 3 : rounds, covers);
		l->work += p->prices->work;
		raise_bound(p, l, prices_bound(p->prices));
		if (p->done || !prices_settle(p->prices, stop, p->decided, a))
			return;
		part_seed(p, own);
		seed = own;
	}
}

bool
part_search(struct place_ladder *l, struct part *p, int32_t labels, int64_t work,
	    struct arena *a)
{
	struct arena_mark m = arena_mark(a);
	struct search s = {.task = p->task,
			   .prices = p->prices,
			   .limit = labels,
			   .stop = part_stop(l, p->task),
			   .most_work = min_i64(work, l->most_work - l->work)};
	uint8_t *evicted = arena_new(a, uint8_t, l->flat->n_gaps + 1);
	bool found = labels_run(&s, evicted, a) != INT64_MAX;

	found = found && improve(l, p->task, evicted, a);
	l->work += s.work;
	if (s.dropped == INT64_MAX)
		p->done = true;
	else if (p->prices)
		raise_bound(p, l, s.dropped);
	arena_rewind(a, m);
	return found;
}
