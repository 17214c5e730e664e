/*
 * Offsets that change between steps, for what cannot lie still.
 *
 * Buffers as in planner/pack.h, all of one alignment, without gaps, fixed
 * offsets or ranges; times are steps.  Before a step, what was there during
 * the step before and is there during this one may be copied to another
 * offset.  The copies of a step run one after the other, in the order given; a
 * copy may overlap its own source, as memmove() does, and nothing else that is
 * there then.  A buffer tied to another overlaps it in one step, its first and
 * the other's last; both start at one offset during that step, and each may
 * lie elsewhere at any other.
 *
 * Whatever fits by sum at each step, aligned, can be packed this way.  Which
 * copies are needed is searched for: few bytes, not the fewest.  The same
 * problem gives the same answer everywhere, and one whose sizes, alignment and
 * limit are all N times as large the same answer N times as large.
 */
#ifndef PLANNER_MOVING_H
#define PLANNER_MOVING_H

#include "planner/pack.h"

/* A part of a buffer's lifetime at one offset. */
struct moving_piece {
	int32_t buffer, from, to;
	int64_t offset;
};

struct moving_copy {
	int32_t step, buffer; /* before the step */
	int64_t from, to;     /* offsets */
};

struct moving_result {
	bool found;
	const struct moving_piece *pieces; /* by buffer, then by time */
	const struct moving_copy *copies;  /* by step, then in the order they run */
	int32_t n_pieces, n_copies;
	int64_t bytes; /* copied in all */
	int64_t height;
	int64_t work;
};

/*
 * Within the problem's capacity.  NEAR: offsets of a packing without moves that
 * may be higher than that, to start from; or NULL.  WORK limits the search.
 */
void moving_pack(struct moving_result *, const struct pack_problem *,
		 const int64_t *near, int64_t work, struct arena *);

#endif
