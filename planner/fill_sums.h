/*
 * Which sums a set of sizes can form: all of them, exactly.
 *
 * Most bytes are in sizes that a large power of two divides, and few sizes are odd:
 * a table (planner/fill_table.h) of the sums of the former counts in large units,
 * one of the latter in small ones, and both together are short.  A sum is a sum of
 * each.
 */
#ifndef PLANNER_FILL_SUMS_H
#define PLANNER_FILL_SUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct fill_sums;

/*
 * Sizes are positive and fall.  NULL when however they are parted there are more
 * than LIMIT units, or too many sizes to number.
 */
struct fill_sums *sums_open(const int64_t *sizes, int32_t n, int64_t limit,
			    struct arena *);

/* The largest sum that is at most LIMIT >= 0. */
int64_t sums_best(const struct fill_sums *, int64_t limit);

/* The sizes that form a sum of sums_best(): taken[i] is 1 or 0. */
void sums_take(const struct fill_sums *, int64_t sum, uint8_t *taken);

#endif
