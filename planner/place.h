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
#define PLACE_WORK INT64_C(20000000)

/* Zero stands for the default of each. */
struct place_limits {
	int64_t work;   /* per capacity: labels made plus labels compared */
	int32_t labels; /* most alive at one step, on the last rung */
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

/*
 * Weights: resident for the whole schedule, or streamed at each event.
 */
struct weight {
	const char *name;
	int64_t size;    /* SRAM bytes for the whole schedule when resident */
	int64_t traffic; /* bytes read when streamed: size x how often */
	const struct problem_event *events; /* windows while streamed; may be none */
	int32_t n_events;
	uint8_t pin; /* enum pin */
};

/*
 * For every room in [0, room]: the most traffic that resident weights can save.
 * Exact (up to 2^25 multiples of what divides all sizes, or 2^20 pairs of size
 * and traffic; beyond that the best found).  Windows are not considered.  Built
 * once, asked often.
 */
struct weight_table;
struct weight_table *weights_open(const struct weight *, int32_t n, int64_t room,
				  struct arena *);
/* Bytes saved at best; -1 when the pinned weights do not fit. */
int64_t weights_saved(const struct weight_table *, int64_t room);
/* No choice saves more; the same where the table is exact.  -1 likewise. */
int64_t weights_bound(const struct weight_table *, int64_t room);
/* One choice that saves as much: resident[i] is 1 or 0.  Returns its bytes. */
int64_t weights_choose(const struct weight_table *, int64_t room, uint8_t *resident);

/* Activations and weights together. */
struct joint {
	bool feasible, optimal;
	int64_t cost;               /* what was minimised: weights count as reads */
	int64_t lower_bound;        /* of cost */
	int64_t dram_bytes;         /* activations + streamed weights */
	int64_t streamed, resident; /* weights: bytes read, SRAM bytes held */
	const uint8_t *weights;     /* per weight: 1 resident */
	const struct placement *placement; /* under sram_left */
	int64_t sram_left;                 /* sram - resident */
	int64_t work;
};

/*
 * The best of both under one capacity.  When no weight has a window the answer
 * is composed from the curve, which is drawn once per placer, and the table;
 * otherwise weights are searched together with the activations, and the
 * placement is one for what the resident weights and the windows of the others
 * leave.
 */
const struct joint *place_joint(struct placer *, const struct weight *, int32_t n,
				int64_t sram);

/*
 * The same by look-ups only, windows ignored: the least of scale x cost at
 * (sram - resident) / scale + weights streamed once.  SCALE is the batch when
 * windows are 0 and every value is batched, else 1.  False when nothing fits.
 */
struct composed {
	const struct curve_point *point;
	int64_t room; /* left for weights */
	int64_t dram_bytes, saved;
};
bool place_compose(const struct curve *, const struct weight_table *,
		   int64_t weight_traffic, int64_t sram, int64_t scale,
		   struct composed *);

#endif
