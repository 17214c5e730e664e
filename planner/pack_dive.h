/*
 * Skyline dives: place what can lie lowest, again and again; private to
 * pack*.c.  O((n + moves) log n), always a packing unless it would reach the
 * limit.
 */
#ifndef PLANNER_PACK_DIVE_H
#define PLANNER_PACK_DIVE_H

#include "planner/pack_core.h"

/*
 * Among items that can lie equally low, the first of the order given by
 * LETTERS (pack_order.h) goes first.  True when it ends below LIMIT bytes;
 * OFFSETS has room for every item.
 */
bool dive(const struct core *, const char *letters, int64_t limit_bytes,
	  int64_t *offsets, struct arena *scratch);

#endif
