/*
 * Resident weights: how much traffic a given room saves.
 *
 * When every byte of SRAM saves the same (the rule: each weight is read once),
 * it is a subset sum, and a set of bits over sums holds all answers.  Otherwise
 * it is a knapsack: all pairs of size and saving that no other pair beats.
 */
#include "planner/place.h"

#include "base/num.h"

#include <string.h>

enum { MANY_UNITS = 1 << 25, MANY_PAIRS = 1 << 20 };

/* A pair of the knapsack and how it came to be. */
struct pair {
	int64_t size, saved;
	int32_t weight, parent; /* -1: the empty one */
};

struct weight_table {
	const struct weight *weights;
	int32_t n;
	int64_t pinned, pinned_saved; /* of those that must be resident */
	bool sums;                    /* a subset sum */
	int64_t unit, units;          /* sums are multiples of unit, at most units */
	int64_t rate_num, rate_den;   /* saved per byte */
	uint64_t *reached;            /* bit per sum */
	int32_t *last;                /* per sum: the weight that reached it first */
	struct pair *pairs;
	int32_t n_pairs;
	bool cut;                      /* some pairs were left out */
	int32_t *frontier, n_frontier; /* by size, saving rising */
};

static bool
is_open(const struct weight_table *t, int32_t i)
{
	return t->weights[i].pin == PIN_FREE && t->weights[i].size > 0;
}

/* Does every byte save the same? */
static bool
one_rate(struct weight_table *t)
{
	t->rate_num = t->rate_den = 1;
	for (int32_t i = 0, first = -1; i < t->n; i++) {
		const struct weight *w = &t->weights[i];
		__int128 a, b;

		if (!is_open(t, i))
			continue;
		if (first < 0) {
			first = i;
			t->rate_num = w->traffic;
			t->rate_den = w->size;
		}
		a = (__int128)w->traffic * t->rate_den;
		b = (__int128)w->size * t->rate_num;
		if (a != b)
			return false;
	}
	return true;
}

/* Shift the reached sums by one weight; sums seen first are noted. */
static void
add_sum(struct weight_table *t, int32_t i, int64_t by)
{
	int64_t words = t->units / 64 + 1, skip = by / 64;
	int shift = by % 64;

	for (int64_t k = words; k-- > skip;) {
		uint64_t x = t->reached[k - skip] << shift;

		if (shift && k - skip > 0)
			x |= t->reached[k - skip - 1] >> (64 - shift);
		x &= ~t->reached[k];
		t->reached[k] |= x;
		for (; x; x &= x - 1) {
			int64_t sum = 64 * k + __builtin_ctzll(x);

			if (sum <= t->units)
				t->last[sum] = i;
		}
	}
}

static void
fill_sums(struct weight_table *t, int64_t room, struct arena *a)
{
	int64_t unit = 0, total = 0;

	for (int32_t i = 0; i < t->n; i++)
		if (is_open(t, i)) {
			unit = gcd_i64(unit, t->weights[i].size);
			total = add_sat(total, t->weights[i].size);
		}
	t->unit = max_i64(unit, 1);
	room = min_i64(max_i64(room, 0), total);
	/* too many sums: coarser ones, sizes rounded up */
	while (room / t->unit > MANY_UNITS)
		t->unit *= 2;
	t->units = room / t->unit;
	t->reached = arena_new(a, uint64_t, t->units / 64 + 1);
	t->last = arena_new(a, int32_t, t->units + 1);
	t->reached[0] = 1;
	for (int32_t i = 0; i < t->n; i++) {
		int64_t by = ceil_div(t->weights[i].size, t->unit);

		if (is_open(t, i) && by <= t->units)
			add_sum(t, i, by);
	}
}

/* The pairs of the frontier, and the same with weight i added, merged. */
static void
add_pair(struct weight_table *t, int32_t i, int64_t room, int32_t *merged)
{
	const struct weight *w = &t->weights[i];
	int32_t a = 0, b = 0, n = 0;
	int64_t best = -1;

	while (a < t->n_frontier || b < t->n_frontier) {
		const struct pair *x =
			a < t->n_frontier ? &t->pairs[t->frontier[a]] : NULL;
		const struct pair *y =
			b < t->n_frontier ? &t->pairs[t->frontier[b]] : NULL;
		struct pair z;

		if (x && (!y || x->size <= y->size + w->size)) {
			if (x->saved > best) {
				merged[n++] = t->frontier[a];
				best = x->saved;
			}
			a++;
			continue;
		}
		z = (struct pair){y->size + w->size, y->saved + w->traffic, i,
				  t->frontier[b]};
		b++;
		if (z.size > room || z.saved <= best)
			continue;
		if (t->n_pairs >= MANY_PAIRS) {
			t->cut = true;
			continue;
		}
		t->pairs[t->n_pairs] = z;
		merged[n++] = t->n_pairs++;
		best = z.saved;
	}
	memcpy(t->frontier, merged, n * sizeof(*merged));
	t->n_frontier = n;
}

static void
fill_pairs(struct weight_table *t, int64_t room, struct arena *a)
{
	int32_t *merged = arena_new(a, int32_t, MANY_PAIRS + 1);

	t->pairs = arena_new(a, struct pair, MANY_PAIRS + 1);
	t->frontier = arena_new(a, int32_t, MANY_PAIRS + 1);
	t->pairs[t->n_pairs++] = (struct pair){0, 0, -1, -1};
	t->n_frontier = 1;
	for (int32_t i = 0; i < t->n; i++)
		if (is_open(t, i))
			add_pair(t, i, room, merged);
}

struct weight_table *
weights_open(const struct weight *w, int32_t n, int64_t room, struct arena *a)
{
	struct weight_table *t = arena_new(a, struct weight_table, 1);

	t->weights = w;
	t->n = n;
	for (int32_t i = 0; i < n; i++)
		if (w[i].pin == PIN_SRAM || w[i].size == 0) {
			t->pinned += w[i].size;
			t->pinned_saved += w[i].pin == PIN_DRAM ? 0 : w[i].traffic;
		}
	t->sums = one_rate(t);
	if (t->sums)
		fill_sums(t, room - t->pinned, a);
	else
		fill_pairs(t, room - t->pinned, a);
	return t;
}

/* The largest sum that is reached and fits; the room is not negative. */
static int64_t
best_sum(const struct weight_table *t, int64_t room)
{
	int64_t units = min_i64(room / t->unit, t->units), k = units / 64;
	uint64_t x = t->reached[k];

	if (units % 64 < 63)
		x &= (UINT64_C(2) << (units % 64)) - 1;
	while (!x)
		x = t->reached[--k];
	return 64 * k + 63 - __builtin_clzll(x);
}

static const struct pair *
best_pair(const struct weight_table *t, int64_t room)
{
	int32_t lo = 0, hi = t->n_frontier;

	while (hi - lo > 1) {
		int32_t mid = lo + (hi - lo) / 2;

		if (t->pairs[t->frontier[mid]].size <= room)
			lo = mid;
		else
			hi = mid;
	}
	return &t->pairs[t->frontier[lo]];
}

int64_t
weights_choose(const struct weight_table *t, int64_t room, uint8_t *resident)
{
	int64_t bytes = t->pinned;

	for (int32_t i = 0; i < t->n; i++)
		resident[i] =
			t->weights[i].pin == PIN_SRAM ||
			(t->weights[i].size == 0 && t->weights[i].pin != PIN_DRAM);
	if (room < t->pinned)
		return -1;
	room -= t->pinned;
	if (t->sums) {
		for (int64_t s = best_sum(t, room); s > 0;) {
			int32_t i = t->last[s];

			resident[i] = 1;
			bytes += t->weights[i].size;
			s -= ceil_div(t->weights[i].size, t->unit);
		}
		return bytes;
	}
	for (const struct pair *p = best_pair(t, room); p->parent >= 0;
	     p = &t->pairs[p->parent]) {
		resident[p->weight] = 1;
		bytes += t->weights[p->weight].size;
	}
	return bytes;
}

/* Traffic that a sum of units saves: exact when nothing was rounded. */
static int64_t
sum_saved(const struct weight_table *t, int64_t units)
{
	__int128 x = (__int128)units * t->unit * t->rate_num;

	return (int64_t)(x / t->rate_den);
}

static bool
rounded(const struct weight_table *t)
{
	for (int32_t i = 0; i < t->n; i++)
		if (is_open(t, i) && t->weights[i].size % t->unit)
			return true;
	return false;
}

/* Rounded sums understate what is saved: add up the weights themselves. */
static int64_t
sum_saved_slowly(const struct weight_table *t, int64_t units)
{
	int64_t saved = 0;

	while (units > 0) {
		int32_t i = t->last[units];

		saved += t->weights[i].traffic;
		units -= ceil_div(t->weights[i].size, t->unit);
	}
	return saved;
}

int64_t
weights_saved(const struct weight_table *t, int64_t room)
{
	int64_t sum;

	if (room < t->pinned)
		return -1;
	room -= t->pinned;
	if (!t->sums)
		return t->pinned_saved + best_pair(t, room)->saved;
	sum = best_sum(t, room);
	return t->pinned_saved + (t->unit > 1 && rounded(t) ? sum_saved_slowly(t, sum)
							    : sum_saved(t, sum));
}

/* All of them, or as much as the best rate allows. */
static int64_t
relaxed(const struct weight_table *t, int64_t room)
{
	int64_t all = 0;
	__int128 most = 0;

	for (int32_t i = 0; i < t->n; i++) {
		const struct weight *w = &t->weights[i];

		if (!is_open(t, i))
			continue;
		all = add_sat(all, w->traffic);
		if (most < (__int128)room * w->traffic / w->size)
			most = (__int128)room * w->traffic / w->size;
	}
	return most < all ? (int64_t)most : all;
}

int64_t
weights_bound(const struct weight_table *t, int64_t room)
{
	if (room < t->pinned || !(t->sums ? rounded(t) : t->cut))
		return weights_saved(t, room);
	return add_sat(t->pinned_saved, relaxed(t, room - t->pinned));
}
