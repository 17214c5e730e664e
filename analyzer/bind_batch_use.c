#include "analyzer/bind_batch.h"
#include "analyzer/literal.h"
#include "analyzer/rules.h"

/* Known before anything is inferred: a weight, or a Constant node's output. */
static bool
is_constant(const struct graph *g, value_id id)
{
	const struct value *v = id == NO_VALUE ? NULL : &g->values[id];

	if (!v)
		return false;
	if (v->producer == NO_NODE)
		return v->kind == VALUE_WEIGHT || v->kind == VALUE_CONSTANT;
	return has_rule(&g->nodes[v->producer], shape_constant);
}

static const struct literal *
constant_literal(const struct infer *in, value_id id)
{
	const struct value *v = &in->graph->values[id];
	const struct tensor_def *t;

	if (v->producer == NO_NODE)
		return infer_value_literal(in, id);
	t = attr_tensor(&in->graph->nodes[v->producer], "value");
	return t ? literal_of_tensor(t, in->arena) : NULL;
}

/* Unsqueeze that leaves the first axis where it is. */
static bool
appends_axes(const struct infer *in, const struct node *node)
{
	const struct literal *l = NULL;
	const int64_t *axes;
	int32_t n, i;

	if (node->n_inputs > 1 && is_constant(in->graph, node->inputs[1]))
		l = constant_literal(in, node->inputs[1]);
	axes = attr_ints(node, "axes", &n);
	for (i = 0; axes && i < n; i++)
		if (axes[i] == 0)
			return false;
	for (i = 0; l && i < l->n; i++)
		if (l->is_float || l->elements[i].i == 0)
			return false;
	return axes || l;
}

/* What is true of the input is true of the output. */
static bool
passes_on(const struct graph *g, const struct node *node, int32_t input)
{
	int32_t i;

	if (!node->op ||
	    (node->op->memory != MEMORY_INPLACE && node->op->memory != MEMORY_CAST &&
	     !has_rule(node, shape_unary)))
		return false;
	for (i = 0; i < node->n_inputs; i++)
		if (i != input && node->inputs[i] != NO_VALUE &&
		    !is_constant(g, node->inputs[i]))
			return false;
	return true;
}

/* Time first, batch second: the sequence, and the states behind its length. */
static bool
is_recurrent(const struct node *node, int32_t input)
{
	return has_rule(node, shape_rnn) && attr_int(node, "layout", 0) == 0 &&
	       (input == 0 || input >= 5);
}

static enum batch_use
use_by(const struct infer *in, const struct node *node, int32_t input)
{
	if (is_recurrent(node, input))
		return USE_RECURRENT;
	if (has_rule(node, shape_gather) && input == 1 &&
	    is_constant(in->graph, node->inputs[0]))
		return USE_ROWS;
	if (has_rule(node, shape_unsqueeze) && input == 0 && appends_axes(in, node))
		return USE_ROWS;
	return USE_PLAIN;
}

enum batch_use
batch_use_of(const struct infer *in, value_id input)
{
	const struct graph *g = in->graph;
	const struct scope *top = &g->scopes[TOP_SCOPE];
	bool *same = arena_new(in->arena, bool, g->n_values);
	const struct node *node;
	enum batch_use use;
	int32_t i, k;

	same[input] = true;
	for (i = 0; i < top->n_nodes; i++) {
		node = &g->nodes[top->nodes[i]];
		for (k = 0; k < node->n_inputs; k++) {
			if (node->inputs[k] == NO_VALUE || !same[node->inputs[k]])
				continue;
			use = use_by(in, node, k);
			if (use != USE_PLAIN)
				return use;
			if (node->n_outputs > 0 && node->outputs[0] != NO_VALUE &&
			    passes_on(g, node, k))
				same[node->outputs[0]] = true;
		}
	}
	return USE_PLAIN;
}
