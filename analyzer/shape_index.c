/*
 * Elements picked by number: the Gather and Scatter families, OneHot, TopK.
 */
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include "base/num.h"

#include <inttypes.h>

/* The batch of x[.., indices, ..]: the table's own, else that of the indices. */
static void
gather_batch(struct infer *in, const struct node *node, const struct type *x,
	     const struct type *indices, int32_t axis, struct type *y)
{
	if (x->batch >= 0 && x->batch != axis)
		y->batch = x->batch < axis ? x->batch : x->batch + indices->rank - 1;
	else if (indices->batch >= 0) {
		y->batch = axis + indices->batch;
		y->outer = indices->outer;
	} else if (x->batch == axis && indices->rank > 0)
		shape_cut_batch(in, node, x, y, "gathers");
	else if (x->batch == axis) {
		y->batch = BATCH_VIRTUAL;
		infer_warn(in, node, "batch-cut",
			   "picks one index of the batch axis %" PRId32
			   "; taken to do so in each of the copies",
			   axis);
	} else
		y->batch = x->batch == BATCH_VIRTUAL || indices->batch == BATCH_VIRTUAL
				   ? BATCH_VIRTUAL
				   : BATCH_NONE;
}

enum status
shape_gather(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct type *indices = infer_input(in, node, 1);
	struct type *y;
	int32_t axis;

	if (!infer_ranked(x) || !infer_ranked(indices))
		return infer_unknown(in, node, 0, shape_dtype(x));
	TRY(infer_axis(in, node, attr_int(node, "axis", 0), x->rank, &axis));
	y = shape_from(in, node, 0, x, x->rank - 1 + indices->rank);
	y->bound |= indices->bound;
	for (int32_t i = 0; i < axis; i++)
		y->dims[i] = x->dims[i];
	for (int32_t i = 0; i < indices->rank; i++)
		y->dims[axis + i] = indices->dims[i];
	for (int32_t i = axis + 1; i < x->rank; i++)
		y->dims[i - 1 + indices->rank] = x->dims[i];
	gather_batch(in, node, x, indices, axis, y);
	return OK;
}

enum status
shape_gather_elements(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct type *indices = infer_input(in, node, 1);
	struct type *y;

	if (!indices)
		return infer_unknown(in, node, 0, shape_dtype(x));
	y = infer_output_like(in, node, 0, indices);
	y->dtype = shape_dtype(x);
	if (indices->batch == BATCH_NONE)
		y->batch = BATCH_UNSET;
	return OK;
}

/* Where the batch of data or indices is once tuples of DEPTH index the data. */
static int32_t
gather_nd_batch(const struct type *x, const struct type *indices, int32_t batch_dims,
		int32_t depth)
{
	int32_t lead = indices->rank - 1;

	if (indices->batch >= 0)
		return indices->batch < lead ? indices->batch : BATCH_VIRTUAL;
	if (x->batch >= 0 && x->batch < batch_dims)
		return x->batch;
	if (x->batch >= batch_dims + depth)
		return x->batch - batch_dims - depth + lead;
	return x->batch != BATCH_NONE || indices->batch != BATCH_NONE ? BATCH_VIRTUAL
								      : BATCH_NONE;
}

enum status
shape_gather_nd(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct type *indices = infer_input(in, node, 1);
	int64_t b = attr_int(node, "batch_dims", 0), depth;
	struct type *y;
	int32_t rest;

	if (!infer_ranked(x) || !infer_ranked(indices) || indices->rank < 1)
		return infer_unknown(in, node, 0, shape_dtype(x));
	depth = indices->dims[indices->rank - 1];
	if (depth == DIM_UNKNOWN)
		return infer_unknown(in, node, 0, shape_dtype(x));
	if (b < 0 || b >= indices->rank || b > x->rank || depth > x->rank - b)
		return infer_error(in, node,
				   "tuples of %" PRId64 " after %" PRId64
				   " batch dims do not index a tensor of rank %" PRId32,
				   depth, b, x->rank);
	rest = x->rank - (int32_t)(b + depth);
	y = shape_from(in, node, 0, x, indices->rank - 1 + rest);
	y->bound |= indices->bound;
	for (int32_t i = 0; i < indices->rank - 1; i++)
		y->dims[i] = indices->dims[i];
	for (int32_t i = 0; i < rest; i++)
		y->dims[indices->rank - 1 + i] = x->dims[b + depth + i];
	y->batch = gather_nd_batch(x, indices, (int32_t)b, (int32_t)depth);
	y->outer = indices->batch >= 0 ? indices->outer : x->outer;
	shape_revive_batch(in, y);
	return OK;
}

/* Data with some elements replaced: batched when any input is. */
enum status
shape_scatter(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y;

	if (!x)
		return infer_unknown(in, node, 0, DTYPE_UNDEFINED);
	y = infer_output_like(in, node, 0, x);
	if (x->batch == BATCH_NONE)
		y->batch = BATCH_UNSET;
	return OK;
}

enum status
shape_one_hot(struct infer *in, struct node *node)
{
	const struct type *indices = infer_input(in, node, 0);
	const struct literal *depth = infer_literal(in, node, 1);
	enum dtype dtype = shape_dtype(infer_input(in, node, 2));
	struct element size = {.flags = ELEMENT_UNKNOWN};
	struct type *y;
	int32_t axis;

	if (!infer_ranked(indices))
		return infer_unknown(in, node, 0, dtype);
	TRY(infer_axis(in, node, attr_int(node, "axis", -1), indices->rank + 1, &axis));
	y = shape_from(in, node, 0, indices, indices->rank + 1);
	y->dtype = dtype;
	for (int32_t i = 0; i < y->rank; i++)
		if (i != axis)
			y->dims[i] = indices->dims[i - (i > axis)];
	y->batch = indices->batch + (indices->batch >= axis);
	if (depth && depth->n == 1) {
		size = depth->elements[0];
		if (depth->is_float && !(size.flags & ELEMENT_UNKNOWN) && size.f > -1 &&
		    size.f < (double)INT64_MAX)
			size.i = (int64_t)size.f;
	}
	infer_set_dim(in, y, axis, &size);
	return OK;
}

/* The number of elements wanted: an attribute first, an input from opset 10. */
static struct element
top_k_count(const struct infer *in, const struct node *node)
{
	const struct literal *k = infer_literal(in, node, 1);
	struct element e = {.i = attr_int(node, "k", -1)};

	if (infer_present(node, 1))
		e.flags = ELEMENT_UNKNOWN;
	return k && k->n == 1 ? k->elements[0] : e;
}

enum status
shape_top_k(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct element k = top_k_count(in, node);
	struct type *y;
	int32_t axis;

	if (!infer_ranked(x)) {
		infer_unknown(in, node, 0, shape_dtype(x));
		return infer_unknown(in, node, 1, DTYPE_INT64);
	}
	TRY(infer_axis(in, node, attr_int(node, "axis", -1), x->rank, &axis));
	if (!(k.flags & (ELEMENT_UNKNOWN | ELEMENT_BOUND)) && x->dims[axis] >= 0 &&
	    k.i > x->dims[axis] && !x->bound)
		return infer_error(in, node,
				   "wants %" PRId64 " of %" PRId64 " elements", k.i,
				   x->dims[axis]);
	if (k.flags & ELEMENT_UNKNOWN || (x->dims[axis] >= 0 && k.i > x->dims[axis]))
		k = (struct element){.i = x->dims[axis], .flags = ELEMENT_BOUND};
	y = infer_output_like(in, node, 0, x);
	infer_set_dim(in, y, axis, &k);
	if (x->batch == axis && y->dims[axis] != x->dims[axis])
		shape_cut_batch(in, node, x, y, "takes the top");
	return shape_as(in, node, 1, y, DTYPE_INT64);
}
