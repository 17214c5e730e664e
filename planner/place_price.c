#include "planner/place_price.h"

#include "base/num.h"

#include <stdlib.h>
#include <string.h>

/* Bits that keep every scaled sum below 2^60, at prices per byte that help. */
static int
choose_shift(const struct task *t)
{
	int64_t most = 1, sizes = 1, dearest = 1;
	int shift = 0;

	for (int32_t g = 0; g < t->flat->n_gaps; g++) {
		int32_t v = t->flat->gap[g].value;
		int64_t size = max_i64(t->flat->value[v].size, 1);

		if (t->state[g] != PIN_FREE)
			continue;
		most = add_sat(most, t->read[v] + t->write[v]);
		sizes = add_sat(sizes, size);
		dearest = max_i64(dearest, ceil_div(t->read[v] + t->write[v], size));
	}
	for (int32_t r = 0; r < t->n_rows; r++)
		most = add_sat(most, mul_sat(2 * dearest, t->rows[r].total));
	most = max_i64(most, sizes);
	while (shift < 24 && most < INT64_C(1) << (58 - shift))
		shift++;
	return shift;
}

int64_t
prices_most(const struct prices *p, int64_t total, int64_t room)
{
	int64_t n = p->task->n_rows + (p->covers ? p->covers->most : 0);
	int64_t bytes = max_i64(max_i64(total, 1), room < 0 ? -room : room);

	return min_i64((INT64_C(1) << 60) / mul_sat(bytes, n), INT64_C(1) << 38);
}

struct born {
	int32_t value, at;
};

static int
last_born_first(const void *pa, const void *pb)
{
	const struct born *a = pa, *b = pb;

	if (a->at != b->at)
		return a->at > b->at ? -1 : 1;
	return a->value < b->value ? -1 : a->value > b->value;
}

static void
list_values(struct prices *p, struct arena *a)
{
	const struct task *t = p->task;
	const struct flat *f = t->flat;
	struct born *b = arena_new(a, struct born, f->n_values + 1);

	for (int32_t v = 0; v < f->n_values; v++) {
		int32_t row = INT32_MAX;

		for (int32_t g = f->first_gap[v]; g < f->first_gap[v + 1]; g++) {
			const struct task_gap *x = &t->gap[g];

			p->begin[g] = x->begin_weight;
			p->end[g] = x->end_weight;
			if (t->state[g] != PIN_FREE || row != INT32_MAX)
				continue;
			if (x->begin >= 0)
				row = x->begin;
			else if (x->in < x->out || x->end >= 0)
				row = x->in < x->out ? x->in : x->end;
		}
		p->first_row[v] = row;
		if (row != INT32_MAX)
			b[p->n_order++] = (struct born){v, f->gap[f->first_gap[v]].l};
	}
	qsort(b, p->n_order, sizeof(*b), last_born_first);
	for (int32_t i = 0; i < p->n_order; i++)
		p->order[i] = b[i].value;
}

/* The most that edge K's value `to` can be saved, by another edge than EXCEPT. */
static int64_t
most_saved(const struct row *r, int32_t k, int32_t except, bool settled_only)
{
	int64_t most = 0;

	for (int32_t i = 0; i < r->n_edges; i++)
		if (i != except && r->edges[i].to == r->edges[k].to &&
		    (!settled_only || r->pairs[i].a < 0))
			most = max_i64(most, r->edges[i].saved);
	return most;
}

/* A value that is born open hangs on the open candidate that saves most. */
static void
link_birth(struct prices *p, const struct row *r, int32_t k)
{
	const struct item *b = &r->items[r->pairs[k].b];
	struct link *to = &p->link_to[b->value];
	int32_t best = -1;

	for (int32_t i = 0; i < r->n_edges; i++)
		if (r->edges[i].to == b->value && r->pairs[i].a >= 0 &&
		    p->link_from[r->edges[i].from].to < 0 &&
		    (best < 0 || r->edges[i].saved > r->edges[best].saved))
			best = i;
	to->both = b->weight - most_saved(r, k, -1, false);
	p->begin[b->right] = to->both;
	if (best < 0)
		return;
	to->alone = b->weight - most_saved(r, k, best, false);
	to->from = r->edges[best].from;
	to->to = b->value;
	p->link_from[to->from] = *to;
}

/* Saved by an edge into a value that is resident anyway: more room. */
static void
grant(struct prices *p, int32_t row, int32_t k)
{
	const struct row *r = &p->task->rows[row];
	int64_t settled = most_saved(r, k, -1, true), all = most_saved(r, k, -1, false);
	int32_t open = -1, n = 0;

	for (int32_t i = 0; i < r->n_edges; i++)
		if (r->edges[i].to == r->edges[k].to && r->pairs[i].a >= 0) {
			open = i;
			n++;
		}
	p->room[row] += settled;
	if (n == 1 && p->link_from[r->edges[open].from].to < 0)
		p->end[r->edges[open].left] -= all - settled;
	else if (n > 0)
		p->room[row] += all - settled;
}

/* Is this the first edge into its value? */
static bool
first_into(const struct row *r, int32_t k)
{
	for (int32_t i = 0; i < k; i++)
		if (r->edges[i].to == r->edges[k].to)
			return false;
	return true;
}

static void
link_edges(struct prices *p)
{
	for (int32_t r = 0; r < p->task->n_rows; r++) {
		const struct row *row = &p->task->rows[r];

		for (int32_t k = 0; k < row->n_edges; k++)
			if (row->pairs[k].b >= 0 && first_into(row, k))
				link_birth(p, row, k);
		for (int32_t k = 0; k < row->n_edges; k++)
			if (row->pairs[k].b < 0 && first_into(row, k))
				grant(p, r, k);
	}
}

struct prices *
prices_open(const struct task *t, struct covers *covers, bool grow, struct arena *a)
{
	struct prices *p = arena_new(a, struct prices, 1);
	int32_t n = t->flat->n_gaps + 1, m = t->flat->n_values + 1,
		rows = t->n_rows + 1 + (covers ? grow ? covers->most : covers->n : 0);

	p->task = t;
	p->covers = covers;
	p->shift = choose_shift(t);
	p->row = arena_new(a, int64_t, rows);
	p->best = arena_new(a, int64_t, rows);
	p->sum = arena_new(a, int64_t, rows + 1);
	p->room = arena_new(a, int64_t, rows);
	p->used = arena_new(a, int64_t, rows + 1);
	p->spare = arena_new(a, int64_t, rows + 1);
	p->arena = a;
	p->kept = arena_new(a, uint8_t, n);
	p->rest = arena_new(a, int64_t, rows + 1);
	p->stay = arena_array(a, n, sizeof(*p->stay));
	p->gone = arena_new(a, int64_t, n);
	p->begin = arena_new(a, int64_t, n);
	p->end = arena_new(a, int64_t, n);
	p->start = arena_new(a, int64_t, m);
	p->first_row = arena_new(a, int32_t, m);
	p->order = arena_new(a, int32_t, m);
	p->link_from = arena_new(a, struct link, m);
	p->link_to = arena_new(a, struct link, m);
	for (int32_t v = 0; v < m; v++)
		p->link_from[v] = p->link_to[v] = (struct link){.from = -1, .to = -1};
	list_values(p, a);
	for (int32_t r = 0; r < t->n_rows; r++)
		p->room[r] = row_reach(&t->rows[r], t->rows[r].room, a);
	link_edges(p);
	if (covers && (grow || covers->n)) {
		prices_hold(p, grow ? covers->most : covers->n,
			    grow ? covers->most_items : covers->n_items);
		prices_add_covers(p, 0, grow);
	}
	prices_evaluate(p);
	return p;
}

/* To the end of the chain once gap g, just before it, is resident. */
static int64_t
keeping(const struct prices *p, int32_t g, int written)
{
	return prices_inside(p, g, p->task->gap[g].in) + p->stay[g][written];
}

static int64_t
evicting(const struct prices *p, int32_t g, int written)
{
	const struct task *t = p->task;
	int32_t v = t->flat->gap[g].value;

	return ((t->read[v] + (written ? 0 : t->write[v])) << p->shift) + p->gone[g];
}

static void
end_of_value(struct prices *p, int32_t v, int32_t g)
{
	const struct task_gap *x = &p->task->gap[g];
	const struct link *l = &p->link_from[v];
	int64_t here = p->task->state[g] == PIN_FREE ? prices_end(p, g) : 0;
	int64_t with = 0, without = 0;

	if (l->to >= 0) {
		int32_t b = p->task->flat->first_gap[l->to];
		int64_t keep = keeping(p, b, 0), evict = evicting(p, b, 0);

		with = min_i64(prices_birth(p, b, x->end, l->both) + keep, evict);
		without = min_i64(prices_birth(p, b, x->end, l->alone) + keep, evict);
	}
	p->stay[g][0] = p->stay[g][1] = here + with;
	p->gone[g] = without;
}

/* The event between g and h, seen from g. */
static void
between(struct prices *p, int32_t g, int32_t h)
{
	const struct task *t = p->task;
	bool open = t->state[g] == PIN_FREE;
	int64_t here = open ? prices_end(p, g) : 0;

	if (t->state[h] == PIN_SRAM) {
		p->stay[g][0] = p->stay[h][0];
		p->stay[g][1] = p->gone[g] = p->stay[h][1];
	} else if (t->state[h] == PIN_DRAM) {
		p->stay[g][0] = p->stay[g][1] = here + p->gone[h];
		p->gone[g] = p->gone[h];
	} else {
		for (int c = 0; c < 2; c++)
			p->stay[g][c] =
				here + min_i64(keeping(p, h, c), evicting(p, h, c));
		here = prices_begin(p, h);
		p->gone[g] = min_i64(here + keeping(p, h, 1), evicting(p, h, 1));
	}
}

static int64_t
beginning(const struct prices *p, int32_t v)
{
	const struct task *t = p->task;
	int32_t g = t->flat->first_gap[v];

	if (t->state[g] == PIN_SRAM)
		return p->stay[g][0];
	if (t->state[g] == PIN_DRAM)
		return p->gone[g];
	return min_i64(prices_begin(p, g) + keeping(p, g, 0), evicting(p, g, 0));
}

void
prices_evaluate(struct prices *p)
{
	const struct task *t = p->task;
	const struct flat *f = t->flat;

	for (int32_t r = 0; r < t->n_rows; r++)
		p->sum[r + 1] = p->sum[r] + p->row[r];
	prices_spread(p);
	memset(p->rest, 0, (t->n_rows + 1) * sizeof(*p->rest));
	for (int32_t i = 0; i < p->n_order; i++) {
		int32_t v = p->order[i], last = f->first_gap[v + 1] - 1;

		end_of_value(p, v, last);
		for (int32_t g = last; g-- > f->first_gap[v];)
			between(p, g, g + 1);
		p->start[v] = beginning(p, v);
		if (p->link_to[v].from < 0)
			p->rest[p->first_row[v]] += p->start[v];
	}
	for (int32_t k = 0; k < p->n_covers; k++)
		p->rest[p->priced[k].row] -=
			p->row[t->n_rows + k] * p->room[t->n_rows + k];
	for (int32_t r = t->n_rows; r-- > 0;)
		p->rest[r] += p->rest[r + 1] - p->row[r] * p->room[r];
	p->bound = p->rest[0];
	p->work += p->n_order;
}

int64_t
prices_bound(const struct prices *p)
{
	return p->task->cost + ((p->bound + (INT64_C(1) << p->shift) - 1) >> p->shift);
}

/* What one resident gap uses inside, as differences. */
static void
use_inside(struct prices *p, int64_t *diff, int32_t g)
{
	const struct task_gap *x = &p->task->gap[g];
	int64_t size = gap_size(p->task->flat, g);

	if (x->in < x->out) {
		diff[x->in] += size;
		diff[x->out] -= size;
	}
}

static void
use_at(struct prices *p, int32_t row, int64_t weight)
{
	if (row >= 0)
		p->used[row] += weight;
}

/*
 * Walk the cheapest course of a chain.  KEPT: its first gap is resident, and
 * what it uses at its beginning is counted already.
 */
static void
walk_value(struct prices *p, int64_t *diff, int32_t v, bool decided, bool kept,
	   int32_t *next, bool *next_kept)
{
	const struct task *t = p->task;
	int32_t first = t->flat->first_gap[v], last = t->flat->first_gap[v + 1] - 1;
	int c = 0;
	bool left = false; /* the event before this gap is paid for */
	const struct link *l = &p->link_from[v];

	for (int32_t g = first; g <= last; g++) {
		const struct task_gap *x = &t->gap[g];
		bool stay = t->state[g] == PIN_SRAM;

		if (t->state[g] == PIN_FREE) {
			int64_t here = left ? 0 : prices_begin(p, g);

			stay = g == first && decided
				       ? kept
				       : here + keeping(p, g, c) <= evicting(p, g, c);
			if (stay && !left && !(g == first && decided))
				use_at(p, x->begin, p->begin[g]);
			if (stay) {
				use_inside(p, diff, g);
				use_at(p, x->end, p->end[g]);
			}
		}
		p->kept[g] = left = stay;
		c |= !stay;
	}
	*next = l->to;
	if (l->to >= 0) {
		int32_t b = t->flat->first_gap[l->to], row = t->gap[b].begin;
		int64_t weight = left ? l->both : l->alone;

		*next_kept = prices_birth(p, b, row, weight) + keeping(p, b, 0) <=
			     evicting(p, b, 0);
		if (*next_kept)
			use_at(p, row, weight);
	}
}

void
prices_use(struct prices *p)
{
	const struct task *t = p->task;
	int64_t *diff = p->spare, sum = 0;

	memset(p->used, 0, (t->n_rows + 1) * sizeof(*p->used));
	memset(diff, 0, (t->n_rows + 1) * sizeof(*diff));
	for (int32_t i = 0; i < p->n_order; i++) {
		int32_t v = p->order[i];
		bool decided = false, kept = false;

		if (p->link_to[v].from >= 0)
			continue;
		while (v >= 0) {
			int32_t next;
			bool next_kept = false;

			walk_value(p, diff, v, decided, kept, &next, &next_kept);
			v = next;
			decided = true;
			kept = next_kept;
		}
	}
	for (int32_t r = 0; r < t->n_rows; r++) {
		sum += diff[r];
		p->used[r] += sum;
	}
	prices_use_covers(p);
}
