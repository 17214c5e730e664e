/*
 * What a placer is made of.  Internal to planner/place*.c.
 */
#ifndef PLANNER_PLACE_INTERNAL_H
#define PLANNER_PLACE_INTERNAL_H

#include "planner/place.h"
#include "planner/place_flat.h"

struct placer {
	struct arena *arena;
	struct flat *flat;
	struct place_limits limits;
	uint8_t *resident; /* scratch, per gap */
	uint8_t *fallback; /* per gap: a placement within `needed` */
	int64_t needed, no_spill;
	int32_t needed_step;
};

#endif
