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

/* The length is the larger of both sides: one may be half a spectrum. */
int64_t
cost_dft(const struct graph *g, const struct node *node)
{
	const struct type *x = cost_input(g, node, 0), *y = cost_output(g, node, 0);
	int64_t length = -1, points;

	if (!infer_ranked(x) || !infer_ranked(y) || x->rank != y->rank)
		return 0;
	for (int32_t i = 0; i < x->rank - 1; i++)
		if (x->dims[i] != y->dims[i])
			length = x->dims[i] > y->dims[i] ? x->dims[i] : y->dims[i];
	if (length < 0)
		length = dim_of(x, attr_int(node, "axis", 1) == 1 ? 1 : -2);
	points = dim_div(cost_elements(y), dim_of(y, -1));
	return transforms(dim_div(points, length), length);
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
