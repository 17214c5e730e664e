#include "analyzer/declared.h"

#include "analyzer/bind_expr.h"
#include "base/str.h"
#include "proto/model.h"

static bool
bound(void *context, const char *name, int64_t *value)
{
	const struct infer *in = context;
	int32_t i = names_get(in->symbols, name);

	if (i < 0 || in->graph->symbols[i].value < 0)
		return false;
	*value = in->graph->symbols[i].value;
	return true;
}

int64_t
declared_dim(struct infer *in, const struct dim_def *dim)
{
	int64_t value;

	if (!dim->param || !dim->param[0])
		value = dim->value > 0 ? dim->value : DIM_UNKNOWN;
	else if (!expr_value(dim->param, bound, in, in->arena, &value))
		return DIM_UNKNOWN;
	return value > DIM_MAX ? DIM_UNKNOWN : value;
}

static const enum type_kind kinds[] = {
	[TYPE_DEF_NONE] = TYPE_UNKNOWN,      [TYPE_DEF_TENSOR] = TYPE_TENSOR,
	[TYPE_DEF_SPARSE] = TYPE_SPARSE,     [TYPE_DEF_SEQUENCE] = TYPE_SEQUENCE,
	[TYPE_DEF_OPTIONAL] = TYPE_OPTIONAL, [TYPE_DEF_MAP] = TYPE_MAP,
	[TYPE_DEF_OPAQUE] = TYPE_OPAQUE,
};

void
declared_type(struct infer *in, const struct type_def *def, struct type *t)
{
	int32_t i;

	*t = (struct type){.kind = kinds[def->kind],
			   .dtype = dtype_by_onnx(def->dtype),
			   .rank = RANK_UNKNOWN,
			   .batch = BATCH_UNSET,
			   .length = -1};
	if (def->has_shape) {
		t->rank = def->n_dims;
		t->dims = arena_new(in->arena, int64_t, t->rank);
		for (i = 0; i < t->rank; i++)
			t->dims[i] = declared_dim(in, &def->dims[i]);
	}
	if (def->elem) {
		t->element = arena_new(in->arena, struct type, 1);
		declared_type(in, def->elem, t->element);
		t->element->batch = BATCH_NONE;
	}
}
