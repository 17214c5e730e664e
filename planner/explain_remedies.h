/*
 * The candidates that explain_peak() tries, one function per kind.  Internal.
 */
#ifndef PLANNER_EXPLAIN_REMEDIES_H
#define PLANNER_EXPLAIN_REMEDIES_H

#include "planner/explain.h"

struct remedies {
	const struct plan *plan;
	const struct analysis *analysis;
	const struct target *target;
	const struct plan_options *options;
	const struct parts *parts;
	struct demand demand;
	struct placer *placer; /* of the demand */
	int64_t traffic;       /* of activations without a spill */
	struct remedy *list;
	int32_t n, room;
	bool order_tried;
	struct arena *arena;
};

/* Fills in what follows from `bytes`. */
void remedy_add(struct remedies *, struct remedy);

void remedy_levels(struct remedies *);
void remedy_types(struct remedies *);
void remedy_batches(struct remedies *);
void remedy_order(struct remedies *);
void remedy_spills(struct remedies *);
void remedy_byte(struct remedies *);

#endif
