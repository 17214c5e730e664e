/*
 * Offsets for a plan: its residencies, windows and workspaces as buffers.
 */
#ifndef PLANNER_LAYOUT_H
#define PLANNER_LAYOUT_H

#include "planner/plan.h"

/*
 * Sets every SRAM offset and the high-water mark; OK when they are within the
 * plan's capacity, NO when none were found.  *excess is then how far the best
 * known layout reaches beyond it, and *proven that there is none.
 */
enum status layout_sram(struct plan *, const struct analysis *, int32_t effort,
			int64_t *excess, bool *proven, struct arena *, struct diags *);

/* Offsets in DRAM for what is spilled, and their height. */
enum status layout_dram(struct plan *, const struct analysis *, struct arena *,
			struct diags *);

#endif
