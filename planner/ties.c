#include "planner/ties.h"

/* The new number of each value: the first time backwards, then at random. */
static int32_t *
order(int32_t n, int32_t number, struct arena *a)
{
	uint64_t state = (uint64_t)number;
	int32_t *to = arena_new(a, int32_t, (size_t)n + 1), i, k, x;

	for (i = 0; i < n; i++)
		to[i] = number ? i : n - 1 - i;
	for (i = n - 1; number && i > 0; i--) {
		state = state * UINT64_C(6364136223846793005) +
			UINT64_C(1442695040888963407);
		k = (int32_t)((state >> 33) % ((uint64_t)i + 1));
		x = to[i];
		to[i] = to[k];
		to[k] = x;
	}
	return to;
}

static struct problem *
reordered(const struct problem *p, const int32_t *to, struct arena *a)
{
	struct problem_value *values =
		arena_new(a, struct problem_value, (size_t)p->n_values + 1);
	struct problem_inplace *edges =
		arena_new(a, struct problem_inplace, (size_t)p->n_inplace + 1);
	struct problem *other = arena_new(a, struct problem, 1);
	int32_t i;

	for (i = 0; i < p->n_values; i++)
		values[to[i]] = p->values[i];
	for (i = 0; i < p->n_inplace; i++)
		edges[i] = (struct problem_inplace){to[p->inplace[i].from],
						    to[p->inplace[i].to]};
	*other = *p;
	other->values = values;
	other->inplace = edges;
	return other;
}

/* A placement of the reordered problem, in the order of the given one. */
static const struct placement *
restored(const struct placement *x, const int32_t *first_gap, const int32_t *to,
	 int32_t n, struct arena *a)
{
	struct placement *y = arena_new(a, struct placement, 1);
	uint8_t *resident = arena_new(a, uint8_t, (size_t)first_gap[n] + 1);
	int32_t i, gap;

	for (i = 0; i < n; i++)
		for (gap = 0; gap < first_gap[i + 1] - first_gap[i]; gap++)
			resident[first_gap[i] + gap] = placement_has(x, to[i], gap);
	*y = *x;
	y->first_gap = first_gap;
	y->resident = resident;
	return y;
}

const struct placement *
ties_find(const struct problem *p, const struct placement *like,
	  const struct place_limits *limits, int32_t number, struct arena *a)
{
	const int32_t *to = order(p->n_values, number, a);
	const struct placement *x =
		place_at(placer_open(reordered(p, to, a), limits, a), like->usage);

	if (!x->feasible || x->cost != like->cost)
		return NULL;
	return restored(x, like->first_gap, to, p->n_values, a);
}
