/*
 * Mixed-integer rounding of a row: divided by D and rounded down, with what is
 * left of each weight counted as far as it exceeds what is left of the room.
 * Items that are mostly there are counted by their absence.
 */
#include "planner/place_cover.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

enum { MOST_DIVISORS = 8 };

static const double SURE = 0.01;

struct rounding {
	const struct knapsack *k;
	bool *absent; /* counted by its absence */
	int64_t *weight, room;
	int64_t *best, best_room;
	double violation;
};

/* x / d towards minus infinity. */
static int64_t
floor_of(int64_t x, int64_t d)
{
	return x >= 0 ? x / d : -((-x + d - 1) / d);
}

static void
try_divisor(struct rounding *z, int64_t d)
{
	const struct knapsack *k = z->k;
	int64_t room = k->room, whole, left;
	double v;

	for (int32_t i = 0; i < k->n; i++)
		room -= z->absent[i] ? k->weight[i] : 0;
	whole = floor_of(room, d);
	left = room - whole * d;
	if (left == 0)
		return;
	z->room = whole * (d - left);
	for (int32_t i = 0; i < k->n; i++) {
		int64_t w = z->absent[i] ? -k->weight[i] : k->weight[i];
		int64_t q = floor_of(w, d);
		int64_t x = q * (d - left) + max_i64(w - q * d - left, 0);

		z->weight[i] = z->absent[i] ? -x : x;
		z->room -= z->absent[i] ? x : 0;
	}
	v = cover_violation(k, z->weight, z->room);
	if (v > z->violation) {
		z->violation = v;
		z->best_room = z->room;
		memcpy(z->best, z->weight, k->n * sizeof(*z->best));
	}
}

static bool
between_both(double part)
{
	return part > SURE && part < 1 - SURE;
}

/* Weights of the items that are most nearly half there, each once. */
static int32_t
list_divisors(const struct knapsack *k, int64_t *d)
{
	double far[MOST_DIVISORS];
	int32_t n = 0;

	for (int32_t i = 0; i < k->n; i++) {
		double x = fabs(k->part[i] - 0.5);
		int32_t at = n;

		if (!between_both(k->part[i]))
			continue;
		for (int32_t j = 0; j < n; j++)
			if (d[j] == k->weight[i])
				at = -1;
		if (at < 0 || (n == MOST_DIVISORS && x >= far[n - 1]))
			continue;
		n += n < MOST_DIVISORS;
		for (at = n - 1; at > 0 && far[at - 1] > x; at--) {
			far[at] = far[at - 1];
			d[at] = d[at - 1];
		}
		far[at] = x;
		d[at] = k->weight[i];
	}
	return n;
}

bool
cover_rounded(const struct knapsack *k, int64_t *weight, int64_t *room, struct arena *a)
{
	struct rounding z = {.k = k, .best = weight};
	int64_t d[MOST_DIVISORS], best_d = 0;
	int32_t n = list_divisors(k, d);

	z.absent = arena_new(a, bool, k->n + 1);
	z.weight = arena_new(a, int64_t, k->n + 1);
	for (int32_t i = 0; i < k->n; i++)
		z.absent[i] = k->part[i] > 0.5;
	for (int32_t i = 0; i < n; i++) {
		double before = z.violation;

		try_divisor(&z, d[i]);
		best_d = z.violation > before ? d[i] : best_d;
	}
	if (!best_d)
		return false;
	for (int32_t i = 2; i <= 8; i *= 2)
		try_divisor(&z, max_i64(best_d / i, 1));
	for (int32_t i = 0; i < k->n; i++) {
		double before = z.violation;

		if (!between_both(k->part[i]))
			continue;
		z.absent[i] = !z.absent[i];
		try_divisor(&z, best_d);
		if (z.violation <= before)
			z.absent[i] = !z.absent[i];
	}
	*room = z.best_room;
	return true;
}
