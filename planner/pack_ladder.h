/*
 * The strategies, from cheap to dear; private to pack*.c.
 */
#ifndef PLANNER_PACK_LADDER_H
#define PLANNER_PACK_LADDER_H

#include "planner/pack_greedy.h"

struct rung {
	const char *name;
	/* Packs lower than the best so far, if it can; pack_core.h's core_offer. */
	void (*climb)(struct core *, const struct rung *, int64_t goal_bytes,
		      struct arena *scratch);
	const char *letters; /* of an order, pack_order.h */
	enum greedy_hole hole;
	int32_t most;  /* items it is meant for */
	int64_t nodes; /* of a search, per unit of effort; 0: it is none */
};

extern const struct rung pack_rungs[];
extern const int32_t n_pack_rungs;

/* c->offsets has room.  Climbs until the packing is within the goal, or to the top. */
void pack_climb(struct core *, int64_t goal_bytes, struct arena *scratch);

/* Each item where its hint says, if that is free, the others where they can. */
void pack_climb_hints(struct core *, struct arena *scratch);

#endif
