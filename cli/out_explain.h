/*
 * Explanations, for people and for machines.
 */
#ifndef CLI_OUT_EXPLAIN_H
#define CLI_OUT_EXPLAIN_H

#include "cli/escape.h"
#include "cli/out_plan.h"
#include "planner/explain.h"

/* One per batch.  What was asked for decides which member is filled in. */
struct explanation {
	const struct plan *plan;
	struct peak_story peak;     /* neither a tensor nor a step */
	struct parts parts;         /* at the step asked for, or at the plan's peak */
	struct tensor_story tensor; /* of a tensor, when the plan fits */
};

struct explain_report {
	struct plan_report plans;
	const struct explanation *list; /* plans.n */
	value_id tensor;                /* or NO_VALUE */
	int32_t step;                   /* or -1 */
};

json_t *explain_json(const struct explain_report *);
void explain_text(struct text *, const struct explain_report *);

/* --- shared by the two, and by plan --- */

/* Where a part stands in its life at the step: "made", "read", "waits". */
const char *part_role(const struct analysis *, const struct part *, int32_t step);
/* The step that makes it, and the one that it is kept for; -1: none. */
int32_t part_maker(const struct analysis *, const struct part *);
int32_t part_holder(const struct analysis *, const struct part *);

/* "1,304,576 B = 802,816 res2a + ...", at most MOST names; weights as one. */
void parts_text(struct text *, const struct graph *, const struct parts *,
		int32_t most);
/* The same within a line, for another sink. */
void parts_inline(struct text *, const struct graph *, const struct parts *,
		  int32_t most, enum sink);

/* Why a plan does not fit, and what the least it needs is made of. */
void refusal_text(struct text *, const struct plan_report *, const struct plan *);
/* Its parts; n is 0 where they are not known. */
void refusal_parts(struct parts *, const struct plan_report *, const struct plan *);

void tensor_text(struct text *, const struct explain_report *,
		 const struct explanation *);
json_t *tensor_json(const struct explain_report *, const struct explanation *);
json_t *parts_json(const struct explain_report *, const struct parts *);

#endif
