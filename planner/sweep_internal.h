/*
 * What a sweep is made of.  Internal to planner/sweep*.c.
 */
#ifndef PLANNER_SWEEP_INTERNAL_H
#define PLANNER_SWEEP_INTERNAL_H

#include "planner/move_choice.h"
#include "planner/sweep.h"

/* How a point packs at one batch, where nothing is lost up to a height. */
struct height {
	int64_t batch, wanted;
	struct packing packing;
	const int64_t *copied; /* bytes, before each step; NULL: nothing moves */
	/* Of the placement, which need not be the point's: at base_batch. */
	const struct load *loads;
	const int64_t *moved;
	struct height *next;
};

/* A point of the curve, and what follows from it once. */
struct sweep_point {
	const struct placement *placement;
	const struct load *loads; /* per step, weights apart; NULL until asked for */
	struct height *heights;   /* packed so far, the latest first */
};

struct sweep {
	const struct analysis *analysis;
	const struct target *target;
	const struct sweep_options *options;
	struct demand base; /* at base_batch */
	int64_t base_batch, no_spill;
	int64_t compulsory; /* bytes of inputs and outputs at base_batch */
	bool scaled;
	const struct curve *curve;
	struct sweep_point *points;
	const int64_t **moved;
	const struct filler *filler;
	const struct timer *timer;
	struct analysis *at; /* the analysis at its graph's batch, when not scaled */
	struct byte_prices prices;
	/* scratch of one cell: cells take nothing from the arena but sums */
	int64_t *cost;
	bool *packed;
	uint8_t *resident, *other_resident;
	struct load *loads;
	struct arena *arena;
	struct diags *diags;
};

/* Builds the curve's points; what each moves. */
void points_make(struct sweep *);
void scratch_make(struct sweep *);

/* How point i packs at a batch, where up to WANTED nothing is lost. */
enum status point_packing(const struct sweep *, int32_t i, int64_t batch,
			  int64_t wanted, struct height *);

/* The cell by look-ups. */
enum status scaled_cell(const struct sweep *, int64_t batch, int64_t sram,
			struct sweep_cell *);

#endif
