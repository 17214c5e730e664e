/*
 * How much of a row's room can be used at all: the largest sum of its items
 * that fits.  Subset sums while they are few; then only what divides all.
 */
#include "planner/place_price.h"

#include "base/num.h"

#include <stdlib.h>
#include <string.h>

enum { MANY_SUMS = 4096, MANY_PAIRED = 12 };

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
static bool
paired_sums(const struct row *r, int32_t n, struct sums *s, struct arena *a)
{
	uint8_t *used = arena_new(a, uint8_t, r->n_edges + 1);
	int64_t *scratch = arena_new(a, int64_t, 6 * r->n_edges + 6);

	if (n > MANY_PAIRED)
		return false;
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
	return true;
}

/* The largest multiple of what divides all sums. */
static int64_t
by_divisor(const struct row *r, int64_t room)
{
	int64_t d = 0;

	for (int32_t i = 0; i < r->n_items; i++)
		d = gcd_i64(d, r->items[i].weight);
	for (int32_t k = 0; k < r->n_edges; k++)
		d = gcd_i64(d, r->edges[k].saved);
	if (d <= 1)
		return room;
	return room - ((room % d) + d) % d;
}

int64_t
row_reach(const struct task *t, const struct row *r, int64_t room, struct arena *a)
{
	struct arena_mark m = arena_mark(a);
	struct sums s = {.n = 1, .room = room};
	int64_t reach = room;
	int32_t paired = 0, i;

	(void)t;
	while (paired < r->n_items && r->items[paired].paired)
		paired++;
	s.at = arena_new(a, int64_t, 2 * MANY_SUMS + 2);
	s.spare = arena_new(a, int64_t, 2 * MANY_SUMS + 2);
	if (!paired_sums(r, paired, &s, a)) {
		arena_rewind(a, m);
		return by_divisor(r, room);
	}
	for (i = paired; i < r->n_items && s.n <= MANY_SUMS && s.n > 0; i++)
		add_choice(&s, r->items[i].weight);
	if (i < r->n_items)
		reach = by_divisor(r, room);
	else if (s.n > 0)
		reach = s.at[s.n - 1];
	arena_rewind(a, m);
	return reach;
}
