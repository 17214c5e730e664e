#include "planner/fill_sums.h"

#include <string.h>

#include "base/num.h"

struct fill_sums {
	const int64_t *sizes;
	int32_t n;
	int64_t unit, total; /* total in units */
	int64_t half;        /* the largest sum that is kept, in units */
	int64_t so_far;      /* the largest that the sizes added so far can form */
	uint64_t *reached;
	uint16_t *last;
};

/* Every sum that was reached is reached again with size i added. */
static void
add_size_to_sums(struct fill_sums *s, int32_t i)
{
	int64_t by = s->sizes[i] / s->unit, skip = by / 64, k, sum;
	int shift = (int)(by % 64);
	uint64_t bits;

	s->so_far += by;
	for (k = min_i64(s->so_far, s->half) / 64; k >= skip; k--) {
		bits = s->reached[k - skip] << shift;
		if (shift && k > skip)
			bits |= s->reached[k - skip - 1] >> (64 - shift);
		bits &= ~s->reached[k];
		if (!bits)
			continue;
		s->reached[k] |= bits;
		for (; bits; bits &= bits - 1) {
			sum = 64 * k + __builtin_ctzll(bits);
			if (sum <= s->half)
				s->last[sum] = (uint16_t)i;
		}
	}
}

struct fill_sums *
sums_open(const int64_t *sizes, int32_t n, struct arena *a)
{
	struct fill_sums *s = arena_new(a, struct fill_sums, 1);
	int64_t unit = 0, total = 0;
	int32_t i;

	for (i = 0; i < n; i++) {
		unit = gcd_i64(unit, sizes[i]);
		total = add_sat(total, sizes[i]);
	}
	unit = max_i64(unit, 1);
	if (total / unit > SUMS_LIMIT || n > UINT16_MAX)
		return NULL;
	*s = (struct fill_sums){.sizes = sizes,
				.n = n,
				.unit = unit,
				.total = total / unit,
				.half = total / unit / 2};
	s->reached = arena_new(a, uint64_t, (size_t)s->half / 64 + 1);
	s->last = arena_new(a, uint16_t, (size_t)s->half + 1);
	s->reached[0] = 1;
	/* smaller ones first: fewer sums to go through */
	for (i = n - 1; i >= 0; i--)
		add_size_to_sums(s, i);
	return s;
}

/* The largest sum that is reached, from `sum` down. */
static int64_t
down(const struct fill_sums *s, int64_t sum)
{
	int64_t k = sum / 64;
	uint64_t bits = s->reached[k];

	if (sum % 64 < 63)
		bits &= (UINT64_C(2) << (sum % 64)) - 1;
	while (!bits)
		bits = s->reached[--k];
	return 64 * k + 63 - __builtin_clzll(bits);
}

/* The smallest from `sum` up to half, or -1. */
static int64_t
up(const struct fill_sums *s, int64_t sum)
{
	int64_t k = sum / 64, found;
	uint64_t bits = s->reached[k] & (UINT64_MAX << (sum % 64));

	while (!bits) {
		if (++k > s->half / 64)
			return -1;
		bits = s->reached[k];
	}
	found = 64 * k + __builtin_ctzll(bits);
	return found <= s->half ? found : -1;
}

int64_t
sums_best(const struct fill_sums *s, int64_t limit)
{
	int64_t units = limit / s->unit, without;

	if (units >= s->total)
		return s->total * s->unit;
	if (units <= s->half)
		return down(s, units) * s->unit;
	without = up(s, s->total - units);
	return (without < 0 ? down(s, s->half) : s->total - without) * s->unit;
}

void
sums_take(const struct fill_sums *s, int64_t sum, uint8_t *taken)
{
	int64_t units = sum / s->unit;
	bool without = units > s->half;
	int32_t i;

	memset(taken, without, (size_t)s->n);
	if (without)
		units = s->total - units;
	while (units > 0) {
		i = s->last[units];
		taken[i] = !without;
		units -= s->sizes[i] / s->unit;
	}
}
