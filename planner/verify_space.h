/*
 * The half of the verifier that looks at addresses.
 */
#ifndef PLANNER_VERIFY_SPACE_H
#define PLANNER_VERIFY_SPACE_H

#include "planner/plan.h"

/* Overlap, capacity, alignment, aliases, peak and high-water mark. */
enum status verify_space(const struct plan *, const struct analysis *, struct arena *,
			 struct diags *);

#endif
