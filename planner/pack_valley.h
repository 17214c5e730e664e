/*
 * Skyline dives of plain problems, by valleys; private to pack*.c.
 *
 * The skyline is a list of level stretches.  The lowest one takes the first
 * item of the order that lies wholly within it; one that has none is filled up
 * to its lower neighbour.  Nothing is looked at again and again: S_1's 28,526
 * buffers take a hundredth of what waiting for each item's turn takes.
 */
#ifndef PLANNER_PACK_VALLEY_H
#define PLANNER_PACK_VALLEY_H

#include "planner/pack_dive.h"

/* As dive_run(). */
bool valley_dive(struct dive *, const struct core *, int64_t *offsets,
		 struct arena *scratch);

#endif
