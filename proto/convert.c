#include "proto/convert.h"

static const struct opset_import *
opsets(struct converter *c, size_t n, Onnx__OperatorSetIdProto *const *from)
{
	struct opset_import *list = arena_new(c->arena, struct opset_import, n);
	size_t i;

	for (i = 0; i < n; i++) {
		list[i].domain = string_or_empty(from[i]->domain);
		list[i].version = from[i]->version;
	}
	return list;
}

static void
convert_function(struct converter *c, struct function_def *f,
		 const Onnx__FunctionProto *from)
{
	f->domain = string_or_empty(from->domain);
	f->name = string_or_empty(from->name);
	f->overload = string_or_empty(from->overload);
	f->n_inputs = (int32_t)from->n_input;
	f->inputs = (const char *const *)from->input;
	f->n_outputs = (int32_t)from->n_output;
	f->outputs = (const char *const *)from->output;
	f->n_attributes = (int32_t)from->n_attribute;
	f->attributes = (const char *const *)from->attribute;
	f->n_attribute_protos = (int32_t)from->n_attribute_proto;
	f->attribute_protos =
		convert_attrs(c, from->n_attribute_proto, from->attribute_proto);
	f->n_nodes = (int32_t)from->n_node;
	f->nodes = convert_nodes(c, from->n_node, from->node);
	f->n_opsets = (int32_t)from->n_opset_import;
	f->opsets = opsets(c, from->n_opset_import, from->opset_import);
	f->n_value_infos = (int32_t)from->n_value_info;
	f->value_infos = convert_values(c, from->n_value_info, from->value_info);
}

static const struct graph_def *
graph_or_null(struct converter *c, const Onnx__GraphProto *from)
{
	struct graph_def *g;

	if (!from)
		return NULL;
	g = arena_new(c->arena, struct graph_def, 1);
	convert_graph(c, g, from);
	return g;
}

static void
convert_training(struct converter *c, struct training_def *t,
		 const Onnx__TrainingInfoProto *from)
{
	t->initialization = graph_or_null(c, from->initialization);
	t->algorithm = graph_or_null(c, from->algorithm);
	t->n_initialization_bindings = (int32_t)from->n_initialization_binding;
	t->initialization_bindings = convert_pairs(c, from->n_initialization_binding,
						   from->initialization_binding);
	t->n_update_bindings = (int32_t)from->n_update_binding;
	t->update_bindings =
		convert_pairs(c, from->n_update_binding, from->update_binding);
}

void
convert_model(struct converter *c, struct model *m, const Onnx__ModelProto *from)
{
	struct function_def *functions =
		arena_new(c->arena, struct function_def, from->n_functions);
	struct training_def *training =
		arena_new(c->arena, struct training_def, from->n_training_info);
	size_t i;

	m->ir_version = from->ir_version;
	m->producer_name = string_or_empty(from->producer_name);
	m->producer_version = string_or_empty(from->producer_version);
	m->domain = string_or_empty(from->domain);
	m->model_version = from->model_version;
	m->doc = string_or_empty(from->doc_string);
	m->n_opsets = (int32_t)from->n_opset_import;
	m->opsets = opsets(c, from->n_opset_import, from->opset_import);
	m->n_metadata = (int32_t)from->n_metadata_props;
	m->metadata = convert_pairs(c, from->n_metadata_props, from->metadata_props);
	m->graph = graph_or_null(c, from->graph);
	for (i = 0; i < from->n_functions; i++)
		convert_function(c, &functions[i], from->functions[i]);
	m->n_functions = (int32_t)from->n_functions;
	m->functions = functions;
	for (i = 0; i < from->n_training_info; i++)
		convert_training(c, &training[i], from->training_info[i]);
	m->n_training = (int32_t)from->n_training_info;
	m->training = training;
}
