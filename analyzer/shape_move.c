/*
 * Elements in another order, or repeated: Transpose, Expand, Tile, and the
 * exchange of depth for space.
 */
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include "base/num.h"

#include <inttypes.h>

enum status
shape_transpose(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const int64_t *perm;
	bool *seen;
	struct type *y;
	int32_t n;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	perm = attr_ints(node, "perm", &n);
	if (perm && n != x->rank)
		return infer_error(in, node,
				   "perm of %" PRId32
				   " axes for a tensor of rank %" PRId32,
				   n, x->rank);
	seen = arena_new(in->arena, bool, x->rank);
	y = shape_from(in, node, 0, x, x->rank);
	y->batch = x->batch;
	for (int32_t i = 0; i < x->rank; i++) {
		int32_t from = x->rank - 1 - i;

		if (perm && n > 0)
			TRY(infer_axis(in, node, perm[i], x->rank, &from));
		if (seen[from])
			return infer_error(in, node,
					   "perm names axis %" PRId32 " twice", from);
		seen[from] = true;
		y->dims[i] = x->dims[from];
		if (from == x->batch)
			y->batch = i;
	}
	return OK;
}

/* A type whose dims a list of elements states. */
static struct type
type_of_list(struct infer *in, const struct element *list, int32_t n)
{
	struct type t = {.kind = TYPE_TENSOR, .rank = n, .batch = BATCH_UNSET};

	t.dims = arena_new(in->arena, int64_t, n);
	for (int32_t i = 0; i < n; i++)
		infer_set_dim(in, &t, i, &list[i]);
	if (t.batch == BATCH_UNSET)
		t.batch = BATCH_NONE;
	return t;
}

enum status
shape_expand(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct type *list_type = infer_input(in, node, 1);
	const struct element *list;
	struct type target, joint;
	bool known;
	int32_t n;

	list = infer_list(in, node, 1, NULL, &n, &known);
	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	if (!known || !list) {
		if (infer_ranked(list_type) && list_type->rank == 1 &&
		    list_type->dims[0] >= 0 && list_type->dims[0] <= RANK_MAX)
			infer_output(in, node, 0, x->dtype,
				     (int32_t)max_i64(x->rank, list_type->dims[0]));
		else
			infer_unknown(in, node, 0, x->dtype);
		return OK;
	}
	TRY(shape_rank(in, node, n));
	target = type_of_list(in, list, n);
	joint = target;
	TRY(infer_broadcast(in, node, x, &target, &joint));
	joint.dtype = x->dtype;
	joint.bound = x->bound || target.bound;
	if (target.batch >= 0 && joint.batch < 0)
		joint.batch = joint.rank - n + target.batch;
	shape_revive_batch(in, &joint);
	infer_output_like(in, node, 0, &joint);
	return OK;
}

static bool
repeat_dim(const struct type *x, const struct element *r, int32_t axis, struct type *y)
{
	if (r->flags & ELEMENT_UNKNOWN || x->dims[axis] < 0)
		return false;
	y->bound |= (r->flags & ELEMENT_BOUND) != 0;
	y->dims[axis] = mul_sat(x->dims[axis], max_i64(r->i, 0));
	if (r->flags & ELEMENT_SCALED && y->batch < 0)
		y->batch = axis;
	else if (axis == y->batch && r->i > 1)
		y->outer = mul_sat(max_i64(y->outer, 1), r->i);
	return true;
}

/* In opset 1 the inputs are the number of tiles and the axis. */
static enum status
tile_axis(struct infer *in, struct node *node, const struct type *x)
{
	const struct literal *tiles = infer_literal(in, node, 1);
	struct type *y = infer_output_like(in, node, 0, x);
	int64_t number;
	int32_t axis;

	if (!tiles || tiles->n != 1 || !infer_scalar_int(in, node, 2, &number)) {
		for (int32_t i = 0; i < y->rank; i++)
			y->dims[i] = DIM_UNKNOWN;
		return OK;
	}
	TRY(infer_axis(in, node, number, x->rank, &axis));
	repeat_dim(x, &tiles->elements[0], axis, y);
	return OK;
}

enum status
shape_tile(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct literal *repeats = infer_literal(in, node, 1);
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	if (node->opset < 6 && infer_present(node, 2))
		return tile_axis(in, node, x);
	if (repeats && repeats->n != x->rank)
		return infer_error(in, node,
				   "%" PRId64 " repeats for a tensor of rank %" PRId32,
				   repeats->n, x->rank);
	y = shape_from(in, node, 0, x, x->rank);
	y->batch = x->batch;
	for (int32_t i = 0; repeats && i < x->rank; i++)
		repeat_dim(x, &repeats->elements[i], i, y);
	return OK;
}

static enum status
blocks(struct infer *in, struct node *node, const struct type **x, int64_t *size)
{
	*x = infer_input(in, node, 0);
	*size = attr_int(node, "blocksize", 1);
	if (*size < 1 || *size > INT32_MAX)
		return infer_error(in, node, "blocksize %" PRId64 " is not a size",
				   *size);
	if (infer_ranked(*x) && (*x)->rank != 4)
		return infer_error(in, node, "wants 4 dims, found %" PRId32,
				   (*x)->rank);
	return OK;
}

static int64_t
times(int64_t dim, int64_t factor)
{
	return dim < 0 ? DIM_UNKNOWN : mul_sat(dim, factor);
}

static enum status
divided(struct infer *in, const struct node *node, int64_t dim, int64_t by, int64_t *to)
{
	if (dim >= 0 && dim % by != 0)
		return infer_error(
			in, node, "%" PRId64 " is not a multiple of %" PRId64, dim, by);
	*to = dim < 0 ? DIM_UNKNOWN : dim / by;
	return OK;
}

enum status
shape_depth_to_space(struct infer *in, struct node *node)
{
	const struct type *x;
	struct type *y;
	int64_t size;

	TRY(blocks(in, node, &x, &size));
	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	y = infer_output_like(in, node, 0, x);
	TRY(divided(in, node, x->dims[1], mul_sat(size, size), &y->dims[1]));
	y->dims[2] = times(x->dims[2], size);
	y->dims[3] = times(x->dims[3], size);
	return OK;
}

enum status
shape_space_to_depth(struct infer *in, struct node *node)
{
	const struct type *x;
	struct type *y;
	int64_t size;

	TRY(blocks(in, node, &x, &size));
	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	y = infer_output_like(in, node, 0, x);
	y->dims[1] = times(x->dims[1], mul_sat(size, size));
	TRY(divided(in, node, x->dims[2], size, &y->dims[2]));
	return divided(in, node, x->dims[3], size, &y->dims[3]);
}
