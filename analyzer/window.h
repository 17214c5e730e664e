/*
 * The window of a convolution or a pooling: what slides over the spatial axes.
 *
 * Rules: the ONNX definitions of Conv, ConvTranspose and the pooling
 * operators.  The number of places is
 *
 *	(in + pads - ((kernel - 1) x dilation + 1)) / stride + 1
 *
 * rounded towards zero, or up with ceil_mode, when a last place that would
 * start in the padding at the end is left out (as of pooling's opset 22, and
 * as ONNX Runtime does for all).  auto_pad SAME_*: ceil(in / stride).
 */
#ifndef ANALYZER_WINDOW_H
#define ANALYZER_WINDOW_H

#include "analyzer/infer.h"

enum auto_pad { PAD_GIVEN, PAD_SAME, PAD_VALID };

struct window {
	int32_t n;       /* spatial axes */
	int64_t *kernel; /* DIM_UNKNOWN where it comes from unknown weights */
	const int64_t *stride, *dilation;
	const int64_t *begin, *end; /* pads, which may be negative */
	enum auto_pad auto_pad;
	bool ceil;
};

/*
 * Reads the attributes.  Without kernel_shape the kernel is the last N dims
 * of the weights, which may be NULL.
 */
enum status window_read(struct infer *, const struct node *, int32_t n,
			const struct type *weights, struct window *);

/* The number of places along spatial axis I, unknown when IN is. */
enum status window_places(struct infer *, const struct node *, const struct window *,
			  int32_t i, int64_t in, int64_t *places);

/* The transposed convolution: how long an input of IN becomes. */
int64_t window_spread(const struct window *, int32_t i, int64_t in, int64_t more);

/* The window leaves the axis as it is: each place sees one element. */
bool window_is_point(const struct window *, int32_t i);

#endif
