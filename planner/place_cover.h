/*
 * Inequalities that every choice at one row obeys and that its sum of bytes does
 * not say: of items that exceed the room together, not all can stay.  Internal.
 *
 * Lifted covers: E. Balas, Facets of the knapsack polytope, 1975; mixed-integer
 * rounding: H. Marchand, L. Wolsey, Aggregation and mixed integer rounding, 2001.
 */
#ifndef PLANNER_PLACE_COVER_H
#define PLANNER_PLACE_COVER_H

#include "planner/place_task.h"

/* An item of a row, by the gaps before and after it as in struct item. */
struct cover_item {
	int32_t left, right;
	int64_t weight; /* > 0 */
};

/* The weights of the items that are resident at the step do not exceed `room`. */
struct cover {
	int32_t step;
	int32_t n;
	const struct cover_item *items;
	int64_t room;
	int64_t price; /* where to start from, 2^24 to a byte */
};

struct covers {
	struct cover *cover;
	int32_t n, most;
	struct cover_item *items; /* of all, one after the other */
	int32_t n_items, most_items;
};

/* Room for so many covers, of so many items in all. */
struct covers *covers_open(int32_t most, int32_t most_items, struct arena *);

/*
 * A part of an item's residency for each of the row's items, 0..1: covers that
 * these parts violate are added.  How many are new.
 */
int32_t covers_find(struct covers *, const struct row *, const double *part,
		    struct arena *);

/* A row without its pairs: parts and weights of items, and the room. */
struct knapsack {
	int32_t n;
	const int32_t *item; /* of the row */
	const int64_t *weight;
	const double *part;
	int64_t room;
};

/* Fill weight[] (>= 0, one per item) and its room; false when nothing is found. */
bool cover_lifted(const struct knapsack *, int64_t *weight, int64_t *room,
		  struct arena *);
bool cover_rounded(const struct knapsack *, int64_t *weight, int64_t *room,
		   struct arena *);

/* How far the parts lie beyond a cover, in units of its weights' length. */
double cover_violation(const struct knapsack *, const int64_t *weight, int64_t room);

#endif
