/*
 * Which sums a set of sizes can form: a bit for each.
 *
 * Bits go up to half of the total, in units of what divides all sizes, and with
 * them the size that reached the sum first.  Larger sums are the total without a
 * smaller one.
 */
#ifndef PLANNER_FILL_TABLE_H
#define PLANNER_FILL_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct fill_table {
	int64_t *sizes;
	int32_t *numbers; /* the caller's */
	int32_t n;
	int64_t unit, total, half; /* total and half in units */
	uint64_t *reached;
	uint16_t *last;
};

/*
 * Of table->sizes, numbers and n <= UINT16_MAX, which are there; a sum is formed of
 * the first of them that can.  Memory: 17 bits per unit of half the total.
 */
void table_fill(struct fill_table *, struct arena *);

/* The largest sum in (above, limit], in bytes; -1 when there is none. */
int64_t table_best(const struct fill_table *, int64_t limit, int64_t above);

/* How many sums there are, or one more. */
int64_t table_count(const struct fill_table *);

/* Is this sum there? */
bool table_has(const struct fill_table *, int64_t sum);

/* Marks the numbers of those that form a sum that is there, and no others. */
void table_take(const struct fill_table *, int64_t sum, uint8_t *taken);

#endif
