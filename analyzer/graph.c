#include "analyzer/graph.h"

#include <string.h>

const char *
node_label(const struct graph *g, const struct node *node, struct arena *arena)
{
	int id = (int)(node - g->nodes);

	if (!node->name[0])
		return arena_printf(arena, "node %d (%s)", id, node->op_type);
	return arena_printf(arena, "node %d (%s, '%s')", id, node->op_type, node->name);
}

value_id
graph_find(const struct graph *g, const char *name)
{
	value_id v;

	for (v = 0; v < g->n_values; v++)
		if (g->values[v].scope == TOP_SCOPE &&
		    strcmp(g->values[v].name, name) == 0)
			return v;
	return NO_VALUE;
}
