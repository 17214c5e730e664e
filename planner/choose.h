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

#include "planner/move_choice.h"
#include "planner/place.h"

struct chosen {
	bool feasible;
	const struct placement *placement;
	const uint8_t *weights; /* per weight: 1 resident */
	int64_t height;         /* of the activations, packed */
	bool moves;             /* some do, found within WANTED */
	int64_t wanted;
	int64_t cost;        /* of activations, streamed weights and moves, priced */
	int64_t lower_bound; /* of cost: no plan is below, packed or not */
	int64_t work;
};

/*
 * PACK packs one placement: stow().  Up to WANTED nothing is lost.  QUICK:
 * it is one of many tries.
 */
typedef enum status pack_fn(void *context, const struct placement *, bool quick,
			    int64_t wanted, struct packing *);
/* One that packs nothing: the height is the sum. */
pack_fn height_by_sum;

/*
 * WORK limits what the placer may do (struct placement, work) in all; past it
 * the best plan known is returned with its bound.
 */
enum status choose_run(struct chosen *, struct placer *, const struct filler *,
		       int32_t n_weights, const struct byte_prices *, int64_t sram,
		       int64_t work, pack_fn *, void *context, struct arena *);

#endif
