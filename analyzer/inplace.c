#include "analyzer/layers_build.h"

#include "analyzer/ops.h"
#include "analyzer/sizes.h"

struct edges {
	struct inplace *list;
	int32_t n, room;
};

/* Elementwise, or the sum that a convolution adds to. */
static bool
slides_with_output(const struct node *node, int32_t input)
{
	if (!node->op || node->op->memory == MEMORY_INPLACE)
		return true;
	return node->op->fusion == FUSION_BASE_SUM && input == 3;
}

/* How often, and through how many operands of another size, a root is read. */
static bool
reads_whole(const struct builder *b, const struct layer *l, value_id root)
{
	const struct graph *g = b->graph;
	const struct node *node;
	int32_t i, k;
	value_id v;

	for (i = 0; i < l->n_nodes; i++) {
		node = &g->nodes[l->nodes[i]];
		for (k = 0; k < node->n_inputs; k++) {
			v = node->inputs[k];
			if (!value_is_computed(g, v) || made_inside(b, l, v) ||
			    operand_storage(b, v) != root)
				continue;
			if (b->level == LEVEL_FUSED && l->n_nodes > 1 &&
			    l->nodes[i] == l->base && !slides_with_output(node, k))
				return false;
			if (type_elements(&g->values[v].type) !=
			    type_elements(&g->values[root].type))
				return false;
		}
	}
	return true;
}

static bool
may_overwrite(const struct builder *b, const struct layer *l, value_id from,
	      value_id to)
{
	const struct graph *g = b->graph;

	return from != to && !b->joined[to] &&
	       g->values[from].scope == g->values[to].scope && !b->result[from] &&
	       value_bytes(g, from) > 0 && value_bytes(g, from) == value_bytes(g, to) &&
	       value_batched(g, from) == value_batched(g, to) &&
	       reads_whole(b, l, from);
}

static void
add_edge(struct builder *b, struct edges *e, int32_t step, value_id from, value_id to)
{
	int32_t i;

	if (from == NO_VALUE || !may_overwrite(b, &b->list[step], from, to))
		return;
	for (i = e->n - 1; i >= 0 && e->list[i].step == step; i--)
		if (e->list[i].from == from && e->list[i].to == to)
			return;
	if (e->n == e->room) {
		e->room = e->room ? e->room * 2 : 16;
		e->list = arena_grow(b->graph->arena, e->list, (size_t)e->n,
				     (size_t)e->room, sizeof(*e->list));
	}
	e->list[e->n++] = (struct inplace){from, to, step};
}

/* Elementwise from end to end: its first node decides what it may overwrite. */
static void
layer_edges(struct builder *b, struct edges *e, int32_t step)
{
	const struct layer *l = &b->list[step];
	const struct graph *g = b->graph;
	const struct node *base = &g->nodes[l->base];
	value_id residual = b->groups.residual[b->groups.of[l->base]];
	int32_t i;

	if (l->n_outputs != 1)
		return;
	if (residual != NO_VALUE)
		add_edge(b, e, step, operand_storage(b, residual), l->outputs[0]);
	if (!base->op || base->op->memory != MEMORY_INPLACE)
		return;
	for (i = 0; i < base->n_inputs; i++)
		if (value_is_computed(g, base->inputs[i]))
			add_edge(b, e, step, operand_storage(b, base->inputs[i]),
				 l->outputs[0]);
}

void
results_mark(struct builder *b)
{
	value_id v;
	int32_t i;

	b->result = arena_new(b->graph->arena, bool, (size_t)b->graph->n_values + 1);
	for (i = 0; i < b->scope->n_outputs; i++) {
		v = b->scope->outputs[i];
		if (v != NO_VALUE && b->root[v] != NO_VALUE)
			b->result[b->root[v]] = true;
	}
}

static int32_t *
last_uses(const struct builder *b, int32_t n_layers)
{
	int32_t *last =
		arena_new(b->graph->arena, int32_t, (size_t)b->graph->n_values + 1);
	int32_t i, k;

	for (i = 0; i < n_layers; i++)
		for (k = 0; k < b->list[i].n_inputs; k++)
			last[b->list[i].inputs[k]] = i;
	return last;
}

void
inplace_find(struct builder *b, struct layers *layers)
{
	int32_t *last = last_uses(b, layers->n);
	struct edges e = {0}, kept = {0};
	int32_t i;

	if (b->level == LEVEL_OPS)
		return;
	for (i = 0; i < layers->n; i++)
		layer_edges(b, &e, i);
	kept.list = e.list;
	for (i = 0; i < e.n; i++)
		if (last[e.list[i].from] == e.list[i].step)
			kept.list[kept.n++] = e.list[i];
	layers->inplace = kept.list;
	layers->n_inplace = kept.n;
}
