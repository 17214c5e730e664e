/*
 * The ladder for one capacity: a quick search, then prices, then searches with
 * more and more labels.  Internal.
 */
#ifndef PLANNER_PLACE_LADDER_H
#define PLANNER_PLACE_LADDER_H

#include "planner/place.h"
#include "planner/place_flat.h"

struct place_ladder {
	const struct flat *flat;
	int64_t sram;
	uint8_t *resident; /* the best so far, per gap */
	int64_t best;      /* its price beyond compulsory traffic; INT64_MAX: none */
	int64_t lower;     /* nothing is below */
	int64_t work, most_work;
	int32_t most_labels;
	bool closed; /* best is proven, or there is nothing (best INT64_MAX) */
};

/* Resident holds flat->n_gaps bytes; scratch is taken and given back. */
void place_climb(struct place_ladder *, struct arena *);

#endif
