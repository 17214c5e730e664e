/*
 * Searches with growing limits, incomplete ones before the complete; private
 * to pack*.c.
 */
#ifndef PLANNER_PACK_DEEPEN_H
#define PLANNER_PACK_DEEPEN_H

#include "planner/pack_ladder.h"

/*
 * Looks for a packing within the goal, then, if lower is better, for any
 * lower than the best so far.  Raises the core's bound by what it proves.
 */
void climb_search(struct core *, const struct rung *, int64_t goal_bytes,
		  struct arena *scratch);

#endif
