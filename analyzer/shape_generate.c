/*
 * Tensors made from little: shapes, ranges, random numbers, windows.
 */
#include "analyzer/rules.h"
#include "analyzer/range.h"
#include "analyzer/shape.h"

#include "base/num.h"

#include <inttypes.h>

/* The part of the dims that Shape tells of, from opset 15 on. */
static void
shape_part(const struct node *node, int32_t rank, int32_t *from, int32_t *to)
{
	int64_t start = attr_int(node, "start", 0), end = attr_int(node, "end", rank);

	start += start < 0 ? rank : 0;
	end += end < 0 ? rank : 0;
	*from = (int32_t)max_i64(0, min_i64(start, rank));
	*to = (int32_t)max_i64(*from, min_i64(end, rank));
}

enum status
shape_shape(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y = infer_output(in, node, 0, DTYPE_INT64, 1);
	int32_t from, to;

	y->batch = BATCH_NONE;
	if (!infer_ranked(x))
		return OK;
	shape_part(node, x->rank, &from, &to);
	y->dims[0] = to - from;
	return OK;
}

void
fold_shape(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct literal *y;
	int32_t from, to;

	if (!infer_ranked(x))
		return;
	shape_part(node, x->rank, &from, &to);
	y = infer_output_literal(in, node, 0, to - from, false);
	for (int32_t i = from; y && i < to; i++) {
		struct element *e = &y->elements[i - from];

		e->i = max_i64(x->dims[i], 0);
		if (x->dims[i] == DIM_UNKNOWN)
			e->flags |= ELEMENT_UNKNOWN;
		if (x->batch == i)
			e->flags |= ELEMENT_SCALED;
		if (x->bound)
			e->flags |= ELEMENT_BOUND;
	}
}

enum status
shape_size(struct infer *in, struct node *node)
{
	infer_output(in, node, 0, DTYPE_INT64, 0)->batch = BATCH_NONE;
	return OK;
}

void
fold_size(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t n = x ? type_elements(x) : -1;
	struct literal *y;

	if (n < 0)
		return;
	y = infer_output_literal(in, node, 0, 1, false);
	y->elements[0].i = n;
	y->elements[0].flags = (x->batch != BATCH_NONE ? ELEMENT_SCALED : 0) |
			       (x->bound ? ELEMENT_BOUND : 0);
}

enum status
shape_range(struct infer *in, struct node *node)
{
	enum dtype dtype = shape_dtype(infer_input(in, node, 0));
	struct type *y = infer_output(in, node, 0, dtype, 1);
	struct element n = range_length(in, node);

	y->batch = n.flags & ELEMENT_SCALED ? BATCH_UNSET : BATCH_NONE;
	infer_set_dim(in, y, 0, &n);
	return OK;
}

void
fold_random(struct infer *in, struct node *node)
{
	(void)in;
	(void)node;
}

enum status
shape_random(struct infer *in, struct node *node)
{
	enum dtype dtype = dtype_by_onnx(attr_int(node, "dtype", DTYPE_FLOAT));
	int32_t n;
	const int64_t *dims = attr_ints(node, "shape", &n);
	struct type *y;

	if (!dims && !attr_present(node, "shape"))
		return infer_unknown(in, node, 0, dtype);
	TRY(shape_rank(in, node, n));
	y = infer_output(in, node, 0, dtype, n);
	for (int32_t i = 0; i < n; i++)
		y->dims[i] = max_i64(dims[i], DIM_UNKNOWN);
	y->batch = BATCH_NONE;
	return OK;
}

enum status
shape_multinomial(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y = infer_output(
		in, node, 0, dtype_by_onnx(attr_int(node, "dtype", DTYPE_INT32)), 2);

	y->dims[1] = max_i64(attr_int(node, "sample_size", 1), 0);
	if (infer_ranked(x) && x->rank == 2)
		y->dims[0] = x->dims[0];
	return OK;
}

enum status
shape_window(struct infer *in, struct node *node)
{
	int64_t onnx = attr_int(node, "output_datatype", DTYPE_FLOAT);
	struct type *y = infer_output(in, node, 0, dtype_by_onnx(onnx), 1);
	const struct literal *size = infer_literal(in, node, 0);

	y->batch = BATCH_NONE;
	if (size && size->n == 1 && !size->is_float)
		infer_set_dim(in, y, 0, &size->elements[0]);
	return OK;
}
