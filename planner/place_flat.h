/*
 * A problem made flat for the solver: gaps numbered through, events and
 * in-place edges by step, prices per value.  Internal to planner/place*.c.
 */
#ifndef PLANNER_PLACE_FLAT_H
#define PLANNER_PLACE_FLAT_H

#include "planner/place.h"

struct flat_value {
	int64_t size;
	int64_t read;  /* price of each gap that is not resident */
	int64_t write; /* price of the first such gap; 0: DRAM has a copy anyway */
};

/* l = -1: from before step 0; r = steps: past the end. */
struct flat_gap {
	int32_t value, l, r;
};

struct flat_event {
	int32_t value;
	int32_t left, right; /* gaps on both sides, -1 for none */
	int64_t window;
};

struct flat_edge {
	int32_t number; /* in the problem */
	int32_t from, to;
	int32_t left, right; /* from's last gap, to's first */
	int64_t saved;       /* when both are resident */
};

struct flat {
	const struct problem *problem;
	int32_t steps, n_values, n_gaps, n_edges;
	struct flat_value *value;
	int32_t *first_gap; /* n_values + 1 */
	struct flat_gap *gap;
	uint8_t *pin; /* per gap */
	struct flat_event *event;
	int32_t *first_event; /* steps + 1 */
	struct flat_edge *edge;
	int32_t *first_edge;        /* steps + 1 */
	int64_t *floor;             /* per step: fixed + the windows of all events */
	struct traffic_bytes moved; /* compulsory */
	int64_t read_price, write_price;
};

static inline int64_t
gap_size(const struct flat *f, int32_t g)
{
	return f->value[f->gap[g].value].size;
}

struct flat *flat_open(const struct problem *, struct arena *);

/*
 * The most that edges can save at one step, when used[i] says on entry whether
 * edge i of N may be used (both its gaps resident); on return, whether it is.
 * Each value is in at most one used edge.  SCRATCH has room for 6 x N numbers.
 */
int64_t flat_match(const struct flat_edge *, int32_t n, uint8_t *used,
		   int64_t *scratch);

#endif
