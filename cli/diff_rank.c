#include "cli/diff_rank.h"

#include <stdlib.h>

struct votes {
	int32_t body, n;
};

static int
by_hash(const void *pa, const void *pb)
{
	uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;

	return a < b ? -1 : a > b;
}

static int
by_votes(const void *pa, const void *pb)
{
	const struct votes *a = pa, *b = pb;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return a->body < b->body ? -1 : a->body > b->body;
}

static struct votes *
count_votes(const struct outline *o, const struct outline *other, struct arena *a)
{
	size_t n = (size_t)other->n_layers, k;
	uint64_t *all = arena_new(a, uint64_t, n + 1);
	struct votes *votes = arena_new(a, struct votes, (size_t)o->n_bodies + 1);
	int32_t i;

	for (k = 0; k < n; k++)
		all[k] = other->layers[k].strict;
	if (n)
		qsort(all, n, sizeof(*all), by_hash);
	for (i = 0; i < o->n_bodies; i++)
		votes[i].body = i;
	for (i = 0; i < o->n_layers; i++)
		votes[o->layers[i].body].n += n && bsearch(&o->layers[i].strict, all, n,
							   sizeof(*all), by_hash);
	return votes;
}

int32_t *
rank_layers(const struct outline *o, const struct outline *other, struct arena *a)
{
	struct votes *votes = count_votes(o, other, a);
	int32_t *rank = arena_new(a, int32_t, (size_t)o->n_bodies + 1),
		*of = arena_new(a, int32_t, (size_t)o->n_layers + 1), i;

	if (o->n_bodies)
		qsort(votes, (size_t)o->n_bodies, sizeof(*votes), by_votes);
	for (i = 0; i < o->n_bodies; i++)
		rank[votes[i].body] = i;
	for (i = 0; i < o->n_layers; i++)
		of[i] = rank[o->layers[i].body];
	return of;
}
