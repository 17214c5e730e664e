/*
 * Training: optimizers of ai.onnx.preview.training, and the gradients that
 * ONNX Runtime writes as com.microsoft operators.
 */
#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

static enum status
like(struct infer *in, struct node *node, int output, int input)
{
	const struct type *x = infer_input(in, node, input);

	return output < node->n_outputs ? shape_as(in, node, output, x, shape_dtype(x))
					: OK;
}

/*
 * After rate and step the inputs are GROUPS lists of n tensors; the outputs
 * are the new tensors, then the new states, which begin in list STATE.
 */
static enum status
optimize(struct infer *in, struct node *node, int32_t groups, int32_t state)
{
	int32_t n = (node->n_inputs - 2) / groups;

	for (int32_t i = 0; i < node->n_outputs && n > 0; i++) {
		int32_t list = i / n == 0 ? 0 : state + i / n - 1;

		TRY(like(in, node, i, 2 + list * n + i % n));
	}
	return OK;
}

/* X, G, H */
enum status
shape_adagrad(struct infer *in, struct node *node)
{
	return optimize(in, node, 3, 2);
}

/* X, G, V, H */
enum status
shape_adam(struct infer *in, struct node *node)
{
	return optimize(in, node, 4, 2);
}

/* X, G, V */
enum status
shape_momentum(struct infer *in, struct node *node)
{
	return optimize(in, node, 3, 2);
}

/* dY, log_prob, labels -> like log_prob; trainers that start here omit dY. */
enum status
shape_softmax_loss_grad(struct infer *in, struct node *node)
{
	return like(in, node, 0, infer_present(node, 2) ? 1 : 0);
}

/* rate, step, then lists of parameters, gradients and moments. */
enum status
shape_adamw(struct infer *in, struct node *node)
{
	int64_t one = 1;

	output_dims(in, node, 0, DTYPE_BOOL, 1, &one)->batch = BATCH_NONE;
	TRY(like(in, node, 1, 2));
	TRY(like(in, node, 2, 4));
	return like(in, node, 3, 5);
}

/* Output 0 says whether it was done, output 1 is the sum. */
enum status
shape_accumulate(struct infer *in, struct node *node)
{
	int64_t one = 1;

	output_dims(in, node, 0, DTYPE_BOOL, 1, &one)->batch = BATCH_NONE;
	return like(in, node, 1, 0);
}

/* dY, X, W -> dX, dW, dB */
enum status
shape_conv_grad(struct infer *in, struct node *node)
{
	const struct type *w = infer_input(in, node, 2);
	int64_t filters = dim_of(w, 0);

	TRY(like(in, node, 0, 1));
	TRY(like(in, node, 1, 2));
	output_dims(in, node, 2, shape_dtype(w), 1, &filters);
	return OK;
}

/* dY, X, scale, mean, deviation -> dX, dscale, dbias */
enum status
shape_layer_norm_grad(struct infer *in, struct node *node)
{
	TRY(like(in, node, 0, 1));
	TRY(like(in, node, 1, 2));
	return like(in, node, 2, 2);
}

/* shape, indices, dY -> what was gathered from */
enum status
shape_gather_grad(struct infer *in, struct node *node)
{
	return shape_stated(in, node, 0, shape_dtype(infer_input(in, node, 2)));
}

/* dY, shape, ... -> what was sliced */
enum status
shape_shaped_grad(struct infer *in, struct node *node)
{
	return shape_stated(in, node, 1, shape_dtype(infer_input(in, node, 0)));
}

/* The joined tensor, and how long each part was. */
enum status
shape_concat_training(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t n = node->n_inputs, sum = 0;
	struct type *y;
	int32_t axis;

	output_dims(in, node, 1, DTYPE_INT64, 1, &n)->batch = BATCH_NONE;
	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	TRY(infer_axis(in, node, attr_int(node, "axis", 0), x->rank, &axis));
	y = infer_output_like(in, node, 0, x);
	for (int32_t i = 0; i < node->n_inputs; i++) {
		const struct type *t = infer_input(in, node, i);

		sum = dim_add(sum, dim_of(t, axis));
		y->batch = batch_join(y->batch, batch_of(t));
	}
	y->dims[axis] = sum;
	return OK;
}

/* Parts whose lengths are input 1. */
enum status
shape_split_training(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct literal *lengths = infer_literal(in, node, 1);
	int32_t axis = 0;

	if (infer_ranked(x))
		TRY(infer_axis(in, node, attr_int(node, "axis", 0), x->rank, &axis));
	for (int32_t i = 0; i < node->n_outputs; i++) {
		TRY(like(in, node, i, 0));
		if (infer_ranked(x) && node->outputs[i] != NO_VALUE)
			in->graph->values[node->outputs[i]].type.dims[axis] =
				dim_from(lengths, i);
	}
	return OK;
}
