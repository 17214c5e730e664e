#include "planner/pack_repair.h"

#include "base/num.h"
#include "planner/pack_deepen.h"
#include "planner/pack_skyline.h"

/* How many items are taken out; the next number where the last did not help. */
static const int32_t crowds[] = {24, 48, 96, 192, 384};
enum { CROWDS = sizeof(crowds) / sizeof(*crowds) };

/* Halvings of the height above which items are taken out. */
enum { CUTS = 24 };

/* Items looked at, per unit of effort. */
static const int64_t looks = INT64_C(100000000);

struct repair {
	struct core *core;
	struct arena *scratch;
	int64_t work;
	int32_t first, end; /* of the neighbourhood, in items by start */
	int32_t n;          /* those of them that reach above the cut */
};

static int32_t
highest_item(const struct core *c)
{
	int64_t top, best = -1;
	int32_t i, found = 0;

	for (i = 0; i < c->n; i++) {
		top = (c->offsets[i] + c->items[i].size) * c->unit_bytes -
		      c->items[i].pad;
		if (top > best) {
			best = top;
			found = i;
		}
	}
	return found;
}

/*
 * Of the items that lie at or above the cut, those that hang together in time
 * with the given one.
 */
static void
find_neighbourhood(struct repair *r, int32_t item, int64_t cut)
{
	const struct core *c = r->core;
	int32_t i, to = 0;

	r->n = 0;
	for (i = 0; i < c->n; i++) {
		if (c->offsets[i] < cut)
			continue;
		if (c->items[i].from >= to) {
			if (i > item)
				break;
			r->first = i;
			r->n = 0;
			to = c->items[i].to;
		}
		if (c->items[i].to > to)
			to = c->items[i].to;
		r->n++;
	}
	r->end = i;
	r->work -= c->n;
}

/* The lowest cut that leaves at most MOST items to pack again. */
static int64_t
find_cut(struct repair *r, int32_t item, int32_t most)
{
	int64_t low = 0, high = r->core->offsets[item], middle;
	int32_t k;

	for (k = 0; k < CUTS && low < high && r->work > 0; k++) {
		middle = low + (high - low) / 2;
		find_neighbourhood(r, item, middle);
		if (r->n > most)
			low = middle + 1;
		else
			high = middle;
	}
	find_neighbourhood(r, item, high);
	return high;
}

/* The skyline of what stays in place: all of it is below what was taken out. */
static void
find_ground(const struct repair *r, int64_t cut, struct skyline *ground)
{
	const struct core *c = r->core;
	int32_t i;

	skyline_init(ground, c->n_sections, r->scratch);
	for (i = 0; i < c->n; i++)
		if (c->offsets[i] < cut)
			skyline_put(ground, c, &c->items[i], c->offsets[i]);
}

static void
copy_item(struct core *sub, const struct core *c, int32_t i, struct key *starts,
	  struct key *ends)
{
	struct item *item = &sub->items[sub->n];
	const struct piece *p = &c->pieces[c->items[i].piece];
	int32_t k;

	*item = c->items[i];
	item->piece = sub->n_pieces;
	item->id = i;
	for (k = 0; k < item->n_pieces; k++) {
		starts[sub->n_pieces] = (struct key){p[k].from, sub->n_pieces};
		ends[sub->n_pieces] = (struct key){p[k].to, sub->n_pieces};
		sub->pieces[sub->n_pieces++] = p[k];
	}
	sub->n_fixed += item->fixed != PACK_FREE;
	sub->n++;
}

/* What was taken out, as a problem above the ground. */
static void
make_problem(const struct repair *r, int64_t cut, struct core *sub)
{
	const struct core *c = r->core;
	struct arena *a = r->scratch;
	struct key *starts, *ends;
	struct skyline ground;
	int32_t i, k, n = 0;

	for (i = r->first; i < r->end; i++)
		n += c->items[i].n_pieces;
	*sub = *c;
	sub->arena = a;
	sub->n = sub->n_pieces = sub->n_fixed = 0;
	sub->nodes = 0;
	sub->least = true;
	sub->items = arena_new(a, struct item, (size_t)r->n);
	sub->offsets = arena_new(a, int64_t, (size_t)r->n);
	sub->lowest = arena_new(a, int64_t, (size_t)r->n);
	sub->pieces = arena_new(a, struct piece, (size_t)n);
	starts = arena_new(a, struct key, (size_t)n);
	ends = arena_new(a, struct key, (size_t)n);
	find_ground(r, cut, &ground);
	for (i = r->first; i < r->end; i++) {
		if (c->offsets[i] < cut)
			continue;
		sub->lowest[sub->n] = skyline_rest(&ground, c, &c->items[i]);
		copy_item(sub, c, i, starts, ends);
	}
	core_sections(sub, starts, ends, arena_new(a, struct key, (size_t)n));
	for (i = 0; i < sub->n; i++) {
		sub->items[i].from = INT32_MAX;
		sub->items[i].to = 0;
		for (k = 0; k < sub->items[i].n_pieces; k++)
			core_widen(&sub->items[i],
				   &sub->pieces[sub->items[i].piece + k]);
	}
	core_bound(sub);
}

/* True when the neighbourhood of the highest item became lower. */
static bool
repack(struct repair *r, int32_t item, int32_t most, const struct rung *rung,
       int64_t goal)
{
	struct arena_mark mark = arena_mark(r->scratch);
	int64_t cut = find_cut(r, item, most), before = r->core->height_bytes;
	struct core sub;
	int32_t i;

	if (r->n > 2 * most) {
		arena_rewind(r->scratch, mark);
		return false;
	}
	make_problem(r, cut, &sub);
	climb_search(&sub, rung, goal, r->scratch);
	r->core->nodes += sub.nodes;
	if (sub.height_bytes < before)
		for (i = 0; i < sub.n; i++)
			r->core->offsets[sub.items[i].id] = sub.offsets[i];
	arena_rewind(r->scratch, mark);
	return sub.height_bytes < before;
}

void
climb_repair(struct core *c, const struct rung *rung, int64_t goal,
	     struct arena *scratch)
{
	struct repair r = {.core = c, .scratch = scratch};
	int32_t crowd = 0;

	if (c->height_bytes == INT64_MAX)
		return;
	r.work = mul_sat(looks, c->effort) / c->haste;
	while (crowd < CROWDS && r.work > 0 && c->height_bytes > goal) {
		if (!repack(&r, highest_item(c), crowds[crowd], rung, goal)) {
			crowd++;
			continue;
		}
		c->height_bytes = core_height(c, c->offsets);
		c->strategy = rung->name;
	}
}
