/*
 * Convolutions.
 *
 *	Conv            elements of y x C / group x kernel
 *	ConvTranspose   elements of x x M / group x kernel
 *	its gradient    dX and dW, each as much as the convolution
 *
 * and the last two factors are the weights over their first dim: [M, C /
 * group, kernel...] and [C, M / group, kernel...].
 */
#include "analyzer/cost.h"
#include "analyzer/dims.h"
#include "analyzer/rules.h"

static int64_t
sliding(const struct type *t, const struct type *weights)
{
	return cost_total(dim_mul(cost_elements(t),
				  dim_div(cost_elements(weights), dim_of(weights, 0))));
}

int64_t
cost_conv(const struct graph *g, const struct node *node)
{
	return sliding(cost_output(g, node, 0), cost_input(g, node, 1));
}

int64_t
cost_qlinear_conv(const struct graph *g, const struct node *node)
{
	return sliding(cost_output(g, node, 0), cost_input(g, node, 3));
}

int64_t
cost_conv_transpose(const struct graph *g, const struct node *node)
{
	return sliding(cost_input(g, node, 0), cost_input(g, node, 1));
}

int64_t
cost_qlinear_conv_transpose(const struct graph *g, const struct node *node)
{
	return sliding(cost_input(g, node, 0), cost_input(g, node, 3));
}

int64_t
cost_conv_grad(const struct graph *g, const struct node *node)
{
	return cost_total(
		dim_mul(2, sliding(cost_input(g, node, 0), cost_input(g, node, 2))));
}
