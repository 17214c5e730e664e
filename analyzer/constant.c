/*
 * Tensors that attributes hold: Constant and ConstantOfShape.
 */
#include "analyzer/fold.h"
#include "analyzer/literal.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include "proto/model.h"

/* The dims of a tensor in the file; a negative one is unknown. */
static struct type *
output_of_dims(struct infer *in, struct node *node, enum dtype dtype,
	       const int64_t *dims, int32_t n)
{
	struct type *y = infer_output(in, node, 0, dtype, n);

	for (int32_t i = 0; i < n; i++)
		y->dims[i] = dims[i] < 0 ? DIM_UNKNOWN : dims[i];
	y->batch = BATCH_NONE;
	return y;
}

/* The attributes that hold plain numbers: one, or a list of them. */
static const struct plain {
	const char *name;
	enum dtype dtype;
	bool list;
} plains[] = {
	{"value_float", DTYPE_FLOAT, false},   {"value_floats", DTYPE_FLOAT, true},
	{"value_int", DTYPE_INT64, false},     {"value_ints", DTYPE_INT64, true},
	{"value_string", DTYPE_STRING, false}, {"value_strings", DTYPE_STRING, true},
};

static const struct plain *
plain_of(const struct node *node)
{
	for (size_t i = 0; i < sizeof(plains) / sizeof(plains[0]); i++)
		if (attr_present(node, plains[i].name))
			return &plains[i];
	return NULL;
}

enum status
shape_constant(struct infer *in, struct node *node)
{
	const struct tensor_def *t = attr_tensor(node, "value");
	const struct sparse_def *sparse = attr_sparse(node, "sparse_value");
	const struct plain *plain = plain_of(node);
	int64_t n;

	if (t && t->n_dims > RANK_MAX)
		return shape_rank(in, node, t->n_dims);
	if (t)
		output_of_dims(in, node, dtype_by_onnx(t->dtype), t->dims, t->n_dims);
	else if (sparse && sparse->values)
		output_of_dims(in, node, dtype_by_onnx(sparse->values->dtype),
			       sparse->dims, sparse->n_dims);
	else if (plain) {
		n = attr_count(node, plain->name);
		output_of_dims(in, node, plain->dtype, &n, plain->list ? 1 : 0);
	} else
		return infer_unknown(in, node, 0, DTYPE_UNDEFINED);
	return OK;
}

static void
fold_plain(struct infer *in, struct node *node, const struct plain *plain)
{
	const int64_t *ints;
	const float *floats;
	struct literal *y = fold_output(in, node, 0);
	int32_t n, m;

	if (!y)
		return;
	if (!plain->list) {
		if (y->is_float)
			y->elements[0].f = attr_float(node, plain->name, 0);
		else
			y->elements[0].i = attr_int(node, plain->name, 0);
		return;
	}
	ints = attr_ints(node, plain->name, &n);
	floats = attr_floats(node, plain->name, &m);
	for (int64_t i = 0; i < y->n; i++) {
		if (ints)
			y->elements[i].i = ints[i];
		else if (floats)
			y->elements[i].f = (double)floats[i];
		else
			y->elements[i].flags = ELEMENT_UNKNOWN;
	}
}

void
fold_constant(struct infer *in, struct node *node)
{
	const struct tensor_def *t = attr_tensor(node, "value");
	const struct plain *plain = plain_of(node);
	struct literal *l = t ? literal_of_tensor(t, in->arena) : NULL, *y;

	if (!t && plain && plain->dtype != DTYPE_STRING)
		fold_plain(in, node, plain);
	if (!l)
		return;
	y = infer_output_literal(in, node, 0, l->n, l->is_float);
	for (int64_t i = 0; y && i < y->n; i++)
		y->elements[i] = l->elements[i];
}

enum status
shape_constant_of_shape(struct infer *in, struct node *node)
{
	const struct tensor_def *value = attr_tensor(node, "value");
	enum dtype dtype = value ? dtype_by_onnx(value->dtype) : DTYPE_FLOAT;
	const struct literal *dims = infer_literal(in, node, 0);
	const struct type *list = infer_input(in, node, 0);
	struct type *y;

	if (!dims && infer_ranked(list) && list->rank == 1 && list->dims[0] >= 0 &&
	    list->dims[0] <= RANK_MAX) {
		infer_output(in, node, 0, dtype, (int32_t)list->dims[0]);
		return OK;
	}
	if (!dims)
		return infer_unknown(in, node, 0, dtype);
	TRY(shape_rank(in, node, dims->n));
	y = infer_output(in, node, 0, dtype, (int32_t)dims->n);
	for (int32_t i = 0; i < y->rank; i++)
		infer_set_dim(in, y, i, &dims->elements[i]);
	if (y->batch == BATCH_UNSET)
		y->batch = BATCH_NONE;
	return OK;
}

void
fold_constant_of_shape(struct infer *in, struct node *node)
{
	const struct tensor_def *t = attr_tensor(node, "value");
	struct literal *value = t ? literal_of_tensor(t, in->arena) : NULL;
	struct literal *y =
		!t || (value && value->n == 1) ? fold_output(in, node, 0) : NULL;

	for (int64_t i = 0; value && y && i < y->n; i++)
		y->elements[i] = value->elements[0];
}
