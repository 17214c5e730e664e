#include "analyzer/layers_build.h"

#include "analyzer/workspace.h"

/* A list of values under construction, each once. */
struct collect {
	struct builder *b;
	value_id *list;
	int32_t n, room;
};

static void
open_list(struct builder *b, struct collect *c)
{
	*c = (struct collect){.b = b};
	b->now++;
}

static void
put(struct collect *c, value_id v)
{
	if (v == NO_VALUE || c->b->stamp[v] == c->b->now)
		return;
	c->b->stamp[v] = c->b->now;
	if (c->n == c->room) {
		c->room = c->room ? c->room * 2 : 4;
		c->list = arena_grow(c->b->graph->arena, c->list, (size_t)c->n,
				     (size_t)c->room, sizeof(*c->list));
	}
	c->list[c->n++] = v;
}

value_id
operand_storage(const struct builder *b, value_id v)
{
	node_id producer = b->graph->values[v].producer;

	if (producer != NO_NODE && b->groups.head[producer])
		return b->root[b->graph->nodes[producer].inputs[0]];
	return b->root[v];
}

static void
put_input(void *context, value_id v)
{
	struct collect *c = context;

	if (value_is_computed(c->b->graph, v))
		put(c, operand_storage(c->b, v));
}

/* An initializer, or what a node makes from its attributes alone: a Constant. */
static bool
is_stored(const struct graph *g, value_id v)
{
	node_id producer = g->values[v].producer;

	return producer == NO_NODE || !g->nodes[producer].n_inputs;
}

/* What is stored behind a weight, through the nodes that make it. */
static void
put_weight(struct collect *c, value_id v)
{
	const struct graph *g = c->b->graph;
	const struct node *node;
	value_id *stack;
	int32_t n = 0, i;

	if (v == NO_VALUE || g->values[v].kind != VALUE_WEIGHT ||
	    c->b->stamp[v] == c->b->now)
		return;
	if (is_stored(g, v)) {
		put(c, v);
		return;
	}
	stack = arena_new(g->arena, value_id, (size_t)g->n_values + 1);
	stack[n++] = v;
	c->b->stamp[v] = c->b->now;
	while (n) {
		node = &g->nodes[g->values[stack[--n]].producer];
		for (i = 0; i < node->n_inputs; i++) {
			v = node->inputs[i];
			if (v == NO_VALUE || g->values[v].kind != VALUE_WEIGHT ||
			    c->b->stamp[v] == c->b->now)
				continue;
			if (is_stored(g, v))
				put(c, v);
			else {
				c->b->stamp[v] = c->b->now;
				stack[n++] = v;
			}
		}
	}
}

static void
put_captured_weight(void *context, value_id v)
{
	put_weight(context, v);
}

/* A dequantize that was absorbed brings its scale and zero point. */
static void
node_weights(struct collect *c, const struct node *node)
{
	const struct graph *g = c->b->graph;
	const struct node *head;
	node_id producer;
	int32_t i, k;

	for (i = 0; i < node->n_inputs; i++) {
		put_weight(c, node->inputs[i]);
		producer = node->inputs[i] == NO_VALUE
				   ? NO_NODE
				   : g->values[node->inputs[i]].producer;
		if (producer == NO_NODE || !c->b->groups.head[producer])
			continue;
		head = &g->nodes[producer];
		for (k = 0; k < head->n_inputs; k++)
			put_weight(c, head->inputs[k]);
	}
	node_captures(g, node, put_captured_weight, c);
	workspace_weights(g, node, put_captured_weight, c);
}

bool
made_inside(const struct builder *b, const struct layer *l, value_id v)
{
	node_id producer = b->graph->values[v].producer;

	return producer != NO_NODE && b->groups.of[producer] != NO_GROUP &&
	       b->layer_of[b->groups.of[producer]] == l - b->list;
}

static void
find_inputs(struct builder *b, struct layer *l)
{
	const struct node *node;
	struct collect c;
	int32_t i, k;

	open_list(b, &c);
	for (i = 0; i < l->n_nodes; i++) {
		node = &b->graph->nodes[l->nodes[i]];
		for (k = 0; k < node->n_inputs; k++)
			if (value_is_computed(b->graph, node->inputs[k]) &&
			    !made_inside(b, l, node->inputs[k]))
				put(&c, operand_storage(b, node->inputs[k]));
		node_captures(b->graph, node, put_input, &c);
	}
	l->inputs = c.list;
	l->n_inputs = c.n;
}

/* Read by a node of another layer, directly or through a view or dequantize. */
static bool
leaves(const struct builder *b, const struct layer *l, value_id v)
{
	const struct uses *u = &b->uses;
	int32_t i, group;

	if (u->result[v])
		return true;
	for (i = u->first[v]; i < u->first[v + 1]; i++) {
		group = b->groups.of[u->readers[i]];
		if (group == NO_GROUP || b->layer_of[group] != l - b->list)
			return true;
	}
	return false;
}

static void
find_outputs(struct builder *b, struct layer *l)
{
	const struct node *node;
	struct collect c;
	int32_t i, k;

	open_list(b, &c);
	for (i = 0; i < l->n_nodes; i++) {
		node = &b->graph->nodes[l->nodes[i]];
		for (k = 0; k < node->n_outputs; k++)
			if (value_is_computed(b->graph, node->outputs[k]) &&
			    leaves(b, l, node->outputs[k]))
				put(&c, b->root[node->outputs[k]]);
	}
	l->outputs = c.list;
	l->n_outputs = c.n;
}

static void
find_weights(struct builder *b, struct layer *l)
{
	struct collect c;
	int32_t i;

	open_list(b, &c);
	for (i = 0; i < l->n_nodes; i++)
		node_weights(&c, &b->graph->nodes[l->nodes[i]]);
	l->weights = c.list;
	l->n_weights = c.n;
}

void
operands_find(struct builder *b, struct layer *l)
{
	find_inputs(b, l);
	find_outputs(b, l);
	find_weights(b, l);
}
