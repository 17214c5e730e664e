#include "planner/place.h"

#include "base/num.h"
#include "planner/place_internal.h"

struct drawing {
	struct curve_point *at;
	int32_t n, room;
	int64_t work;
};

static void
add_point(struct drawing *d, const struct placement *x, struct arena *a)
{
	if (d->n == d->room) {
		int32_t more = d->room ? 2 * d->room : 32;

		d->at = arena_grow(a, d->at, d->n, more, sizeof(*d->at));
		d->room = more;
	}
	d->at[d->n++] = (struct curve_point){x->usage,   x->cost,        x->dram_bytes,
					     x->optimal, x->lower_bound, x};
}

/*
 * A placement found with less SRAM answers for more as well: it takes the place
 * of points above that cost no less.  Their bound stays, since it was found
 * with all the room of the range.
 */
static void
draw(struct drawing *d, const struct placement *x, struct arena *a)
{
	int64_t lower = x->lower_bound;

	for (; d->n > 0 && d->at[d->n - 1].cost >= x->cost; d->n--)
		lower = d->at[d->n - 1].lower_bound;
	if (d->n > 0)
		lower = max_i64(lower, d->at[d->n - 1].lower_bound);
	add_point(d, x, a);
	d->at[d->n - 1].lower_bound = lower;
	d->at[d->n - 1].optimal = lower == x->cost;
}

static bool
all_optimal(const struct drawing *d)
{
	for (int32_t i = 0; i < d->n; i++)
		if (!d->at[i].optimal)
			return false;
	return true;
}

const struct curve *
place_curve(struct placer *p, int64_t from, int64_t to)
{
	struct curve *c = arena_new(p->arena, struct curve, 1);
	struct drawing d = {.n = 0};
	int64_t sram = min_i64(to, p->no_spill);

	while (sram >= from) {
		bool spent = p->limits.curve && d.work >= p->limits.curve;
		const struct placement *x = (spent ? place_quick : place_at)(p, sram);

		d.work += x->work;
		if (!x->feasible)
			break;
		draw(&d, x, p->arena);
		sram = x->usage - 1;
	}
	c->points = d.at;
	c->n = d.n;
	c->optimal = all_optimal(&d);
	c->needed = p->needed;
	c->work = d.work;
	return c;
}

const struct curve_point *
curve_at(const struct curve *c, int64_t sram)
{
	int32_t lo = 0, hi = c->n;

	while (lo < hi) {
		int32_t mid = lo + (hi - lo) / 2;

		if (c->points[mid].sram <= sram)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo < c->n ? &c->points[lo] : NULL;
}
