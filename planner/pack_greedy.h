/*
 * What others ship: items one by one in a static order, each into a hole
 * between those already placed; private to pack*.c.
 */
#ifndef PLANNER_PACK_GREEDY_H
#define PLANNER_PACK_GREEDY_H

#include "planner/pack_core.h"

/* HOLE_HINT: where the hint says, else as HOLE_LOWEST. */
enum greedy_hole { HOLE_LOWEST, HOLE_SMALLEST, HOLE_HINT };

/*
 * LETTERS as in pack_order.h; "" is the order in time.  True when it ends
 * below LIMIT bytes; not tried where more pairs than that exist together.
 */
bool greedy(const struct core *, const char *letters, enum greedy_hole,
	    int64_t limit_bytes, int64_t most_pairs, int64_t *offsets,
	    struct arena *scratch);

#endif
