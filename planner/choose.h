/*
 * Activations and weights together under one capacity, offsets included.
 *
 * A placement that fits by sum but does not pack is no plan, so what counts
 * is its packed height.  Candidates are placements, drawn at capacities where a
 * plan could still win (planner/choose_spans.h); the cheapest by what is known of
 * it is packed next, until the cheapest one is packed.
 */
#ifndef PLANNER_CHOOSE_H
#define PLANNER_CHOOSE_H

#include "planner/fill.h"
#include "planner/place.h"

struct chosen {
	bool feasible;
	const struct placement *placement;
	const uint8_t *weights; /* per weight: 1 resident */
	int64_t height;         /* of the activations, packed */
	int64_t cost;           /* of activations and streamed weights, priced */
	int64_t lower_bound;    /* of cost: no plan is below, packed or not */
	int64_t work;
};

/*
 * HEIGHT packs one placement in the least height that it can find within the
 * limit; -1 when it finds none.  QUICK: it is one of many tries.
 */
typedef enum status height_fn(void *context, const struct placement *, bool quick,
			      int64_t limit, int64_t *height);
/* One that packs nothing: the height is the sum. */
height_fn height_by_sum;

/*
 * WORK limits what the placer may do (struct placement, work) in all; past it
 * the best plan known is returned with its bound.
 */
enum status choose_run(struct chosen *, struct placer *, const struct filler *,
		       int32_t n_weights, int64_t price, int64_t sram, int64_t work,
		       height_fn *, void *context, struct arena *);

#endif
