/*
 * Placement as others do it, to compare with: never part of the program.
 *
 * Windows are 0.  A strategy marks gaps as resident, within the capacity; pairs in
 * place count once where both are there (each value in the first such pair).
 */
#ifndef BENCH_BASELINES_H
#define BENCH_BASELINES_H

#include "planner/problem.h"

/* The resident gaps as one array: value v has them from first_gap[v] on. */
struct marks {
	const struct problem *problem;
	int64_t sram;
	const int32_t *first_gap;
	uint8_t *resident;       /* all 0 when a strategy starts */
	int64_t *usage;          /* per step, scratch */
	int32_t *before, *after; /* per value: whom it overwrites, who overwrites it */
	struct arena *arena;
};

struct strategy {
	const char *name;
	void (*place)(struct marks *);
};

extern const struct strategy strategies[];
extern const int32_t n_strategies;

struct marks *marks_open(const struct problem *, int64_t sram, struct arena *);

/* Bytes that the marked placement moves. */
int64_t marks_traffic(const struct marks *);

#endif
