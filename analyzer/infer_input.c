#include "analyzer/infer.h"
#include "analyzer/literal.h"

bool
infer_present(const struct node *node, int i)
{
	return i >= 0 && i < node->n_inputs && node->inputs[i] != NO_VALUE;
}

const struct type *
infer_input(const struct infer *in, const struct node *node, int i)
{
	const struct type *t;

	if (!infer_present(node, i))
		return NULL;
	t = &in->graph->values[node->inputs[i]].type;
	return t->kind == TYPE_UNKNOWN ? NULL : t;
}

bool
infer_ranked(const struct type *t)
{
	return t && (t->kind == TYPE_TENSOR || t->kind == TYPE_SPARSE) &&
	       t->rank != RANK_UNKNOWN;
}

/*
 * Weights are decoded when a rule first asks for their elements; those of an
 * empty tensor are known.
 */
const struct literal *
infer_value_literal(const struct infer *in, value_id id)
{
	struct value *v = &in->graph->values[id];

	if (!v->literal && v->tensor && !v->opaque) {
		v->literal = literal_of_tensor(v->tensor, in->arena);
		v->opaque = !v->literal;
	}
	if (!v->literal && type_elements(&v->type) == 0)
		v->literal = literal_new(0, literal_is_float(v->type.dtype), in->arena);
	return v->literal;
}

const struct literal *
infer_literal(const struct infer *in, const struct node *node, int i)
{
	return infer_present(node, i) ? infer_value_literal(in, node->inputs[i]) : NULL;
}

/* The only element, when it is known. */
static const struct element *
scalar(const struct infer *in, const struct node *node, int i, bool *is_float)
{
	const struct literal *l = infer_literal(in, node, i);

	if (!l || l->n != 1 || l->elements[0].flags & ELEMENT_UNKNOWN)
		return NULL;
	*is_float = l->is_float;
	return &l->elements[0];
}

bool
infer_scalar_int(const struct infer *in, const struct node *node, int i,
		 int64_t *result)
{
	bool is_float;
	const struct element *e = scalar(in, node, i, &is_float);

	if (!e || is_float)
		return false;
	*result = e->i;
	return true;
}

bool
infer_scalar_float(const struct infer *in, const struct node *node, int i,
		   double *result)
{
	bool is_float;
	const struct element *e = scalar(in, node, i, &is_float);

	if (!e)
		return false;
	*result = is_float ? e->f : (double)e->i;
	return true;
}

static const struct element *
attr_list(const struct infer *in, const struct node *node, const char *attr, int32_t *n)
{
	const int64_t *ints = attr_ints(node, attr, n);
	const float *floats = ints ? NULL : attr_floats(node, attr, n);
	struct element *list;
	int32_t i;

	if (!ints && !floats)
		return NULL;
	list = arena_new(in->arena, struct element, *n + 1);
	for (i = 0; i < *n; i++) {
		if (ints)
			list[i].i = ints[i];
		else
			list[i].f = (double)floats[i];
	}
	return list;
}

const struct element *
infer_list(const struct infer *in, const struct node *node, int input, const char *attr,
	   int32_t *n, bool *known)
{
	const struct literal *l;

	*n = 0;
	*known = true;
	if (!infer_present(node, input))
		return attr ? attr_list(in, node, attr, n) : NULL;
	l = infer_literal(in, node, input);
	*known = l != NULL;
	if (!l)
		return NULL;
	*n = (int32_t)l->n;
	return l->elements;
}

enum status
infer_axis(struct infer *in, const struct node *node, int64_t axis, int32_t rank,
	   int32_t *result)
{
	if (axis < -rank || axis >= rank)
		return infer_error(in, node,
				   "axis %lld is outside a tensor of rank %d, [%d, %d)",
				   (long long)axis, rank, -rank, rank);
	*result = (int32_t)(axis < 0 ? axis + rank : axis);
	return OK;
}
