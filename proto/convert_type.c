#include "proto/convert.h"

typedef Onnx__TypeProto Proto;

static void
convert_dim(struct converter *c, void *to, const void *message)
{
	const Onnx__TensorShapeProto__Dimension *from = message;
	struct dim_def *d = to;

	d->value = -1;
	if (from->value_case == ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE)
		d->value = from->dim_value;
	if (from->value_case == ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM &&
	    from->dim_param && *from->dim_param)
		d->param = keep_string(c, from->dim_param);
}

static void
take_shape(struct converter *c, struct type_def *t, const Onnx__TensorShapeProto *shape)
{
	if (!shape)
		return;
	t->has_shape = true;
	t->n_dims = (int32_t)shape->n_dim;
	t->dims = CONVERT_LIST(c, shape, dim, struct dim_def, convert_dim);
}

static void
take_tensor(struct converter *c, struct type_def *t, const Proto *from)
{
	t->dtype = from->tensor_type->elem_type;
	take_shape(c, t, from->tensor_type->shape);
}

static void
take_sparse(struct converter *c, struct type_def *t, const Proto *from)
{
	t->dtype = from->sparse_tensor_type->elem_type;
	take_shape(c, t, from->sparse_tensor_type->shape);
}

static void
take_sequence(struct converter *c, struct type_def *t, const Proto *from)
{
	t->elem = CONVERT_MAYBE(c, from->sequence_type->elem_type, struct type_def,
				convert_type);
}

static void
take_optional(struct converter *c, struct type_def *t, const Proto *from)
{
	t->elem = CONVERT_MAYBE(c, from->optional_type->elem_type, struct type_def,
				convert_type);
}

static void
take_map(struct converter *c, struct type_def *t, const Proto *from)
{
	t->dtype = from->map_type->key_type;
	t->elem = CONVERT_MAYBE(c, from->map_type->value_type, struct type_def,
				convert_type);
}

static void
take_nothing(struct converter *c, struct type_def *t, const Proto *from)
{
	(void)c, (void)t, (void)from;
}

static const struct row {
	Onnx__TypeProto__ValueCase value;
	enum type_def_kind kind;
	void (*take)(struct converter *, struct type_def *, const Proto *);
} rows[] = {
	{ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE, TYPE_DEF_TENSOR, take_tensor},
	{ONNX__TYPE_PROTO__VALUE_SPARSE_TENSOR_TYPE, TYPE_DEF_SPARSE, take_sparse},
	{ONNX__TYPE_PROTO__VALUE_SEQUENCE_TYPE, TYPE_DEF_SEQUENCE, take_sequence},
	{ONNX__TYPE_PROTO__VALUE_OPTIONAL_TYPE, TYPE_DEF_OPTIONAL, take_optional},
	{ONNX__TYPE_PROTO__VALUE_MAP_TYPE, TYPE_DEF_MAP, take_map},
	{ONNX__TYPE_PROTO__VALUE_OPAQUE_TYPE, TYPE_DEF_OPAQUE, take_nothing},
};

void
convert_type(struct converter *c, void *to, const void *message)
{
	const Proto *from = message;
	struct type_def *t = to;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].value != from->value_case)
			continue;
		t->kind = rows[i].kind;
		rows[i].take(c, t, from);
	}
}

void
convert_value(struct converter *c, void *to, const void *message)
{
	const Onnx__ValueInfoProto *from = message;
	struct value_def *v = to;

	v->name = keep_string(c, from->name);
	if (from->type)
		convert_type(c, &v->type, from->type);
}
