/*
 * Streaming windows: the part of an operand that must be on chip while a layer
 * slides over it.
 *
 * A row is one position of the first spatial axis, all channels and all
 * columns of it, of one item of the batch; a tensor without spatial axes has
 * rows along its last axis.  By the operator's kind (analyzer/ops.h):
 *
 *	WINDOW_ROW     one row
 *	WINDOW_KERNEL  reads (kernel - 1) x dilation + 1 rows, writes one
 *	WINDOW_PANEL   the left operand and the result by one row; the right one
 *	               whole, since every row needs all of it
 *	WINDOW_WHOLE   all of it
 *
 * A weight passes one output channel at a time: a filter of a convolution, a
 * column of a product.
 */
#ifndef PLANNER_WINDOW_H
#define PLANNER_WINDOW_H

#include "analyzer/layers.h"
#include "planner/target.h"

/* Bytes at batch N for VALUE, of SIZE bytes, read or written by the layer. */
int64_t window_of(const struct target *, const struct graph *, const struct layer *,
		  value_id, bool written, int64_t size, int64_t n);

#endif
