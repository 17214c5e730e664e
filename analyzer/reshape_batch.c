/*
 * Where the copies lie once their elements are under other dims.
 *
 * The batch is a digit of the row-major index: so many elements lie outside
 * it (PLACE), and that number is the same before and after.  An axis of the
 * new dims carries the batch when the digit falls inside of it.  At a
 * shipped batch of 1 the digit takes no room and may fall between two axes;
 * then what exporters write decides.
 */
#include "analyzer/infer.h"

#include "base/num.h"

/* The product of the first N dims, or -1. */
static int64_t
product(const int64_t *dims, int32_t n)
{
	int64_t p = 1;

	for (int32_t i = 0; i < n; i++) {
		if (dims[i] < 0)
			return -1;
		p = mul_sat(p, dims[i]);
	}
	return p;
}

/* Elements of axis K outside the batch; 0 when the batch is not in it. */
static int64_t
outer_in(const struct infer *in, const struct type *y, int32_t k, int64_t place)
{
	int64_t start = product(y->dims, k), end = product(y->dims, k + 1);
	int64_t beyond = mul_sat(place, in->graph->batch);

	if (start <= 0 || end <= 0 || place % start || end % beyond)
		return 0;
	return place / start;
}

static void
carry(const struct infer *in, struct type *y, int32_t axis, int64_t place)
{
	y->batch = axis;
	y->outer = axis < 0 ? 0 : outer_in(in, y, axis, place);
}

static bool
same_dims(const struct type *a, const struct type *b)
{
	if (a->rank != b->rank)
		return false;
	for (int32_t i = 0; i < a->rank; i++)
		if (a->dims[i] != b->dims[i] || a->dims[i] < 0)
			return false;
	return true;
}

static int64_t
place_of(const struct type *from)
{
	return mul_sat(product(from->dims, from->batch), max_i64(from->outer, 1));
}

/*
 * The same dims, but where the batch was multiplied into a number there is
 * now a written one, and -1 for the batch.
 */
static bool
reopened(const struct infer *in, const struct type *from, const struct type *y,
	 int32_t open)
{
	return open >= 0 && open != from->batch && y->dims[open] == in->graph->batch &&
	       y->dims[from->batch] != in->graph->batch &&
	       outer_in(in, y, open, place_of(from)) == 1;
}

/* The axis that is the batch and nothing else: at its old index, or the first. */
static int32_t
pure_axis(const struct infer *in, const struct type *from, const struct type *y,
	  int64_t place)
{
	int32_t found = BATCH_VIRTUAL;

	for (int32_t k = 0; k < y->rank; k++)
		if (y->dims[k] == in->graph->batch && outer_in(in, y, k, place) == 1 &&
		    (found < 0 || k == from->batch))
			found = k;
	return found;
}

/*
 * The batch multiplied into an axis.  A written number is kept, so -1 takes
 * it.  Otherwise the axis that starts with it, such as batch x heads; but the
 * last axis holds features: batch x time, features.
 */
static int32_t
merged_axis(const struct infer *in, const struct type *y, int64_t place, int32_t open)
{
	int32_t starts = BATCH_VIRTUAL, ends = BATCH_VIRTUAL, last = y->rank - 1;

	if (open >= 0 && outer_in(in, y, open, place) > 0)
		return open;
	for (int32_t k = 0; k < y->rank; k++) {
		int64_t outer = outer_in(in, y, k, place);

		if (outer == 1 && starts < 0)
			starts = k;
		else if (outer > 1 && ends < 0)
			ends = k;
	}
	return starts < 0 || (starts == last && ends >= 0) ? ends : starts;
}

/* With dims that are unknown or 0: the old index, if that is still likely. */
static int32_t
kept_axis(const struct infer *in, const struct type *from, const struct type *y)
{
	int64_t d;

	if (from->batch >= y->rank)
		return BATCH_VIRTUAL;
	d = y->dims[from->batch];
	return d < 0 || d == from->dims[from->batch] || d == in->graph->batch
		       ? from->batch
		       : BATCH_VIRTUAL;
}

/* A batch that no axis carried comes back in front. */
static int32_t
returned(const struct infer *in, const struct type *y)
{
	return y->rank > 0 && y->dims[0] == in->graph->batch ? 0 : BATCH_VIRTUAL;
}

void
infer_reshape_batch(const struct infer *in, const struct type *from, int32_t open,
		    struct type *y)
{
	int64_t place;
	int32_t axis;

	if (from->batch == BATCH_NONE || from->batch == BATCH_UNSET) {
		y->batch = BATCH_NONE;
		return;
	}
	if (from->batch == BATCH_VIRTUAL || !infer_ranked(from)) {
		if (y->batch < 0)
			y->batch = returned(in, y);
		return;
	}
	if (y->batch < 0 && same_dims(from, y) && !reopened(in, from, y, open)) {
		y->batch = from->batch;
		y->outer = from->outer;
		return;
	}
	place = place_of(from);
	if (place <= 0) {
		y->batch = kept_axis(in, from, y);
		return;
	}
	axis = y->batch >= 0 ? y->batch : pure_axis(in, from, y, place);
	if (axis < 0)
		axis = merged_axis(in, y, place, open);
	carry(in, y, axis, place);
}
