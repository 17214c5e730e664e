/*
 * One capacity of a flat problem, cut down to what is still open: the steps
 * that overflow when everything open is resident ("rows"), and at each row
 * the values whose residency is not decided ("items").  Internal.
 *
 * Row: the weights of the resident items, less what in-place pairs save, must
 * not exceed `room`.  Windows are in the room already, so an item weighs its
 * size at a step it only passes, and size - window at its own event.
 */
#ifndef PLANNER_PLACE_TASK_H
#define PLANNER_PLACE_TASK_H

#include "planner/place_flat.h"

/*
 * left: the open gap that the item has before the row's step, right: after it;
 * the same one when it passes, -1 when there is none or it is decided.
 */
struct item {
	int32_t value, slot;
	int32_t left, right;
	bool paired; /* in an edge of this row */
	int64_t weight;
};

static inline bool
item_passes(const struct item *i)
{
	return i->left == i->right;
}

/* Both gaps at the event are open: only evicting both gives room. */
static inline bool
item_both(const struct item *i)
{
	return i->left >= 0 && i->right >= 0 && i->left != i->right;
}

/* Ends of an edge: items of the row, or -1 for one that is resident anyway. */
struct row_pair {
	int32_t a, b;
};

struct row {
	int32_t step;
	int32_t n_items, n_edges;
	struct item *items; /* paired ones first, then by falling weight */
	struct flat_edge *edges;
	struct row_pair *pairs;
	int64_t room, total; /* total: all weights, nothing saved */
	/* Bit sets over slots, `words` each. */
	uint64_t *both;   /* items with two open gaps */
	uint64_t *member; /* all items */
	uint64_t *keep_e; /* whose eviction still matters after this row */
	uint64_t *keep_w; /* whose being written still matters */
	int32_t *at;      /* per slot: the item, or -1 */
	int32_t *owner;   /* per slot: the value that holds it after the row, or -1 */
	int32_t *after;   /* per slot: the owner's gap after the row */
	/* Slots whose gaps are kin after the row, group by group, each ended by -1. */
	int32_t *kin;
	int32_t n_kin;
};

struct task_gap {
	int32_t in, out;    /* rows strictly inside: [in, out) */
	int32_t until;      /* 2 x out, + 1 when row `out` is at the gap's end */
	int32_t begin, end; /* rows at which the gap's two events are items, or -1 */
	int64_t begin_weight, end_weight;
	uint64_t kin;   /* equal: the same from here on; 0: like no other */
	bool plain_end; /* dies at row `end`, not in an edge */
	bool risky_end; /* dies there in an edge, with a window */
};

struct task {
	const struct flat *flat;
	int64_t capacity;
	int64_t scale;  /* prices are multiplied by it, plus 1 per evicted gap */
	uint8_t *state; /* per gap: enum pin; PIN_FREE is open */
	struct task_gap *gap;
	int64_t *read, *write; /* per value; write is 0 when paid */
	int64_t cost;          /* of what is decided, compulsory traffic left out */
	int64_t unit; /* divides every price of open gaps; 0: nothing is open */
	int32_t n_rows, n_slots, words;
	struct row *rows;
	int32_t n_open;     /* gaps */
	int32_t impossible; /* a step that cannot be met, or -1 */
	int64_t work;       /* items looked at */
};

/* Fills gap[].kin and row[].kin. (place_kin.c) */
void task_find_kin(struct task *, struct arena *);

/*
 * DECIDED: per gap, enum pin.  Scale 0 counts prices only; otherwise ties are
 * broken by fewer evicted gaps when prices are small enough to be scaled.
 */
struct task *task_open(const struct flat *, int64_t capacity, const uint8_t *decided,
		       bool ties, struct arena *);

/* What divides all that a value's open gaps can cost; 0 when none is open. */
int64_t task_unit(const struct task *, int32_t value);

#endif
