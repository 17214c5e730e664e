/*
 * Parts and wholes: Concat, Split, Pad, CenterCropPad.
 */
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include "base/num.h"

#include <inttypes.h>

/* The axis along which the copies lie after a join: a real one before virtual. */
static int32_t
joint_batch(const struct infer *in, const struct node *node)
{
	int32_t batch = BATCH_NONE;

	for (int i = 0; i < node->n_inputs; i++) {
		const struct type *x = infer_input(in, node, i);

		if (infer_ranked(x) && x->batch >= 0)
			return x->batch;
		if (x && x->batch == BATCH_VIRTUAL)
			batch = BATCH_VIRTUAL;
	}
	return batch;
}

/* Joins one more input into y, whose axis counts up. */
static enum status
join(struct infer *in, const struct node *node, const struct type *x, int32_t axis,
     struct type *y)
{
	if (x->rank != y->rank)
		return infer_error(in, node,
				   "cannot join tensors of rank %" PRId32
				   " and %" PRId32,
				   y->rank, x->rank);
	y->bound |= x->bound;
	for (int32_t k = 0; k < y->rank; k++) {
		if (k == axis)
			y->dims[k] = y->dims[k] < 0 || x->dims[k] < 0
					     ? DIM_UNKNOWN
					     : add_sat(y->dims[k], x->dims[k]);
		else if (!shape_merge_dim(&y->dims[k], x->dims[k]) && !y->bound)
			return infer_error(in, node,
					   "axis %" PRId32 ": cannot join %" PRId64
					   " and %" PRId64,
					   k, y->dims[k], x->dims[k]);
	}
	return OK;
}

static bool
all_ranked(const struct infer *in, const struct node *node)
{
	for (int i = 0; i < node->n_inputs; i++)
		if (!infer_ranked(infer_input(in, node, i)))
			return false;
	return node->n_inputs > 0;
}

static enum dtype
any_dtype(const struct infer *in, const struct node *node)
{
	enum dtype dtype = DTYPE_UNDEFINED;

	for (int i = 0; i < node->n_inputs && dtype == DTYPE_UNDEFINED; i++)
		dtype = shape_dtype(infer_input(in, node, i));
	return dtype;
}

/* Along the batch: how often all copies follow each other, 0 when unlike. */
static int64_t
joint_outer(const struct infer *in, const struct node *node, int32_t axis)
{
	const struct type *x = infer_input(in, node, 0);

	for (int i = 1; i < node->n_inputs; i++)
		if (infer_input(in, node, i)->dims[axis] != x->dims[axis])
			return 0;
	return mul_sat(max_i64(x->outer, 1), node->n_inputs);
}

enum status
shape_concat(struct infer *in, struct node *node)
{
	const struct type *x = node->n_inputs ? infer_input(in, node, 0) : NULL;
	struct type *y;
	int32_t axis;

	if (!all_ranked(in, node))
		return infer_unknown(in, node, 0, any_dtype(in, node));
	TRY(infer_axis(in, node, attr_int(node, "axis", 1), x->rank, &axis));
	y = infer_output_like(in, node, 0, x);
	for (int i = 1; i < node->n_inputs; i++)
		TRY(join(in, node, infer_input(in, node, i), axis, y));
	y->batch = joint_batch(in, node);
	if (y->batch == axis)
		y->outer = joint_outer(in, node, axis);
	return OK;
}

/* The sizes of the parts when no list gives them: equal, a smaller one last. */
static enum status
equal_parts(struct infer *in, const struct node *node, int64_t dim, int64_t *sizes)
{
	int64_t n = attr_int(node, "num_outputs", node->n_outputs), part;

	for (int i = 0; i < node->n_outputs; i++)
		sizes[i] = DIM_UNKNOWN;
	if (dim < 0)
		return OK;
	if (n < node->n_outputs || n < 1)
		return infer_error(in, node, "%d outputs of %" PRId64, node->n_outputs,
				   n);
	if (dim % n != 0 && node->opset < 18)
		return infer_error(in, node,
				   "%" PRId64 " does not divide into %" PRId64
				   " equal parts",
				   dim, n);
	part = ceil_div(dim, n);
	for (int i = 0; i < node->n_outputs; i++) {
		sizes[i] = min_i64(part, dim);
		dim -= sizes[i];
	}
	return OK;
}

/* The sizes from a list, DIM_UNKNOWN where it is; a conflict is an error. */
static enum status
listed_parts(struct infer *in, const struct node *node, const struct element *list,
	     int32_t n, const struct type *x, int64_t dim, int64_t *sizes)
{
	int64_t sum = 0;

	if (n < node->n_outputs)
		return infer_error(in, node, "%d outputs but %" PRId32 " sizes",
				   node->n_outputs, n);
	for (int32_t i = 0; i < n; i++) {
		bool known = !(list[i].flags & ELEMENT_UNKNOWN);

		if (known && list[i].i < 0)
			return infer_error(in, node, "size %" PRId64 " is negative",
					   list[i].i);
		if (i < node->n_outputs)
			sizes[i] = known ? list[i].i : DIM_UNKNOWN;
		sum = known && sum >= 0 ? add_sat(sum, list[i].i) : -1;
	}
	if (sum >= 0 && dim >= 0 && sum != dim && !x->bound)
		return infer_error(in, node,
				   "the sizes add up to %" PRId64
				   " but axis has %" PRId64,
				   sum, dim);
	return OK;
}

static void
split_outputs(struct infer *in, struct node *node, const struct type *x, int32_t axis,
	      const int64_t *sizes)
{
	for (int i = 0; i < node->n_outputs; i++) {
		struct type *y = infer_output_like(in, node, i, x);

		y->dims[axis] = sizes[i];
		if (x->batch == axis && sizes[i] != x->dims[axis])
			shape_cut_batch(in, node, x, y, "splits");
	}
}

enum status
shape_split(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct element *list;
	int64_t *sizes;
	int32_t axis, n;
	bool known;

	if (!infer_ranked(x)) {
		for (int i = 0; i < node->n_outputs; i++)
			infer_unknown(in, node, i, shape_dtype(x));
		return OK;
	}
	TRY(infer_axis(in, node, attr_int(node, "axis", 0), x->rank, &axis));
	list = infer_list(in, node, 1, "split", &n, &known);
	sizes = arena_new(in->arena, int64_t, node->n_outputs);
	for (int i = 0; i < node->n_outputs; i++)
		sizes[i] = DIM_UNKNOWN;
	if (list && n > 0)
		TRY(listed_parts(in, node, list, n, x, x->dims[axis], sizes));
	else if (known)
		TRY(equal_parts(in, node, x->dims[axis], sizes));
	split_outputs(in, node, x, axis, sizes);
	return OK;
}

/* Which axis the k-th of N pads or sizes is for; all axes in order by default. */
static enum status
listed_axis(struct infer *in, const struct node *node, const struct element *axes,
	    int32_t k, int32_t rank, int32_t *axis)
{
	return infer_axis(in, node, axes ? axes[k].i : k, rank, axis);
}

static enum status
pad_dim(struct infer *in, const struct node *node, const struct element *begin,
	const struct element *end, int32_t axis, struct type *y)
{
	uint8_t flags = begin->flags | end->flags;
	int64_t sum;

	if (y->dims[axis] < 0)
		return OK;
	if (flags & ELEMENT_UNKNOWN) {
		y->dims[axis] = DIM_UNKNOWN;
		return OK;
	}
	y->bound |= (flags & ELEMENT_BOUND) != 0;
	if (!add_size(begin->i, end->i, &sum) || !add_size(sum, y->dims[axis], &sum) ||
	    sum < 0)
		return infer_error(in, node,
				   "axis %" PRId32 ": cannot pad %" PRId64
				   " by %" PRId64 " and %" PRId64,
				   axis, y->dims[axis], begin->i, end->i);
	y->dims[axis] = sum;
	return OK;
}

enum status
shape_pad(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct element *pads, *axes;
	bool known, axes_known;
	int32_t n, n_axes;
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	pads = infer_list(in, node, 1,
			  attr_present(node, "paddings") ? "paddings" : "pads", &n,
			  &known);
	axes = infer_list(in, node, 3, NULL, &n_axes, &axes_known);
	y = infer_output_like(in, node, 0, x);
	if (!known || !axes_known || !shape_all_known(axes, n_axes)) {
		for (int32_t k = 0; k < y->rank; k++)
			y->dims[k] = DIM_UNKNOWN;
		return OK;
	}
	if (n != 2 * (axes ? n_axes : x->rank))
		return infer_error(in, node,
				   "%" PRId32 " pads for %" PRId32 " axes of both ends",
				   n, axes ? n_axes : x->rank);
	for (int32_t k = 0; k < n / 2; k++) {
		int32_t axis;

		TRY(listed_axis(in, node, axes, k, x->rank, &axis));
		TRY(pad_dim(in, node, &pads[k], &pads[k + n / 2], axis, y));
	}
	return OK;
}

enum status
shape_center_crop_pad(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct literal *sizes = infer_literal(in, node, 1);
	const struct element *axes;
	bool known;
	int32_t n;
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	axes = infer_list(in, node, -1, "axes", &n, &known);
	y = infer_output_like(in, node, 0, x);
	if (!axes)
		n = x->rank;
	if (sizes && sizes->n != n)
		return infer_error(in, node, "%" PRId64 " sizes for %" PRId32 " axes",
				   sizes->n, n);
	for (int32_t k = 0; k < n; k++) {
		int32_t axis;

		TRY(listed_axis(in, node, axes, k, x->rank, &axis));
		if (sizes)
			infer_set_dim(in, y, axis, &sizes->elements[k]);
		else
			y->dims[axis] = DIM_UNKNOWN;
	}
	return OK;
}
