/*
 * The rungs made of dives; private to pack*.c.
 */
#ifndef PLANNER_PACK_DIVES_H
#define PLANNER_PACK_DIVES_H

#include "planner/pack_ladder.h"

/* One dive in the order of the rung. */
void climb_dive(struct core *, const struct rung *, int64_t goal_bytes,
		struct arena *scratch);

/* Dives in the order of the best so far, shaken a little, each otherwise. */
void climb_shaken(struct core *, const struct rung *, int64_t goal_bytes,
		  struct arena *scratch);

/* Dives that put first what got stuck in those before. */
void climb_learning(struct core *, const struct rung *, int64_t goal_bytes,
		    struct arena *scratch);

#endif
