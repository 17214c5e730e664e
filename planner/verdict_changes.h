/*
 * Who moves more, or less, in one cell than in another.  Internal to
 * planner/verdict*.c.
 */
#ifndef PLANNER_VERDICT_CHANGES_H
#define PLANNER_VERDICT_CHANGES_H

#include "planner/verdict.h"

/* Values whose bytes per frame grow (or shrink), the largest change first. */
const struct change *changes_of(const struct surface *, const struct sweep_cell *from,
				const struct sweep_cell *to, bool grow, int32_t *n,
				struct arena *);

/* The same for bytes as they are: what TO moves less than FROM. */
const struct change *changes_down(const int64_t *from, const int64_t *to,
				  int32_t values, int32_t *n, struct arena *);

#endif
