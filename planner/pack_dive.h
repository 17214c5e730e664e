/*
 * Skyline dives: place what can lie lowest, again and again; private to
 * pack*.c.  O((n + moves) log n), always a packing unless it would reach the
 * limit.
 */
#ifndef PLANNER_PACK_DIVE_H
#define PLANNER_PACK_DIVE_H

#include "planner/pack_core.h"

struct dive {
	const int32_t *rank; /* of each item, from 0 on; pack_order.h makes them */
	int64_t limit_bytes; /* to end below */
	int32_t stuck;       /* the item that could not, after false */
};

/*
 * Among items that can lie equally low, the one of the lowest rank goes first.
 * True when all end below the limit; OFFSETS has room for every item.
 */
bool dive_run(struct dive *, const struct core *, int64_t *offsets,
	      struct arena *scratch);

#endif
