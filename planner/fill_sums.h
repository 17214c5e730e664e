/*
 * Which sums a set of sizes can form: all of them, exactly.
 *
 * A bit per sum up to half of the total, in units of what divides all sizes, and
 * per sum the size that reached it first.  Larger sums are the total without a
 * smaller one.
 */
#ifndef PLANNER_FILL_SUMS_H
#define PLANNER_FILL_SUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct fill_sums;

/*
 * Sizes are positive and outlive it; it is fastest when they fall.  NULL when
 * there are more than SUMS_LIMIT units, or too many sizes to number.
 */
enum { SUMS_LIMIT = 1 << 23 };
struct fill_sums *sums_open(const int64_t *sizes, int32_t n, struct arena *);

/* The largest sum that is at most LIMIT >= 0. */
int64_t sums_best(const struct fill_sums *, int64_t limit);

/* The sizes that form a sum of sums_best(): taken[i] is 1 or 0. */
void sums_take(const struct fill_sums *, int64_t sum, uint8_t *taken);

#endif
