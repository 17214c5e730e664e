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

/* The least below a node of the tree over items. */
struct least {
	int32_t end;  /* of a lifetime */
	int32_t rank; /* in the order */
};

/* What a dive needs of an item, side by side: large problems outgrow caches. */
struct bar {
	int64_t size;
	int32_t from, to;
};

struct valley {
	const struct core *core;
	struct bar *bars;
	struct stretch *at;
	struct low *heap; /* some are out of date, none is missing */
	int32_t n, room;
	int32_t size;        /* leaves of the tree over items, by start */
	struct least *least; /* of the items that are left */
	int32_t *first;      /* the first item that starts at or after a section */
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

static struct least
combine(struct least a, struct least b)
{
	return (struct least){a.end < b.end ? a.end : b.end,
			      a.rank < b.rank ? a.rank : b.rank};
}

static void
take(struct valley *v, int32_t item)
{
	int32_t i = item + v->size;
	struct least l;

	v->least[i] = (struct least){INT32_MAX, INT32_MAX};
	for (i /= 2; i; i /= 2) {
		l = combine(v->least[2 * i], v->least[2 * i + 1]);
		if (l.end == v->least[i].end && l.rank == v->least[i].rank)
			break;
		v->least[i] = l;
	}
}

struct question {
	int32_t first, end; /* items that start within the stretch */
	int32_t to;         /* where it ends */
	int32_t item, rank; /* the best so far */
};

/* The child that may hold an earlier one of the order first. */
static void
ask(const struct valley *v, struct question *q, int32_t node, int32_t first,
    int32_t leaves)
{
	const struct least *l = &v->least[node];
	int32_t half = leaves / 2, right;

	if (first >= q->end || first + leaves <= q->first || l->end > q->to ||
	    l->rank >= q->rank)
		return;
	if (leaves == 1) {
		q->item = first;
		q->rank = l->rank;
		return;
	}
	right = v->least[2 * node + 1].rank < v->least[2 * node].rank;
	ask(v, q, 2 * node + right, first + right * half, half);
	ask(v, q, 2 * node + !right, first + !right * half, half);
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
build_on(struct valley *v, int32_t from, const struct bar *item)
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
	const struct item *item;
	int32_t i, s = 0;

	v->size = 1;
	while (v->size < c->n)
		v->size *= 2;
	v->at = arena_new(v->arena, struct stretch, (size_t)c->n_sections + 1);
	v->least = arena_new(v->arena, struct least, (size_t)v->size * 2);
	v->bars = arena_new(v->arena, struct bar, (size_t)c->n);
	v->first = arena_new(v->arena, int32_t, (size_t)c->n_sections + 1);
	v->room = 64;
	v->heap = arena_new(v->arena, struct low, (size_t)v->room);
	for (i = c->n; i < v->size; i++)
		v->least[v->size + i] = (struct least){INT32_MAX, INT32_MAX};
	for (i = 0; i < c->n; i++) {
		item = &c->items[i];
		v->bars[i] = (struct bar){item->size, item->from, item->to};
		v->least[v->size + i] = (struct least){item->to, rank[i]};
		while (s <= item->from)
			v->first[s++] = i;
	}
	while (s <= c->n_sections)
		v->first[s++] = c->n;
	for (i = v->size - 1; i; i--)
		v->least[i] = combine(v->least[2 * i], v->least[2 * i + 1]);
	put(v, 0, c->n_sections, -1, 0);
	push(v, 0);
}

static bool
fill(struct valley *v, struct dive *d, int64_t *offsets)
{
	const struct core *c = v->core;
	int64_t below = d->limit_bytes / c->unit_bytes; /* lower ends are fine */
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
		if (l.height >= below - v->bars[q.item].size &&
		    l.height > core_highest(c, &c->items[q.item], d->limit_bytes - 1)) {
			d->stuck = q.item;
			return false;
		}
		offsets[q.item] = l.height;
		take(v, q.item);
		build_on(v, l.from, &v->bars[q.item]);
		left--;
	}
	return true;
}

bool
valley_dive(struct dive *d, const struct core *c, int64_t *offsets,
	    struct arena *scratch)
{
	struct valley v = {.core = c, .arena = scratch};

	open_valley(&v, d->rank);
	return fill(&v, d, offsets);
}
