#include "planner/fill.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "planner/fill_sums.h"

/*
 * Sums of small weights that are known beforehand; nodes of the search before
 * all sums are asked, and in all; items of other rates that are tried out.
 */
enum { SUMS_MAX = 1 << 14, NODES_FIRST = 50, NODES_MAX = 20000, OTHERS_MAX = 10 };

struct item {
	int64_t size, saves;
	int32_t weight;
};

/*
 * All sums of the items that share the commonest rate, which are consecutive;
 * the others, before and after them, are tried out.
 */
struct exact {
	bool tried;
	struct fill_sums *sums; /* NULL: too many */
	int64_t *sizes;
	int32_t first, n, n_others;
	uint8_t *taken; /* scratch */
};

struct filler {
	const struct weight *weights;
	int32_t n;
	int64_t alignment;
	int64_t traffic, pinned, pinned_saves;
	struct item *items; /* free ones, best rate first, then larger first */
	int64_t *rest_size, *rest_saves; /* of items i and on */
	int32_t n_items, n_large;
	bool uniform;      /* every byte saves the same */
	int64_t unit;      /* divides every size */
	uint64_t *reached; /* sums of the small ones, in units */
	int32_t *last;
	int64_t small_units;
	uint8_t *taken, *best; /* scratch of one search */
	int32_t *stack;
	struct exact *exact;
	struct arena *arena;
};

static int
better_first(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;
	__int128 x = (__int128)a->saves * b->size, y = (__int128)b->saves * a->size;

	if (x != y)
		return x > y ? -1 : 1;
	if (a->size != b->size)
		return a->size > b->size ? -1 : 1;
	return a->weight < b->weight ? -1 : 1;
}

static void
sort_out(struct filler *f, struct arena *a)
{
	const struct weight *w;
	int64_t size;
	int32_t i;

	f->items = arena_new(a, struct item, (size_t)f->n + 1);
	for (i = 0; i < f->n; i++) {
		w = &f->weights[i];
		size = align_up(w->size, f->alignment);
		f->traffic = add_sat(f->traffic, w->traffic);
		if (w->pin == PIN_DRAM)
			continue;
		if (w->pin == PIN_SRAM || !size) {
			f->pinned = add_sat(f->pinned, size);
			f->pinned_saves += w->traffic;
		} else
			f->items[f->n_items++] = (struct item){size, w->traffic, i};
	}
	if (f->n_items)
		qsort(f->items, (size_t)f->n_items, sizeof(*f->items), better_first);
}

static void
add_up(struct filler *f, struct arena *a)
{
	const struct item *all = f->items;
	int32_t i;

	f->rest_size = arena_new(a, int64_t, (size_t)f->n_items + 1);
	f->rest_saves = arena_new(a, int64_t, (size_t)f->n_items + 1);
	f->uniform = true;
	for (i = f->n_items - 1; i >= 0; i--) {
		f->rest_size[i] = add_sat(f->rest_size[i + 1], all[i].size);
		f->rest_saves[i] = add_sat(f->rest_saves[i + 1], all[i].saves);
		f->unit = gcd_i64(f->unit, all[i].size);
		f->uniform &= (__int128)all[i].saves * all[0].size ==
			      (__int128)all[0].saves * all[i].size;
	}
}

/* Every sum that was reached is reached again with item i added. */
static void
add_sums(struct filler *f, int32_t i)
{
	int64_t by = f->items[i].size / f->unit, words = f->small_units / 64 + 1, k,
		sum;
	int64_t skip = by / 64;
	int shift = (int)(by % 64);
	uint64_t bits;

	for (k = words - 1; k >= skip; k--) {
		bits = f->reached[k - skip] << shift;
		if (shift && k > skip)
			bits |= f->reached[k - skip - 1] >> (64 - shift);
		bits &= ~f->reached[k];
		for (; bits; bits &= bits - 1) {
			sum = 64 * k + __builtin_ctzll(bits);
			if (sum > f->small_units)
				break;
			f->reached[k] |= UINT64_C(1) << (sum % 64);
			f->last[sum] = i;
		}
	}
}

/* The sums of the small ones: a bit each, and the item that reached it first. */
static void
know_small(struct filler *f, struct arena *a)
{
	int32_t i;

	f->n_large = f->n_items;
	if (!f->uniform || !f->n_items)
		return;
	while (f->n_large > 0 && f->rest_size[f->n_large - 1] / f->unit < SUMS_MAX)
		f->n_large--;
	f->small_units = f->rest_size[f->n_large] / f->unit;
	f->reached = arena_new(a, uint64_t, (size_t)f->small_units / 64 + 1);
	f->last = arena_new(a, int32_t, (size_t)f->small_units + 1);
	f->reached[0] = 1;
	for (i = f->n_large; i < f->n_items; i++)
		add_sums(f, i);
}

struct filler *
fill_open(const struct weight *w, int32_t n, int64_t alignment, struct arena *a)
{
	struct filler *f = arena_new(a, struct filler, 1);

	f->weights = w;
	f->n = n;
	f->alignment = max_i64(alignment, 1);
	sort_out(f, a);
	add_up(f, a);
	know_small(f, a);
	f->taken = arena_new(a, uint8_t, (size_t)f->n_items + 1);
	f->best = arena_new(a, uint8_t, (size_t)f->n_items + 1);
	f->stack = arena_new(a, int32_t, (size_t)f->n_items + 1);
	f->exact = arena_new(a, struct exact, 1);
	f->arena = a;
	return f;
}

int64_t
fill_traffic(const struct filler *f)
{
	return f->traffic;
}

/* The first of the items from I on that fits by itself; they fall in size. */
static int32_t
first_fitting(const struct filler *f, int32_t i, int64_t room)
{
	int32_t end = f->n_items, middle;

	while (i < end) {
		middle = i + (end - i) / 2;
		if (f->items[middle].size > room)
			i = middle + 1;
		else
			end = middle;
	}
	return i;
}

/* As much of the items from I on as fits, the last one in part. */
static int64_t
fraction(const struct filler *f, int32_t i, int64_t room)
{
	int64_t saves = 0, whole = room;

	if (f->uniform)
		i = first_fitting(f, i, room);
	if (f->rest_size[i] <= room)
		return f->rest_saves[i];
	if (f->uniform) {
		room -= room % f->unit;
		return (int64_t)((__int128)room * f->items[0].saves / f->items[0].size);
	}
	for (; i < f->n_items && room > 0; i++) {
		if (f->items[i].size > whole)
			continue;
		if (f->items[i].size > room)
			return saves + (int64_t)((__int128)room * f->items[i].saves /
						 f->items[i].size);
		saves += f->items[i].saves;
		room -= f->items[i].size;
	}
	return saves;
}

int64_t
fill_bound(const struct filler *f, int64_t room)
{
	if (room < f->pinned)
		return -1;
	return f->pinned_saves + fraction(f, 0, room - f->pinned);
}

/* --- the search: large items in order, taking before leaving --- */

struct search {
	const struct filler *f;
	int64_t room, saves; /* under the items on the stack */
	int64_t best_saves, best_sum, bound;
	int32_t depth, nodes, nodes_max;
};

static int64_t
small_sum(const struct filler *f, int64_t room)
{
	int64_t sum = min_i64(room / f->unit, f->small_units);

	while (!(f->reached[sum / 64] >> (sum % 64) & 1))
		sum--;
	return sum;
}

/* Equal items are taken from the first on: without this one, without those. */
static int32_t
after_equal(const struct filler *f, int32_t i)
{
	const struct item *left = &f->items[i];

	while (i < f->n_large && f->items[i].size == left->size &&
	       f->items[i].saves == left->saves)
		i++;
	return i;
}

/* All large ones are decided: the small ones take what they can. */
static void
leaf(struct search *s)
{
	const struct filler *f = s->f;
	int64_t sum = 0, saves = s->saves;

	if (f->n_large < f->n_items) {
		sum = small_sum(f, s->room);
		saves += (int64_t)((__int128)sum * f->unit * f->items[0].saves /
				   f->items[0].size);
	}
	if (saves <= s->best_saves)
		return;
	s->best_saves = saves;
	s->best_sum = sum;
	memcpy(f->best, f->taken, (size_t)f->n_large);
}

static void
take(struct search *s, int32_t i)
{
	s->f->taken[i] = 1;
	s->f->stack[s->depth++] = i;
	s->room -= s->f->items[i].size;
	s->saves += s->f->items[i].saves;
}

static int32_t
give_back(struct search *s)
{
	int32_t i = s->f->stack[--s->depth];

	s->f->taken[i] = 0;
	s->room += s->f->items[i].size;
	s->saves -= s->f->items[i].saves;
	return i;
}

static void
search_run(struct search *s)
{
	const struct filler *f = s->f;
	int32_t i = 0;

	for (;;) {
		if (s->saves + fraction(f, i, s->room) > s->best_saves) {
			for (; i < f->n_large; i++)
				if (f->items[i].size <= s->room)
					take(s, i);
			leaf(s);
		}
		if (s->best_saves >= s->bound || s->nodes++ >= s->nodes_max ||
		    !s->depth)
			break;
		i = after_equal(f, give_back(s));
	}
	while (s->depth)
		give_back(s);
}

static void
keep(const struct search *s, uint8_t *resident, struct fill *out)
{
	const struct filler *f = s->f;
	int64_t sum = s->best_sum;
	int32_t i;

	for (i = 0; i < f->n_large; i++)
		if (f->best[i]) {
			resident[f->items[i].weight] = 1;
			out->bytes += f->items[i].size;
		}
	while (sum > 0) {
		i = f->last[sum];
		resident[f->items[i].weight] = 1;
		out->bytes += f->items[i].size;
		sum -= f->items[i].size / f->unit;
	}
}

/* --- all sums --- */

static bool
same_rate(const struct item *a, const struct item *b)
{
	return (__int128)a->saves * b->size == (__int128)b->saves * a->size;
}

/* The longest run of items of one rate. */
static void
commonest_rate(const struct filler *f, struct exact *x)
{
	int32_t i, from = 0;

	for (i = 1; i <= f->n_items; i++) {
		if (i < f->n_items && same_rate(&f->items[from], &f->items[i]))
			continue;
		if (i - from > x->n) {
			x->first = from;
			x->n = i - from;
		}
		from = i;
	}
	x->n_others = f->n_items - x->n;
}

static void
work_out_sums(const struct filler *f)
{
	struct exact *x = f->exact;
	int32_t i;

	if (x->tried)
		return;
	x->tried = true;
	commonest_rate(f, x);
	if (!x->n || x->n_others > OTHERS_MAX)
		return;
	x->sizes = arena_new(f->arena, int64_t, (size_t)x->n);
	x->taken = arena_new(f->arena, uint8_t, (size_t)x->n);
	for (i = 0; i < x->n; i++)
		x->sizes[i] = f->items[x->first + i].size;
	x->sums = sums_open(x->sizes, x->n, f->arena);
}

/* Number k of those that are not of the commonest rate. */
static const struct item *
other(const struct filler *f, int32_t k)
{
	const struct exact *x = f->exact;

	return &f->items[k < x->first ? k : k + x->n];
}

/* With these others, one bit each: what is saved, and the sum beside them. */
static int64_t
saves_with(const struct filler *f, uint32_t others, int64_t room, int64_t *sum)
{
	const struct exact *x = f->exact;
	const struct item *one = &f->items[x->first];
	int64_t saves = 0;
	int32_t k;

	for (k = 0; k < x->n_others; k++)
		if (others >> k & 1) {
			room -= other(f, k)->size;
			saves += other(f, k)->saves;
		}
	if (room < 0)
		return -1;
	*sum = sums_best(x->sums, room);
	return saves + (int64_t)((__int128)*sum * one->saves / one->size);
}

/* The best there is; its items are marked and counted. */
static int64_t
best_of_sums(const struct filler *f, int64_t room, uint8_t *resident, struct fill *out)
{
	const struct exact *x = f->exact;
	int64_t best = -1, best_sum = 0, sum = 0, saves;
	uint32_t set, best_set = 0;
	int32_t i;

	for (set = 0; set < UINT32_C(1) << x->n_others; set++) {
		saves = saves_with(f, set, room, &sum);
		if (saves <= best)
			continue;
		best = saves;
		best_sum = sum;
		best_set = set;
	}
	for (i = 0; i < x->n_others; i++)
		if (best_set >> i & 1) {
			resident[other(f, i)->weight] = 1;
			out->bytes += other(f, i)->size;
		}
	sums_take(x->sums, best_sum, x->taken);
	for (i = 0; i < x->n; i++)
		resident[f->items[x->first + i].weight] |= x->taken[i];
	out->bytes += best_sum;
	return best;
}

/* True when the sums gave the answer. */
static bool
ask_sums(const struct search *s, uint8_t *resident, struct fill *out)
{
	const struct filler *f = s->f;

	work_out_sums(f);
	if (!f->exact->sums)
		return false;
	out->saved = f->pinned_saves + best_of_sums(f, s->room, resident, out);
	out->bound = out->saved;
	return true;
}

void
fill_room(const struct filler *f, int64_t room, uint8_t *resident, struct fill *out)
{
	struct search s = {.f = f,
			   .room = room - f->pinned,
			   .best_saves = -1,
			   .nodes_max = NODES_FIRST};
	int32_t i;

	*out = (struct fill){.feasible = room >= f->pinned};
	memset(resident, 0, (size_t)f->n);
	if (!out->feasible)
		return;
	for (i = 0; i < f->n; i++)
		resident[i] = f->weights[i].pin == PIN_SRAM ||
			      (f->weights[i].pin == PIN_FREE && !f->weights[i].size);
	out->bytes = f->pinned;
	s.bound = fraction(f, 0, s.room);
	search_run(&s);
	if (s.nodes > s.nodes_max) {
		if (ask_sums(&s, resident, out))
			return;
		s.nodes = 0;
		s.nodes_max = NODES_MAX;
		search_run(&s);
	}
	keep(&s, resident, out);
	out->saved = f->pinned_saves + s.best_saves;
	out->bound = s.nodes > s.nodes_max ? f->pinned_saves + s.bound : out->saved;
}
