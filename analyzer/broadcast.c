#include "analyzer/infer.h"

/* The dim I places from the right, 1 beyond the left end. */
static int64_t
from_right(const struct type *t, int32_t i)
{
	return i < t->rank ? t->dims[t->rank - 1 - i] : 1;
}

static int64_t
joint(int64_t a, int64_t b, bool *conflict)
{
	if (a == b || b == 1)
		return a;
	if (a == 1)
		return b;
	if (a == DIM_UNKNOWN || b == DIM_UNKNOWN)
		return a == DIM_UNKNOWN ? b : a;
	*conflict = true;
	return DIM_UNKNOWN;
}

/* Where X's batch is in y; virtual when the other operand stretched it. */
static int32_t
carried(const struct type *x, const struct type *y)
{
	int32_t axis;

	if (x->batch < 0)
		return x->batch == BATCH_VIRTUAL ? BATCH_VIRTUAL : BATCH_NONE;
	if (x->batch >= x->rank)
		return BATCH_VIRTUAL;
	axis = y->rank - x->rank + x->batch;
	return y->dims[axis] == x->dims[x->batch] ? axis : BATCH_VIRTUAL;
}

/* A real axis over a virtual one over none. */
static int32_t
joint_batch(int32_t a, int32_t b)
{
	if (a >= 0)
		return a;
	if (b >= 0)
		return b;
	return a == BATCH_VIRTUAL || b == BATCH_VIRTUAL ? BATCH_VIRTUAL : BATCH_NONE;
}

enum status
infer_broadcast(struct infer *in, const struct node *node, const struct type *a,
		const struct type *b, struct type *y)
{
	struct type joined = *y;
	bool conflict = false;
	int32_t i;

	joined.bound = a->bound || b->bound;
	joined.rank = RANK_UNKNOWN;
	joined.batch = BATCH_UNSET;
	if (infer_ranked(a) && infer_ranked(b)) {
		joined.rank = a->rank > b->rank ? a->rank : b->rank;
		joined.dims = arena_new(in->arena, int64_t, joined.rank);
		for (i = 0; i < joined.rank; i++)
			joined.dims[joined.rank - 1 - i] =
				joint(from_right(a, i), from_right(b, i), &conflict);
		joined.batch = joint_batch(carried(a, &joined), carried(b, &joined));
		joined.outer = carried(a, &joined) >= 0 ? a->outer : b->outer;
	}
	if (conflict)
		return infer_error(in, node, "cannot broadcast %s with %s",
				   type_text(a, in->arena), type_text(b, in->arena));
	*y = joined;
	return OK;
}
