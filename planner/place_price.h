/*
 * Prices on SRAM, row by row, and the bound they give.  Internal.
 *
 * Each row gets a price per byte; every value's cheapest course is then found
 * on its own, and the sum less what the room is worth is never above the best
 * placement.  All in integers scaled by 2^shift, so a bound has no rounding.
 *
 * A value's course is a chain of gaps, continued through at most one in-place
 * edge.  What other edges may save is granted in full, which keeps the bound
 * a bound.
 */
#ifndef PLANNER_PLACE_PRICE_H
#define PLANNER_PLACE_PRICE_H

#include "planner/place_cover.h"
#include "planner/place_task.h"

/* How a value that is born in place hangs on the one it may overwrite. */
struct link {
	int32_t from, to;    /* values, -1 for none */
	int64_t both, alone; /* weight at birth when `from` is resident, or not */
};

/* A cover as the task sees it: what is decided is in the room. */
struct priced_cover {
	struct cover *cover;
	int32_t row, n;
	struct cover_item *items; /* gaps are -1 when decided */
	int64_t room;
};

/* What a resident gap adds to a cover at a row inside it. */
struct cover_inside {
	int32_t row, cover, next; /* next: of the gap, -1 for none */
	int64_t weight;
};

struct prices {
	const struct task *task;
	int shift;
	/* Rows, then covers: n_rows + n_covers of each of these four. */
	int64_t *row;          /* per byte, >= 0 */
	int64_t *sum;          /* prefix sums: rows + 1 */
	int64_t *room;         /* per row: the largest sum its items can form */
	int64_t *used;         /* per row: what the cheapest courses use */
	uint8_t *kept;         /* per gap: resident in the cheapest courses */
	struct covers *covers; /* NULL: none */
	struct priced_cover *priced;
	int32_t n_covers;
	struct cover_item *cover_items; /* of all, one after the other */
	int32_t n_cover_items;
	struct cover_inside *inside;
	int32_t n_inside;
	int32_t *first_inside; /* per gap, -1 for none */
	/* Per gap: all covers inside it, and at its events. */
	int64_t *add_inside, *add_begin, *add_end;
	int64_t *spare;
	struct arena *arena;
	int64_t bound; /* scaled; task->cost left out */
	/* From just after a gap's end to the end of the chain, scaled. */
	int64_t (*stay)[2]; /* the gap was resident; [never written, written] */
	int64_t *gone;      /* it was evicted */
	int64_t *start;     /* per value: the whole chain */
	int64_t *rest;      /* row: chains that begin at or after it, less the room */
	int32_t *first_row; /* per value with open gaps: its first row */
	int32_t *order;     /* values with open gaps, last born first */
	int32_t n_order;
	struct link *link_from, *link_to; /* per value */
	int64_t *begin, *end;             /* per gap: weights at its events */
	int64_t *best;                    /* prices of the best bound so far */
	int64_t work;
};

/*
 * Prices of zero: a bound of zero.  COVERS may be NULL; those of the task's rows
 * are priced as well, and with GROW there is room for more.
 */
struct prices *prices_open(const struct task *, struct covers *, bool grow,
			   struct arena *);

/*
 * Raise the bound towards TARGET (a cost, task->cost left out) by a bundle
 * method of at most ROUNDS evaluations.  Ends with the best prices found; true
 * when the bound reached the target.  SEPARATE: so often, when the bound hardly
 * rises any more, covers are looked for. (place_bundle.c)
 */
bool prices_raise(struct prices *, int64_t target, int32_t rounds, int32_t separate);

/* Room for covers, of so many items. (place_priced.c) */
void prices_hold(struct prices *, int32_t most, int32_t most_items);
/* Take in covers[] from FROM on. */
void prices_add_covers(struct prices *, int32_t from, bool all);
/* The weights of all its items. */
int64_t cover_total(const struct priced_cover *);
/* What the covers add to gaps, at their prices. */
void prices_spread(struct prices *);
/* used[] of the covers, from kept[]. */
void prices_use_covers(struct prices *);
/* Is an item resident, when these gaps are? */
static inline bool
item_kept(const uint8_t *kept, int32_t left, int32_t right)
{
	return (left >= 0 && kept[left]) || (right >= 0 && kept[right]);
}

/*
 * The highest price of a row or cover whose weights are so many, with so much
 * room: with none above its own, no sum of prices times bytes exceeds 2^60.
 */
int64_t prices_most(const struct prices *, int64_t total, int64_t room);

/* Fills `used`: what the cheapest courses use at these prices, per row. */
void prices_use(struct prices *);

/* Tables, bound and rest for the prices in `row`. */
void prices_evaluate(struct prices *);

/* task->cost + the bound, rounded up. */
int64_t prices_bound(const struct prices *);

/*
 * What every placement cheaper than STOP has in common: decided[g] becomes
 * PIN_SRAM or PIN_DRAM for open gaps that can only be one.  How many it was.
 */
int32_t prices_settle(const struct prices *, int64_t stop, uint8_t *decided,
		      struct arena *);

/* Per gap, scaled: how far apart its two courses are. */
void prices_differences(const struct prices *, int64_t *, struct arena *);

/* Largest sum of the row's items that fits. (place_room.c) */
int64_t row_reach(const struct row *, int64_t room, struct arena *);

/* The part of covers, from row R on. */
static inline int64_t
prices_covers_inside(const struct prices *p, int32_t g, int32_t r)
{
	int64_t sum = 0;

	if (r <= p->task->gap[g].in)
		return p->add_inside[g];
	for (int32_t k = p->first_inside[g]; k >= 0; k = p->inside[k].next)
		if (p->inside[k].row >= r)
			sum += p->inside[k].weight *
			       p->row[p->task->n_rows + p->inside[k].cover];
	return sum;
}

/* What an open gap costs at its events, when it is resident. */
static inline int64_t
prices_birth(const struct prices *p, int32_t g, int32_t row, int64_t weight)
{
	return (row >= 0 ? p->row[row] * weight : 0) +
	       (p->n_covers ? p->add_begin[g] : 0);
}

static inline int64_t
prices_begin(const struct prices *p, int32_t g)
{
	return prices_birth(p, g, p->task->gap[g].begin, p->begin[g]);
}

static inline int64_t
prices_end(const struct prices *p, int32_t g)
{
	int32_t row = p->task->gap[g].end;

	return (row >= 0 ? p->row[row] * p->end[g] : 0) +
	       (p->n_covers ? p->add_end[g] : 0);
}

/* What an open gap costs inside when it is resident, from row R on. */
static inline int64_t
prices_inside(const struct prices *p, int32_t g, int32_t r)
{
	const struct task_gap *x = &p->task->gap[g];

	if (x->out <= r)
		return 0;
	return gap_size(p->task->flat, g) * (p->sum[x->out] - p->sum[r]) +
	       (p->n_covers ? prices_covers_inside(p, g, r) : 0);
}

#endif
