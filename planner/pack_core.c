#include "planner/pack_core.h"

#include <string.h>

#include "base/num.h"

/* An empty wall, the border of two ranges, is hit by what crosses it. */
static bool
hits(const struct pack_span *wall, int64_t from, int64_t to)
{
	return from < wall->to && to > wall->from;
}

int64_t
core_raise_slow(const struct core *c, const struct item *i, int64_t at)
{
	int64_t bytes = i->size * c->unit_bytes - i->pad;
	int32_t w;

	at = align_up(at, i->align);
	for (w = 0; w < c->n_walls; w++)
		if (hits(&c->walls[w], at * c->unit_bytes, at * c->unit_bytes + bytes))
			at = align_up(ceil_div(c->walls[w].to, c->unit_bytes),
				      i->align);
	return at;
}

int64_t
core_height(const struct core *c, const int64_t *offsets)
{
	int64_t height = 0, top;
	int32_t i;

	for (i = 0; i < c->n; i++) {
		top = (offsets[i] + c->items[i].size) * c->unit_bytes - c->items[i].pad;
		height = max_i64(height, top);
	}
	return height;
}

bool
core_offer(struct core *c, const int64_t *offsets, const char *strategy)
{
	int64_t height = core_height(c, offsets);

	if (height >= c->height_bytes)
		return false;
	memcpy(c->offsets, offsets, (size_t)c->n * sizeof(*offsets));
	c->height_bytes = height;
	c->strategy = strategy;
	return true;
}

int64_t
core_height_met(const struct core *c, const struct item *a, const struct item *b)
{
	const struct piece *p, *q;
	int64_t height = 0;
	int32_t i, j;

	for (i = 0; i < a->n_pieces; i++) {
		p = &c->pieces[a->piece + i];
		for (j = 0; j < b->n_pieces; j++) {
			q = &c->pieces[b->piece + j];
			if (p->from < q->to && q->from < p->to)
				height = max_i64(height, q->height);
		}
	}
	return height;
}
