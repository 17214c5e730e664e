/*
 * The labels: partial placements, row by row, cheapest first.  Internal.
 *
 * A label is what has been evicted up to a row, seen from the rows to come:
 * for each slot evicted, written, or firm (soft no more: evicting it later
 * would overflow the row of its birth).  Labels with equal states are one.
 */
#ifndef PLANNER_PLACE_LABELS_H
#define PLANNER_PLACE_LABELS_H

#include "planner/place_price.h"
#include "planner/place_task.h"

struct label {
	int64_t cost;  /* paid so far, task->cost included */
	int64_t value; /* cost, or cost + bound on the rest */
	int64_t peak;  /* most bytes at any row so far */
	int32_t parent;
};

/*
 * Per label 7 sets of `words` each: the state, what was evicted up to this row
 * (for the trace back), and the state again with kin slots sorted, by which
 * labels are looked up and compared.
 */
enum {
	SET_EVICTED,
	SET_WRITTEN,
	SET_FIRM,
	SET_CHOSEN,
	SET_KEY, /* three */
	N_SETS = SET_KEY + 3
};

struct pool {
	struct label *label;
	uint64_t *sets;
	int32_t n, room;
	int32_t words;
	struct arena *arena;
};

static inline uint64_t *
pool_set(const struct pool *p, int32_t label, int which)
{
	return p->sets + ((size_t)label * N_SETS + which) * p->words;
}

struct search {
	const struct task *task;
	const struct prices *prices; /* NULL: value is cost */
	int32_t limit;               /* labels kept per row */
	int64_t stop;                /* only values below it are of interest */
	int64_t work, most_work;
	int64_t dropped; /* least value of all that was dropped for a limit */
	bool pruned;     /* something reached stop */
};

/*
 * The best placement the limits allow: its cost, and evicted[] set for each
 * open gap that is not resident.  INT64_MAX: none found.  Every placement that
 * was not looked into costs at least min(stop, dropped).
 */
int64_t labels_run(struct search *, uint8_t *evicted, struct arena *);

/* The pieces, one per file. */

/* What the bound adds per slot after one row, scaled. */
struct bounds {
	int64_t rest;
	int32_t n;
	int32_t *slot;
	int32_t *index; /* per slot: its place in the lists, or -1 */
	int64_t *soft, *soft_written, *firm, *firm_written, *evicted;
};

/* The labels of the next row while they are made, and scratch for it. */
struct children {
	struct pool pool;
	int32_t *table; /* open addressing, label + 1 */
	int32_t table_size;
	struct bounds *bounds;
	uint64_t *sets; /* 2 x N_SETS x words */
	struct candidate *candidates;
	int64_t *rest, *scratch;
	bool *out;
	uint8_t *used;
};

void children_open(struct children *, const struct task *, struct arena *);
void children_clear(struct children *);
/* One more, unless one of the same state is as good.  SETS: its key is made here. */
void children_add(struct children *, const struct row *, uint64_t *sets,
		  const struct label *);

/* All ways to make one label fit row R; each is added to TO, once. */
void choose_evictions(struct search *, int32_t r, const struct pool *from,
		      int32_t label, struct children *to);
/* Does A, at no higher cost, do whatever B can after row R? */
bool label_beats(const struct search *, const struct row *, const struct pool *,
		 int32_t a, const struct pool *, int32_t b);
int32_t pool_add(struct pool *);
/* What one slot adds in a state (bits: evicted, written, firm), scaled. */
int64_t bound_part(const struct bounds *, int32_t slot, bool evicted, bool written);
/* The bound on the rest, scaled, and cost + that, rounded up. */
int64_t bound_sum(const struct search *, const struct bounds *, const uint64_t *sets);
int64_t bound_value(const struct search *, const struct bounds *, const uint64_t *sets,
		    int64_t cost);

#endif
