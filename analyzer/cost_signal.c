/*
 * Fourier transforms of n points by halving: n / 2 log2 n butterflies of a
 * complex product each, 4 MACs; so 2 n log2 n for one transform.
 */
#include "analyzer/cost.h"
#include "analyzer/dims.h"
#include "analyzer/rules.h"

static int64_t
transforms(int64_t count, int64_t n)
{
	int64_t steps = 0;

	for (int64_t m = n; m > 1; m = m / 2 + m % 2)
		steps++;
	return cost_total(dim_mul(dim_mul(count, 2), dim_mul(n, steps)));
}

static int32_t
transform_axis(const struct graph *g, const struct node *node, int32_t rank)
{
	int64_t axis = attr_int(node, "axis", node->opset < 20 ? 1 : -2);
	const struct literal *stated;

	if (cost_input(g, node, 2)) {
		stated = g->values[node->inputs[2]].literal;
		if (!stated || stated->is_float || stated->n < 1)
			return -1;
		axis = stated->elements[0].i;
	}
	if (axis < 0)
		axis += rank;
	return axis >= 0 && axis < rank ? (int32_t)axis : -1;
}

/* The length is the larger of both sides: one may be half a spectrum. */
int64_t
cost_dft(const struct graph *g, const struct node *node)
{
	const struct type *x = cost_input(g, node, 0), *y = cost_output(g, node, 0);
	int32_t axis = infer_ranked(x) ? transform_axis(g, node, x->rank) : -1;
	int64_t length, count;

	if (axis < 0)
		return 0;
	count = dim_div(cost_elements(y), dim_of(y, -1));
	count = dim_div(count, dim_of(y, axis));
	length = dim_of(x, axis);
	return transforms(count, dim_of(y, axis) > length ? dim_of(y, axis) : length);
}

/* y [batch, frames, bins, 2] */
int64_t
cost_stft(const struct graph *g, const struct node *node)
{
	const struct type *y = cost_output(g, node, 0);
	int64_t bins = dim_of(y, 2);
	int64_t length = attr_int(node, "onesided", 1) ? dim_mul(bins - 1, 2) : bins;

	return transforms(dim_mul(dim_of(y, 0), dim_of(y, 1)), length);
}
