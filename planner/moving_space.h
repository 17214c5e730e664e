/*
 * Who lies where at every step, for offsets that change; private to moving*.c.
 *
 * A chain is a buffer, or buffers tied one to the next: at each step one
 * height, at one offset.  A run is a stretch of steps of a chain at the same
 * offset; the runs of a chain that is placed cover its whole life.
 */
#ifndef PLANNER_MOVING_SPACE_H
#define PLANNER_MOVING_SPACE_H

#include "planner/pack.h"

struct run {
	int32_t from, to;
	int64_t offset;
};

struct chain {
	int32_t from, to;
	int64_t *height; /* at step from + i */
	int64_t *across; /* bytes to copy to be elsewhere from step from + i on */
	int64_t tallest;
	struct run *runs; /* ascending; room for one per step */
	int32_t n_runs;   /* 0: not placed */
};

struct slot {
	int64_t lo, hi;
	int32_t chain;
};

/* Offsets, both included. */
struct range {
	int64_t lo, hi;
};

struct space {
	int32_t steps, n; /* chains */
	int64_t limit, alignment;
	struct chain *chains;
	int32_t *chain_of;   /* per buffer; -1: it needs no memory */
	struct slot **slots; /* per step, ascending */
	int32_t *n_slots;
	struct range *ranges[3];
	int64_t work; /* slots looked at */
	struct arena *arena;
};

/* False where the problem is too large to be looked at step by step. */
bool space_open(struct space *, const struct pack_problem *, struct arena *);

/* Adds a run at the end of the chain's, or takes all of them away. */
void space_put(struct space *, int32_t chain, struct run);
void space_clear(struct space *, int32_t chain);

/*
 * The longest run from step FROM on, at the lowest offset that allows it, or the
 * highest; its `to` is FROM where there is none.
 */
struct run space_reach(struct space *, int32_t chain, int32_t from, bool high);

/* Places the whole chain in the fewest runs; false, and cleared, if it cannot. */
bool space_fill(struct space *, int32_t chain, bool high);

/* Bytes that the chain's runs copy. */
int64_t space_copied(const struct chain *);

#endif
