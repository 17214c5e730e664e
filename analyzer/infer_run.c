#include "analyzer/infer_run.h"

#include <string.h>

#include "analyzer/analyze.h"
#include "analyzer/batch.h"
#include "analyzer/batch_tile.h"
#include "analyzer/bind_graph.h"
#include "analyzer/declared.h"
#include "analyzer/infer_kind.h"

static void
forget(struct infer *in, struct node *node)
{
	struct value *v;
	int32_t i;

	for (i = 0; i < node->n_outputs; i++) {
		if (node->outputs[i] == NO_VALUE)
			continue;
		v = &in->graph->values[node->outputs[i]];
		v->type = (struct type){
			.rank = RANK_UNKNOWN, .batch = BATCH_UNSET, .length = -1};
		v->kind = VALUE_ACTIVATION;
		v->literal = NULL;
		v->tensor = NULL;
		v->opaque = false;
	}
}

/* Takes what T lacks from HINT, where the two can be the same. */
static void
complete(struct type *t, const struct type *hint)
{
	int32_t i;

	if (t->kind == TYPE_UNKNOWN) {
		*t = *hint;
		return;
	}
	if (t->kind != hint->kind)
		return;
	if (t->dtype == DTYPE_UNDEFINED)
		t->dtype = hint->dtype;
	if (t->element && hint->element)
		complete(t->element, hint->element);
	if (t->rank == RANK_UNKNOWN) {
		t->rank = hint->rank;
		t->dims = hint->dims;
		return;
	}
	for (i = 0; t->rank == hint->rank && i < t->rank; i++)
		if (t->dims[i] == DIM_UNKNOWN)
			t->dims[i] = hint->dims[i];
}

static void
apply_user_shape(struct infer *in, struct value *v)
{
	const struct bindings *b = in->bindings;
	struct type hint = {.kind = TYPE_TENSOR, .batch = BATCH_UNSET, .length = -1};
	int32_t i;

	for (i = 0; i < b->n_shapes; i++) {
		if (strcmp(b->shapes[i].name, v->name) != 0)
			continue;
		hint.rank = b->shapes[i].rank;
		hint.dims = b->shapes[i].dims;
		hint.dtype = v->type.dtype;
		if (!type_resolved(&v->type))
			complete(&v->type, &hint);
		if (v->declared && v->type.dtype == DTYPE_UNDEFINED) {
			declared_type(in, v->declared, &hint);
			v->type.dtype = hint.dtype;
		}
	}
}

/* What the rule left open: the user's word, then the file's. */
static void
apply_hints(struct infer *in, struct node *node)
{
	struct type hint;
	struct value *v;
	int32_t i;

	for (i = 0; i < node->n_outputs; i++) {
		if (node->outputs[i] == NO_VALUE)
			continue;
		v = &in->graph->values[node->outputs[i]];
		if (type_resolved(&v->type) && v->type.dtype != DTYPE_UNDEFINED)
			continue;
		apply_user_shape(in, v);
		if (!v->declared)
			continue;
		declared_type(in, v->declared, &hint);
		complete(&v->type, &hint);
	}
}

static void
unknown_operator(struct infer *in, struct node *node)
{
	int32_t i;

	diag_warn(in->diags, "unknown-operator",
		  "operator '%s' of domain '%s' is not known: its outputs are as "
		  "declared, "
		  "or as --shape TENSOR=DIMS says",
		  node->op_type, node->domain);
	for (i = 0; i < node->n_bodies; i++)
		infer_scope(in, node->bodies[i].scope);
}

/* A dim that no tensor has is none: what reads it can rely on DIM_MAX. */
static enum status
check_dims(struct infer *in, const struct node *node, struct type *t)
{
	enum status status = OK;
	int32_t i;

	if (t->rank > RANK_MAX) {
		status = infer_error(in, node, "%d dims, more than %d", t->rank,
				     RANK_MAX);
		t->rank = RANK_UNKNOWN;
		t->batch = BATCH_UNSET;
	}
	for (i = 0; i < t->rank; i++) {
		if (t->dims[i] > DIM_MAX)
			status = infer_error(
				in, node,
				"a dimension of %lld is more than any tensor has",
				(long long)t->dims[i]);
		if (t->dims[i] > DIM_MAX || t->dims[i] < 0)
			t->dims[i] = DIM_UNKNOWN;
	}
	return status;
}

static enum status
check_outputs(struct infer *in, const struct node *node)
{
	enum status status = OK, s;
	int32_t i;

	for (i = 0; i < node->n_outputs; i++) {
		if (node->outputs[i] == NO_VALUE)
			continue;
		s = check_dims(in, node, &in->graph->values[node->outputs[i]].type);
		status = s > status ? s : status;
	}
	return status;
}

static void
infer_node(struct infer *in, struct node *node)
{
	enum status status = OK;

	in->work++;
	forget(in, node);
	if (!node->op || !node->op->shape)
		unknown_operator(in, node);
	else
		status = node->op->shape(in, node);
	if (status == OK)
		status = check_outputs(in, node);
	if (status > in->status)
		in->status = status;
	apply_hints(in, node);
	batch_settle(in, node);
	if (node->op && node->op->fold && status == OK)
		node->op->fold(in, node);
	infer_kind(in, node);
	node->macs = 0;
	if (node->op && node->op->cost && status == OK && !node->folded)
		node->macs = node->op->cost(in->graph, node);
}

void
infer_scope(struct infer *in, scope_id id)
{
	const struct scope *s = &in->graph->scopes[id];
	int32_t i;

	in->depth++;
	for (i = 0; i < s->n_nodes; i++)
		infer_node(in, &in->graph->nodes[s->nodes[i]]);
	in->depth--;
}

bool
infer_scope_exact(const struct infer *in, scope_id id)
{
	const struct scope *s = &in->graph->scopes[id];
	const struct node *node;
	const struct type *t;
	int32_t i, k;

	for (i = 0; i < s->n_nodes; i++) {
		node = &in->graph->nodes[s->nodes[i]];
		for (k = 0; k < node->n_outputs; k++) {
			if (node->outputs[k] == NO_VALUE)
				continue;
			t = &in->graph->values[node->outputs[k]].type;
			if (!type_resolved(t) || t->bound)
				return false;
		}
	}
	return true;
}

static bool
inputs_resolved(const struct infer *in, const struct node *node)
{
	int32_t i;

	for (i = 0; i < node->n_inputs; i++)
		if (node->inputs[i] != NO_VALUE &&
		    !type_resolved(&in->graph->values[node->inputs[i]].type))
			return false;
	return true;
}

/* Where the top graph first loses track, and what to type. */
static void
report_unresolved(struct infer *in)
{
	const struct graph *g = in->graph;
	const struct scope *top = &g->scopes[TOP_SCOPE];
	const struct value *v;
	int32_t i, k;

	for (i = 0; i < top->n_nodes; i++) {
		const struct node *node = &g->nodes[top->nodes[i]];

		for (k = 0; k < node->n_outputs && inputs_resolved(in, node); k++) {
			if (node->outputs[k] == NO_VALUE)
				continue;
			v = &g->values[node->outputs[k]];
			if (!type_resolved(&v->type))
				infer_warn(in, node, "unresolved",
					   "the shape of '%s' is not known: %s; add "
					   "--shape '%s=DIMS'",
					   v->name, type_text(&v->type, in->arena),
					   v->name);
		}
	}
}

enum status
infer_graph(struct graph *g, const struct bindings *b, struct diags *diags)
{
	struct infer in = {
		.graph = g, .bindings = b, .arena = g->arena, .diags = diags};
	int32_t i;

	g->activation_type = b->activation_type;
	g->weight_type = b->weight_type;
	for (i = 0; i < g->n_values; i++)
		if (g->values[i].kind == VALUE_WEIGHT)
			infer_initializer_kind(&g->values[i]);
	bind_graph(&in);
	for (i = 0; i < g->n_scopes; i++)
		if (g->scopes[i].owner == NO_NODE)
			infer_scope(&in, i);
	report_unresolved(&in);
	batch_tile(&in);
	batch_report(&in);
	if (diags_count(diags, DIAG_ERROR) > 0 && in.status == OK)
		return ERR_INPUT;
	return in.status;
}
