/*
 * Which weights stay in SRAM for good, when so much room is left for them.
 *
 * A 0/1 knapsack that is nearly a subset sum: a weight saves its bytes each time
 * that it is read, and takes them rounded up to the alignment, so that there are few
 * rates of bytes saved per byte taken, or similar ones.  By falling rate the room
 * runs out in one class of equal rates, whose sums are known (planner/fill_class.h);
 * which items of other classes are better taken or left than that suggests is tried
 * out (planner/fill_core.h).  Exact but for limits of work that networks do not meet;
 * an answer at a limit has a bound above it.
 */
#ifndef PLANNER_FILL_H
#define PLANNER_FILL_H

#include "planner/weight.h"

struct filler;

struct fill {
	bool feasible; /* the pinned ones fit */
	int64_t bytes; /* of SRAM, each weight's size rounded up to the alignment */
	int64_t saved; /* bytes of traffic per run that need not be */
	int64_t bound; /* no choice saves more; proven when equal to saved */
};

/*
 * The weights must live as long as the filler.  It takes more of the arena when it
 * is asked.
 */
struct filler *fill_open(const struct weight *, int32_t n, int64_t alignment,
			 struct arena *);

/* Traffic when none is resident. */
int64_t fill_traffic(const struct filler *);

/* No choice within ROOM saves more; cheap.  -1: the pinned ones do not fit. */
int64_t fill_bound(const struct filler *, int64_t room);

/* The best choice found; resident[i] is 1 or 0. */
void fill_room(const struct filler *, int64_t room, uint8_t *resident, struct fill *);

#endif
