/*
 * The copies before one step, one after the other; private to moving*.c.
 */
#ifndef PLANNER_MOVING_ORDER_H
#define PLANNER_MOVING_ORDER_H

#include "planner/moving_space.h"

/* From one place to another, before a step. */
struct shift {
	int32_t chain;
	int64_t bytes, from, to;
	bool done;
};

/*
 * The copies before a step, in an order in which none overwrites what is still
 * to be copied; -1: there is no such order.  LIST has room for every chain.
 */
int32_t shifts_before(struct space *, int32_t step, struct shift *list);

#endif
