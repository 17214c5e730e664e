#include "proto/convert.h"

static void
convert_opset(struct converter *c, void *to, const void *message)
{
	const Onnx__OperatorSetIdProto *from = message;
	struct opset_import *o = to;

	o->domain = keep_string(c, from->domain);
	o->version = from->version;
}

void
convert_function(struct converter *c, void *to, const void *message)
{
	const Onnx__FunctionProto *from = message;
	struct function_def *f = to;

	f->domain = keep_string(c, from->domain);
	f->name = keep_string(c, from->name);
	f->overload = keep_string(c, from->overload);
	f->n_inputs = (int32_t)from->n_input;
	f->inputs = keep_strings(c, from->n_input, from->input);
	f->n_outputs = (int32_t)from->n_output;
	f->outputs = keep_strings(c, from->n_output, from->output);
	f->n_attributes = (int32_t)from->n_attribute;
	f->attributes = keep_strings(c, from->n_attribute, from->attribute);
	f->n_attribute_protos = (int32_t)from->n_attribute_proto;
	f->attribute_protos =
		CONVERT_LIST(c, from, attribute_proto, struct attr_def, convert_attr);
	f->n_nodes = (int32_t)from->n_node;
	f->nodes = CONVERT_LIST(c, from, node, struct node_def, convert_node);
	f->n_opsets = (int32_t)from->n_opset_import;
	f->opsets =
		CONVERT_LIST(c, from, opset_import, struct opset_import, convert_opset);
	f->n_value_infos = (int32_t)from->n_value_info;
	f->value_infos =
		CONVERT_LIST(c, from, value_info, struct value_def, convert_value);
}

static void
convert_training(struct converter *c, void *to, const void *message)
{
	const Onnx__TrainingInfoProto *from = message;
	struct training_def *t = to;

	t->initialization =
		CONVERT_MAYBE(c, from->initialization, struct graph_def, convert_graph);
	t->algorithm =
		CONVERT_MAYBE(c, from->algorithm, struct graph_def, convert_graph);
	t->n_initialization_bindings = (int32_t)from->n_initialization_binding;
	t->initialization_bindings = CONVERT_LIST(c, from, initialization_binding,
						  struct string_pair, convert_pair);
	t->n_update_bindings = (int32_t)from->n_update_binding;
	t->update_bindings =
		CONVERT_LIST(c, from, update_binding, struct string_pair, convert_pair);
}

void
convert_model(struct converter *c, void *to, const void *message)
{
	const Onnx__ModelProto *from = message;
	struct model *m = to;

	m->ir_version = from->ir_version;
	m->producer_name = keep_string(c, from->producer_name);
	m->producer_version = keep_string(c, from->producer_version);
	m->domain = keep_string(c, from->domain);
	m->model_version = from->model_version;
	m->doc = keep_string(c, from->doc_string);
	m->n_opsets = (int32_t)from->n_opset_import;
	m->opsets =
		CONVERT_LIST(c, from, opset_import, struct opset_import, convert_opset);
	m->n_metadata = (int32_t)from->n_metadata_props;
	m->metadata =
		CONVERT_LIST(c, from, metadata_props, struct string_pair, convert_pair);
	m->graph = CONVERT_MAYBE(c, from->graph, struct graph_def, convert_graph);
	m->n_functions = (int32_t)from->n_functions;
	m->functions =
		CONVERT_LIST(c, from, functions, struct function_def, convert_function);
	m->n_training = (int32_t)from->n_training_info;
	m->training = CONVERT_LIST(c, from, training_info, struct training_def,
				   convert_training);
}
