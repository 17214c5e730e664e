/*
 * Sizes of which each byte is worth the same: how much of a room can they take?
 *
 * Large ones are searched over, small ones fill what is left: all sums of theirs
 * are known beforehand.  The search ends at once when it reaches the bound, which
 * it nearly always does.  Where it does not soon, all sums of all sizes are worked
 * out, once (planner/fill_sums.h); where they are too many, the search goes on to
 * its limit, and an answer that stops there has a bound above it.
 */
#ifndef PLANNER_FILL_CLASS_H
#define PLANNER_FILL_CLASS_H

#include <stdint.h>

#include "base/arena.h"

struct fill_class;

/*
 * Sizes are positive, fall and outlive it; at least one.  It takes more of the
 * arena the first time that it needs all sums.
 */
struct fill_class *class_open(const int64_t *sizes, int32_t n, struct arena *);

/* What divides every size. */
int64_t class_unit(const struct fill_class *);

/* The sum of those that fit into a room by themselves. */
int64_t class_fitting(const struct fill_class *, int64_t room);

struct class_sum {
	int64_t sum;   /* the largest found that is at most the room */
	int64_t bound; /* none is larger; proven when equal */
};

struct class_sum class_best(struct fill_class *, int64_t room);

/* Those that form the sum of class_best(): taken[i] is 1 or 0. */
void class_take(struct fill_class *, int64_t room, uint8_t *taken);

#endif
