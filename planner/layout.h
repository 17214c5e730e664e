/*
 * Offsets for a plan: its residencies, windows and workspaces as buffers.
 */
#ifndef PLANNER_LAYOUT_H
#define PLANNER_LAYOUT_H

#include "planner/plan.h"

/*
 * Offsets for everything but weights, in the least height that is found within
 * LIMIT; *height is -1 when nothing is.  EFFORT and HASTE are planner/pack.h's.
 */
enum status layout_sram(struct plan *, const struct analysis *, int32_t effort,
			int32_t haste, int64_t limit, int64_t *height, struct arena *,
			struct diags *);

/*
 * The same within LIMIT where layout_sram() got no lower than that: what lies
 * still is kept where it was put, as far as that goes, and residencies that move
 * become several.  *height is -1 where nothing is found.  WORK limits the search.
 */
void layout_moving(struct plan *, const struct analysis *, int64_t work, int64_t limit,
		   int64_t *height, struct arena *);

/*
 * Both ways to lay out a placement, of which the caller takes one.  Lying still
 * within WANTED, nothing moves; otherwise what does within that height, too.
 */
struct packing {
	int64_t still;  /* height; -1: not found */
	int64_t moving; /* height, at most WANTED; -1: not found, or not needed */
	int64_t moved;  /* bytes */
};

/* PLAN is left as it is when what is needed moves, or else as it lies still. */
enum status layout_both(struct plan *, const struct analysis *,
			const struct plan_options *, int64_t usage, int64_t wanted,
			struct packing *, struct arena *, struct diags *);

/* Resident weights go below, and the rest, HEIGHT bytes, above them. */
void layout_weights(struct plan *, int64_t height);

/* Offsets in DRAM for what is spilled, and their height. */
enum status layout_dram(struct plan *, const struct analysis *, struct arena *,
			struct diags *);

#endif
