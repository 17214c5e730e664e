/*
 * How much of a row's room can be used at all: the largest sum of its items
 * that fits.  Subset sums while they are few; then only what divides all.
 */
#include "planner/place_price.h"

#include "base/num.h"

#include <stdlib.h>
#include <string.h>

enum { MANY_SUMS = 256, MANY_PAIRED = 12, MANY_UNITS = 1 << 16 };

struct sums {
	int64_t *at, *spare;
	int32_t n;
	int64_t room;
};

/* Both sorted lists, each value once, nothing above the room. */
static void
add_choice(struct sums *s, int64_t weight)
{
	int32_t i = 0, k = 0, n = 0;

	while (i < s->n || k < s->n) {
		int64_t a = i < s->n ? s->at[i] : INT64_MAX;
		int64_t b = k < s->n ? s->at[k] + weight : INT64_MAX;
		int64_t x = a < b ? a : b;

		i += a == x;
		k += b == x;
		if (x > s->room)
			break;
		s->spare[n++] = x;
	}
	int64_t *t = s->at;

	s->at = s->spare;
	s->spare = t;
	s->n = n;
}

static int
ascending(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

/* All sums of the paired items, less what they save. */
static void
paired_sums(const struct row *r, int32_t n, struct sums *s, struct arena *a)
{
	uint8_t *used = arena_new(a, uint8_t, r->n_edges + 1);
	int64_t *scratch = arena_new(a, int64_t, 6 * r->n_edges + 6);

	s->n = 0;
	for (uint32_t set = 0; set < UINT32_C(1) << n; set++) {
		int64_t sum = 0;

		for (int32_t i = 0; i < n; i++)
			sum += set >> i & 1 ? r->items[i].weight : 0;
		for (int32_t k = 0; k < r->n_edges; k++)
			used[k] = (r->pairs[k].a < 0 || set >> r->pairs[k].a & 1) &&
				  (r->pairs[k].b < 0 || set >> r->pairs[k].b & 1);
		sum -= flat_match(r->edges, r->n_edges, used, scratch);
		if (sum <= s->room)
			s->at[s->n++] = sum;
	}
	qsort(s->at, s->n, sizeof(*s->at), ascending);
	int32_t m = 0;

	for (int32_t i = 0; i < s->n; i++)
		if (m == 0 || s->at[m - 1] != s->at[i])
			s->at[m++] = s->at[i];
	s->n = m;
}

/* What divides all sums; 0 when all are 0. */
static int64_t
divisor(const struct row *r)
{
	int64_t d = 0;

	for (int32_t i = 0; i < r->n_items; i++)
		d = gcd_i64(d, r->items[i].weight);
	for (int32_t k = 0; k < r->n_edges; k++)
		d = gcd_i64(d, r->edges[k].saved);
	return d;
}

/* The largest multiple of D that fits. */
static int64_t
by_divisor(int64_t room, int64_t d)
{
	return d <= 1 ? room : room - ((room % d) + d) % d;
}

/* Shift a set of sums by one item and add it to itself. */
static void
shift_in(uint64_t *bits, int64_t words, int64_t by)
{
	int64_t skip = by / 64;
	int shift = by % 64;

	for (int64_t k = words; k-- > skip;) {
		uint64_t x = bits[k - skip] << shift;

		if (shift && k > skip)
			x |= bits[k - skip - 1] >> (64 - shift);
		bits[k] |= x;
	}
}

/* Too many for a list: a set of bits over multiples of D, above the least sum. */
static int64_t
by_bits(const struct row *r, int32_t from, const struct sums *s, int64_t d,
	struct arena *a)
{
	int64_t base = s->at[0], units = (by_divisor(s->room, d) - base) / d;
	int64_t words = units / 64 + 1;
	uint64_t *bits = arena_new(a, uint64_t, words);

	for (int32_t i = 0; i < s->n; i++) {
		int64_t k = (s->at[i] - base) / d;

		bits[k / 64] |= UINT64_C(1) << (k % 64);
	}
	for (int32_t i = from; i < r->n_items; i++)
		if (r->items[i].weight / d <= units)
			shift_in(bits, words, r->items[i].weight / d);
	while (!(bits[units / 64] >> (units % 64) & 1))
		units--;
	return base + units * d;
}

int64_t
row_reach(const struct row *r, int64_t room, struct arena *a)
{
	struct arena_mark m = arena_mark(a);
	struct sums s = {.n = 1, .room = room};
	int64_t reach = room, d = divisor(r);
	int32_t paired = 0, i;

	while (paired < r->n_items && r->items[paired].paired)
		paired++;
	if (paired > MANY_PAIRED)
		return by_divisor(room, d);
	s.at = arena_new(a, int64_t, max_i64(2 * MANY_SUMS, INT64_C(1) << paired) + 2);
	s.spare =
		arena_new(a, int64_t, max_i64(2 * MANY_SUMS, INT64_C(1) << paired) + 2);
	paired_sums(r, paired, &s, a);
	for (i = paired; i < r->n_items && s.n <= MANY_SUMS && s.n > 0; i++)
		add_choice(&s, r->items[i].weight);
	if (s.n > 0 && i == r->n_items)
		reach = s.at[s.n - 1];
	else if (s.n > 0 && (room - s.at[0]) / d < MANY_UNITS)
		reach = by_bits(r, i, &s, d, a);
	else
		reach = by_divisor(room, d);
	arena_rewind(a, m);
	return reach;
}
