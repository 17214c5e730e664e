#include "analyzer/batch_tile.h"

#include "analyzer/rules.h"

/* One for all copies, though its axis has the room of the shipped batch. */
static bool
lacks_batch(const struct graph *g, value_id id, int32_t axis)
{
	const struct type *t = id == NO_VALUE ? NULL : &g->values[id].type;

	return infer_ranked(t) && t->batch == BATCH_NONE && axis < t->rank &&
	       t->dims[axis] == g->batch;
}

/* Its size comes from elsewhere: whatever it is filled with is not tiled. */
static bool
gives_size(const struct node *node)
{
	return has_rule(node, shape_expand) || has_rule(node, shape_tile) ||
	       has_rule(node, shape_constant_of_shape);
}

/* Element by element, so that what is read lies as what is made. */
static bool
keeps_axes(const struct node *node)
{
	return node->op &&
	       (node->op->memory == MEMORY_INPLACE || node->op->memory == MEMORY_CAST ||
		has_rule(node, shape_unary) || has_rule(node, shape_quantize) ||
		has_rule(node, shape_dequantize));
}

/* Newer values only lead to older ones: the walk ends. */
static void
tile(struct graph *g, value_id id, int32_t axis)
{
	struct value *v = &g->values[id];
	const struct node *node;
	int32_t i, rank = v->type.rank;

	if (v->producer == NO_NODE) {
		g->n_tiled++;
		return;
	}
	v->type.batch = axis;
	node = &g->nodes[v->producer];
	if (gives_size(node) || !keeps_axes(node)) {
		g->n_tiled++;
		return;
	}
	for (i = 0; i < node->n_inputs; i++)
		if (lacks_batch(g, node->inputs[i], axis) &&
		    g->values[node->inputs[i]].type.rank == rank)
			tile(g, node->inputs[i], axis);
}

static void
tile_operands(struct graph *g, const struct node *node, int32_t from, int32_t to,
	      int32_t axis)
{
	int32_t i;

	for (i = from; i < to && i < node->n_inputs; i++)
		if (lacks_batch(g, node->inputs[i], axis))
			tile(g, node->inputs[i], axis);
}

static const struct type *
output_type(const struct graph *g, const struct node *node, int32_t i)
{
	if (i >= node->n_outputs || node->outputs[i] == NO_VALUE)
		return NULL;
	return &g->values[node->outputs[i]].type;
}

static void
tile_joined(struct graph *g, const struct node *node)
{
	const struct type *y = output_type(g, node, 0);
	int64_t axis = attr_int(node, "axis", 0);

	if (!y || y->batch < 0 || y->rank <= 0)
		return;
	axis += axis < 0 ? y->rank : 0;
	if (axis != y->batch)
		tile_operands(g, node, 0, node->n_inputs, y->batch);
}

/* Lengths, then states: behind the weights. */
static void
tile_states(struct graph *g, const struct node *node)
{
	int32_t axis = attr_int(node, "layout", 0) ? 0 : 1;
	const struct type *x;

	if (!infer_present(node, 0))
		return;
	x = &g->values[node->inputs[0]].type;
	if (x->batch != axis)
		return;
	tile_operands(g, node, 4, 5, 0);
	tile_operands(g, node, 5, 7, axis);
}

/* A state that the body batches was batched from the start. */
static void
tile_carried(struct graph *g, const struct node *node, int32_t first)
{
	const struct type *y;
	int32_t i;

	for (i = 0; first + i < node->n_inputs && i < node->n_outputs; i++) {
		y = output_type(g, node, i);
		if (y && y->batch >= 0)
			tile_operands(g, node, first + i, first + i + 1, y->batch);
	}
}

void
batch_tile(struct infer *in)
{
	struct graph *g = in->graph;
	const struct node *node;
	int32_t i;

	for (i = 0; g->batched && i < g->n_nodes; i++) {
		node = &g->nodes[i];
		if (has_rule(node, shape_concat))
			tile_joined(g, node);
		else if (has_rule(node, shape_rnn))
			tile_states(g, node);
		else if (has_rule(node, shape_loop))
			tile_carried(g, node, 2);
		else if (has_rule(node, shape_scan))
			tile_carried(g, node, node->opset < 9);
	}
	if (g->n_tiled)
		diag_note(in->diags, "tiled",
			  "constants that a batch needs once for each copy: %d",
			  (int)g->n_tiled);
}
