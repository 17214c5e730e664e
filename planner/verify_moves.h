/*
 * The part of the verifier that replays copies within SRAM.
 */
#ifndef PLANNER_VERIFY_MOVES_H
#define PLANNER_VERIFY_MOVES_H

#include "planner/plan.h"

/*
 * Each copy takes a value from where it lies to where it lies next, over nothing
 * that is still there; "plan-move" otherwise.
 */
enum status verify_moves(const struct plan *, const struct analysis *,
			 const struct plan_options *, struct arena *, struct diags *);

/* Is this residency the next place of one that ends where it begins? */
bool verify_moved_in(const struct plan *, const struct plan_value *,
		     const struct residency *);

#endif
