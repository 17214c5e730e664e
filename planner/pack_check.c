/*
 * The judge of packings.  It knows buffers and offsets only: nothing of
 * items, sections or strategies.
 *
 * Starts and ends are walked in time.  The buffers alive are kept as a set of
 * offsets, numbered in ascending order, in a tree of 64-way bit sets, so that
 * a newcomer only has to be compared with its two neighbours.
 */
#include "planner/pack.h"

#include <stdlib.h>

enum { LEVELS = 6 };

struct event {
	int64_t time;
	int32_t buffer;
	bool start;
};

struct place {
	int64_t offset;
	int32_t buffer;
};

struct judge {
	const struct pack_problem *problem;
	const int64_t *offsets;
	int32_t *group;  /* the least member of each buffer's ties */
	int32_t *number; /* of each buffer's offset, ascending */
	int32_t *owner;  /* a buffer alive at each number, or -1 */
	int32_t *next;   /* the next alive at the same number */
	uint64_t *bits[LEVELS];
	struct event *events;
	int32_t n_events;
	struct pack_fault *fault;
};

static bool
blame(struct judge *j, const char *what, int32_t a, int32_t b, int64_t step)
{
	*j->fault = (struct pack_fault){what, a, b, step};
	return false;
}

static int32_t
group_of(int32_t *group, int32_t b)
{
	while (group[b] != b)
		b = group[b] = group[group[b]];
	return b;
}

static bool
is_real(const struct pack_buffer *b)
{
	return b->size > 0 && b->to > b->from;
}

static bool
in_memory(const struct pack_problem *p, int64_t from, int64_t to)
{
	int32_t low = 0, high = p->n_ranges, middle;

	if (p->capacity && to > p->capacity)
		return false;
	if (!p->n_ranges)
		return true;
	while (high - low > 1) {
		middle = (low + high) / 2;
		if (p->ranges[middle].from <= from)
			low = middle;
		else
			high = middle;
	}
	/* Empty ranges may share their start with the one that holds it. */
	while (low > 0 && p->ranges[low].to < to && p->ranges[low - 1].to >= to)
		low--;
	return p->ranges[low].from <= from && to <= p->ranges[low].to;
}

static bool
check_alone(struct judge *j, int32_t i)
{
	const struct pack_buffer *b = &j->problem->buffers[i];
	int64_t offset = j->offsets[i], top;

	if (b->fixed != PACK_FREE && offset != b->fixed)
		return blame(j, "fixed", i, -1, b->from);
	if (b->tie != PACK_UNTIED && offset != j->offsets[b->tie])
		return blame(j, "tie", i, b->tie, b->from);
	if (!is_real(b))
		return true;
	if (b->alignment > 1 && offset % b->alignment)
		return blame(j, "alignment", i, -1, b->from);
	if (offset < 0 || __builtin_add_overflow(offset, b->size, &top) ||
	    !in_memory(j->problem, offset, top))
		return blame(j, "range", i, -1, b->from);
	return true;
}

static int
by_time(const void *pa, const void *pb)
{
	const struct event *a = pa, *b = pb;

	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	if (a->start != b->start)
		return a->start ? 1 : -1;
	return a->buffer < b->buffer ? -1 : a->buffer > b->buffer;
}

static int
by_offset(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return a->buffer < b->buffer ? -1 : a->buffer > b->buffer;
}

static void
add_life(struct judge *j, int32_t buffer, int64_t from, int64_t to)
{
	if (from == to)
		return;
	j->events[j->n_events++] = (struct event){from, buffer, true};
	j->events[j->n_events++] = (struct event){to, buffer, false};
}

static void
list_events(struct judge *j, struct arena *a)
{
	const struct pack_problem *p = j->problem;
	const struct pack_buffer *b;
	size_t n = 0;
	int64_t at;
	int32_t i, g;

	for (i = 0; i < p->n; i++)
		n += 2 * ((size_t)p->buffers[i].n_gaps + 1);
	j->events = arena_new(a, struct event, n);
	for (i = 0; i < p->n; i++) {
		b = &p->buffers[i];
		if (!is_real(b))
			continue;
		at = b->from;
		for (g = 0; g < b->n_gaps; g++) {
			add_life(j, i, at, b->gaps[g].from);
			at = b->gaps[g].to;
		}
		add_life(j, i, at, b->to);
	}
	qsort(j->events, (size_t)j->n_events, sizeof(*j->events), by_time);
}

static void
number_offsets(struct judge *j, struct arena *a)
{
	int32_t n = j->problem->n, i, number = 0;
	struct place *places = arena_new(a, struct place, (size_t)n);
	size_t words = (size_t)n;

	for (i = 0; i < n; i++)
		places[i] = (struct place){j->offsets[i], i};
	qsort(places, (size_t)n, sizeof(*places), by_offset);
	for (i = 0; i < n; i++) {
		if (i && places[i].offset != places[i - 1].offset)
			number++;
		j->number[places[i].buffer] = number;
		j->owner[i] = j->next[i] = -1;
	}
	for (i = 0; i < LEVELS; i++) {
		words = words / 64 + 1;
		j->bits[i] = arena_new(a, uint64_t, words);
	}
}

static void
set_bit(struct judge *j, int32_t n)
{
	int32_t l;

	for (l = 0; l < LEVELS; l++, n /= 64)
		j->bits[l][n / 64] |= UINT64_C(1) << n % 64;
}

static void
clear_bit(struct judge *j, int32_t n)
{
	int32_t l;

	for (l = 0; l < LEVELS; l++, n /= 64) {
		j->bits[l][n / 64] &= ~(UINT64_C(1) << n % 64);
		if (j->bits[l][n / 64])
			return;
	}
}

/* The nearest number below that is in the set, or -1. */
static int32_t
below(const struct judge *j, int32_t n)
{
	uint64_t word;
	int32_t l;

	for (l = 0; l < LEVELS; l++, n /= 64) {
		word = j->bits[l][n / 64] & ((UINT64_C(1) << n % 64) - 1);
		if (!word)
			continue;
		n = n / 64 * 64 + 63 - __builtin_clzll(word);
		while (l-- > 0)
			n = n * 64 + 63 - __builtin_clzll(j->bits[l][n]);
		return n;
	}
	return -1;
}

static int32_t
above(const struct judge *j, int32_t n)
{
	uint64_t word;
	int32_t l;

	for (l = 0; l < LEVELS; l++, n /= 64) {
		word = j->bits[l][n / 64] & ~(UINT64_MAX >> (63 - n % 64));
		if (!word)
			continue;
		n = n / 64 * 64 + __builtin_ctzll(word);
		while (l-- > 0)
			n = n * 64 + __builtin_ctzll(j->bits[l][n]);
		return n;
	}
	return -1;
}

/* The first of those alive at a number that reaches beyond LIMIT, or -1. */
static int32_t
reaches(const struct judge *j, int32_t number, int64_t limit)
{
	int32_t b;

	for (b = j->owner[number]; b >= 0; b = j->next[b])
		if (j->offsets[b] + j->problem->buffers[b].size > limit)
			return b;
	return -1;
}

static bool
enter(struct judge *j, int32_t b, int64_t step)
{
	int32_t number = j->number[b], other = j->owner[number], near;

	if (other >= 0 && group_of(j->group, other) != group_of(j->group, b))
		return blame(j, "overlap", other, b, step);
	near = below(j, number);
	if (near >= 0) {
		near = reaches(j, near, j->offsets[b]);
		if (near >= 0)
			return blame(j, "overlap", near, b, step);
	}
	near = above(j, number);
	if (near >= 0 &&
	    j->offsets[b] + j->problem->buffers[b].size > j->offsets[j->owner[near]])
		return blame(j, "overlap", b, j->owner[near], step);
	j->next[b] = other;
	j->owner[number] = b;
	set_bit(j, number);
	return true;
}

static void
leave(struct judge *j, int32_t b)
{
	int32_t *at = &j->owner[j->number[b]];

	while (*at != b)
		at = &j->next[*at];
	*at = j->next[b];
	if (j->owner[j->number[b]] < 0)
		clear_bit(j, j->number[b]);
}

static bool
walk(struct judge *j)
{
	const struct event *e;
	int32_t i;

	for (i = 0; i < j->n_events; i++) {
		e = &j->events[i];
		if (!e->start)
			leave(j, e->buffer);
		else if (!enter(j, e->buffer, e->time))
			return false;
	}
	return true;
}

static void
judge_open(struct judge *j, struct arena *a)
{
	const struct pack_problem *p = j->problem;
	int32_t i, x, y;

	j->group = arena_new(a, int32_t, (size_t)p->n);
	j->number = arena_new(a, int32_t, (size_t)p->n);
	j->owner = arena_new(a, int32_t, (size_t)p->n);
	j->next = arena_new(a, int32_t, (size_t)p->n);
	for (i = 0; i < p->n; i++)
		j->group[i] = i;
	for (i = 0; i < p->n; i++) {
		if (p->buffers[i].tie == PACK_UNTIED)
			continue;
		x = group_of(j->group, i);
		y = group_of(j->group, p->buffers[i].tie);
		j->group[x > y ? x : y] = x > y ? y : x;
	}
}

bool
pack_check(const struct pack_problem *p, const int64_t *offsets, int64_t *height,
	   struct pack_fault *fault, struct arena *a)
{
	struct judge j = {.problem = p, .offsets = offsets, .fault = fault};
	struct arena_mark mark = arena_mark(a);
	bool sound = true;
	int32_t i;

	*height = 0;
	*fault = (struct pack_fault){NULL, -1, -1, 0};
	judge_open(&j, a);
	for (i = 0; i < p->n; i++) {
		sound = sound && check_alone(&j, i);
		if (is_real(&p->buffers[i]) &&
		    offsets[i] + p->buffers[i].size > *height)
			*height = offsets[i] + p->buffers[i].size;
	}
	if (sound) {
		list_events(&j, a);
		number_offsets(&j, a);
		sound = walk(&j);
	}
	arena_rewind(a, mark);
	return sound;
}
