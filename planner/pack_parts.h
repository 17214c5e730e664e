/*
 * A problem taken apart, without loss; private to pack*.c.
 *
 * Where nothing crosses a border between sections the two sides are problems
 * of their own.  An item that exists in all sections of such a part goes to
 * its bottom, which may make more borders.
 */
#ifndef PLANNER_PACK_PARTS_H
#define PLANNER_PACK_PARTS_H

#include "planner/pack_core.h"

struct parts {
	struct core *list; /* items' ids are those of the whole; `base` is set */
	int32_t n, room;
};

/* OFFSETS of the whole get those of items that went to a bottom. */
void parts_split(struct parts *, const struct core *whole, int64_t *offsets,
		 struct arena *);

#endif
