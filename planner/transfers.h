/*
 * From a placement to what moves when, and where each value is.
 */
#ifndef PLANNER_TRANSFERS_H
#define PLANNER_TRANSFERS_H

#include "planner/plan.h"

/* A placement, as the rest of the planner needs it. */
struct choice {
	const struct demand *demand;
	const struct placement *placement;
	const uint8_t *weights; /* per weight: 1 resident */
};

/*
 * Fills in the plan's values (offsets still NO_OFFSET), transfers, traffic and
 * dram_bytes.  Values are in the demand's order, weights follow.
 */
void transfers_make(struct plan *, const struct choice *, const struct analysis *,
		    struct arena *);

#endif
