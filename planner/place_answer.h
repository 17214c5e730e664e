/*
 * From resident gaps to a struct placement: traffic, usage and in-place edges
 * are worked out anew, by no part of the search.  Internal.
 */
#ifndef PLANNER_PLACE_ANSWER_H
#define PLANNER_PLACE_ANSWER_H

#include "planner/place_flat.h"

/* Bound, optimal and work are left to the caller.  RESIDENT is copied. */
struct placement *answer_make(const struct flat *, int64_t sram,
			      const uint8_t *resident, struct arena *);

/* Bytes in use at every step. */
void answer_usage(const struct flat *, const uint8_t *resident, int64_t *usage,
		  struct arena *);

#endif
