#include "analyzer/layers.h"

#include <stdlib.h>

#include "analyzer/fuse.h"
#include "analyzer/scope_uses.h"
#include "analyzer/sizes.h"
#include "analyzer/views.h"
#include "analyzer/workspace.h"
#include "base/num.h"

/* Everything that is known while the layers of one scope are put together. */
struct builder {
	const struct graph *graph;
	const struct scope *scope;
	struct uses uses;
	struct groups groups;
	value_id *root;
	struct layer *list;
	int32_t *layer_of; /* per group */
	bool *result;      /* per storage root: it, or a view of it, is a result */
	int32_t *stamp;    /* per value: the latest list it was put in */
	int32_t now;
	enum level level;
	struct diags *diags;
};

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

/* The storage that is read when a node reads a value: behind a dequantize too. */
static value_id
storage(const struct builder *b, value_id v)
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
		put(c, storage(c->b, v));
}

/* The initializers behind a weight, through the nodes that make it. */
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
	if (g->values[v].producer == NO_NODE) {
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
			if (g->values[v].producer == NO_NODE)
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

/* --- one layer --- */

static bool
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
				put(&c, storage(b, node->inputs[k]));
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

static void
add_footprint(struct footprint *f, bool batched, int64_t bytes)
{
	int64_t *part = batched ? &f->batched : &f->constant;

	*part = add_sat(*part, max_i64(bytes, 0));
}

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

	find_inputs(b, l);
	find_outputs(b, l);
	find_weights(b, l);
	l->name = layer_name(b, l);
	l->op = b->graph->nodes[l->base].op_type;
	for (i = 0; i < l->n_nodes; i++) {
		node = &b->graph->nodes[l->nodes[i]];
		add_footprint(&l->macs, node_batched(b->graph, node), node->macs);
		TRY(workspace_of(&l->workspace, b->graph, node, b->level, b->diags));
	}
	return OK;
}

/* --- in place --- */

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
			    storage(b, v) != root)
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

	return from != to && g->values[from].scope == g->values[to].scope &&
	       !b->result[from] && value_bytes(g, from) > 0 &&
	       value_bytes(g, from) == value_bytes(g, to) &&
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
		add_edge(b, e, step, storage(b, residual), l->outputs[0]);
	if (!base->op || base->op->memory != MEMORY_INPLACE)
		return;
	for (i = 0; i < base->n_inputs; i++)
		if (value_is_computed(g, base->inputs[i]))
			add_edge(b, e, step, storage(b, base->inputs[i]),
				 l->outputs[0]);
}

static void
mark_results(struct builder *b)
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

static void
find_inplace(struct builder *b, struct layers *layers)
{
	int32_t *last = last_uses(b, layers->n);
	struct edges e = {0}, kept = {0};
	int32_t i;

	if (b->level == LEVEL_OPS)
		return;
	mark_results(b);
	for (i = 0; i < layers->n; i++)
		layer_edges(b, &e, i);
	kept.list = e.list;
	for (i = 0; i < e.n; i++)
		if (last[e.list[i].from] == e.list[i].step)
			kept.list[kept.n++] = e.list[i];
	layers->inplace = kept.list;
	layers->n_inplace = kept.n;
}

/* --- all of them --- */

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

enum status
layers_build_scope(struct layers *layers, const struct graph *g, scope_id scope,
		   enum level level, struct diags *d)
{
	struct builder b = {
		.graph = g, .scope = &g->scopes[scope], .level = level, .diags = d};
	enum status status = OK, finished;
	int32_t i;

	uses_build(&b.uses, g, scope);
	b.root = views_find(g, scope, &b.uses);
	fuse_nodes(&b.groups, g, scope, &b.uses, b.root, level);
	*layers = (struct layers){.level = level, .root = b.root};
	layers->n = number_layers(&b);
	b.list = arena_new(g->arena, struct layer, (size_t)layers->n + 1);
	b.stamp = arena_new(g->arena, int32_t, (size_t)g->n_values + 1);
	share_out_nodes(&b, layers->n);
	for (i = 0; i < layers->n; i++) {
		finished = finish_layer(&b, &b.list[i]);
		status = status == OK ? finished : status;
	}
	layers->list = b.list;
	layers->step_of = steps_of_values(&b);
	find_inplace(&b, layers);
	return status;
}

enum status
layers_build(struct layers *layers, const struct graph *g, enum level level,
	     struct diags *d)
{
	return layers_build_scope(layers, g, TOP_SCOPE, level, d);
}
