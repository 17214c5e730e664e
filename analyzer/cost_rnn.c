/*
 * Recurrent layers: each of the seq x batch steps multiplies with all of W
 * and all of R, of all gates and directions.
 */
#include "analyzer/cost.h"
#include "analyzer/dims.h"
#include "analyzer/rules.h"

int64_t
cost_rnn(const struct graph *g, const struct node *node)
{
	const struct type *x = cost_input(g, node, 0);
	int64_t weights = dim_add(cost_elements(cost_input(g, node, 1)),
				  cost_elements(cost_input(g, node, 2)));

	return cost_total(dim_mul(dim_mul(dim_of(x, 0), dim_of(x, 1)), weights));
}
