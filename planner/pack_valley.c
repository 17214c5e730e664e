#include "planner/pack_valley.h"

#include "base/num.h"

/* A stretch begins at a section; `to` is 0 where none does. */
struct stretch {
	int64_t height;
	int32_t to, before; /* before: where the one to the left begins, or -1 */
};

struct low {
	int64_t height;
	int32_t from;
};

struct valley {
	const struct core *core;
	struct stretch *at;
	struct low *heap; /* some are out of date, none is missing */
	int32_t n, room;
	int32_t size;   /* leaves of the tree over items, by start */
	int32_t *ends;  /* the earliest end below a node */
	int32_t *ranks; /* the first of the order below a node */
	int32_t *first; /* the first item that starts at or after a section */
	struct arena *arena;
};

static bool
lower(struct low a, struct low b)
{
	return a.height != b.height ? a.height < b.height : a.from < b.from;
}

static void
push(struct valley *v, int32_t from)
{
	struct low l = {v->at[from].height, from};
	int32_t i = v->n;

	if (v->n == v->room) {
		v->heap = arena_grow(v->arena, v->heap, (size_t)v->n,
				     (size_t)v->room * 2, sizeof(*v->heap));
		v->room *= 2;
	}
	v->n++;
	while (i && lower(l, v->heap[(i - 1) / 2])) {
		v->heap[i] = v->heap[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	v->heap[i] = l;
}

static struct low
pop(struct valley *v)
{
	struct low top = v->heap[0], last = v->heap[--v->n];
	int32_t i = 0, child;

	for (;; i = child) {
		child = 2 * i + 1;
		if (child >= v->n)
			break;
		if (child + 1 < v->n && lower(v->heap[child + 1], v->heap[child]))
			child++;
		if (!lower(v->heap[child], last))
			break;
		v->heap[i] = v->heap[child];
	}
	v->heap[i] = last;
	return top;
}

static void
set_leaf(struct valley *v, int32_t item, int32_t end, int32_t rank)
{
	int32_t i = item + v->size;

	v->ends[i] = end;
	v->ranks[i] = rank;
	for (i /= 2; i; i /= 2) {
		v->ends[i] = v->ends[2 * i] < v->ends[2 * i + 1] ? v->ends[2 * i]
								 : v->ends[2 * i + 1];
		v->ranks[i] = v->ranks[2 * i] < v->ranks[2 * i + 1]
				      ? v->ranks[2 * i]
				      : v->ranks[2 * i + 1];
	}
}

struct question {
	int32_t first, end; /* items that start within the stretch */
	int32_t to;         /* where it ends */
	int32_t item, rank; /* the best so far */
};

static void
ask(const struct valley *v, struct question *q, int32_t node, int32_t first,
    int32_t leaves)
{
	if (first >= q->end || first + leaves <= q->first || v->ends[node] > q->to ||
	    v->ranks[node] >= q->rank)
		return;
	if (leaves == 1) {
		q->item = first;
		q->rank = v->ranks[node];
		return;
	}
	ask(v, q, 2 * node, first, leaves / 2);
	ask(v, q, 2 * node + 1, first + leaves / 2, leaves / 2);
}

static void
put(struct valley *v, int32_t from, int32_t to, int32_t before, int64_t height)
{
	v->at[from] = (struct stretch){height, to, before};
	if (to < v->core->n_sections)
		v->at[to].before = from;
}

/* Joins a stretch to neighbours of the same height, and queues the result. */
static void
settle(struct valley *v, int32_t from)
{
	struct stretch s = v->at[from];
	int32_t next = s.to;

	if (next < v->core->n_sections && v->at[next].height == s.height) {
		s.to = v->at[next].to;
		v->at[next].to = 0;
		put(v, from, s.to, s.before, s.height);
	}
	if (s.before >= 0 && v->at[s.before].height == s.height) {
		v->at[from].to = 0;
		from = s.before;
		put(v, from, s.to, v->at[from].before, s.height);
	}
	push(v, from);
}

static void
build_on(struct valley *v, int32_t from, const struct item *item)
{
	struct stretch s = v->at[from];
	int32_t middle = item->from, end = item->to;

	if (end < s.to) {
		put(v, end, s.to, middle, s.height);
		push(v, end);
	}
	put(v, middle, end, middle > from ? from : s.before, s.height + item->size);
	if (middle > from) {
		put(v, from, middle, s.before, s.height);
		push(v, from);
	}
	settle(v, middle);
}

static void
fill_up(struct valley *v, int32_t from)
{
	struct stretch *s = &v->at[from];
	int64_t height = INT64_MAX;

	if (s->before >= 0)
		height = v->at[s->before].height;
	if (s->to < v->core->n_sections)
		height = min_i64(height, v->at[s->to].height);
	s->height = height;
	settle(v, from);
}

static void
open_valley(struct valley *v, const int32_t *rank)
{
	const struct core *c = v->core;
	int32_t i, s = 0;

	v->size = 1;
	while (v->size < c->n)
		v->size *= 2;
	v->at = arena_new(v->arena, struct stretch, (size_t)c->n_sections + 1);
	v->ends = arena_new(v->arena, int32_t, (size_t)v->size * 2);
	v->ranks = arena_new(v->arena, int32_t, (size_t)v->size * 2);
	v->first = arena_new(v->arena, int32_t, (size_t)c->n_sections + 1);
	v->room = 64;
	v->heap = arena_new(v->arena, struct low, (size_t)v->room);
	for (i = 0; i < 2 * v->size; i++)
		v->ends[i] = v->ranks[i] = INT32_MAX;
	for (i = 0; i < c->n; i++) {
		set_leaf(v, i, c->items[i].to, rank[i]);
		while (s <= c->items[i].from)
			v->first[s++] = i;
	}
	while (s <= c->n_sections)
		v->first[s++] = c->n;
	put(v, 0, c->n_sections, -1, 0);
	push(v, 0);
}

static bool
fill(struct valley *v, struct dive *d, int64_t *offsets)
{
	const struct core *c = v->core;
	int32_t left = c->n;
	struct question q;
	struct low l;

	while (left) {
		l = pop(v);
		if (!v->at[l.from].to || v->at[l.from].height != l.height)
			continue;
		q = (struct question){
			.to = v->at[l.from].to, .item = -1, .rank = INT32_MAX};
		q.first = v->first[l.from];
		q.end = v->first[q.to];
		ask(v, &q, 1, 0, v->size);
		if (q.item < 0) {
			fill_up(v, l.from);
			continue;
		}
		if (l.height > core_highest(c, &c->items[q.item], d->limit_bytes - 1)) {
			d->stuck = q.item;
			return false;
		}
		offsets[q.item] = l.height;
		set_leaf(v, q.item, INT32_MAX, INT32_MAX);
		build_on(v, l.from, &c->items[q.item]);
		left--;
	}
	return true;
}

bool
valley_dive(struct dive *d, const struct core *c, const int32_t *rank, int64_t *offsets,
	    struct arena *scratch)
{
	struct valley v = {.core = c, .arena = scratch};

	open_valley(&v, rank);
	return fill(&v, d, offsets);
}
