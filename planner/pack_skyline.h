/*
 * Heights over sections that only ever grow; private to pack*.c.
 */
#ifndef PLANNER_PACK_SKYLINE_H
#define PLANNER_PACK_SKYLINE_H

#include "planner/pack_core.h"

/* A tree of maxima: TOP includes what is below a node, SPREAD covers all of it. */
struct skyline {
	int32_t size; /* leaves */
	int64_t *top, *spread;
};

void skyline_init(struct skyline *, int32_t n, struct arena *);
void skyline_flatten(struct skyline *);

/* The highest of [from, to). */
int64_t skyline_top(const struct skyline *, int32_t from, int32_t to);
/* At least TOP everywhere in [from, to). */
void skyline_raise(struct skyline *, int32_t from, int32_t to, int64_t top);

/* Where an item would rest, and the skyline once it does. */
int64_t skyline_rest(const struct skyline *, const struct core *, const struct item *);
void skyline_put(struct skyline *, const struct core *, const struct item *,
		 int64_t offset);

#endif
