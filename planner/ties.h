/*
 * Other placements that cost as much.
 *
 * Among placements of one cost the placer prefers fewer spills, then the smaller
 * peak, then what comes first in the order of the values.  Which values those are
 * matters to packing: so the same problem is asked with its values in other orders.
 */
#ifndef PLANNER_TIES_H
#define PLANNER_TIES_H

#include "planner/place.h"

enum { TIES_MAX = 6 };

/*
 * The NUMBERth, from 0, of those of the same cost within the same usage; NULL when
 * that one is not found, or dearer.  The same numbers give the same placements.
 */
const struct placement *ties_find(const struct problem *, const struct placement *,
				  const struct place_limits *, int32_t number,
				  struct arena *);

#endif
