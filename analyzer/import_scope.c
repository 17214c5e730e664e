#include "analyzer/import_build.h"

static void
tensor_type(struct build *b, struct value *v, enum type_kind kind, int32_t dtype,
	    int32_t rank, const int64_t *dims)
{
	int32_t i;

	v->type.kind = kind;
	v->type.dtype = dtype_by_onnx(dtype);
	v->type.rank = rank;
	v->type.dims = arena_new(b->arena, int64_t, rank);
	for (i = 0; i < rank; i++) {
		v->type.dims[i] = dims[i];
		if (dims[i] >= 0 && dims[i] <= DIM_MAX)
			continue;
		diag_error(b->diags, ERR_INPUT, "bad-tensor",
			   "initializer '%s' has the dimension %lld", v->name,
			   (long long)dims[i]);
		v->type.dims[i] = DIM_UNKNOWN;
	}
}

static void
add_initializer(struct build *b, struct frame *f, const struct tensor_def *t)
{
	value_id id = import_output(b, f, t->name); /* may move the values */
	struct value *v = &b->graph->values[id];

	v->kind = VALUE_WEIGHT;
	v->tensor = t;
	tensor_type(b, v, TYPE_TENSOR, t->dtype, t->n_dims, t->dims);
}

static void
add_sparse(struct build *b, struct frame *f, const struct sparse_def *s)
{
	struct value *v;
	value_id id;

	if (!s->values)
		return;
	id = import_output(b, f, s->values->name);
	v = &b->graph->values[id];
	v->kind = VALUE_WEIGHT;
	tensor_type(b, v, TYPE_SPARSE, s->values->dtype, s->n_dims, s->dims);
	if (s->values->n_dims == 1)
		v->type.length = s->values->dims[0];
}

/*
 * An input that an initializer gives as well is a weight, unless the user
 * binds it.  A body's inputs are filled by its node: in order, all of them.
 */
static void
add_inputs(struct build *b, struct frame *f, const struct graph_def *def)
{
	bool body = b->graph->scopes[f->scope].owner != NO_NODE;
	value_id *inputs = arena_new(b->arena, value_id, def->n_inputs), id;
	struct value *v;
	int32_t i, n = 0;

	for (i = 0; i < def->n_inputs; i++) {
		id = names_get(f->names, def->inputs[i].name);
		if (id < 0 || b->graph->values[id].kind != VALUE_WEIGHT || body)
			id = import_output(b, f, def->inputs[i].name);
		v = &b->graph->values[id];
		v->declared = &def->inputs[i].type;
		if (v->kind == VALUE_WEIGHT)
			continue;
		v->kind = body ? VALUE_ACTIVATION : VALUE_INPUT;
		inputs[n++] = id;
	}
	b->graph->scopes[f->scope].inputs = inputs;
	b->graph->scopes[f->scope].n_inputs = n;
}

static void
add_outputs(struct build *b, struct frame *f, const struct graph_def *def)
{
	value_id *outputs = arena_new(b->arena, value_id, def->n_outputs), id;
	struct value *v;
	int32_t i;

	for (i = 0; i < def->n_outputs; i++) {
		id = import_lookup(f, def->outputs[i].name);
		if (id < 0) {
			diag_error(
				b->diags, ERR_INPUT, "undefined-name",
				"the graph's output '%s' is not produced by any node",
				def->outputs[i].name);
			id = import_output(b, f, def->outputs[i].name);
		}
		outputs[i] = id;
		v = &b->graph->values[id];
		if (!v->declared && v->scope == f->scope)
			v->declared = &def->outputs[i].type;
		if (f->scope == TOP_SCOPE)
			v->graph_output = true;
	}
	b->graph->scopes[f->scope].outputs = outputs;
	b->graph->scopes[f->scope].n_outputs = def->n_outputs;
}

static void
add_declared(struct build *b, struct frame *f, const struct value_def *infos, int32_t n)
{
	value_id id;
	int32_t i;

	for (i = 0; i < n; i++) {
		id = names_get(f->names, infos[i].name);
		if (id >= 0 && !b->graph->values[id].declared)
			b->graph->values[id].declared = &infos[i].type;
	}
}

enum status
import_body(struct build *b, struct frame *f, const struct graph_def *def)
{
	struct node_list nodes = {def->nodes, def->n_nodes};
	int32_t i;

	for (i = 0; i < def->n_initializers; i++)
		add_initializer(b, f, &def->initializers[i]);
	for (i = 0; i < def->n_sparse_initializers; i++)
		add_sparse(b, f, &def->sparse_initializers[i]);
	add_inputs(b, f, def);
	TRY(import_nodes(b, f, &nodes));
	add_outputs(b, f, def);
	add_declared(b, f, def->value_infos, def->n_value_infos);
	return OK;
}
