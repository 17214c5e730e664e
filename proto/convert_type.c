#include "proto/convert.h"

static const struct type_def *
elem_type(struct converter *c, const Onnx__TypeProto *from)
{
	struct type_def *t;

	if (!from)
		return NULL;
	t = arena_new(c->arena, struct type_def, 1);
	convert_type(c, t, from);
	return t;
}

static void
take_shape(struct converter *c, struct type_def *t, const Onnx__TensorShapeProto *shape)
{
	const Onnx__TensorShapeProto__Dimension *from;
	struct dim_def *dims;
	size_t i;

	if (!shape)
		return;
	dims = arena_new(c->arena, struct dim_def, shape->n_dim);
	for (i = 0; i < shape->n_dim; i++) {
		from = shape->dim[i];
		dims[i].value = -1;
		if (from->value_case ==
		    ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE)
			dims[i].value = from->dim_value;
		else if (from->value_case ==
				 ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM &&
			 from->dim_param && *from->dim_param)
			dims[i].param = from->dim_param;
	}
	t->has_shape = true;
	t->n_dims = (int32_t)shape->n_dim;
	t->dims = dims;
}

void
convert_type(struct converter *c, struct type_def *t, const Onnx__TypeProto *from)
{
	t->kind = TYPE_DEF_NONE;
	if (!from)
		return;
	switch (from->value_case) {
	case ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE:
		t->kind = TYPE_DEF_TENSOR;
		t->dtype = from->tensor_type->elem_type;
		take_shape(c, t, from->tensor_type->shape);
		break;
	case ONNX__TYPE_PROTO__VALUE_SPARSE_TENSOR_TYPE:
		t->kind = TYPE_DEF_SPARSE;
		t->dtype = from->sparse_tensor_type->elem_type;
		take_shape(c, t, from->sparse_tensor_type->shape);
		break;
	case ONNX__TYPE_PROTO__VALUE_SEQUENCE_TYPE:
		t->kind = TYPE_DEF_SEQUENCE;
		t->elem = elem_type(c, from->sequence_type->elem_type);
		break;
	case ONNX__TYPE_PROTO__VALUE_OPTIONAL_TYPE:
		t->kind = TYPE_DEF_OPTIONAL;
		t->elem = elem_type(c, from->optional_type->elem_type);
		break;
	case ONNX__TYPE_PROTO__VALUE_MAP_TYPE:
		t->kind = TYPE_DEF_MAP;
		t->dtype = from->map_type->key_type;
		t->elem = elem_type(c, from->map_type->value_type);
		break;
	case ONNX__TYPE_PROTO__VALUE_OPAQUE_TYPE:
		t->kind = TYPE_DEF_OPAQUE;
		break;
	default:
		break;
	}
}

const struct value_def *
convert_values(struct converter *c, size_t n, Onnx__ValueInfoProto *const *from)
{
	struct value_def *values = arena_new(c->arena, struct value_def, n);
	size_t i;

	for (i = 0; i < n; i++) {
		values[i].name = string_or_empty(from[i]->name);
		convert_type(c, &values[i].type, from[i]->type);
	}
	return values;
}
