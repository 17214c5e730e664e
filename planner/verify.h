/*
 * Is a plan true?  A second opinion that shares no code with what makes plans:
 * it knows the layers, replays the plan step by step, and believes nothing.
 *
 * Checked: every operand is where the plan says and was put there; nothing
 * overlaps, leaves the capacity or breaks the alignment; two values share
 * bytes only where a layer may write its output over a dying input; what is
 * copied within SRAM is copied over nothing that is still there; every
 * transfer is needed, and none is missing; sums are what they claim to be.
 */
#ifndef PLANNER_VERIFY_H
#define PLANNER_VERIFY_H

#include "planner/plan.h"

/*
 * OK, or ERR_INTERNAL with one message per fault, ids "plan-overlap",
 * "plan-capacity", "plan-alignment", "plan-alias", "plan-operand",
 * "plan-freed", "plan-fetch", "plan-window", "plan-transfer",
 * "plan-traffic", "plan-value", "plan-partial", "plan-peak" and
 * "plan-move".
 */
enum status verify_plan(const struct plan *, const struct analysis *,
			const struct target *, const struct plan_options *,
			struct arena *, struct diags *);

#endif
