#include "planner/fill_sums.h"

#include "base/num.h"
#include "planner/fill_table.h"

struct fill_sums {
	/* one of multiples of what parts the sizes, one of the others; */
	struct fill_table *outer, *inner; /* the outer's sums are gone through */
	int64_t unit, total;
};

static int64_t
common_unit(const int64_t *sizes, int32_t n)
{
	int64_t unit = 0;
	int32_t i;

	for (i = 0; i < n; i++)
		unit = gcd_i64(unit, sizes[i]);
	return max_i64(unit, 1);
}

/* Units of both tables when PART parts them. */
static int64_t
units(const int64_t *sizes, int32_t n, int64_t unit, int64_t part)
{
	int64_t even = 0, odd = 0;
	int32_t i;

	for (i = 0; i < n; i++)
		if (sizes[i] % part)
			odd = add_sat(odd, sizes[i]);
		else
			even = add_sat(even, sizes[i]);
	return even / part + odd / unit;
}

/* What parts them into the shortest tables; 0 when those are too long. */
static int64_t
best_part(const int64_t *sizes, int32_t n, int64_t unit, int64_t limit)
{
	int64_t part, best = unit, least = units(sizes, n, unit, unit), u;

	for (part = unit; part <= sizes[0] / 2;) {
		part *= 2;
		u = units(sizes, n, unit, part);
		if (u < least) {
			least = u;
			best = part;
		}
	}
	return least > limit ? 0 : best;
}

static struct fill_table *
table_of(const int64_t *sizes, int32_t n, int64_t part, bool multiples, struct arena *a)
{
	struct fill_table *t = arena_new(a, struct fill_table, 1);
	int32_t i;

	t->sizes = arena_new(a, int64_t, (size_t)n + 1);
	t->numbers = arena_new(a, int32_t, (size_t)n + 1);
	for (i = 0; i < n; i++) {
		if ((sizes[i] % part == 0) != multiples)
			continue;
		t->sizes[t->n] = sizes[i];
		t->numbers[t->n++] = i;
	}
	table_fill(t, a);
	return t;
}

/* Of the multiples only sums as close to the limit as the others reach matter. */
static void
arrange(struct fill_sums *s, struct fill_table *multiples, struct fill_table *others)
{
	bool few =
		table_count(others) <= others->total * others->unit / multiples->unit;

	s->outer = few ? others : multiples;
	s->inner = few ? multiples : others;
	s->total = others->total * others->unit + multiples->total * multiples->unit;
}

struct fill_sums *
sums_open(const int64_t *sizes, int32_t n, int64_t limit, struct arena *a)
{
	struct fill_sums *s = arena_new(a, struct fill_sums, 1);
	int64_t part;

	s->unit = common_unit(sizes, n);
	part = best_part(sizes, n, s->unit, limit);
	if (!part || n > UINT16_MAX)
		return NULL;
	arrange(s, table_of(sizes, n, part, true, a),
		table_of(sizes, n, part, false, a));
	return s;
}

/*
 * Outer sums fall.  Where all inner sizes fit beside one, less of the outer ones is
 * never better.
 */
int64_t
sums_best(const struct fill_sums *s, int64_t limit)
{
	int64_t most = min_i64(limit - limit % s->unit, s->total);
	int64_t inner_total = s->inner->total * s->inner->unit;
	int64_t best = -1, outer = limit, inner;

	while (best < most && outer >= 0) {
		outer = table_best(s->outer, outer, -1);
		inner = table_best(s->inner, limit - outer, max_i64(best - outer, -1));
		if (inner >= 0)
			best = outer + inner;
		if (limit - outer >= inner_total)
			break;
		outer--;
	}
	return best;
}

void
sums_take(const struct fill_sums *s, int64_t sum, uint8_t *taken)
{
	int64_t outer = table_best(s->outer, sum, -1);

	while (!table_has(s->inner, sum - outer))
		outer = table_best(s->outer, outer - 1, -1);
	table_take(s->outer, outer, taken);
	table_take(s->inner, sum - outer, taken);
}
