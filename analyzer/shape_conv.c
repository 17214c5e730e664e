/*
 * Convolutions: Conv and all that share its geometry.
 *
 * X is [N, C, spatial...], or [N, spatial..., C] when channels come last; the
 * weights are always [M, C / group, kernel...], those of the transposed forms
 * [C, M / group, kernel...].
 *
 * The batch.  In axis 0 it stays.  Among the channels it stays when they are
 * in groups (one filter set per copy, as trackers write it); among the
 * spatial axes when the window is a point there.  Else no axis carries it.
 * Filters that are batched themselves put it among the channels.
 */
#include <inttypes.h>

#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "analyzer/window.h"
#include "base/num.h"

struct convolution {
	const struct type *x, *w;
	int32_t first;   /* the first spatial axis of x */
	int32_t channel; /* the axis of the channels of x */
	struct window window;
};

static void
arrange(struct convolution *c, bool channels_last)
{
	c->first = channels_last ? 1 : 2;
	c->channel = channels_last ? c->x->rank - 1 : 1;
}

static enum status
open_convolution(struct infer *in, const struct node *node, struct convolution *c,
		 bool channels_last)
{
	if (c->x->rank < 2 || (infer_ranked(c->w) && c->w->rank < 2))
		return infer_error(in, node, "a convolution needs 2 dims or more");
	arrange(c, channels_last);
	return window_read(in, node, c->x->rank - 2, c->w, &c->window);
}

static int32_t
image_batch(const struct convolution *c, bool grouped)
{
	int32_t batch = batch_of(c->x);

	if (batch <= 0)
		return batch;
	if (batch == c->channel)
		return grouped ? batch : BATCH_VIRTUAL;
	return window_is_point(&c->window, batch - c->first) ? batch : BATCH_VIRTUAL;
}

/*
 * Filters of each copy's own lie side by side along axis 0, and so do their
 * results among the channels, wherever the batch of the image is.
 */
static int32_t
result_batch(const struct convolution *c, bool grouped)
{
	int32_t weights = batch_of(c->w);

	if (weights == 0)
		return c->channel;
	return batch_join(image_batch(c, grouped),
			  weights > 0 ? BATCH_VIRTUAL : weights);
}

static enum status
check_channels(struct infer *in, const struct node *node, const struct convolution *c,
	       int64_t wanted)
{
	int64_t found = dim_of(c->x, c->channel);

	if (found >= 0 && wanted >= 0 && found != wanted)
		return infer_error(in, node,
				   "the input has %" PRId64
				   " channels, the weights want %" PRId64,
				   found, wanted);
	return OK;
}

static enum status
convolve(struct infer *in, struct node *node, int x, int w, bool channels_last,
	 enum dtype dtype)
{
	struct convolution c = {infer_input(in, node, x), infer_input(in, node, w)};
	int64_t group = attr_int(node, "group", 1);
	struct type *y;

	if (!infer_ranked(c.x))
		return infer_unknown(in, node, 0, dtype);
	TRY(open_convolution(in, node, &c, channels_last));
	TRY(check_channels(in, node, &c, dim_mul(dim_of(c.w, 1), group)));
	y = shape_from(in, node, 0, c.x, c.x->rank);
	y->dtype = dtype;
	y->dims[0] = c.x->dims[0];
	y->dims[c.channel] = dim_of(c.w, 0);
	for (int32_t i = 0; i < c.window.n; i++)
		TRY(window_places(in, node, &c.window, i, c.x->dims[c.first + i],
				  &y->dims[c.first + i]));
	y->batch = result_batch(&c, group > 1);
	return OK;
}

enum status
shape_conv(struct infer *in, struct node *node)
{
	return convolve(in, node, 0, 1, false, shape_dtype(infer_input(in, node, 0)));
}

enum status
shape_conv_nhwc(struct infer *in, struct node *node)
{
	return convolve(in, node, 0, 1, true, shape_dtype(infer_input(in, node, 0)));
}

enum status
shape_conv_integer(struct infer *in, struct node *node)
{
	return convolve(in, node, 0, 1, false, DTYPE_INT32);
}

enum status
shape_qlinear_conv(struct infer *in, struct node *node)
{
	return convolve(in, node, 0, 3, attr_int(node, "channels_last", 0) != 0,
			shape_dtype(infer_input(in, node, 7)));
}

enum status
shape_qlinear_conv_nhwc(struct infer *in, struct node *node)
{
	return convolve(in, node, 0, 3, true, shape_dtype(infer_input(in, node, 7)));
}

/* --- transposed --- */

/* Spatial dims that the node states: the last N of output_shape. */
static enum status
stated_sizes(struct infer *in, const struct node *node, int32_t n,
	     const int64_t **sizes)
{
	int32_t found;

	*sizes = attr_ints(node, "output_shape", &found);
	if (!*sizes || found == 0) {
		*sizes = NULL;
		return OK;
	}
	if (found != n && found != n + 2)
		return infer_error(in, node,
				   "output_shape has %d numbers where %d are wanted",
				   found, n);
	*sizes += found - n;
	return OK;
}

/* The numbers of output_padding, or zeros when there are none. */
static enum status
output_padding(struct infer *in, const struct node *node, int32_t n,
	       const int64_t **pads)
{
	int32_t found;

	*pads = attr_ints(node, "output_padding", &found);
	if (!*pads)
		*pads = arena_new(in->arena, int64_t, n);
	else if (found != n)
		return infer_error(in, node,
				   "output_padding has %d numbers where %d are wanted",
				   found, n);
	return OK;
}

static enum status
spread_sizes(struct infer *in, const struct node *node, const struct convolution *c,
	     struct type *y)
{
	const int64_t *stated, *more;
	int32_t n = c->window.n;

	TRY(stated_sizes(in, node, n, &stated));
	TRY(output_padding(in, node, n, &more));
	for (int32_t i = 0; i < n; i++) {
		int64_t padding = min_i64(max_i64(more[i], 0), INT32_MAX);

		y->dims[c->first + i] =
			stated ? max_i64(stated[i], DIM_UNKNOWN)
			       : window_spread(&c->window, i, c->x->dims[c->first + i],
					       padding);
	}
	return OK;
}

/* Pads that are an input: taken when known, else the sizes are not. */
static bool
take_pads(struct infer *in, const struct node *node, int input, struct window *w)
{
	const struct literal *l = infer_literal(in, node, input);
	int64_t *pads;

	if (!infer_present(node, input))
		return true;
	if (!l || l->is_float || l->n != 2 * w->n)
		return false;
	pads = arena_new(in->arena, int64_t, l->n);
	for (int32_t i = 0; i < l->n; i++) {
		if (l->elements[i].flags & ELEMENT_UNKNOWN ||
		    l->elements[i].i < -INT32_MAX || l->elements[i].i > INT32_MAX)
			return false;
		pads[i] = l->elements[i].i;
	}
	w->begin = pads;
	w->end = pads + w->n;
	return true;
}

static enum status
transpose(struct infer *in, struct node *node, int w, int pads, bool channels_last,
	  enum dtype dtype)
{
	struct convolution c = {infer_input(in, node, 0), infer_input(in, node, w)};
	int64_t group = attr_int(node, "group", 1);
	struct type *y;

	if (!infer_ranked(c.x))
		return infer_unknown(in, node, 0, dtype);
	TRY(open_convolution(in, node, &c, channels_last));
	TRY(check_channels(in, node, &c, dim_of(c.w, 0)));
	y = shape_from(in, node, 0, c.x, c.x->rank);
	y->dtype = dtype;
	y->dims[0] = c.x->dims[0];
	y->dims[c.channel] = dim_mul(dim_of(c.w, 1), group);
	if (pads < 0 || take_pads(in, node, pads, &c.window))
		TRY(spread_sizes(in, node, &c, y));
	y->batch = result_batch(&c, group > 1);
	return OK;
}

enum status
shape_conv_transpose(struct infer *in, struct node *node)
{
	return transpose(in, node, 1, -1, false, shape_dtype(infer_input(in, node, 0)));
}

enum status
shape_conv_transpose_nhwc(struct infer *in, struct node *node)
{
	return transpose(in, node, 1, -1, true, shape_dtype(infer_input(in, node, 0)));
}

enum status
shape_qlinear_conv_transpose_nhwc(struct infer *in, struct node *node)
{
	return transpose(in, node, 3, -1, true, shape_dtype(infer_input(in, node, 7)));
}

enum status
shape_conv_transpose_pads(struct infer *in, struct node *node)
{
	return transpose(in, node, 1, 2, false, shape_dtype(infer_input(in, node, 0)));
}
