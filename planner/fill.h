/*
 * Which weights stay in SRAM for good, when so much room is left for them.
 *
 * A 0/1 knapsack that is nearly always a subset sum: each weight is read once,
 * so every byte of room saves a byte of traffic.  Large weights are searched
 * over, small ones fill what is left: all sums of theirs are known beforehand.
 * The search ends at once when it reaches the bound, which it nearly always
 * does.  Where it does not soon, all sums of all weights are worked out, once
 * (planner/fill_sums.h); where they are too many, the search goes on to its
 * limit, and an answer that stops there is not proven.
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
 * The weights must live as long as the filler.  It takes more of the arena the
 * first time that it needs all sums.
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
