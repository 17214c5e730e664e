#include "planner/verdict_changes.h"

#include <stdlib.h>

static int
larger_first(const void *pa, const void *pb)
{
	const struct change *a = pa, *b = pb;
	double x = a->bytes < 0 ? -a->bytes : a->bytes;
	double y = b->bytes < 0 ? -b->bytes : b->bytes;

	if (x != y)
		return x < y ? 1 : -1;
	return a->lifetime < b->lifetime ? -1 : a->lifetime > b->lifetime;
}

static double
per_frame(const struct sweep_cell *c, int32_t i)
{
	return (double)c->moved[i] * (double)c->scale / (double)c->batch;
}

const struct change *
changes_of(const struct surface *f, const struct sweep_cell *from,
	   const struct sweep_cell *to, bool grow, int32_t *n, struct arena *a)
{
	int32_t values = f->analysis->lifetimes.n, i;
	struct change *list = arena_new(a, struct change, (size_t)values + 1);
	double more;

	*n = 0;
	for (i = 0; i < values; i++) {
		more = per_frame(to, i) - per_frame(from, i);
		if (grow ? more > 0 : more < 0)
			list[(*n)++] = (struct change){i, more};
	}
	if (*n)
		qsort(list, (size_t)*n, sizeof(*list), larger_first);
	return list;
}

const struct change *
changes_down(const int64_t *from, const int64_t *to, int32_t values, int32_t *n,
	     struct arena *a)
{
	struct change *list = arena_new(a, struct change, (size_t)values + 1);
	int32_t i;

	*n = 0;
	for (i = 0; i < values; i++)
		if (to[i] < from[i])
			list[(*n)++] = (struct change){i, (double)(to[i] - from[i])};
	if (*n)
		qsort(list, (size_t)*n, sizeof(*list), larger_first);
	return list;
}
