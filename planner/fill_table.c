#include "planner/fill_table.h"

#include "base/num.h"

/* Every sum that was reached is reached again with size i added. */
static void
reach_with(struct fill_table *t, int32_t i, int64_t so_far)
{
	int64_t by = t->sizes[i] / t->unit, skip = by / 64, k, sum;
	int shift = (int)(by % 64);
	uint64_t bits;

	for (k = min_i64(so_far + by, t->half) / 64; k >= skip; k--) {
		bits = t->reached[k - skip] << shift;
		if (shift && k > skip)
			bits |= t->reached[k - skip - 1] >> (64 - shift);
		bits &= ~t->reached[k];
		t->reached[k] |= bits;
		for (; bits; bits &= bits - 1) {
			sum = 64 * k + __builtin_ctzll(bits);
			if (sum <= t->half)
				t->last[sum] = (uint16_t)i;
		}
	}
}

void
table_fill(struct fill_table *t, struct arena *a)
{
	int64_t so_far = 0;
	int32_t i;

	t->unit = t->total = 0;
	for (i = 0; i < t->n; i++) {
		t->unit = gcd_i64(t->unit, t->sizes[i]);
		t->total += t->sizes[i];
	}
	t->unit = max_i64(t->unit, 1);
	t->total /= t->unit;
	t->half = t->total / 2;
	t->reached = arena_new(a, uint64_t, (size_t)t->half / 64 + 1);
	t->last = arena_new(a, uint16_t, (size_t)t->half + 1);
	t->reached[0] = 1;
	for (i = 0; i < t->n; i++) {
		reach_with(t, i, so_far);
		so_far += t->sizes[i] / t->unit;
	}
}

/* The largest that is reached, from `sum` down, above `above`; or -1. */
static int64_t
down(const struct fill_table *t, int64_t sum, int64_t above)
{
	int64_t k = sum / 64, low = above < 0 ? 0 : above / 64, found;
	uint64_t bits;

	if (sum <= above)
		return -1;
	bits = t->reached[k];
	if (sum % 64 < 63)
		bits &= (UINT64_C(2) << (sum % 64)) - 1;
	while (!bits && k > low)
		bits = t->reached[--k];
	if (!bits)
		return -1;
	found = 64 * k + 63 - __builtin_clzll(bits);
	return found > above ? found : -1;
}

/* The smallest from `sum` up to half, or -1. */
static int64_t
up(const struct fill_table *t, int64_t sum)
{
	int64_t k = sum / 64, found;
	uint64_t bits = t->reached[k] & (UINT64_MAX << (sum % 64));

	while (!bits) {
		if (++k > t->half / 64)
			return -1;
		bits = t->reached[k];
	}
	found = 64 * k + __builtin_ctzll(bits);
	return found <= t->half ? found : -1;
}

int64_t
table_best(const struct fill_table *t, int64_t limit, int64_t above)
{
	int64_t units = min_i64(limit / t->unit, t->total), without, found;
	int64_t low = above < 0 ? -1 : above / t->unit;

	if (limit < 0)
		return -1;
	without = units > t->half ? up(t, t->total - units) : -1;
	if (without >= 0)
		found = t->total - without;
	else
		found = down(t, min_i64(units, t->half), low);
	return found > low ? found * t->unit : -1;
}

int64_t
table_count(const struct fill_table *t)
{
	int64_t n = 0, k;

	for (k = 0; k <= t->half / 64; k++)
		n += __builtin_popcountll(t->reached[k]);
	return 2 * n;
}

bool
table_has(const struct fill_table *t, int64_t sum)
{
	int64_t units = sum / t->unit;

	if (sum < 0 || sum % t->unit || units > t->total)
		return false;
	units = min_i64(units, t->total - units);
	return t->reached[units / 64] >> (units % 64) & 1;
}

void
table_take(const struct fill_table *t, int64_t sum, uint8_t *taken)
{
	int64_t units = sum / t->unit;
	bool without = units > t->half;
	int32_t i;

	for (i = 0; i < t->n; i++)
		taken[t->numbers[i]] = without;
	if (without)
		units = t->total - units;
	while (units > 0) {
		i = t->last[units];
		taken[t->numbers[i]] = !without;
		units -= t->sizes[i] / t->unit;
	}
}
