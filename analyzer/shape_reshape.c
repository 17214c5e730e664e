/*
 * The same elements under other dims: Reshape, Flatten, Squeeze, Unsqueeze.
 */
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include "base/num.h"

#include <inttypes.h>

/* The one dim that no element states, or -1; -2 when there are several. */
static int32_t
open_dim(const int64_t *dims, int32_t n)
{
	int32_t open = -1;

	for (int32_t i = 0; i < n; i++)
		if (dims[i] == DIM_UNKNOWN)
			open = open == -1 ? i : -2;
	return open;
}

/* Fills in what the number of elements decides, or finds the conflict. */
static enum status
fit(struct infer *in, const struct node *node, const struct type *x, struct type *y)
{
	int64_t total = type_elements(x), given = 1;
	int32_t open = open_dim(y->dims, y->rank);

	if (total < 0 || open == -2)
		return OK;
	for (int32_t i = 0; i < y->rank; i++)
		if (i != open)
			given = mul_sat(given, y->dims[i]);
	if (open >= 0 && given > 0 && total % given == 0) {
		y->dims[open] = total / given;
		return OK;
	}
	if (open >= 0 && given == 0 && total == 0) {
		y->dims[open] = 0;
		return OK;
	}
	if (y->bound || (open < 0 && given == total))
		return OK;
	return infer_error(in, node,
			   "%" PRId64 " elements do not fit a target of %s%" PRId64,
			   total, open < 0 ? "" : "multiples of ", given);
}

/* Sets the dims that the target states; zero copies unless it is allowed. */
static enum status
target_dims(struct infer *in, const struct node *node, const struct type *x,
	    const struct element *target, struct type *y)
{
	bool zero = attr_int(node, "allowzero", 0) != 0;

	for (int32_t i = 0; i < y->rank; i++) {
		if (target[i].flags & ELEMENT_UNKNOWN)
			continue;
		if (target[i].i != 0 || zero) {
			infer_set_dim(in, y, i, &target[i]);
			continue;
		}
		if (!infer_ranked(x))
			continue;
		if (i >= x->rank)
			return infer_error(in, node,
					   "target %" PRId32 " copies a dim that the "
					   "input of rank %" PRId32 " lacks",
					   i, x->rank);
		y->dims[i] = x->dims[i];
	}
	return OK;
}

/* Only the length of the target is known, or not even that. */
static enum status
target_unknown(struct infer *in, struct node *node, const struct type *x)
{
	const struct type *target = infer_input(in, node, 1);
	struct type *y;

	if (!infer_ranked(target) || target->rank != 1 || target->dims[0] < 0 ||
	    target->dims[0] > RANK_MAX)
		return infer_unknown(in, node, 0, shape_dtype(x));
	y = infer_output(in, node, 0, shape_dtype(x), (int32_t)target->dims[0]);
	if (!x)
		return OK;
	y->bound = x->bound;
	return fit(in, node, x, y);
}

enum status
shape_reshape(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct element *target;
	struct type *y;
	bool known;
	int32_t n, open;

	target = infer_list(in, node, 1, "shape", &n, &known);
	if (!known)
		return target_unknown(in, node, x);
	TRY(shape_rank(in, node, n));
	y = infer_output(in, node, 0, shape_dtype(x), n);
	y->bound = x && x->bound;
	TRY(target_dims(in, node, x, target, y));
	open = open_dim(y->dims, y->rank);
	if (!x)
		return OK;
	TRY(fit(in, node, x, y));
	infer_reshape_batch(in, x, open, y);
	return OK;
}

/* The sizes of the first AXIS dims and of the rest. */
static enum status
flat_dims(struct infer *in, const struct node *node, const struct type *x,
	  struct type *y)
{
	int64_t axis = attr_int(node, "axis", 1);

	if (axis < -x->rank || axis > x->rank)
		return infer_error(in, node,
				   "axis %" PRId64
				   " is outside a tensor of rank %" PRId32,
				   axis, x->rank);
	axis += axis < 0 ? x->rank : 0;
	y->dims[0] = shape_product(x->dims, (int32_t)axis);
	y->dims[1] = shape_product(x->dims + axis, x->rank - (int32_t)axis);
	if (x->batch >= 0)
		y->batch = x->batch >= axis;
	return OK;
}

enum status
shape_flatten(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y = infer_output(in, node, 0, shape_dtype(x), 2);

	if (!infer_ranked(x)) {
		y->batch = x && x->batch != BATCH_NONE ? BATCH_VIRTUAL : BATCH_UNSET;
		return OK;
	}
	y->bound = x->bound;
	TRY(flat_dims(in, node, x, y));
	infer_reshape_batch(in, x, -1, y);
	return OK;
}

/* Without axes every dim of 1 goes, which needs all dims to be known. */
static enum status
squeeze_ones(struct infer *in, const struct node *node, const struct type *x,
	     bool *removed)
{
	for (int32_t i = 0; i < x->rank; i++)
		removed[i] = x->dims[i] == 1;
	if (x->batch >= 0 && removed[x->batch] && in->graph->batch == 1)
		infer_warn(in, node, "batch-squeezed",
			   "squeezes the batch of 1 because no axes are given");
	return OK;
}

static enum status
squeeze_checked(struct infer *in, const struct node *node, const struct type *x,
		const bool *removed)
{
	for (int32_t i = 0; i < x->rank; i++)
		if (removed[i] && x->dims[i] > 1 && !x->bound)
			return infer_error(
				in, node, "cannot squeeze axis %" PRId32 " of %" PRId64,
				i, x->dims[i]);
	return OK;
}

enum status
shape_squeeze(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct element *axes;
	bool known, *removed;
	int32_t n, at = 0, gone = 0;
	struct type *y;

	axes = infer_list(in, node, 1, "axes", &n, &known);
	if (!infer_ranked(x) || !known || !shape_all_known(axes, n) ||
	    (n == 0 && shape_product(x->dims, x->rank) < 0))
		return infer_unknown(in, node, 0, shape_dtype(x));
	removed = arena_new(in->arena, bool, x->rank);
	if (n == 0)
		TRY(squeeze_ones(in, node, x, removed));
	else
		TRY(shape_mark_axes(in, node, axes, n, x->rank, removed));
	TRY(squeeze_checked(in, node, x, removed));
	for (int32_t i = 0; i < x->rank; i++)
		gone += removed[i];
	y = shape_from(in, node, 0, x, x->rank - gone);
	for (int32_t i = 0; i < x->rank; i++)
		if (!removed[i])
			y->dims[at++] = x->dims[i];
	y->batch = shape_batch_without(x, removed);
	return OK;
}

enum status
shape_unsqueeze(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct element *axes;
	bool known, *added;
	int32_t n, from = 0;
	struct type *y;

	axes = infer_list(in, node, 1, "axes", &n, &known);
	if (!infer_ranked(x) || !known || !shape_all_known(axes, n))
		return infer_unknown(in, node, 0, shape_dtype(x));
	TRY(shape_rank(in, node, (int64_t)x->rank + n));
	added = arena_new(in->arena, bool, x->rank + n);
	TRY(shape_mark_axes(in, node, axes, n, x->rank + n, added));
	y = shape_from(in, node, 0, x, x->rank + n);
	y->batch = x->batch;
	for (int32_t i = 0; i < y->rank; i++) {
		if (!added[i] && from == x->rank)
			return infer_error(in, node, "an axis is named twice");
		if (!added[i] && from == x->batch)
			y->batch = i;
		y->dims[i] = added[i] ? 1 : x->dims[from++];
	}
	if (n > 0 && added[0])
		shape_revive_batch(in, y);
	return OK;
}
