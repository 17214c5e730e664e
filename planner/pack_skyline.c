#include "planner/pack_skyline.h"

#include <string.h>

#include "base/num.h"

void
skyline_init(struct skyline *s, int32_t n, struct arena *a)
{
	s->size = 1;
	while (s->size < n)
		s->size *= 2;
	s->top = arena_new(a, int64_t, (size_t)s->size * 2);
	s->spread = arena_new(a, int64_t, (size_t)s->size * 2);
}

void
skyline_flatten(struct skyline *s)
{
	memset(s->top, 0, (size_t)s->size * 2 * sizeof(*s->top));
	memset(s->spread, 0, (size_t)s->size * 2 * sizeof(*s->spread));
}

int64_t
skyline_top(const struct skyline *s, int32_t from, int32_t to)
{
	int32_t l = from + s->size, r = to - 1 + s->size;
	int64_t top;

	top = max_i64(s->top[l], s->top[r]);
	while (l / 2 != r / 2) {
		if (l % 2 == 0)
			top = max_i64(top, s->top[l + 1]);
		if (r % 2 == 1)
			top = max_i64(top, s->top[r - 1]);
		l /= 2;
		r /= 2;
		top = max_i64(top, max_i64(s->spread[l], s->spread[r]));
	}
	for (l /= 2; l; l /= 2)
		top = max_i64(top, s->spread[l]);
	return top;
}

static void
cover(struct skyline *s, int32_t node, int64_t top)
{
	s->top[node] = max_i64(s->top[node], top);
	s->spread[node] = max_i64(s->spread[node], top);
}

void
skyline_raise(struct skyline *s, int32_t from, int32_t to, int64_t top)
{
	int32_t l = from + s->size, r = to - 1 + s->size;

	cover(s, l, top);
	cover(s, r, top);
	while (l / 2 != r / 2) {
		if (l % 2 == 0)
			cover(s, l + 1, top);
		if (r % 2 == 1)
			cover(s, r - 1, top);
		l /= 2;
		r /= 2;
		s->top[l] = max_i64(s->top[l], top);
		s->top[r] = max_i64(s->top[r], top);
	}
	for (l /= 2; l && s->top[l] < top; l /= 2)
		s->top[l] = top;
}

int64_t
skyline_rest(const struct skyline *s, const struct core *c, const struct item *i)
{
	const struct piece *p = &c->pieces[i->piece], *end = p + i->n_pieces;
	int64_t top = 0;

	for (; p < end; p++)
		top = max_i64(top, skyline_top(s, p->from, p->to));
	return core_raise(c, i, top);
}

void
skyline_put(struct skyline *s, const struct core *c, const struct item *i,
	    int64_t offset)
{
	const struct piece *p = &c->pieces[i->piece], *end = p + i->n_pieces;

	for (; p < end; p++)
		skyline_raise(s, p->from, p->to, offset + p->height);
}
