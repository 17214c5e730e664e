/*
 * First answers, to be improved on; private to moving*.c.
 */
#ifndef PLANNER_MOVING_START_H
#define PLANNER_MOVING_START_H

#include "planner/moving_space.h"

/*
 * Each places all chains of an empty space; false, and empty again, where it
 * cannot.  The third always can, unless alignment takes more than there is.
 */

/* Where a packing that may be too high puts them, and the rest where they can. */
bool start_near(struct space *, const struct pack_problem *, const int64_t *offsets);

/* The most bytes x steps first. */
bool start_dive(struct space *);

/* Step by step: where there is no room for what is new, all slide down. */
bool start_sliding(struct space *);

#endif
