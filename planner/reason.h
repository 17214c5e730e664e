/*
 * Why a value is where it is, in one sentence each.
 */
#ifndef PLANNER_REASON_H
#define PLANNER_REASON_H

#include "planner/transfers.h"

/* Fills in plan->usage, and the reason of every value. */
void reasons_make(struct plan *, const struct choice *, const struct analysis *,
		  struct arena *);

#endif
