/*
 * Multiply-accumulates (MACs): what the rules count, and helpers for them.
 *
 * Counted: convolutions, matrix products, recurrent layers, attention (the
 * projections where they are part of the operator, Q x K' and P x V), linear
 * and support vector learners, Fourier transforms.  One MAC is one
 * multiplication and one addition, of any width, quantized or not.  A bias,
 * an activation, a normalisation, a pooling, a softmax and an interpolation
 * count nothing, as in the published figures of networks.
 *
 * Zeros are not skipped: padding, masks and empty cache places count as if
 * they were data, as hardware without such skips sees them.  What is unknown
 * counts 0; what overflows is INT64_MAX.
 */
#ifndef ANALYZER_COST_H
#define ANALYZER_COST_H

#include "analyzer/graph.h"

/* NULL when absent. */
const struct type *cost_input(const struct graph *, const struct node *, int i);
const struct type *cost_output(const struct graph *, const struct node *, int i);
/* Elements: -1 when the type is NULL or unknown. */
int64_t cost_elements(const struct type *);
/* What a rule returns: an unknown number is 0. */
int64_t cost_total(int64_t);

#endif
