/*
 * Matrix products: elements of y x the length K that is summed over.
 *
 *	mixture of experts  tokens x experts per token x weights of one expert
 *	linear learners     examples x coefficients
 *	CDist               pairs x columns
 */
#include "analyzer/cost.h"
#include "analyzer/dims.h"
#include "analyzer/infer.h"
#include "analyzer/rules.h"

/* K is the last dim of A, or its rows when it comes transposed. */
static int64_t
summed(const struct graph *g, const struct node *node)
{
	const struct type *a = cost_input(g, node, 0);

	if (!attr_int(node, "transA", 0))
		return dim_of(a, -1);
	return dim_of(a, attr_int(node, "transBatchA", 0) ? 0 : -2);
}

int64_t
cost_matmul(const struct graph *g, const struct node *node)
{
	return cost_total(
		dim_mul(cost_elements(cost_output(g, node, 0)), summed(g, node)));
}

/* Q, K and V in one. */
int64_t
cost_matmul_qkv(const struct graph *g, const struct node *node)
{
	int64_t n = 0;

	for (int i = 0; i < 3; i++)
		n = dim_add(n, cost_elements(cost_output(g, node, i)));
	return cost_total(dim_mul(n, summed(g, node)));
}

/* The gate and the way up. */
int64_t
cost_matmul_mlp(const struct graph *g, const struct node *node)
{
	return cost_total(dim_mul(2, cost_matmul(g, node)));
}

static int64_t
experts(const struct graph *g, const struct node *node, int step, int64_t packed)
{
	int64_t tokens = cost_elements(cost_input(g, node, 0));
	int64_t weights = 0;

	tokens = dim_div(tokens, dim_of(cost_input(g, node, 0), -1));
	for (int i = 0; i < 3; i++) {
		const struct type *w = cost_input(g, node, 2 + i * step);

		if (w)
			weights = dim_add(weights,
					  dim_div(cost_elements(w), dim_of(w, 0)));
	}
	weights = dim_mul(weights, packed);
	return cost_total(dim_mul(dim_mul(tokens, attr_int(node, "k", 1)), weights));
}

int64_t
cost_moe(const struct graph *g, const struct node *node)
{
	return experts(g, node, 2, 1);
}

/* Weights of BITS each, packed into bytes. */
int64_t
cost_qmoe(const struct graph *g, const struct node *node)
{
	int64_t bits = attr_int(node, "expert_weight_bits", 4);

	return experts(g, node, 3, bits > 0 && bits < 8 ? 8 / bits : 1);
}

static int64_t
learner(const struct graph *g, const struct node *node, const char *attr)
{
	const struct type *x = cost_input(g, node, 0);
	int64_t n = dim_of(x, 0);

	return cost_total(dim_mul(x && x->rank == 1 ? 1 : n, attr_count(node, attr)));
}

int64_t
cost_linear(const struct graph *g, const struct node *node)
{
	return learner(g, node, "coefficients");
}

int64_t
cost_svm(const struct graph *g, const struct node *node)
{
	return learner(g, node, "support_vectors");
}

int64_t
cost_cdist(const struct graph *g, const struct node *node)
{
	return cost_total(dim_mul(cost_elements(cost_output(g, node, 0)),
				  dim_of(cost_input(g, node, 0), 1)));
}
