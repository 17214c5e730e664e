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

/* Resident weights go below, and the rest, HEIGHT bytes, above them. */
void layout_weights(struct plan *, int64_t height);

/* Offsets in DRAM for what is spilled, and their height. */
enum status layout_dram(struct plan *, const struct analysis *, struct arena *,
			struct diags *);

#endif
