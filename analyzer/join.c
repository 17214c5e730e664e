#include "analyzer/join.h"

#include "analyzer/sizes.h"
#include "analyzer/views.h"
#include "base/num.h"

/* Some layer, or a Concat that was joined before, writes it. */
static bool
is_written(const struct builder *b, value_id v)
{
	node_id producer = b->graph->values[v].producer;

	return producer != NO_NODE &&
	       (b->groups.of[producer] != NO_GROUP || b->joined[v]);
}

static bool
may_move(const struct builder *b, value_id v, value_id out)
{
	const struct graph *g = b->graph;

	return v != NO_VALUE && value_is_computed(g, v) &&
	       g->values[v].scope == TOP_SCOPE && b->root[v] == v && is_written(b, v) &&
	       !b->result[v] && value_bytes(g, v) > 0 &&
	       value_batched(g, v) == value_batched(g, out);
}

/* It is a layer of its own, and its inputs may all move, each once. */
static bool
may_join(struct builder *b, node_id id)
{
	const struct node *node = &b->graph->nodes[id];
	int32_t group = b->groups.of[id], i;
	int64_t bytes = 0;
	value_id out;

	if (group == NO_GROUP || b->groups.base[group] != id ||
	    b->groups.last[group] != id || node->n_outputs != 1 || node->n_inputs < 2)
		return false;
	out = node->outputs[0];
	b->now++;
	for (i = 0; i < node->n_inputs; i++) {
		if (!may_move(b, node->inputs[i], out) ||
		    b->stamp[node->inputs[i]] == b->now)
			return false;
		b->stamp[node->inputs[i]] = b->now;
		bytes = add_sat(bytes, value_bytes(b->graph, node->inputs[i]));
	}
	return b->root[out] == out && bytes == value_bytes(b->graph, out);
}

/* The inputs carry the stamp of may_join(). */
static void
join_inputs(struct builder *b, node_id id)
{
	const struct node *node = &b->graph->nodes[id];
	value_id out = node->outputs[0];
	int32_t i;

	for (i = 0; i < b->graph->n_values; i++)
		if (b->root[i] != NO_VALUE && b->stamp[b->root[i]] == b->now)
			b->root[i] = out;
	for (i = 0; i < node->n_inputs; i++)
		b->joined[node->inputs[i]] = false;
	b->joined[out] = true;
	b->groups.of[id] = NO_GROUP;
}

void
joins_find(struct builder *b, struct layers *layers, const bool *wanted)
{
	const struct graph *g = b->graph;
	struct join *list =
		arena_new(g->arena, struct join, (size_t)b->scope->n_nodes + 1);
	const struct node *node;
	int32_t i;
	node_id id;

	for (i = 0; i < b->scope->n_nodes; i++) {
		id = b->scope->nodes[i];
		node = &g->nodes[id];
		if (!node->op || node->op->memory != MEMORY_CONCAT ||
		    !node->n_outputs || node->outputs[0] == NO_VALUE ||
		    !wanted[node->outputs[0]] || !may_join(b, id))
			continue;
		join_inputs(b, id);
		list[layers->n_joins++] =
			(struct join){node->outputs[0], id,
				      is_outer_run(&g->values[node->outputs[0]].type,
						   &g->values[node->inputs[0]].type)};
	}
	layers->joins = list;
}

int32_t
joins_possible(const struct layers *layers, const struct graph *g)
{
	int32_t n = layers->n_joins, i;
	const struct node *base;

	for (i = 0; i < layers->n; i++) {
		base = &g->nodes[layers->list[i].base];
		n += base->op && base->op->memory == MEMORY_CONCAT;
	}
	return n;
}
