/*
 * What every better placement has in common: a gap whose best course one way
 * already costs as much as the incumbent goes the other way.
 */
#include "planner/place_price.h"

#include "base/num.h"

#define NEVER (INT64_MAX / 4)

/* From the beginning of the chain to just after the decision on a gap. */
struct forward {
	int64_t (*keep)[2]; /* resident; [never written, written]; inside left out */
	int64_t *evict;
};

static int64_t
evict_price(const struct prices *p, int32_t g, int written)
{
	const struct task *t = p->task;
	int32_t v = t->flat->gap[g].value;

	return (t->read[v] + (written ? 0 : t->write[v])) << p->shift;
}

/* Up to the end of gap g, resident. */
static int64_t
kept_through(const struct prices *p, const struct forward *f, int32_t g, int written)
{
	if (f->keep[g][written] >= NEVER)
		return NEVER;
	if (p->task->state[g] != PIN_FREE)
		return f->keep[g][written];
	return f->keep[g][written] + prices_inside(p, g, p->task->gap[g].in) +
	       prices_end(p, g);
}

static void
first_gap(const struct prices *p, struct forward *f, int32_t v)
{
	const struct task *t = p->task;
	int32_t g = t->flat->first_gap[v], a, row = t->gap[g].begin;
	const struct link *l = &p->link_to[v];
	int64_t with, without;

	f->keep[g][1] = f->evict[g] = f->keep[g][0] = NEVER;
	if (t->state[g] == PIN_SRAM) {
		f->keep[g][0] = 0;
	} else if (t->state[g] == PIN_DRAM) {
		f->evict[g] = 0;
	} else if (l->from < 0) {
		f->keep[g][0] = prices_begin(p, g);
		f->evict[g] = evict_price(p, g, 0);
	} else {
		a = t->flat->first_gap[l->from + 1] - 1;
		with = min_i64(kept_through(p, f, a, 0), kept_through(p, f, a, 1));
		without = f->evict[a];
		f->keep[g][0] = min_i64(with + prices_birth(p, g, row, l->both),
					without + prices_birth(p, g, row, l->alone));
		f->evict[g] = min_i64(with, without) + evict_price(p, g, 0);
	}
}

static void
next_gap(const struct prices *p, struct forward *f, int32_t g, int32_t h)
{
	const struct task *t = p->task;
	int64_t kept[2] = {kept_through(p, f, g, 0), kept_through(p, f, g, 1)};
	int64_t here;

	f->keep[h][0] = f->keep[h][1] = f->evict[h] = NEVER;
	if (t->state[h] == PIN_SRAM) {
		/* the event is not an item: g's end weighs nothing */
		f->keep[h][0] = kept[0];
		f->keep[h][1] = min_i64(kept[1], f->evict[g]);
	} else if (t->state[h] == PIN_DRAM) {
		f->evict[h] = min_i64(min_i64(kept[0], kept[1]), f->evict[g]);
	} else {
		here = t->state[g] == PIN_SRAM ? 0 : prices_begin(p, h);
		f->keep[h][0] = kept[0];
		f->keep[h][1] = min_i64(kept[1], f->evict[g] + here);
		f->evict[h] =
			min_i64(kept[0] + evict_price(p, h, 0),
				min_i64(kept[1], f->evict[g]) + evict_price(p, h, 1));
	}
}

static void
all_forward(const struct prices *p, struct forward *f, struct arena *a)
{
	const struct task *t = p->task;

	f->keep = arena_array(a, t->flat->n_gaps + 1, sizeof(*f->keep));
	f->evict = arena_new(a, int64_t, t->flat->n_gaps + 1);
	for (int32_t i = p->n_order; i-- > 0;) {
		int32_t v = p->order[i], first = t->flat->first_gap[v];

		first_gap(p, f, v);
		for (int32_t g = first + 1; g < t->flat->first_gap[v + 1]; g++)
			next_gap(p, f, g - 1, g);
	}
}

/* How much more the gap's resident courses cost than the evicted ones. */
static int64_t
difference(const struct prices *p, const struct forward *f, int32_t g)
{
	int64_t inside = prices_inside(p, g, p->task->gap[g].in);
	int64_t keep =
		min_i64(f->keep[g][0] + p->stay[g][0], f->keep[g][1] + p->stay[g][1]);

	return keep + inside - (f->evict[g] + p->gone[g]);
}

/* Gaps of values that the bound knows. */
static bool
priced(const struct prices *p, int32_t g)
{
	return p->task->state[g] == PIN_FREE &&
	       p->first_row[p->task->flat->gap[g].value] != INT32_MAX;
}

void
prices_differences(const struct prices *p, int64_t *to, struct arena *a)
{
	struct arena_mark m = arena_mark(a);
	struct forward f;

	all_forward(p, &f, a);
	for (int32_t g = 0; g < p->task->flat->n_gaps; g++) {
		to[g] = priced(p, g) ? difference(p, &f, g) : 0;
		to[g] = to[g] < 0 ? -to[g] : to[g];
	}
	arena_rewind(a, m);
}

int32_t
prices_settle(const struct prices *p, int64_t stop, uint8_t *decided, struct arena *a)
{
	const struct task *t = p->task;
	int64_t slack = ((stop - t->cost - 1) << p->shift) - p->bound + 1;
	struct arena_mark m = arena_mark(a);
	struct forward f;
	int32_t n = 0;

	all_forward(p, &f, a);
	for (int32_t g = 0; g < t->flat->n_gaps; g++) {
		int64_t d;

		if (!priced(p, g) || decided[g] != PIN_FREE)
			continue;
		d = difference(p, &f, g);
		if (d >= slack || -d >= slack) {
			decided[g] = d >= slack ? PIN_DRAM : PIN_SRAM;
			n++;
		}
	}
	arena_rewind(a, m);
	return n;
}
