/*
 * The exact placement solver.
 *
 *	struct placer *p = placer_open(&problem, NULL, arena);
 *	const struct placement *one = place_at(p, sram);
 *	const struct curve *all = place_curve(p, 0, INT64_MAX);
 *
 * Lazy eviction: everything stays resident until a step overflows, and only
 * then the gaps to evict are branched over, with dominance, exchange and
 * symmetry between partial answers and Lagrangian prices as a bound.  Same
 * problem, same limits, same answer on every machine: limits count work, never
 * time.  Where a limit is reached the best placement found comes with its
 * lower bound.  Among optima the one with fewer spills, then the smaller peak,
 * is preferred.
 *
 * The problem must have passed problem_check() and must outlive the placer.
 * Answers live in the arena; scratch memory is taken from it and given back.
 */
#ifndef PLANNER_PLACE_H
#define PLANNER_PLACE_H

#include "planner/problem.h"

struct placer;

/* The default work; --effort multiplies it. */
#define PLACE_WORK INT64_C(40000000)

/* Zero stands for the default of each. */
struct place_limits {
	int64_t work;   /* per capacity: labels made plus labels compared */
	int32_t labels; /* most alive at one step, on the last rung */
	int64_t curve;  /* work of a curve, past which its points are quick; none */
};

/* NULL for the default limits. */
struct placer *placer_open(const struct problem *, const struct place_limits *,
			   struct arena *);

/* The least SRAM that works at all, and the step that asks for it. */
int64_t place_needed(const struct placer *, int32_t *step);
/* The least SRAM with compulsory traffic only, pins respected. */
int64_t place_no_spill(const struct placer *);

/*
 * The best placement for one capacity.  Never NULL; always feasible from what is
 * needed on.
 */
const struct placement *place_at(struct placer *, int64_t sram);
/* The same within less work: seldom much worse, less often proven. */
const struct placement *place_quick(struct placer *, int64_t sram);

/*
 * The curve: every capacity in [from, to] at which the cost changes, falling.
 * Point i is best for sram[i] <= S < sram[i - 1].  When every point is optimal
 * the staircase is exact; a point that is not proven is marked, and the points
 * below it are still the best found (costs never fall with less SRAM).
 */
struct curve_point {
	int64_t sram; /* the least capacity with this cost: usage of the placement */
	int64_t cost, dram_bytes;
	bool optimal;
	int64_t lower_bound; /* holds for every S in this point's range */
	const struct placement *placement;
};

struct curve {
	int32_t n;
	const struct curve_point *points;
	bool optimal;   /* all points are */
	int64_t needed; /* below this nothing works */
	int64_t work;
};

const struct curve *place_curve(struct placer *, int64_t from, int64_t to);

/*
 * The point that answers for SRAM: a look-up.  NULL when nothing works there
 * or it is below the part that was drawn.  With windows of 0 and every value
 * batched, the answer for batch B at S is B x the point at S / B.
 */
const struct curve_point *curve_at(const struct curve *, int64_t sram);

#endif
