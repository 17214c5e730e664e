#include <string.h>

#include "analyzer/infer.h"
#include "proto/model.h"

static const struct attr_def *
find(const struct node *node, const char *name, enum attr_type type)
{
	int32_t i;

	for (i = 0; i < node->n_attrs; i++)
		if (strcmp(node->attrs[i]->name, name) == 0)
			return type == ATTR_UNDEFINED || node->attrs[i]->type == type
				       ? node->attrs[i]
				       : NULL;
	return NULL;
}

bool
attr_present(const struct node *node, const char *name)
{
	return find(node, name, ATTR_UNDEFINED);
}

int64_t
attr_int(const struct node *node, const char *name, int64_t otherwise)
{
	const struct attr_def *a = find(node, name, ATTR_INT);

	return a ? a->i : otherwise;
}

double
attr_float(const struct node *node, const char *name, double otherwise)
{
	const struct attr_def *a = find(node, name, ATTR_FLOAT);

	return a ? (double)a->f : otherwise;
}

const char *
attr_string(const struct node *node, const char *name, const char *otherwise)
{
	const struct attr_def *a = find(node, name, ATTR_STRING);

	return a ? a->s : otherwise;
}

const int64_t *
attr_ints(const struct node *node, const char *name, int32_t *n)
{
	const struct attr_def *a = find(node, name, ATTR_INTS);

	*n = a && a->ints ? (int32_t)a->n : 0;
	return a ? a->ints : NULL;
}

const float *
attr_floats(const struct node *node, const char *name, int32_t *n)
{
	const struct attr_def *a = find(node, name, ATTR_FLOATS);

	*n = a && a->floats ? (int32_t)a->n : 0;
	return a ? a->floats : NULL;
}

int32_t
attr_strings_count(const struct node *node, const char *name)
{
	const struct attr_def *a = find(node, name, ATTR_STRINGS);

	return a ? (int32_t)a->n : 0;
}

int32_t
attr_count(const struct node *node, const char *name)
{
	const struct attr_def *a = find(node, name, ATTR_UNDEFINED);

	return a ? (int32_t)a->n : 0;
}

const struct tensor_def *
attr_tensor(const struct node *node, const char *name)
{
	const struct attr_def *a = find(node, name, ATTR_TENSOR);

	return a ? a->t : NULL;
}

enum dtype
attr_tensor_dtype(const struct node *node, const char *name)
{
	const struct tensor_def *t = attr_tensor(node, name);

	return t ? dtype_by_onnx(t->dtype) : DTYPE_UNDEFINED;
}

const struct sparse_def *
attr_sparse(const struct node *node, const char *name)
{
	const struct attr_def *a = find(node, name, ATTR_SPARSE_TENSOR);

	return a ? a->sparse : NULL;
}

const struct type_def *
attr_type(const struct node *node, const char *name)
{
	const struct attr_def *a = find(node, name, ATTR_TYPE);

	return a ? a->tp : NULL;
}
