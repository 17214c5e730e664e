/*
 * Normalisations: the output is like X; some also give their statistics.
 */
#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"

/*
 * Y is like X; before opset 14 up to four statistics, since then two when
 * training.  They are like the running mean and variance, inputs 3 and 4, and
 * one for all copies.
 */
enum status
shape_batch_norm(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	for (int32_t i = 1; i < node->n_outputs; i++)
		TRY(shape_as(in, node, i, infer_input(in, node, i % 2 ? 3 : 4),
			     shape_dtype(infer_input(in, node, 3))));
	return shape_as(in, node, 0, x, shape_dtype(x));
}

/* The output has the element type of the scale. */
enum status
shape_rms_norm(struct infer *in, struct node *node)
{
	const struct type *scale = infer_input(in, node, 1);
	const struct type *x = infer_input(in, node, 0);

	return shape_as(in, node, 0, x, scale ? shape_dtype(scale) : shape_dtype(x));
}

/* Statistics of a layer normalisation: dims from the axis on are 1. */
static enum status
layer_statistics(struct infer *in, struct node *node, int i, const struct type *x,
		 enum dtype dtype)
{
	int32_t axis;
	struct type *y;

	if (i >= node->n_outputs)
		return OK;
	if (!infer_ranked(x))
		return infer_unknown(in, node, i, dtype);
	TRY(infer_axis(in, node, attr_int(node, "axis", -1), x->rank, &axis));
	y = infer_output_like(in, node, i, x);
	y->dtype = dtype;
	for (int32_t k = axis; k < x->rank; k++)
		y->dims[k] = 1;
	if (y->batch >= axis)
		y->batch = BATCH_VIRTUAL;
	return OK;
}

enum status
shape_layer_norm(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	enum dtype stash = dtype_by_onnx(attr_int(node, "stash_type", DTYPE_FLOAT));

	TRY(layer_statistics(in, node, 1, x, stash));
	TRY(layer_statistics(in, node, 2, x, stash));
	return shape_as(in, node, 0, x, shape_dtype(x));
}

/* SimplifiedLayerNormalization: no mean, so output 1 is the deviation. */
enum status
shape_simplified_layer_norm(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	enum dtype stash = dtype_by_onnx(attr_int(node, "stash_type", DTYPE_FLOAT));

	TRY(layer_statistics(in, node, 1, x, stash));
	return shape_rms_norm(in, node);
}

/* Input plus skip, which may lack the batch or be broadcast along it. */
static enum status
skip_sum(struct infer *in, struct node *node, int i)
{
	const struct type *x = infer_input(in, node, 0);
	const struct type *skip = infer_input(in, node, 1);
	struct type *y;

	if (!x)
		return infer_unknown(in, node, i, DTYPE_UNDEFINED);
	y = infer_output_like(in, node, i, x);
	if (infer_ranked(skip) && infer_ranked(x) && skip->rank == x->rank)
		y->batch = batch_join(batch_of(x), batch_of(skip));
	return OK;
}

/* Outputs 1 and 2 are the statistics, output 3 the sum. */
enum status
shape_skip_layer_norm(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	TRY(layer_statistics(in, node, 1, x, DTYPE_FLOAT));
	TRY(layer_statistics(in, node, 2, x, DTYPE_FLOAT));
	TRY(skip_sum(in, node, 3));
	return skip_sum(in, node, 0);
}

/* Output 1 is the sum of x, skip and bias. */
enum status
shape_skip_group_norm(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	TRY(shape_as(in, node, 1, x, shape_dtype(x)));
	return shape_as(in, node, 0, x, shape_dtype(x));
}
