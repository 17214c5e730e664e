#include "proto/convert.h"
#include "proto/tensor.h"

const struct string_pair *
convert_pairs(struct converter *c, size_t n, Onnx__StringStringEntryProto *const *from)
{
	struct string_pair *pairs = arena_new(c->arena, struct string_pair, n);
	size_t i;

	for (i = 0; i < n; i++) {
		pairs[i].key = string_or_empty(from[i]->key);
		pairs[i].value = string_or_empty(from[i]->value);
	}
	return pairs;
}

const struct node_def *
convert_nodes(struct converter *c, size_t n, Onnx__NodeProto *const *from)
{
	struct node_def *nodes = arena_new(c->arena, struct node_def, n);
	size_t i;

	for (i = 0; i < n; i++)
		nodes[i] = (struct node_def){
			.name = string_or_empty(from[i]->name),
			.op_type = string_or_empty(from[i]->op_type),
			.domain = string_or_empty(from[i]->domain),
			.overload = string_or_empty(from[i]->overload),
			.n_inputs = (int32_t)from[i]->n_input,
			.n_outputs = (int32_t)from[i]->n_output,
			.n_attrs = (int32_t)from[i]->n_attribute,
			.inputs = (const char *const *)from[i]->input,
			.outputs = (const char *const *)from[i]->output,
			.attrs = convert_attrs(c, from[i]->n_attribute,
					       from[i]->attribute),
		};
	return nodes;
}

static const struct tensor_def *
convert_tensor(struct converter *c, const Onnx__TensorProto *from)
{
	struct tensor_def *t;

	if (!from)
		return NULL;
	t = arena_new(c->arena, struct tensor_def, 1);
	tensor_convert(t, from, c->arena, c->diags);
	return t;
}

void
convert_sparse(struct converter *c, struct sparse_def *s,
	       const Onnx__SparseTensorProto *from)
{
	s->values = convert_tensor(c, from->values);
	s->indices = convert_tensor(c, from->indices);
	s->n_dims = (int32_t)from->n_dims;
	s->dims = from->dims;
}

static const struct tensor_def *
initializers(struct converter *c, size_t n, Onnx__TensorProto *const *from)
{
	struct tensor_def *list = arena_new(c->arena, struct tensor_def, n);
	size_t i;

	for (i = 0; i < n; i++)
		tensor_convert(&list[i], from[i], c->arena, c->diags);
	return list;
}

static const struct sparse_def *
sparse_initializers(struct converter *c, size_t n, Onnx__SparseTensorProto *const *from)
{
	struct sparse_def *list = arena_new(c->arena, struct sparse_def, n);
	size_t i;

	for (i = 0; i < n; i++)
		convert_sparse(c, &list[i], from[i]);
	return list;
}

static const struct annotation_def *
annotations(struct converter *c, size_t n, Onnx__TensorAnnotation *const *from)
{
	struct annotation_def *list = arena_new(c->arena, struct annotation_def, n);
	size_t i;

	for (i = 0; i < n; i++) {
		list[i].tensor = string_or_empty(from[i]->tensor_name);
		list[i].n_params = (int32_t)from[i]->n_quant_parameter_tensor_names;
		list[i].params =
			convert_pairs(c, from[i]->n_quant_parameter_tensor_names,
				      from[i]->quant_parameter_tensor_names);
	}
	return list;
}

void
convert_graph(struct converter *c, struct graph_def *g, const Onnx__GraphProto *from)
{
	g->name = string_or_empty(from->name);
	g->n_nodes = (int32_t)from->n_node;
	g->nodes = convert_nodes(c, from->n_node, from->node);
	g->n_initializers = (int32_t)from->n_initializer;
	g->initializers = initializers(c, from->n_initializer, from->initializer);
	g->n_sparse_initializers = (int32_t)from->n_sparse_initializer;
	g->sparse_initializers = sparse_initializers(c, from->n_sparse_initializer,
						     from->sparse_initializer);
	g->n_inputs = (int32_t)from->n_input;
	g->inputs = convert_values(c, from->n_input, from->input);
	g->n_outputs = (int32_t)from->n_output;
	g->outputs = convert_values(c, from->n_output, from->output);
	g->n_value_infos = (int32_t)from->n_value_info;
	g->value_infos = convert_values(c, from->n_value_info, from->value_info);
	g->n_annotations = (int32_t)from->n_quantization_annotation;
	g->annotations = annotations(c, from->n_quantization_annotation,
				     from->quantization_annotation);
}
