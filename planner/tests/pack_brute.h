/*
 * The offset allocator's reference: small random problems, and a solver that
 * tries every offset.  It shares nothing with the allocator.
 */
#ifndef PLANNER_TESTS_PACK_BRUTE_H
#define PLANNER_TESTS_PACK_BRUTE_H

#include <string.h>

#include "planner/pack.h"

enum { BRUTE_BUFFERS = 5, BRUTE_STEPS = 8, BRUTE_HEIGHT = 40, BRUTE_RANGES = 3 };

struct brute {
	struct pack_problem problem;
	struct pack_buffer list[BRUTE_BUFFERS];
	struct pack_span gaps[BRUTE_BUFFERS][1];
	struct pack_span ranges[BRUTE_RANGES];
	uint64_t state;
	int64_t offsets[BRUTE_BUFFERS];
};

enum brute_trait {
	BRUTE_ALIGNED = 1,
	BRUTE_TIED = 2,
	BRUTE_GAPPED = 4,
	BRUTE_FIXED = 8,
	BRUTE_BANKED = 16,
	BRUTE_ALL = 31,
};

static inline int64_t
brute_draw(struct brute *b, int64_t n)
{
	b->state = b->state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (int64_t)((b->state >> 33) % (uint64_t)n);
}

static inline void
brute_draw_buffer(struct brute *b, int32_t i, unsigned traits)
{
	static const int64_t alignments[] = {1, 2, 3, 4};
	struct pack_buffer *x = &b->list[i];
	int64_t life;

	*x = (struct pack_buffer){PACK_DEFAULTS};
	x->size = brute_draw(b, 6) + (brute_draw(b, 20) > 0);
	x->from = brute_draw(b, BRUTE_STEPS - 1);
	life = 1 + brute_draw(b, BRUTE_STEPS - x->from);
	x->to = x->from + life;
	if (traits & BRUTE_ALIGNED && !brute_draw(b, 3))
		x->alignment = alignments[brute_draw(b, 4)];
	if (traits & BRUTE_TIED && i && !brute_draw(b, 4))
		x->tie = (int32_t)brute_draw(b, i);
	if (traits & BRUTE_FIXED && !brute_draw(b, 8))
		x->fixed = brute_draw(b, 9);
	if (traits & BRUTE_GAPPED && life > 2 && !brute_draw(b, 2)) {
		b->gaps[i][0].from = x->from + brute_draw(b, life);
		b->gaps[i][0].to =
			b->gaps[i][0].from + brute_draw(b, x->to - b->gaps[i][0].from);
		x->gaps = b->gaps[i];
		x->n_gaps = 1;
	}
}

static inline void
brute_draw_ranges(struct brute *b)
{
	int64_t at = brute_draw(b, 3);
	int32_t r;

	for (r = 0; r < BRUTE_RANGES; r++) {
		b->ranges[r].from = at;
		at += 3 + brute_draw(b, 8);
		b->ranges[r].to = at;
		at += brute_draw(b, 3);
	}
	b->problem.ranges = b->ranges;
	b->problem.n_ranges = BRUTE_RANGES;
}

static inline void
brute_make(struct brute *b, uint64_t seed, unsigned traits)
{
	int32_t i, n;

	memset(b, 0, sizeof(*b));
	b->state = seed * 2654435761u + 12345;
	n = 2 + (int32_t)brute_draw(b, BRUTE_BUFFERS - 1);
	for (i = 0; i < n; i++)
		brute_draw_buffer(b, i, traits);
	b->problem.buffers = b->list;
	b->problem.n = n;
	b->problem.effort = 1;
	if (traits & BRUTE_BANKED && !brute_draw(b, 3))
		brute_draw_ranges(b);
}

static inline bool
brute_alive(const struct pack_buffer *x, int64_t step)
{
	return x->size && step >= x->from && step < x->to &&
	       !(x->n_gaps && step >= x->gaps[0].from && step < x->gaps[0].to);
}

static inline int32_t
brute_root(const struct brute *b, int32_t i)
{
	while (b->list[i].tie != PACK_UNTIED)
		i = b->list[i].tie;
	return i;
}

static inline bool
brute_meet(const struct brute *b, int32_t i, int32_t j)
{
	int64_t s;

	if (brute_root(b, i) == brute_root(b, j))
		return false;
	for (s = 0; s < BRUTE_STEPS; s++)
		if (brute_alive(&b->list[i], s) && brute_alive(&b->list[j], s))
			return true;
	return false;
}

static inline bool
brute_in_range(const struct brute *b, int64_t from, int64_t to)
{
	int32_t r;

	for (r = 0; r < b->problem.n_ranges; r++)
		if (from >= b->ranges[r].from && to <= b->ranges[r].to)
			return true;
	return !b->problem.n_ranges;
}

/* Can buffer I lie at this offset, given those before it, and fixed ones? */
static inline bool
brute_can_lie(const struct brute *b, int32_t i, int64_t at, int64_t height)
{
	const struct pack_buffer *x = &b->list[i];
	int64_t other;
	int32_t j;

	if (x->fixed != PACK_FREE && at != x->fixed)
		return false;
	if (x->tie != PACK_UNTIED && at != b->offsets[x->tie])
		return false;
	if (!x->size || x->to == x->from)
		return true;
	if (at + x->size > height || (x->alignment > 1 && at % x->alignment) ||
	    !brute_in_range(b, at, at + x->size))
		return false;
	for (j = 0; j < b->problem.n; j++) {
		other = j < i ? b->offsets[j] : b->list[j].fixed;
		if (other >= 0 && brute_meet(b, i, j) && other < at + x->size &&
		    at < other + b->list[j].size)
			return false;
	}
	return true;
}

static inline bool
brute_fill(struct brute *b, int32_t i, int64_t height)
{
	int64_t at = 0, end = height;

	if (i == b->problem.n)
		return true;
	if (b->list[i].tie != PACK_UNTIED)
		at = end = b->offsets[b->list[i].tie];
	for (; at <= end; at++) {
		if (!brute_can_lie(b, i, at, height))
			continue;
		b->offsets[i] = at;
		if (brute_fill(b, i + 1, height))
			return true;
	}
	return false;
}

/* The least height, or -1 when there is none below BRUTE_HEIGHT. */
static inline int64_t
brute_least(struct brute *b)
{
	int64_t height;

	if (!brute_fill(b, 0, BRUTE_HEIGHT))
		return -1;
	for (height = 0; height < BRUTE_HEIGHT; height++)
		if (brute_fill(b, 0, height))
			return height;
	return BRUTE_HEIGHT;
}

#endif
