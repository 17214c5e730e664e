#include "planner/pack_dive.h"

#include "base/num.h"
#include "planner/pack_skyline.h"
#include "planner/pack_valley.h"

/* An item on the way: where it could lie when last looked at. */
struct waiting {
	int64_t at;
	int32_t rank;
};

struct diver {
	const struct core *core;
	struct skyline sky;
	struct waiting *heap;
	int32_t n;
	int32_t *of_rank; /* the item */
	int32_t *fixed;   /* items with fixed offsets not yet reached, ascending */
	int32_t n_fixed, next_fixed;
};

static bool
sooner(struct waiting a, struct waiting b)
{
	return a.at != b.at ? a.at < b.at : a.rank < b.rank;
}

/* Replaces the root and lets it sink. */
static void
sink(struct diver *v, struct waiting w)
{
	int32_t i = 0, child;

	for (;;) {
		child = 2 * i + 1;
		if (child >= v->n)
			break;
		if (child + 1 < v->n && sooner(v->heap[child + 1], v->heap[child]))
			child++;
		if (!sooner(v->heap[child], w))
			break;
		v->heap[i] = v->heap[child];
		i = child;
	}
	v->heap[i] = w;
}

static bool
apart(const struct item *a, const struct item *b)
{
	return a->to <= b->from || b->to <= a->from;
}

/* Above the fixed items it would run into. */
static int64_t
clear_fixed(const struct diver *v, const struct item *i, int64_t at)
{
	const struct item *f;
	int32_t k;

	for (k = v->next_fixed; k < v->n_fixed; k++) {
		f = &v->core->items[v->fixed[k]];
		if (f->fixed >= at + i->size)
			break;
		if (f != i && !apart(f, i) && f->fixed + f->size > at)
			at = core_raise(v->core, i, f->fixed + f->size);
	}
	return at;
}

static void
list_fixed(struct diver *v, struct arena *a)
{
	const struct core *c = v->core;
	struct key *keys = arena_new(a, struct key, (size_t)c->n_fixed * 2);
	int32_t i;

	for (i = 0; i < c->n; i++)
		if (c->items[i].fixed != PACK_FREE)
			keys[v->n_fixed++] = (struct key){c->items[i].fixed, i};
	keys_sort(keys, v->n_fixed, keys + v->n_fixed);
	v->fixed = arena_new(a, int32_t, (size_t)v->n_fixed);
	for (i = 0; i < v->n_fixed; i++)
		v->fixed[i] = keys[i].id;
}

static void
push(struct diver *v, struct waiting w)
{
	int32_t i = v->n++;

	while (i && sooner(w, v->heap[(i - 1) / 2])) {
		v->heap[i] = v->heap[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	v->heap[i] = w;
}

static void
fill_heap(struct diver *v, const struct dive *d, struct arena *a)
{
	const struct core *c = v->core;
	const struct item *item;
	struct waiting w;
	int32_t i;

	v->heap = arena_new(a, struct waiting, (size_t)c->n);
	v->of_rank = arena_new(a, int32_t, (size_t)c->n);
	for (i = 0; i < c->n; i++)
		v->of_rank[d->rank[i]] = i;
	for (w.rank = 0; w.rank < c->n; w.rank++) {
		item = &c->items[v->of_rank[w.rank]];
		w.at = item->fixed != PACK_FREE ? item->fixed : core_raise(c, item, 0);
		push(v, w);
	}
}

static bool
fall(struct diver *v, struct dive *d, int64_t *offsets)
{
	const struct core *c = v->core;
	const struct item *item;
	struct waiting w;
	int64_t at;

	while (v->n) {
		w = v->heap[0];
		item = &c->items[v->of_rank[w.rank]];
		at = w.at;
		if (item->fixed == PACK_FREE) {
			at = skyline_rest(&v->sky, c, item);
			if (v->n_fixed)
				at = clear_fixed(v, item, at);
		} else {
			v->next_fixed++;
		}
		if (at > w.at) {
			w.at = at;
			sink(v, w);
			continue;
		}
		if (at > core_highest(c, item, d->limit_bytes - 1)) {
			d->stuck = (int32_t)(item - c->items);
			return false;
		}
		skyline_put(&v->sky, c, item, at);
		offsets[item - c->items] = at;
		v->n--;
		sink(v, v->heap[v->n]);
	}
	return true;
}

bool
dive_run(struct dive *d, const struct core *c, int64_t *offsets, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct diver v = {.core = c};
	bool found;

	if (c->plain) {
		found = valley_dive(d, c, offsets, scratch);
	} else {
		skyline_init(&v.sky, c->n_sections, scratch);
		if (c->n_fixed)
			list_fixed(&v, scratch);
		fill_heap(&v, d, scratch);
		found = fall(&v, d, offsets);
	}
	arena_rewind(scratch, mark);
	return found;
}
