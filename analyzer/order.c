#include "analyzer/order.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

enum { BEAM = 20, WORK_MAX = 1 << 22 };

/* A part of an order: which layers ran, and what that left alive. */
struct partial {
	int32_t *waits; /* per layer: inputs that are not made yet; -1: it ran */
	int32_t *uses;  /* per lifetime: reads to come */
	int32_t *order; /* layers that ran */
	int64_t live, peak;
	uint64_t set; /* a hash of the layers that ran */
};

/* Running one more layer after a partial order. */
struct candidate {
	int32_t parent, layer;
	int64_t live, peak;
	uint64_t set;
};

struct search {
	const struct layers *layers;
	const struct lifetimes *live;
	const int32_t *edge; /* per layer: its first in-place chance; n + 1 */
	struct partial now[BEAM], next[BEAM];
	struct candidate *candidates;
	int32_t n_now, n_candidates, room;
	struct arena *arena;
};

static uint64_t
mix(uint64_t z)
{
	z += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static const struct lifetime *
life(const struct search *s, value_id v, int32_t *number)
{
	*number = s->live->of[v];
	return *number < 0 ? NULL : &s->live->list[*number];
}

/* Does the value need room between two layers?  Inputs are streamed, if read once. */
static int64_t
room_of(const struct lifetime *l)
{
	return (l->input && l->n_uses < 2) || !l->n_uses ? 0 : l->bytes;
}

/* What the layer can overwrite at most, of what dies there. */
static int64_t
saved_in_place(const struct search *s, const struct partial *p, int32_t layer)
{
	int32_t i, number;
	const struct lifetime *l;

	for (i = s->edge[layer]; i < s->edge[layer + 1]; i++) {
		l = life(s, s->layers->inplace[i].from, &number);
		if (l && p->uses[number] == 1)
			return l->bytes;
	}
	return 0;
}

static struct candidate
weigh(const struct search *s, int32_t parent, int32_t layer)
{
	const struct partial *p = &s->now[parent];
	const struct layer *run = &s->layers->list[layer];
	struct candidate c = {parent, layer, p->live, p->peak,
			      p->set ^ mix((uint64_t)layer)};
	const struct lifetime *l;
	int32_t i, number;

	for (i = 0; i < run->n_outputs; i++)
		if ((l = life(s, run->outputs[i], &number)))
			c.live += room_of(l);
	for (i = 0; i < run->n_inputs; i++)
		if ((l = life(s, run->inputs[i], &number)) && l->input &&
		    p->uses[number] == l->n_uses)
			c.live += room_of(l);
	c.peak = max_i64(c.peak, c.live - saved_in_place(s, p, layer));
	for (i = 0; i < run->n_inputs; i++)
		if ((l = life(s, run->inputs[i], &number)) && p->uses[number] == 1)
			c.live -= room_of(l);
	return c;
}

static int
better(const void *pa, const void *pb)
{
	const struct candidate *a = pa, *b = pb;

	if (a->peak != b->peak)
		return a->peak < b->peak ? -1 : 1;
	if (a->live != b->live)
		return a->live < b->live ? -1 : 1;
	if (a->layer != b->layer)
		return a->layer < b->layer ? -1 : 1;
	return a->parent < b->parent ? -1 : a->parent > b->parent;
}

static void
collect(struct search *s)
{
	int32_t i, k;

	s->n_candidates = 0;
	for (i = 0; i < s->n_now; i++)
		for (k = 0; k < s->layers->n; k++) {
			if (s->now[i].waits[k])
				continue;
			if (s->n_candidates == s->room) {
				s->candidates = arena_grow(s->arena, s->candidates,
							   (size_t)s->room,
							   (size_t)s->room * 2 + 64,
							   sizeof(*s->candidates));
				s->room = s->room * 2 + 64;
			}
			s->candidates[s->n_candidates++] = weigh(s, i, k);
		}
	if (s->n_candidates)
		qsort(s->candidates, (size_t)s->n_candidates, sizeof(*s->candidates),
		      better);
}

static void
copy(const struct search *s, struct partial *to, const struct partial *from,
     int32_t done)
{
	memcpy(to->waits, from->waits, (size_t)s->layers->n * sizeof(*to->waits));
	memcpy(to->uses, from->uses, (size_t)s->live->n * sizeof(*to->uses));
	memcpy(to->order, from->order, (size_t)done * sizeof(*to->order));
}

static void
wake_readers(struct partial *p, const struct lifetime *l)
{
	int32_t i;

	for (i = 0; i < l->n_uses; i++)
		p->waits[l->uses[i]]--;
}

static void
extend(const struct search *s, struct partial *to, const struct candidate *c,
       int32_t done)
{
	const struct layer *run = &s->layers->list[c->layer];
	const struct lifetime *l;
	int32_t i, number;

	copy(s, to, &s->now[c->parent], done);
	to->order[done] = c->layer;
	to->waits[c->layer] = -1;
	to->live = c->live;
	to->peak = c->peak;
	to->set = c->set;
	for (i = 0; i < run->n_inputs; i++)
		if (life(s, run->inputs[i], &number))
			to->uses[number]--;
	for (i = 0; i < run->n_outputs; i++)
		if ((l = life(s, run->outputs[i], &number)))
			wake_readers(to, l);
}

/* Of two ways to run the same layers the first, which is the better one. */
static bool
is_repeat(const struct partial *list, int32_t n, uint64_t set)
{
	int32_t i;

	for (i = 0; i < n; i++)
		if (list[i].set == set)
			return true;
	return false;
}

static void
advance(struct search *s, int32_t done)
{
	struct partial swap;
	int32_t i, n = 0;

	collect(s);
	for (i = 0; i < s->n_candidates && n < BEAM; i++)
		if (!is_repeat(s->next, n, s->candidates[i].set))
			extend(s, &s->next[n++], &s->candidates[i], done);
	for (i = 0; i < n; i++) {
		swap = s->now[i];
		s->now[i] = s->next[i];
		s->next[i] = swap;
	}
	s->n_now = n;
}

static void
open_partial(const struct search *s, struct partial *p)
{
	size_t layers = (size_t)s->layers->n + 1;

	*p = (struct partial){
		.waits = arena_new(s->arena, int32_t, layers),
		.uses = arena_new(s->arena, int32_t, (size_t)s->live->n + 1),
		.order = arena_new(s->arena, int32_t, layers),
	};
}

static void
start(struct search *s)
{
	const struct lifetime *l;
	int32_t i, k;

	for (i = 0; i < BEAM; i++) {
		open_partial(s, &s->now[i]);
		open_partial(s, &s->next[i]);
	}
	for (i = 0; i < s->live->n; i++) {
		l = &s->live->list[i];
		s->now[0].uses[i] = l->n_uses;
		for (k = 0; k < l->n_uses && !l->input; k++)
			s->now[0].waits[l->uses[k]]++;
	}
	s->n_now = 1;
}

/* --- the layers in another order --- */

static const struct inplace *
remaining_edges(const struct layers *from, const struct lifetimes *live,
		const int32_t *position, int32_t *n, struct arena *a)
{
	struct inplace *list =
		arena_new(a, struct inplace, (size_t)from->n_inplace + 1);
	const struct lifetime *l;
	const struct inplace *e;
	int32_t at, i, k, last, number;

	*n = 0;
	for (at = 0; at < from->n; at++)
		for (i = 0; i < from->n_inplace; i++) {
			e = &from->inplace[i];
			if (position[e->step] != at)
				continue;
			number = live->of[e->from];
			l = number < 0 ? NULL : &live->list[number];
			last = -1;
			for (k = 0; l && k < l->n_uses; k++)
				last = position[l->uses[k]] > last
					       ? position[l->uses[k]]
					       : last;
			if (last == at)
				list[(*n)++] = (struct inplace){e->from, e->to, at};
		}
	return list;
}

static void
permute(struct layers *out, const struct layers *from, const struct lifetimes *live,
	const int32_t *order, const struct graph *g)
{
	struct layer *list = arena_new(g->arena, struct layer, (size_t)from->n + 1);
	int32_t *position = arena_new(g->arena, int32_t, (size_t)from->n + 1);
	int32_t *step_of = arena_new(g->arena, int32_t, (size_t)g->n_values + 1), i;

	for (i = 0; i < from->n; i++) {
		list[i] = from->list[order[i]];
		position[order[i]] = i;
	}
	for (i = 0; i < g->n_values; i++)
		step_of[i] = from->step_of[i] < 0 ? -1 : position[from->step_of[i]];
	out->list = list;
	out->step_of = step_of;
	out->inplace = remaining_edges(from, live, position, &out->n_inplace, g->arena);
}

static const int32_t *
edges_by_layer(const struct layers *l, struct arena *a)
{
	int32_t *first = arena_new(a, int32_t, (size_t)l->n + 2), i, k = 0;

	for (i = 0; i <= l->n; i++) {
		while (k < l->n_inplace && l->inplace[k].step < i)
			k++;
		first[i] = k;
	}
	return first;
}

bool
order_search(struct layers *out, const struct layers *layers,
	     const struct lifetimes *live, const struct graph *g)
{
	struct search s = {.layers = layers, .live = live, .arena = g->arena};
	int32_t done;

	*out = *layers;
	if (!layers->n || layers->n_joins ||
	    mul_sat(layers->n, (int64_t)layers->n + live->n) > WORK_MAX)
		return false;
	s.edge = edges_by_layer(layers, g->arena);
	start(&s);
	for (done = 0; done < layers->n && s.n_now; done++)
		advance(&s, done);
	if (done == layers->n && s.n_now)
		permute(out, layers, live, s.now[0].order, g);
	return true;
}

void
order_follow(struct layers *out, const struct layers *layers,
	     const struct lifetimes *live, const struct layers *ordered,
	     const struct graph *g)
{
	int32_t *number = arena_new(g->arena, int32_t, (size_t)g->n_nodes + 1);
	int32_t *order = arena_new(g->arena, int32_t, (size_t)layers->n + 1), i, n = 0;

	for (i = 0; i < layers->n; i++)
		number[layers->list[i].base] = i + 1;
	for (i = 0; i < ordered->n; i++)
		if (number[ordered->list[i].base])
			order[n++] = number[ordered->list[i].base] - 1;
	assert(n == layers->n);
	*out = *layers;
	permute(out, layers, live, order, g);
}
