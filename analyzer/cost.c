#include "analyzer/cost.h"

const struct type *
cost_input(const struct graph *g, const struct node *node, int i)
{
	if (i >= node->n_inputs || node->inputs[i] == NO_VALUE)
		return NULL;
	return &g->values[node->inputs[i]].type;
}

const struct type *
cost_output(const struct graph *g, const struct node *node, int i)
{
	if (i >= node->n_outputs || node->outputs[i] == NO_VALUE)
		return NULL;
	return &g->values[node->outputs[i]].type;
}

int64_t
cost_elements(const struct type *t)
{
	return t ? type_elements(t) : -1;
}

int64_t
cost_total(int64_t macs)
{
	return macs < 0 ? 0 : macs;
}
