/*
 * The ladder for one capacity: a quick search, then prices, then searches with
 * more labels, then branching.  Internal.
 */
#ifndef PLANNER_PLACE_LADDER_H
#define PLANNER_PLACE_LADDER_H

#include "planner/place.h"
#include "planner/place_labels.h"

struct place_ladder {
	const struct flat *flat;
	int64_t sram;
	uint8_t *resident;       /* the best so far, per gap */
	const uint8_t *fallback; /* one that fits, or NULL */
	int64_t best;  /* its price beyond compulsory traffic; INT64_MAX: none */
	int64_t lower; /* nothing is below */
	int64_t work, most_work;
	struct covers *covers; /* found so far, NULL before they are looked for */
	int32_t most_labels;
	bool closed; /* best is proven, or there is nothing (best INT64_MAX) */
};

/*
 * Resident holds flat->n_gaps bytes; scratch is taken and given back.  With a
 * fallback there is always an answer, whatever the limits.
 */
void place_climb(struct place_ladder *, struct arena *);

/* Any placement that fits; false when there is none, or none was found. */
bool place_find(struct place_ladder *, struct arena *);

/*
 * A part of the problem: what is decided, with prices.  Every placement in it
 * that is better than the best known costs at least `bound`; `done` when there
 * is none, or the best is found.
 */
struct part {
	uint8_t *decided; /* per gap */
	struct task *task;
	struct prices *prices;
	int64_t bound;
	bool done;
};

/*
 * Open the task, raise prices and settle gaps until nothing more is settled.
 * SEED: prices per step to start from, 2^24 to a byte, or NULL.  COVERS: how
 * often to look for covers, each time.
 */
void part_settle(struct place_ladder *, struct part *, const int64_t *seed,
		 int32_t rounds, int32_t covers, struct arena *);

/* Its prices as a seed: per step with a row; the others are left. */
void part_seed(const struct part *, int64_t *seed);

/* Search it with so many labels and so much work; true when the best improved. */
bool part_search(struct place_ladder *, struct part *, int32_t labels, int64_t work,
		 struct arena *);

/* Branch over open gaps until all is done or work reaches MOST_WORK. */
void part_branch(struct place_ladder *, struct part *, int64_t most_work,
		 struct arena *);

/* Improve the best by placing windows of steps again. */
void place_mend(struct place_ladder *, int64_t work, struct arena *);

/* What evictions cost: reads, and a write for each value that has any. */
int64_t part_price(const struct flat *, const uint8_t *resident);

/* The least price that is of no interest any more. */
int64_t part_stop(const struct place_ladder *, const struct task *);

#endif
