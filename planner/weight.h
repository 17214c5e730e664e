/*
 * Weights: resident for the whole schedule, or streamed at each event.
 */
#ifndef PLANNER_WEIGHT_H
#define PLANNER_WEIGHT_H

#include "planner/problem.h"

struct weight {
	const char *name;
	int64_t size;    /* SRAM bytes for the whole schedule when resident */
	int64_t traffic; /* bytes read when streamed: size x how often */
	const struct problem_event *events; /* windows while streamed; may be none */
	int32_t n_events;
	uint8_t pin; /* enum pin */
};

/*
 * Any weight that is not pinned to SRAM may be streamed: adds the windows of
 * all those to FIXED, per step.  False when there were none.
 */
bool weights_reserve(const struct weight *, int32_t n, int64_t *fixed);

#endif
