#include "analyzer/fuse.h"

#include "analyzer/ops.h"
#include "analyzer/views.h"

struct fuser {
	const struct graph *graph;
	const struct uses *uses;
	struct groups *groups;
	int32_t *ends; /* per value: the chain that ends in it, plus one */
};

static const struct node *
node_of(const struct fuser *f, node_id id)
{
	return &f->graph->nodes[id];
}

static enum op_fusion
role(const struct node *node)
{
	return node->op && !node->n_bodies ? node->op->fusion : FUSION_NONE;
}

/* The dequantize behind a value, when only NODE reads it; else NO_NODE. */
static node_id
private_head(const struct fuser *f, value_id v)
{
	node_id producer;

	if (v == NO_VALUE)
		return NO_NODE;
	producer = f->graph->values[v].producer;
	if (producer == NO_NODE || !f->groups->head[producer] ||
	    uses_only(f->uses, v) == NO_NODE)
		return NO_NODE;
	return producer;
}

/* The chain that ends in a value, through a dequantize if need be. */
static int32_t
chain_to(const struct fuser *f, value_id v)
{
	node_id head = private_head(f, v);

	if (v == NO_VALUE || uses_only(f->uses, v) == NO_NODE)
		return NO_GROUP;
	if (head != NO_NODE)
		return chain_to(f, node_of(f, head)->inputs[0]);
	return f->ends[v] - 1;
}

static bool
same_size(const struct fuser *f, value_id a, value_id b)
{
	int64_t n = type_elements(&f->graph->values[a].type);

	return n >= 0 && n == type_elements(&f->graph->values[b].type);
}

static int32_t
computed_inputs(const struct fuser *f, const struct node *node)
{
	int32_t i, n = 0;

	for (i = 0; i < node->n_inputs; i++)
		n += value_is_computed(f->graph, node->inputs[i]);
	return n;
}

static void
append(struct fuser *f, int32_t group, node_id id, value_id through)
{
	node_id head = private_head(f, through);

	if (head != NO_NODE) {
		f->groups->of[head] = group;
		f->groups->head[head] = false;
		f->ends[node_of(f, head)->inputs[0]] = 0;
	}
	f->ends[through] = 0;
	f->groups->of[id] = group;
	f->groups->last[group] = id;
	f->ends[node_of(f, id)->outputs[0]] = group + 1;
}

/* An activation, a normalisation, a product with weights: one operand flows. */
static bool
join_tail(struct fuser *f, node_id id, bool first_only)
{
	const struct node *node = node_of(f, id);
	int32_t i, group;

	if (computed_inputs(f, node) != 1)
		return false;
	for (i = 0; i < (first_only ? 1 : node->n_inputs); i++) {
		group = chain_to(f, node->inputs[i]);
		if (group == NO_GROUP ||
		    !same_size(f, node->inputs[i], node->outputs[0]))
			continue;
		append(f, group, id, node->inputs[i]);
		return true;
	}
	return false;
}

/* The chain of an operand may take the other one as its residual. */
static bool
can_accumulate(const struct fuser *f, value_id y, value_id flow, value_id other)
{
	int32_t group = chain_to(f, flow);

	return group != NO_GROUP && f->groups->residual[group] == NO_VALUE &&
	       flow != other && same_size(f, flow, y) && same_size(f, other, y);
}

/* Positions in the scope: of the last node of the chain behind an operand. */
static bool
runs_later(const struct fuser *f, const int32_t *position, value_id a, value_id b)
{
	return position[f->groups->last[chain_to(f, a)]] >
	       position[f->groups->last[chain_to(f, b)]];
}

/* The operands of an addition, between scales and zero points or not. */
static int32_t
addends(const struct fuser *f, const struct node *node, value_id found[2])
{
	int32_t i, n = 0;

	for (i = 0; i < node->n_inputs; i++)
		if (value_is_computed(f->graph, node->inputs[i]) && n++ < 2)
			found[n - 1] = node->inputs[i];
	return n;
}

static bool
join_add(struct fuser *f, node_id id, const int32_t *position)
{
	const struct node *node = node_of(f, id);
	value_id v[2], y = node->outputs[0];
	int32_t n = addends(f, node, v);
	bool left, right;
	int32_t operand;

	if (n < 2)
		return join_tail(f, id, false);
	if (n > 2)
		return false;
	left = can_accumulate(f, y, v[0], v[1]);
	right = can_accumulate(f, y, v[1], v[0]);
	if (!left && !right)
		return false;
	operand = !left || (right && runs_later(f, position, v[1], v[0]));
	f->groups->residual[chain_to(f, v[operand])] = v[!operand];
	append(f, chain_to(f, v[operand]), id, v[operand]);
	return true;
}

/* A quantize joins any layer that makes its input for it alone. */
static bool
join_any(struct fuser *f, node_id id)
{
	const struct node *node = node_of(f, id);
	value_id x = node->inputs[0];
	node_id producer;

	if (join_tail(f, id, true))
		return true;
	if (x == NO_VALUE || uses_only(f->uses, x) == NO_NODE ||
	    computed_inputs(f, node) != 1)
		return false;
	producer = f->graph->values[x].producer;
	if (producer == NO_NODE || f->groups->of[producer] == NO_GROUP ||
	    node_of(f, producer)->n_bodies ||
	    f->groups->last[f->groups->of[producer]] != producer)
		return false;
	f->groups->of[id] = f->groups->of[producer];
	f->groups->last[f->groups->of[producer]] = id;
	return true;
}

static bool
join(struct fuser *f, node_id id, const int32_t *position)
{
	const struct node *node = node_of(f, id);

	if (node->n_outputs < 1 || node->n_inputs < 1 || node->outputs[0] == NO_VALUE)
		return false;
	switch (role(node)) {
	case FUSION_TAIL:
		return join_tail(f, id, true);
	case FUSION_SCALE:
		return join_tail(f, id, false);
	case FUSION_ADD:
		return join_add(f, id, position);
	case FUSION_QUANTIZE:
		return join_any(f, id);
	case FUSION_NONE:
	case FUSION_BASE:
	case FUSION_BASE_SUM:
	case FUSION_HEAD:
		break;
	}
	return false;
}

/* What a base adds up into: its last input, if it reads that only there. */
static value_id
own_residual(const struct fuser *f, const struct node *node, const value_id *root)
{
	value_id sum = node->n_inputs > 3 ? node->inputs[3] : NO_VALUE;
	int32_t i;

	if (role(node) != FUSION_BASE_SUM || !value_is_computed(f->graph, sum) ||
	    !same_size(f, sum, node->outputs[0]))
		return NO_VALUE;
	for (i = 0; i < 3; i++)
		if (node->inputs[i] != NO_VALUE && root[node->inputs[i]] == root[sum])
			return NO_VALUE;
	return sum;
}

static void
start(struct fuser *f, node_id id, const value_id *root, enum level level)
{
	const struct node *node = node_of(f, id);
	int32_t group = f->groups->n++;
	bool base = role(node) == FUSION_BASE || role(node) == FUSION_BASE_SUM;

	f->groups->of[id] = group;
	f->groups->base[group] = f->groups->last[group] = id;
	f->groups->residual[group] = NO_VALUE;
	if (level != LEVEL_FUSED || !base || node->n_outputs < 1 ||
	    node->outputs[0] == NO_VALUE)
		return;
	f->ends[node->outputs[0]] = group + 1;
	f->groups->residual[group] = own_residual(f, node, root);
}

/* Its readers take the dequantize in, if all of them can. */
static bool
is_head(const struct fuser *f, const struct node *node, const value_id *root)
{
	const struct uses *u = f->uses;
	value_id y = node->n_outputs == 1 ? node->outputs[0] : NO_VALUE;
	const struct node *reader;
	int32_t i;

	if (role(node) != FUSION_HEAD || y == NO_VALUE || u->result[y] ||
	    !uses_count(u, y))
		return false;
	if (!value_is_computed(f->graph, node->inputs[0]) ||
	    computed_inputs(f, node) != 1)
		return false;
	for (i = u->first[y]; i < u->first[y + 1]; i++) {
		reader = node_of(f, u->readers[i]);
		if (reader->n_bodies || node_is_view(reader, root))
			return false;
	}
	return true;
}

static int32_t *
positions(const struct graph *g, const struct scope *s)
{
	int32_t *position = arena_new(g->arena, int32_t, (size_t)g->n_nodes + 1), i;

	for (i = 0; i < s->n_nodes; i++)
		position[s->nodes[i]] = i;
	return position;
}

void
fuse_nodes(struct groups *groups, const struct graph *g, scope_id scope,
	   const struct uses *u, const value_id *root, enum level level)
{
	const struct scope *s = &g->scopes[scope];
	size_t n = (size_t)g->n_nodes + 1;
	struct fuser f = {g, u, groups,
			  arena_new(g->arena, int32_t, (size_t)g->n_values + 1)};
	const int32_t *position = positions(g, s);
	node_id id;
	int32_t i;

	*groups = (struct groups){
		arena_new(g->arena, int32_t, n), arena_new(g->arena, node_id, n),
		arena_new(g->arena, node_id, n), arena_new(g->arena, value_id, n),
		arena_new(g->arena, bool, n),    0};
	for (i = 0; i < g->n_nodes; i++)
		groups->of[i] = NO_GROUP;
	for (i = 0; i < s->n_nodes; i++) {
		id = s->nodes[i];
		if (!u->runs[id] || node_is_view(node_of(&f, id), root))
			continue;
		if (level == LEVEL_FUSED && is_head(&f, node_of(&f, id), root))
			groups->head[id] = true;
		else if (level != LEVEL_FUSED || !join(&f, id, position))
			start(&f, id, root, level);
	}
}
