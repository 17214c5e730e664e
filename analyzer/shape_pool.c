/*
 * Pooling: the window of a convolution without weights.
 *
 * The batch stays in axis 0 or 1, for channels are pooled one by one, and in
 * a spatial axis where the window is a point.
 */
#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "analyzer/window.h"
#include "base/num.h"

static int32_t
pooled_batch(const struct type *x, const struct window *w, int32_t first)
{
	int32_t batch = batch_of(x);

	if (batch < first || batch >= first + w->n)
		return batch;
	return window_is_point(w, batch - first) ? batch : BATCH_VIRTUAL;
}

static enum status
pool(struct infer *in, struct node *node, bool channels_last)
{
	const struct type *x = infer_input(in, node, 0);
	int32_t first = channels_last ? 1 : 2;
	struct window w;
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	if (x->rank < 3)
		return infer_error(in, node, "pooling needs 3 dims, found %d", x->rank);
	TRY(window_read(in, node, x->rank - 2, NULL, &w));
	y = infer_output_like(in, node, 0, x);
	for (int32_t i = 0; i < w.n; i++)
		TRY(window_places(in, node, &w, i, x->dims[first + i],
				  &y->dims[first + i]));
	y->batch = pooled_batch(x, &w, first);
	return OK;
}

enum status
shape_pool(struct infer *in, struct node *node)
{
	return pool(in, node, attr_int(node, "channels_last", 0) != 0);
}

enum status
shape_pool_nhwc(struct infer *in, struct node *node)
{
	return pool(in, node, true);
}

static enum status
max_pool(struct infer *in, struct node *node, bool channels_last)
{
	struct type y;

	TRY(pool(in, node, channels_last));
	if (node->n_outputs < 2 || node->outputs[0] == NO_VALUE)
		return OK;
	y = in->graph->values[node->outputs[0]].type;
	return shape_as(in, node, 1, &y, DTYPE_INT64);
}

enum status
shape_max_pool(struct infer *in, struct node *node)
{
	return max_pool(in, node, false);
}

enum status
shape_max_pool_nhwc(struct infer *in, struct node *node)
{
	return max_pool(in, node, true);
}

static enum status
global_pool(struct infer *in, struct node *node, bool channels_last)
{
	const struct type *x = infer_input(in, node, 0);
	int32_t first = channels_last ? 1 : 2;
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	if (x->rank < 2)
		return infer_error(in, node, "pooling needs 2 dims, found %d", x->rank);
	y = infer_output_like(in, node, 0, x);
	for (int32_t i = 0; i < x->rank - 2; i++)
		y->dims[first + i] = 1;
	if (y->batch >= first && y->batch < first + x->rank - 2)
		y->batch = BATCH_VIRTUAL;
	return OK;
}

enum status
shape_global_pool(struct infer *in, struct node *node)
{
	return global_pool(in, node, attr_int(node, "channels_last", 0) != 0);
}

enum status
shape_global_pool_nhwc(struct infer *in, struct node *node)
{
	return global_pool(in, node, true);
}

/* --- the way back --- */

static enum status
unpooled_size(struct infer *in, struct node *node, const struct window *w,
	      int32_t first, struct type *y)
{
	const struct literal *stated = infer_literal(in, node, 2);

	for (int32_t i = 0; i < w->n; i++)
		if (!infer_present(node, 2))
			y->dims[first + i] = window_spread(w, i, y->dims[first + i], 0);
		else if (stated && !stated->is_float && stated->n == y->rank)
			infer_set_dim(in, y, first + i, &stated->elements[first + i]);
		else
			y->dims[first + i] = DIM_UNKNOWN;
	return OK;
}

static enum status
unpool(struct infer *in, struct node *node, int32_t first)
{
	const struct type *x = infer_input(in, node, 0);
	struct window w;
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	if (x->rank < 3)
		return infer_error(in, node, "unpooling needs 3 dims, found %d",
				   x->rank);
	TRY(window_read(in, node, x->rank - 2, NULL, &w));
	y = infer_output_like(in, node, 0, x);
	if (y->batch >= first && y->batch < first + w.n)
		y->batch = BATCH_VIRTUAL;
	return unpooled_size(in, node, &w, first, y);
}

enum status
shape_max_unpool(struct infer *in, struct node *node)
{
	return unpool(in, node, 2);
}

enum status
shape_max_unpool_nhwc(struct infer *in, struct node *node)
{
	return unpool(in, node, 1);
}
