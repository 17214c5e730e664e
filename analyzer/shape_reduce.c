/*
 * Reductions: a list of axes disappears, or is kept as 1.
 */
#include "analyzer/rules.h"
#include "analyzer/shape.h"

static enum status
reduce(struct infer *in, struct node *node, const struct type *x, enum dtype dtype,
       const bool *reduced)
{
	bool keep = attr_int(node, "keepdims", 1) != 0;
	int32_t gone = 0, at = 0;
	struct type *y;

	for (int32_t i = 0; i < x->rank; i++)
		gone += reduced[i];
	y = shape_from(in, node, 0, x, keep ? x->rank : x->rank - gone);
	y->dtype = dtype;
	y->batch = shape_batch_without(x, reduced);
	if (keep && y->batch >= 0)
		y->batch = x->batch;
	for (int32_t i = 0; i < x->rank; i++) {
		if (!reduced[i])
			y->dims[at++] = x->dims[i];
		else if (keep)
			y->dims[at++] = 1;
	}
	return OK;
}

/*
 * Which axes is not known before the model runs.  Where they are kept as 1
 * the input is an upper bound; else at best the rank is known.
 */
static enum status
reduce_unknown(struct infer *in, struct node *node, const struct type *x)
{
	const struct type *axes = infer_input(in, node, 1);

	if (attr_int(node, "keepdims", 1))
		infer_output_like(in, node, 0, x)->bound = true;
	else if (!infer_ranked(axes) || axes->rank != 1 || axes->dims[0] < 0 ||
		 axes->dims[0] > x->rank)
		return infer_unknown(in, node, 0, x->dtype);
	else
		shape_from(in, node, 0, x, x->rank - (int32_t)axes->dims[0]);
	return OK;
}

enum status
shape_reduce(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct element *axes;
	bool known, *reduced;
	int32_t n;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	axes = infer_list(in, node, 1, "axes", &n, &known);
	if (!known || !shape_all_known(axes, n))
		return reduce_unknown(in, node, x);
	if (n == 0 && attr_int(node, "noop_with_empty_axes", 0))
		return shape_as(in, node, 0, x, x->dtype);
	reduced = arena_new(in->arena, bool, x->rank);
	TRY(shape_mark_axes(in, node, axes, n, x->rank, reduced));
	for (int32_t i = 0; n == 0 && i < x->rank; i++)
		reduced[i] = true;
	return reduce(in, node, x, x->dtype, reduced);
}

enum status
shape_arg_reduce(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	bool *reduced;
	int32_t axis;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, DTYPE_INT64);
	TRY(infer_axis(in, node, attr_int(node, "axis", 0), x->rank, &axis));
	reduced = arena_new(in->arena, bool, x->rank);
	reduced[axis] = true;
	return reduce(in, node, x, DTYPE_INT64, reduced);
}

/* The determinant of the last two dims. */
enum status
shape_det(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	if (x->rank < 2)
		return infer_error(in, node, "wants a matrix, found %d dims", x->rank);
	y = shape_from(in, node, 0, x, x->rank - 2);
	for (int32_t i = 0; i < y->rank; i++)
		y->dims[i] = x->dims[i];
	y->batch = x->batch < y->rank ? x->batch : BATCH_VIRTUAL;
	return OK;
}
