/*
 * Which capacity to place at next, and what no capacity can cost less than.
 *
 * Spans of capacities for the activations.  In each of them a placement costs at
 * least what is known from a capacity above, and the weights at least what the
 * span's least capacity leaves them room for.  The span with the least sum is
 * worked on: placed at its end, or, where steps from its end come on too slowly,
 * at its middle.  A placement that is proven closes the capacities from what it
 * uses to where it was placed: it is the best for all of them.
 */
#ifndef PLANNER_CHOOSE_SPANS_H
#define PLANNER_CHOOSE_SPANS_H

#include "planner/place.h"

/*
 * What weights cost at least beside activations of some height, never less beside
 * more; INT64_MAX: no room.  CLOSELY says at least as much, at greater expense.
 */
typedef int64_t weights_fn(void *context, int64_t height, bool closely);

struct spans;

/* Of all capacities in [low, high]. */
struct spans *spans_open(int64_t low, int64_t high, weights_fn *, void *context,
			 struct arena *);

/*
 * A capacity less than BELOW to place at, where a plan could cost less than COST;
 * with MUCH work where little did not do.  False when there is none that would
 * say more.
 */
bool spans_next(struct spans *, int64_t below, int64_t cost, int64_t *at, bool *much);

/* What was placed at a capacity, of spans_next() or not. */
void spans_placed(struct spans *, int64_t at, bool much, const struct placement *);

/* No plan at a capacity that is not closed costs less. */
int64_t spans_bound(const struct spans *);

#endif
