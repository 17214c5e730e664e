#include "analyzer/infer_kind.h"

#include "analyzer/literal.h"
#include "analyzer/ops.h"
#include "proto/model.h"

/* The kind of what has these elements and was made of KIND. */
static enum value_kind
kind_of(const struct value *v, enum value_kind made_of)
{
	enum dtype t = v->type.dtype;

	if (v->type.kind != TYPE_TENSOR || !v->literal || !literal_known(v->literal))
		return made_of == VALUE_ACTIVATION ? VALUE_ACTIVATION : VALUE_WEIGHT;
	if (t == DTYPE_INT64 || t == DTYPE_BOOL || v->type.rank == 0)
		return VALUE_CONSTANT;
	return made_of == VALUE_ACTIVATION ? VALUE_CONSTANT : made_of;
}

void
infer_initializer_kind(struct value *v)
{
	if ((v->type.dtype == DTYPE_INT64 || v->type.dtype == DTYPE_BOOL ||
	     v->type.rank == 0) &&
	    v->tensor && v->tensor->data)
		v->kind = VALUE_CONSTANT;
}

/* The most alive of the node's inputs. */
static enum value_kind
inputs_kind(const struct infer *in, const struct node *node)
{
	enum value_kind kind = VALUE_CONSTANT, k;
	int32_t i;

	if (node->n_bodies > 0 || (node->op && op_is_random(node->op)))
		return VALUE_ACTIVATION;
	for (i = 0; i < node->n_inputs; i++) {
		if (node->inputs[i] == NO_VALUE)
			continue;
		k = in->graph->values[node->inputs[i]].kind;
		if (k == VALUE_ACTIVATION || k == VALUE_INPUT)
			return VALUE_ACTIVATION;
		if (k == VALUE_WEIGHT)
			kind = VALUE_WEIGHT;
	}
	return kind;
}

void
infer_kind(const struct infer *in, struct node *node)
{
	enum value_kind made_of = inputs_kind(in, node);
	struct value *v;
	int32_t i;

	node->folded = true;
	for (i = 0; i < node->n_outputs; i++) {
		if (node->outputs[i] == NO_VALUE)
			continue;
		v = &in->graph->values[node->outputs[i]];
		if (v->tensor && made_of == VALUE_CONSTANT && !v->literal)
			infer_value_literal(in, node->outputs[i]);
		v->kind = kind_of(v, made_of);
		node->folded &= v->kind == VALUE_WEIGHT || v->kind == VALUE_CONSTANT;
	}
}
