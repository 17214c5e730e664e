/*
 * Static orders of items, from the letters of their keys; private to pack*.c.
 *
 *	T  total load of the fullest section the item is in
 *	Q  the same in tenths of the largest there is
 *	W  how many sections it covers
 *	A  width times size
 *	S  size
 *	E  end, the latest first
 *	H  has a hint
 *	F  failures, its own or of its worst section
 *
 * Each largest first; "TWA" goes by T, then W, then A, then number.
 */
#ifndef PLANNER_PACK_ORDER_H
#define PLANNER_PACK_ORDER_H

#include "planner/pack_core.h"

struct order {
	struct key *keys, *scratch;
	int32_t n;
};

void order_init(struct order *, int32_t n, struct arena *);

/*
 * Sorts keys[0..n), whose ids the caller has set.  TOTAL and FAILS are maxima
 * over each item's sections, by item; NULL where no letter needs them.
 */
void order_sort(struct order *, const struct core *, const char *letters,
		const int64_t *total, const int64_t *fails);

/*
 * The place of each item in an order of them all, from 0 on.  FAILS is by
 * item, or NULL; the totals are found where a letter needs them.
 */
void order_rank(struct order *, const struct core *, const char *letters,
		const int64_t *fails, int32_t *rank, struct arena *scratch);

/* The largest of VALUES[section] over each item's sections. */
void order_span_max(const struct core *, const int64_t *values, int64_t *of_item,
		    struct arena *scratch);

#endif
