#include "proto/convert.h"

void
convert_pair(struct converter *c, void *to, const void *message)
{
	const Onnx__StringStringEntryProto *from = message;
	struct string_pair *p = to;

	p->key = keep_string(c, from->key);
	p->value = keep_string(c, from->value);
}

void
convert_annotation(struct converter *c, void *to, const void *message)
{
	const Onnx__TensorAnnotation *from = message;
	struct annotation_def *a = to;

	a->tensor = keep_string(c, from->tensor_name);
	a->n_params = (int32_t)from->n_quant_parameter_tensor_names;
	a->params = CONVERT_LIST(c, from, quant_parameter_tensor_names,
				 struct string_pair, convert_pair);
}

void
convert_sparse(struct converter *c, void *to, const void *message)
{
	const Onnx__SparseTensorProto *from = message;
	struct sparse_def *s = to;

	s->values = CONVERT_MAYBE(c, from->values, struct tensor_def, convert_tensor);
	s->indices = CONVERT_MAYBE(c, from->indices, struct tensor_def, convert_tensor);
	s->n_dims = (int32_t)from->n_dims;
	s->dims = keep_array(c, from->n_dims, from->dims, sizeof(*from->dims));
}

void
convert_node(struct converter *c, void *to, const void *message)
{
	const Onnx__NodeProto *from = message;
	struct node_def *n = to;

	n->name = keep_string(c, from->name);
	n->op_type = keep_string(c, from->op_type);
	n->domain = keep_string(c, from->domain);
	n->overload = keep_string(c, from->overload);
	n->n_inputs = (int32_t)from->n_input;
	n->inputs = keep_strings(c, from->n_input, from->input);
	n->n_outputs = (int32_t)from->n_output;
	n->outputs = keep_strings(c, from->n_output, from->output);
	n->n_attrs = (int32_t)from->n_attribute;
	n->attrs = CONVERT_LIST(c, from, attribute, struct attr_def, convert_attr);
}

void
convert_graph(struct converter *c, void *to, const void *message)
{
	const Onnx__GraphProto *from = message;
	struct graph_def *g = to;

	g->name = keep_string(c, from->name);
	g->n_nodes = (int32_t)from->n_node;
	g->nodes = CONVERT_LIST(c, from, node, struct node_def, convert_node);
	g->n_initializers = (int32_t)from->n_initializer;
	g->initializers =
		CONVERT_LIST(c, from, initializer, struct tensor_def, convert_tensor);
	g->n_sparse_initializers = (int32_t)from->n_sparse_initializer;
	g->sparse_initializers = CONVERT_LIST(c, from, sparse_initializer,
					      struct sparse_def, convert_sparse);
	g->n_inputs = (int32_t)from->n_input;
	g->inputs = CONVERT_LIST(c, from, input, struct value_def, convert_value);
	g->n_outputs = (int32_t)from->n_output;
	g->outputs = CONVERT_LIST(c, from, output, struct value_def, convert_value);
	g->n_value_infos = (int32_t)from->n_value_info;
	g->value_infos =
		CONVERT_LIST(c, from, value_info, struct value_def, convert_value);
	g->n_annotations = (int32_t)from->n_quantization_annotation;
	g->annotations = CONVERT_LIST(c, from, quantization_annotation,
				      struct annotation_def, convert_annotation);
}
