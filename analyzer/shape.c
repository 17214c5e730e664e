#include "analyzer/shape.h"

#include "base/num.h"

#include <inttypes.h>

enum dtype
shape_dtype(const struct type *t)
{
	return t ? t->dtype : DTYPE_UNDEFINED;
}

enum status
shape_as(struct infer *in, struct node *node, int i, const struct type *x,
	 enum dtype dtype)
{
	if (!x)
		return infer_unknown(in, node, i, dtype);
	infer_output_like(in, node, i, x)->dtype = dtype;
	return OK;
}

struct type *
shape_from(struct infer *in, struct node *node, int i, const struct type *x,
	   int32_t rank)
{
	struct type *y = infer_output(in, node, i, x->dtype, rank);

	y->bound = x->bound;
	y->outer = x->outer;
	return y;
}

enum status
shape_rank(struct infer *in, const struct node *node, int64_t rank)
{
	if (rank > RANK_MAX)
		return infer_error(in, node, "%" PRId64 " dims, more than %d", rank,
				   RANK_MAX);
	return OK;
}

enum status
shape_stated(struct infer *in, struct node *node, int stated, enum dtype dtype)
{
	const struct literal *dims = infer_literal(in, node, stated);
	struct type *y;

	if (!dims || dims->is_float)
		return infer_unknown(in, node, 0, dtype);
	TRY(shape_rank(in, node, dims->n));
	y = infer_output(in, node, 0, dtype, (int32_t)dims->n);
	for (int32_t i = 0; i < (int32_t)dims->n; i++)
		infer_set_dim(in, y, i, &dims->elements[i]);
	return OK;
}

int64_t
shape_product(const int64_t *dims, int32_t n)
{
	int64_t product = 1;
	bool unknown = false;

	for (int32_t i = 0; i < n; i++) {
		if (dims[i] == 0)
			return 0;
		unknown |= dims[i] < 0;
		product = mul_sat(product, dims[i] < 0 ? 1 : dims[i]);
	}
	return unknown ? DIM_UNKNOWN : product;
}

bool
shape_all_known(const struct element *e, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		if (e[i].flags & ELEMENT_UNKNOWN)
			return false;
	return true;
}

enum status
shape_mark_axes(struct infer *in, const struct node *node, const struct element *axes,
		int32_t n, int32_t rank, bool *marked)
{
	for (int32_t i = 0; i < n; i++) {
		int32_t axis;

		TRY(infer_axis(in, node, axes[i].i, rank, &axis));
		marked[axis] = true;
	}
	return OK;
}

int32_t
shape_batch_without(const struct type *x, const bool *removed)
{
	int32_t before = 0;

	if (x->batch < 0)
		return x->batch;
	if (removed[x->batch])
		return BATCH_VIRTUAL;
	for (int32_t i = 0; i < x->batch; i++)
		before += removed[i];
	return x->batch - before;
}

void
shape_revive_batch(const struct infer *in, struct type *y)
{
	if (y->batch == BATCH_VIRTUAL && in->graph->batch == 1 && y->rank > 0 &&
	    y->dims[0] == 1)
		y->batch = 0;
}

void
shape_cut_batch(struct infer *in, const struct node *node, const struct type *x,
		struct type *y, const char *how)
{
	int64_t outer = max_i64(x->outer, 1), d = y->dims[x->batch];
	int64_t block = x->dims[x->batch] / outer;

	y->batch = x->batch;
	y->outer = 0;
	if (outer > 1 && block > 0 && d > 0 && d % block == 0) {
		y->outer = d / block;
		return;
	}
	if (d <= 0 || d % in->graph->batch != 0)
		y->batch = BATCH_VIRTUAL;
	infer_warn(in, node, "batch-cut",
		   "%s along the batch axis %" PRId32
		   "; taken to do so in each of the copies",
		   how, x->batch);
}

const struct type *
shape_operand(const struct infer *in, const struct node *node, int i,
	      struct type *scratch)
{
	const struct type *a = infer_input(in, node, 0), *b = infer_input(in, node, i);
	int64_t axis = attr_int(node, "axis", -1);

	if (node->opset >= 7 || i == 0 || !infer_ranked(a) || !infer_ranked(b) ||
	    !attr_int(node, "broadcast", 0) || axis < 0 || axis + b->rank >= a->rank)
		return b;
	*scratch = *b;
	scratch->rank = a->rank - (int32_t)axis;
	scratch->dims = arena_new(in->arena, int64_t, scratch->rank);
	for (int32_t k = 0; k < scratch->rank; k++)
		scratch->dims[k] = k < b->rank ? b->dims[k] : 1;
	return scratch;
}

bool
shape_merge_dim(int64_t *into, int64_t dim)
{
	if (*into == DIM_UNKNOWN)
		*into = dim;
	return dim == DIM_UNKNOWN || *into == dim;
}
