/*
 * Placement problems shaped like wide networks, which exported models rarely
 * are: dense blocks without concat, cells, pyramids, random wiring, per-head
 * attention, unrolled recurrence, training graphs, random sizes.
 */
#ifndef BENCH_PLACE_WIDE_H
#define BENCH_PLACE_WIDE_H

#include "planner/problem.h"

struct wide_family {
	const char *name;
	int32_t variants;
};

extern const struct wide_family wide_families[];
extern const int32_t n_wide_families;

/* The same problem for the same numbers.  Windows are min(size, window). */
void wide_problem(int32_t family, int32_t variant, int64_t window, struct problem *,
		  struct arena *);

#endif
