/*
 * Making one label fit one row: what may be evicted there, and how far the
 * choice has come.  Internal to place_choose.c and place_candidates.c.
 */
#ifndef PLANNER_PLACE_CHOOSE_H
#define PLANNER_PLACE_CHOOSE_H

#include "planner/place_labels.h"

/* An item of the row that is still in SRAM. */
struct candidate {
	int32_t item;
	int64_t weight, price;
	int64_t more; /* what evicting it adds to the value, scaled; >= 0 */
	uint64_t kin; /* of its first open gap; 0: none, or in an edge here */
	bool forced;  /* born in place: evicted now, or firm */
};

struct choice {
	struct search *s;
	const struct row *row;
	struct children *to;
	const struct bounds *bounds;
	int32_t words, parent;
	uint64_t *sets; /* being built */
	int32_t n, n_forced;
	struct candidate *c;
	int64_t *rest; /* weights from c[i] on */
	bool *out;     /* c[i] is evicted */
	uint8_t *used; /* edges */
	int64_t *scratch;
	int64_t peak;
	int64_t floor; /* the parent's value */
	int64_t value; /* scaled: the parent's value and what was evicted since */
	int64_t most;  /* scaled: values above it are of no interest */
	int64_t nodes;
	bool stop; /* work has run out */
};

static inline bool
choice_has(const struct choice *x, int which, int32_t slot)
{
	return x->sets[which * x->words + slot / 64] >> (slot % 64) & 1;
}

/* What the row's pairs save in place, given what is evicted so far. */
int64_t choice_saved(struct choice *);
/* The state that the rows to come see. */
void choice_mask(const struct choice *, uint64_t *to);

/* Lists the candidates, heavy ones first. */
void choice_list(struct choice *);
/* The value when nothing is evicted here, and where to stop; COST: the label's. */
void choice_value(struct choice *, int64_t cost);
/* Is evicting candidate K no better than evicting one that was left? */
bool choice_worse(const struct choice *, int32_t k);

#endif
