/*
 * Should the values of a placement lie still, or some of them move within SRAM?
 *
 * Lying still may take more SRAM than their sum, which weights then lack; moving
 * takes no more, but has a price where energy is minimised.
 */
#ifndef PLANNER_MOVE_CHOICE_H
#define PLANNER_MOVE_CHOICE_H

#include "planner/fill.h"
#include "planner/stow.h"

/* What is minimised: the prices of a byte of weights read, and of one moved. */
struct byte_prices {
	int64_t read;
	double move;
};

/* A copy within SRAM reads and writes it, which only an energy counts. */
struct byte_prices move_prices(const struct target *, const struct plan_options *,
			       const struct problem *);

/*
 * The cheaper way to lie, of a placement that costs so much by itself; what
 * remains is for weights, of which RESIDENT become those that stay.
 */
struct move_choice {
	bool feasible, moves;
	int64_t height, cost; /* with weights and moves */
	struct fill fill;
};

/* The height at which the weights lose nothing to packing. */
int64_t move_wanted(const struct filler *, int64_t usage, int64_t sram,
		    uint8_t *scratch);
void move_choose(struct move_choice *, const struct filler *,
		 const struct byte_prices *, int64_t cost, const struct packing *,
		 int64_t sram, uint8_t *resident);

#endif
