#include "analyzer/layers.h"

#include "analyzer/join.h"
#include "analyzer/layers_build.h"
#include "analyzer/sizes.h"
#include "analyzer/views.h"
#include "analyzer/workspace.h"
#include "base/num.h"

static bool
node_batched(const struct graph *g, const struct node *node)
{
	int32_t i;

	for (i = 0; i < node->n_outputs; i++)
		if (node->outputs[i] != NO_VALUE && value_batched(g, node->outputs[i]))
			return true;
	return false;
}

static const char *
layer_name(const struct builder *b, const struct layer *l)
{
	const struct graph *g = b->graph;
	const struct node *base = &g->nodes[l->base];

	if (*base->name)
		return base->name;
	if (base->n_outputs && base->outputs[0] != NO_VALUE)
		return arena_printf(g->arena, "%s:%s", base->op_type,
				    g->values[base->outputs[0]].name);
	return arena_printf(g->arena, "%s:%d", base->op_type, (int)l->base);
}

static enum status
finish_layer(struct builder *b, struct layer *l)
{
	const struct node *node;
	int32_t i;

	operands_find(b, l);
	l->name = layer_name(b, l);
	l->op = b->graph->nodes[l->base].op_type;
	for (i = 0; i < l->n_nodes; i++) {
		node = &b->graph->nodes[l->nodes[i]];
		footprint_add(&l->macs, node_batched(b->graph, node), node->macs);
		TRY(workspace_of(&l->workspace, b->graph, node, b->level, b->diags));
	}
	return OK;
}

/* A layer runs where its last node stands. */
static int32_t
number_layers(struct builder *b)
{
	const struct groups *g = &b->groups;
	int32_t i, n = 0;
	node_id id;

	b->layer_of = arena_new(b->graph->arena, int32_t, (size_t)g->n + 1);
	for (i = 0; i < b->scope->n_nodes; i++) {
		id = b->scope->nodes[i];
		if (g->of[id] != NO_GROUP && g->last[g->of[id]] == id)
			b->layer_of[g->of[id]] = n++;
	}
	return n;
}

static void
share_out_nodes(struct builder *b, int32_t n)
{
	struct arena *a = b->graph->arena;
	int32_t *count = arena_new(a, int32_t, (size_t)n + 1), i, k;
	node_id **lists = arena_new(a, node_id *, (size_t)n + 1), id;

	for (i = 0; i < b->scope->n_nodes; i++)
		if (b->groups.of[b->scope->nodes[i]] != NO_GROUP)
			count[b->layer_of[b->groups.of[b->scope->nodes[i]]]]++;
	for (i = 0; i < n; i++)
		lists[i] = arena_new(a, node_id, (size_t)count[i]);
	for (i = 0; i < b->scope->n_nodes; i++) {
		id = b->scope->nodes[i];
		if (b->groups.of[id] == NO_GROUP)
			continue;
		k = b->layer_of[b->groups.of[id]];
		lists[k][b->list[k].n_nodes++] = id;
		b->list[k].nodes = lists[k];
		b->list[k].base = b->groups.base[b->groups.of[id]];
	}
}

static int32_t *
steps_of_values(const struct builder *b)
{
	const struct graph *g = b->graph;
	int32_t *step = arena_new(g->arena, int32_t, (size_t)g->n_values + 1), i;
	node_id producer;

	for (i = 0; i < g->n_values; i++) {
		producer = g->values[i].producer;
		step[i] = -1;
		if (producer != NO_NODE && b->groups.of[producer] != NO_GROUP)
			step[i] = b->layer_of[b->groups.of[producer]];
	}
	return step;
}

static enum status
build(struct layers *layers, const struct graph *g, scope_id scope, enum level level,
      const bool *wanted, struct diags *d)
{
	struct builder b = {
		.graph = g, .scope = &g->scopes[scope], .level = level, .diags = d};
	enum status status = OK, finished;
	int32_t i;

	uses_build(&b.uses, g, scope);
	b.root = views_find(g, scope, &b.uses);
	fuse_nodes(&b.groups, g, scope, &b.uses, b.root, level);
	*layers = (struct layers){.level = level, .root = b.root};
	b.stamp = arena_new(g->arena, int32_t, (size_t)g->n_values + 1);
	b.joined = arena_new(g->arena, bool, (size_t)g->n_values + 1);
	results_mark(&b);
	if (wanted)
		joins_find(&b, layers, wanted);
	layers->n = number_layers(&b);
	b.list = arena_new(g->arena, struct layer, (size_t)layers->n + 1);
	share_out_nodes(&b, layers->n);
	for (i = 0; i < layers->n; i++) {
		finished = finish_layer(&b, &b.list[i]);
		status = status == OK ? finished : status;
	}
	layers->list = b.list;
	layers->step_of = steps_of_values(&b);
	inplace_find(&b, layers);
	return status;
}

enum status
layers_build_scope(struct layers *layers, const struct graph *g, scope_id scope,
		   enum level level, struct diags *d)
{
	return build(layers, g, scope, level, NULL, d);
}

enum status
layers_build(struct layers *layers, const struct graph *g, enum level level,
	     struct diags *d)
{
	return build(layers, g, TOP_SCOPE, level, NULL, d);
}

enum status
layers_build_joined(struct layers *layers, const struct graph *g, enum level level,
		    const bool *wanted, struct diags *d)
{
	return build(layers, g, TOP_SCOPE, level, wanted, d);
}
