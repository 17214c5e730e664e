#include "planner/fill_class.h"

#include <string.h>

#include "base/num.h"
#include "planner/fill_sums.h"

/*
 * Units of all small ones together; nodes of the search before all sums are
 * asked, and in all.
 */
enum { SMALL_UNITS = 1 << 14, NODES_FIRST = 50, NODES_MAX = 20000 };

/* Units of tables of sums that are made at once, and at all. */
enum { SHORT_UNITS = 1 << 16, ALL_UNITS = 1 << 23 };

struct fill_class {
	const int64_t *sizes;
	int64_t *rest; /* of sizes i and on */
	int32_t n, n_large;
	int64_t unit;
	struct fill_sums *small;
	struct fill_sums *all; /* once they were needed; NULL: too many */
	bool ready;            /* for answers */
	bool tried;            /* to work all sums out */
	uint8_t *taken, *best; /* scratch of one search */
	int32_t *stack;
	struct arena *arena;
};

struct fill_class *
class_open(const int64_t *sizes, int32_t n, struct arena *a)
{
	struct fill_class *c = arena_new(a, struct fill_class, 1);
	int32_t i;

	*c = (struct fill_class){.sizes = sizes, .n = n, .n_large = n, .arena = a};
	c->rest = arena_new(a, int64_t, (size_t)n + 1);
	for (i = n - 1; i >= 0; i--) {
		c->rest[i] = add_sat(c->rest[i + 1], sizes[i]);
		c->unit = gcd_i64(c->unit, sizes[i]);
	}
	return c;
}

/* Before the first answer: what the search needs, and all sums where they are few. */
static void
get_ready(struct fill_class *c)
{
	if (c->ready)
		return;
	c->ready = true;
	c->all = sums_open(c->sizes, c->n, SHORT_UNITS, c->arena);
	while (c->n_large > 0 && c->rest[c->n_large - 1] / c->unit < SMALL_UNITS)
		c->n_large--;
	if (c->n_large < c->n)
		c->small = sums_open(c->sizes + c->n_large, c->n - c->n_large,
				     SMALL_UNITS, c->arena);
	c->taken = arena_new(c->arena, uint8_t, (size_t)c->n);
	c->best = arena_new(c->arena, uint8_t, (size_t)c->n);
	c->stack = arena_new(c->arena, int32_t, (size_t)c->n);
}

int64_t
class_unit(const struct fill_class *c)
{
	return c->unit;
}

/* The first of the sizes from I on that fits by itself. */
static int32_t
first_fitting(const struct fill_class *c, int32_t i, int64_t room)
{
	int32_t end = c->n, middle;

	while (i < end) {
		middle = i + (end - i) / 2;
		if (c->sizes[middle] > room)
			i = middle + 1;
		else
			end = middle;
	}
	return i;
}

int64_t
class_fitting(const struct fill_class *c, int64_t room)
{
	return c->rest[first_fitting(c, 0, room)];
}

/* --- the search: large sizes in order, taking before leaving --- */

struct search {
	struct fill_class *c;
	int64_t room, sum; /* under the sizes on the stack */
	int64_t best, best_small, bound;
	int32_t depth, nodes, nodes_max;
};

/* No choice among the sizes from I on takes more. */
static int64_t
most_from(const struct fill_class *c, int32_t i, int64_t room)
{
	return min_i64(room - room % c->unit, c->rest[first_fitting(c, i, room)]);
}

/* All large ones are decided: the small ones take what they can. */
static void
leaf(struct search *s)
{
	const struct fill_class *c = s->c;
	int64_t small = c->small ? sums_best(c->small, s->room) : 0;

	if (s->sum + small <= s->best)
		return;
	s->best = s->sum + small;
	s->best_small = small;
	memcpy(c->best, c->taken, (size_t)c->n_large);
}

static void
take(struct search *s, int32_t i)
{
	s->c->taken[i] = 1;
	s->c->stack[s->depth++] = i;
	s->room -= s->c->sizes[i];
	s->sum += s->c->sizes[i];
}

static int32_t
give_back(struct search *s)
{
	int32_t i = s->c->stack[--s->depth];

	s->c->taken[i] = 0;
	s->room += s->c->sizes[i];
	s->sum -= s->c->sizes[i];
	return i;
}

/* Equal sizes are taken from the first on: without this one, without those. */
static int32_t
after_equal(const struct fill_class *c, int32_t i)
{
	int64_t size = c->sizes[i];

	while (i < c->n_large && c->sizes[i] == size)
		i++;
	return i;
}

static void
search_run(struct search *s, int32_t nodes_max)
{
	const struct fill_class *c = s->c;
	int32_t i = 0;

	s->nodes = 0;
	s->nodes_max = nodes_max;
	for (;;) {
		if (s->sum + most_from(c, i, s->room) > s->best) {
			for (; i < c->n_large; i++)
				if (c->sizes[i] <= s->room)
					take(s, i);
			leaf(s);
		}
		if (s->best >= s->bound || s->nodes++ >= s->nodes_max || !s->depth)
			break;
		i = after_equal(c, give_back(s));
	}
	while (s->depth)
		give_back(s);
}

static bool
search_ended(const struct search *s)
{
	return s->nodes <= s->nodes_max;
}

static struct search
search_open(struct fill_class *c, int64_t room)
{
	return (struct search){
		.c = c, .room = room, .best = -1, .bound = most_from(c, 0, room)};
}

/* --- all sums --- */

static bool
have_sums(struct fill_class *c)
{
	if (!c->all && !c->tried)
		c->all = sums_open(c->sizes, c->n, ALL_UNITS, c->arena);
	c->tried = true;
	return c->all != NULL;
}

struct class_sum
class_best(struct fill_class *c, int64_t room)
{
	struct search s = search_open(c, room);

	get_ready(c);
	if (!c->all) {
		search_run(&s, NODES_FIRST);
		if (search_ended(&s))
			return (struct class_sum){s.best, s.best};
	}
	if (have_sums(c)) {
		s.best = sums_best(c->all, room);
		return (struct class_sum){s.best, s.best};
	}
	search_run(&s, NODES_MAX);
	return (struct class_sum){s.best, search_ended(&s) ? s.best : s.bound};
}

/* By the search where it is short: it prefers large ones. */
void
class_take(struct fill_class *c, int64_t room, uint8_t *taken)
{
	int64_t sum = class_best(c, room).sum;
	struct search s = search_open(c, room);

	s.bound = min_i64(s.bound, sum);
	search_run(&s, NODES_FIRST);
	if (s.best < sum && c->all) {
		sums_take(c->all, sum, taken);
		return;
	}
	if (s.best < sum)
		search_run(&s, NODES_MAX);
	memcpy(taken, c->best, (size_t)c->n_large);
	if (c->small)
		sums_take(c->small, s.best_small, taken + c->n_large);
}
