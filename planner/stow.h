/*
 * How a placement lies in SRAM.
 *
 * Where it does not pack, others of the same cost are tried before anything
 * moves; where none packs, the one that moves the fewest bytes is taken.
 */
#ifndef PLANNER_STOW_H
#define PLANNER_STOW_H

#include "planner/transfers.h"

/*
 * Both ways to lie, of which the caller takes one.  Still within WANTED, nothing
 * need move; otherwise what moves does so within that height.
 */
struct packing {
	const struct placement *placement; /* the given one, or one of its cost */
	int64_t still;                     /* height; -1: not found */
	int64_t moving; /* height, at most WANTED; -1: not found, or not needed */
	int64_t moved;  /* bytes */
};

struct stowage {
	const struct analysis *analysis;
	const struct plan_options *options;
	const struct problem *problem; /* of the placement; at a batch of 1, say, */
	int64_t batch; /* of which the sizes of the choice are so many */
	int64_t wanted;
	bool ties; /* other placements, too; without, what one gave is found again */
};

/*
 * Lays out a choice.  PLAN, which has nothing but its head yet, gets values and
 * offsets: as they lie still or, where `moving` is a height, as they move.
 */
enum status stow(struct packing *, struct plan *, const struct choice *,
		 const struct stowage *, struct arena *, struct diags *);

#endif
