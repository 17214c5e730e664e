/*
 * A cover, lifted: items that do not fit together, and what every other item is
 * worth beside them, one after the other.
 */
#include "planner/place_cover.h"

#include "base/num.h"

#include <string.h>

enum { MANY_WORTHS = 4096 };

static const double SURE = 0.01; /* parts so near to 0 or 1 count as such */

/* least[w]: the least bytes of items that are worth w together. */
struct lifting {
	const struct knapsack *k;
	int64_t *worth;
	int64_t *least;
	int64_t total; /* worth of all items so far */
	int64_t bound; /* of what fits */
	int64_t room; /* bytes that are left beside the items that are taken for sure */
};

static bool
add_item(struct lifting *l, int32_t i, int64_t worth)
{
	int64_t bytes = l->k->weight[i];

	l->worth[i] = worth;
	if (worth <= 0)
		return true;
	if (l->total + worth > MANY_WORTHS)
		return false;
	for (int64_t w = l->total + 1; w <= l->total + worth; w++)
		l->least[w] = INT64_MAX / 2;
	l->total += worth;
	for (int64_t w = l->total; w >= worth; w--)
		l->least[w] = min_i64(l->least[w], l->least[w - worth] + bytes);
	return true;
}

/* The most worth that fits into so much room; -1: nothing does. */
static int64_t
most_worth(const struct lifting *l, int64_t room)
{
	int64_t w = l->total;

	while (w >= 0 && l->least[w] > room)
		w--;
	return w;
}

/* Items by falling key. */
static void
sort_by(int32_t *order, int32_t n, const double *key)
{
	for (int32_t i = 1; i < n; i++) {
		int32_t x = order[i], k = i;

		for (; k > 0 && (key[order[k - 1]] < key[x] ||
				 (key[order[k - 1]] == key[x] && order[k - 1] > x));
		     k--)
			order[k] = order[k - 1];
		order[k] = x;
	}
}

/* The items that are there most, until they do not fit; then those not needed go. */
static int32_t
find_cover(const struct knapsack *k, int32_t *cover, double *key)
{
	int32_t n = 0, kept = 0, order = 0;
	int64_t sum = 0;

	for (int32_t i = 0; i < k->n; i++) {
		key[i] = k->part[i];
		if (k->part[i] > SURE)
			cover[order++] = i;
	}
	sort_by(cover, order, key);
	for (; n < order && sum <= k->room; n++)
		sum += k->weight[cover[n]];
	if (sum <= k->room)
		return 0;
	for (int32_t i = n; i-- > 0;) /* the least present first */
		if (sum - k->weight[cover[i]] > k->room) {
			sum -= k->weight[cover[i]];
			cover[i] = -1;
		}
	for (int32_t i = 0; i < n; i++)
		if (cover[i] >= 0)
			cover[kept++] = cover[i];
	return kept;
}

/* What an item is worth when those taken for sure stay. */
static bool
lift_up(struct lifting *l, int32_t i)
{
	int64_t room = l->room - l->k->weight[i];

	return add_item(l, i, room < 0 ? l->bound : l->bound - most_worth(l, room));
}

/* An item taken for sure so far is free to go from now on. */
static bool
lift_down(struct lifting *l, int32_t i)
{
	int64_t worth = most_worth(l, l->room + l->k->weight[i]) - l->bound;

	l->room += l->k->weight[i];
	l->bound += max_i64(worth, 0);
	return add_item(l, i, worth);
}

/* Items outside the cover, those whose part is (not) 0. */
static bool
lift_others(struct lifting *l, const bool *in_cover, bool there, double *key,
	    int32_t *order)
{
	int32_t n = 0;

	for (int32_t i = 0; i < l->k->n; i++)
		if (!in_cover[i] && (l->k->part[i] > SURE) == there) {
			key[i] =
				(double)l->k->weight[i] * (there ? l->k->part[i] : 1.0);
			order[n++] = i;
		}
	sort_by(order, n, key);
	for (int32_t i = 0; i < n; i++)
		if (!lift_up(l, order[i]))
			return false;
	return true;
}

static bool
lift_all(struct lifting *l, const int32_t *cover, int32_t n, struct arena *a)
{
	const struct knapsack *k = l->k;
	bool *in_cover = arena_new(a, bool, k->n + 1);
	double *key = arena_new(a, double, k->n + 1);
	int32_t *order = arena_new(a, int32_t, k->n + 1), sure = 0;

	for (int32_t i = 0; i < n; i++) {
		in_cover[cover[i]] = true;
		if (k->part[cover[i]] >= 1 - SURE) {
			l->room -= k->weight[cover[i]];
			key[cover[i]] = -(double)k->weight[cover[i]];
			order[sure++] = cover[i];
			continue;
		}
		if (!add_item(l, cover[i], 1))
			return false;
		l->bound++;
	}
	l->bound--;
	if (l->bound < 0)
		return false;
	int32_t *taken = arena_new(a, int32_t, sure + 1);

	sort_by(order, sure, key);
	memcpy(taken, order, sure * sizeof(*taken));
	if (!lift_others(l, in_cover, true, key, order))
		return false;
	for (int32_t i = 0; i < sure; i++)
		if (!lift_down(l, taken[i]))
			return false;
	return lift_others(l, in_cover, false, key, order);
}

bool
cover_lifted(const struct knapsack *k, int64_t *weight, int64_t *room, struct arena *a)
{
	struct lifting l = {.k = k, .worth = weight, .room = k->room};
	int32_t *cover = arena_new(a, int32_t, k->n + 1);
	int32_t n = find_cover(k, cover, arena_new(a, double, k->n + 1));
	int64_t factor;

	if (n == 0)
		return false;
	l.least = arena_new(a, int64_t, MANY_WORTHS + 1);
	if (!lift_all(&l, cover, n, a))
		return false;
	/* In units like bytes, so that prices are alike. */
	factor = max_i64(k->room / max_i64(l.bound, 1), 1);
	for (int32_t i = 0; i < k->n; i++)
		weight[i] = max_i64(weight[i], 0) * factor;
	*room = l.bound * factor;
	return true;
}
