#include "analyzer/views.h"

#include "analyzer/ops.h"

static const struct type *
type_of(const struct graph *g, value_id v)
{
	return v == NO_VALUE ? NULL : &g->values[v].type;
}

static bool
same_elements(const struct type *x, const struct type *y)
{
	int64_t n = type_elements(x);

	return n >= 0 && n == type_elements(y);
}

/* An activation that stays one under other dims. */
static bool
is_reshaped(const struct type *x, const struct type *y)
{
	return x->kind != TYPE_TENSOR || y->kind != TYPE_TENSOR || same_elements(x, y);
}

/* The same number of bits per element, whatever they mean. */
static bool
is_same_width(const struct type *x, const struct type *y)
{
	return dtype_row(x->dtype)->bits == dtype_row(y->dtype)->bits &&
	       dtype_row(x->dtype)->bits && same_elements(x, y);
}

bool
is_outer_run(const struct type *x, const struct type *y)
{
	int32_t i, axis = -1;

	if (!type_resolved(x) || !type_resolved(y) || x->rank != y->rank ||
	    x->dtype != y->dtype || x->kind != TYPE_TENSOR || y->kind != TYPE_TENSOR)
		return false;
	for (i = 0; i < x->rank; i++)
		if (x->dims[i] != y->dims[i]) {
			if (axis >= 0)
				return false;
			axis = i;
		}
	if (axis < 0)
		return true;
	for (i = 0; i < axis; i++)
		if (x->dims[i] != 1)
			return false;
	return x->batch != BATCH_VIRTUAL && (x->batch < 0 || x->batch > axis);
}

/* Slice with steps other than 1 takes no run; a Gather never comes here. */
static bool
is_unit_step(const struct graph *g, const struct node *node)
{
	const struct literal *steps;
	int64_t i;

	if (node->n_inputs < 5 || node->inputs[4] == NO_VALUE)
		return true;
	steps = g->values[node->inputs[4]].literal;
	if (!steps)
		return false;
	for (i = 0; i < steps->n; i++)
		if (steps->elements[i].flags || steps->elements[i].i != 1)
			return false;
	return true;
}

static bool
all_outer_runs(const struct graph *g, const struct node *node)
{
	int32_t i;

	for (i = 0; i < node->n_outputs; i++)
		if (node->outputs[i] != NO_VALUE &&
		    !is_outer_run(type_of(g, node->inputs[0]),
				  type_of(g, node->outputs[i])))
			return false;
	return true;
}

/* Only one output may be a view where the operator says "output 0". */
static bool
is_view_by_rule(const struct graph *g, const struct node *node)
{
	const struct type *x = type_of(g, node->inputs[0]);
	const struct type *y = type_of(g, node->outputs[0]);

	switch (node->op->memory) {
	case MEMORY_VIEW:
		return is_reshaped(x, y);
	case MEMORY_CAST:
		return is_same_width(x, y);
	case MEMORY_SLICE:
		return is_outer_run(x, y) && is_unit_step(g, node);
	case MEMORY_SPLIT:
		return all_outer_runs(g, node);
	case MEMORY_NEW:
	case MEMORY_INPLACE:
	case MEMORY_CONCAT:
		break;
	}
	return false;
}

bool
node_is_view(const struct node *node, const value_id *root)
{
	if (!node->op || node->n_inputs < 1 || node->n_outputs < 1 || node->n_bodies ||
	    node->inputs[0] == NO_VALUE || node->outputs[0] == NO_VALUE)
		return false;
	return root[node->inputs[0]] != NO_VALUE &&
	       root[node->outputs[0]] != node->outputs[0];
}

/* Would the view make a result share bytes with an input or another result? */
static bool
must_copy(const struct graph *g, const struct uses *u, const struct node *node,
	  const value_id *root, const bool *claimed)
{
	value_id r = root[node->inputs[0]];
	int32_t i, results = 0;

	for (i = 0; i < node->n_outputs; i++)
		results += node->outputs[i] != NO_VALUE && u->result[node->outputs[i]];
	if (!results)
		return false;
	return results > 1 || claimed[r] || g->values[r].producer == NO_NODE;
}

static void
follow_node(const struct graph *g, const struct uses *u, const struct node *node,
	    value_id *root, bool *claimed)
{
	bool view;
	int32_t i;

	view = node->op && node->n_inputs > 0 && node->n_outputs > 0 &&
	       !node->n_bodies && node->inputs[0] != NO_VALUE &&
	       node->outputs[0] != NO_VALUE && root[node->inputs[0]] != NO_VALUE &&
	       is_view_by_rule(g, node) && !must_copy(g, u, node, root, claimed);
	for (i = 0; i < node->n_outputs; i++) {
		if (!value_is_computed(g, node->outputs[i]))
			continue;
		root[node->outputs[i]] =
			view ? root[node->inputs[0]] : node->outputs[i];
		if (u->result[node->outputs[i]])
			claimed[root[node->outputs[i]]] = true;
	}
}

value_id *
views_find(const struct graph *g, scope_id scope, const struct uses *u)
{
	const struct scope *s = &g->scopes[scope];
	size_t n = (size_t)g->n_values + 1;
	value_id *root = arena_new(g->arena, value_id, n);
	bool *claimed = arena_new(g->arena, bool, n);
	int32_t i;

	for (i = 0; i < g->n_values; i++)
		root[i] = value_is_computed(g, i) && g->values[i].producer == NO_NODE
				  ? i
				  : NO_VALUE;
	for (i = 0; i < g->n_values; i++)
		if (root[i] != NO_VALUE && u->result[i])
			claimed[i] = true;
	/* values from outside a body are whole storages to it */
	for (i = 0; i < g->n_values; i++)
		if (value_is_computed(g, i) && g->values[i].scope != scope)
			root[i] = i;
	for (i = 0; i < s->n_nodes; i++)
		if (u->runs[s->nodes[i]])
			follow_node(g, u, &g->nodes[s->nodes[i]], root, claimed);
	return root;
}
