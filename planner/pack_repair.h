/*
 * Repair of a good packing of many items: what reaches too high, and what is
 * near it, is taken out and packed again with the rest fixed; private to
 * pack*.c.
 */
#ifndef PLANNER_PACK_REPAIR_H
#define PLANNER_PACK_REPAIR_H

#include "planner/pack_ladder.h"

void climb_repair(struct core *, const struct rung *, int64_t goal_bytes,
		  struct arena *scratch);

#endif
