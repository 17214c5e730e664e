#include "analyzer/dims.h"

#include "base/num.h"

int64_t
dim_of(const struct type *t, int32_t axis)
{
	if (!infer_ranked(t))
		return DIM_UNKNOWN;
	if (axis < 0)
		axis += t->rank;
	return axis >= 0 && axis < t->rank ? t->dims[axis] : DIM_UNKNOWN;
}

int64_t
dim_add(int64_t a, int64_t b)
{
	return a < 0 || b < 0 ? DIM_UNKNOWN : add_sat(a, b);
}

int64_t
dim_mul(int64_t a, int64_t b)
{
	return a < 0 || b < 0 ? DIM_UNKNOWN : mul_sat(a, b);
}

int64_t
dim_div(int64_t a, int64_t divisor)
{
	return a < 0 || divisor <= 0 ? DIM_UNKNOWN : a / divisor;
}

int64_t
dim_either(int64_t a, int64_t b)
{
	return a < 0 ? b : a;
}

int64_t
dim_from(const struct literal *l, int32_t i)
{
	if (!l || l->is_float || i >= l->n || l->elements[i].flags & ELEMENT_UNKNOWN ||
	    l->elements[i].i < 0)
		return DIM_UNKNOWN;
	return l->elements[i].i;
}

int32_t
batch_of(const struct type *t)
{
	return t && t->batch != BATCH_UNSET ? t->batch : BATCH_NONE;
}

int32_t
batch_join(int32_t a, int32_t b)
{
	if (a >= 0)
		return a;
	if (b >= 0)
		return b;
	return a == BATCH_VIRTUAL || b == BATCH_VIRTUAL ? BATCH_VIRTUAL : BATCH_NONE;
}

int32_t
batch_move(const struct type *x, const int32_t *to, int32_t n)
{
	int32_t batch = batch_of(x);

	if (batch < 0)
		return batch;
	return batch < n ? to[batch] : BATCH_VIRTUAL;
}

int32_t
batch_along(const struct infer *in, const struct type *t, int32_t axis)
{
	int32_t batch = batch_of(t);

	if (batch == BATCH_VIRTUAL && dim_of(t, axis) == in->graph->batch)
		return axis;
	return batch;
}

struct type *
output_dims(struct infer *in, struct node *node, int i, enum dtype dtype, int32_t n,
	    const int64_t *dims)
{
	struct type *y = infer_output(in, node, i, dtype, n);

	for (int32_t k = 0; k < n; k++)
		y->dims[k] = dims[k];
	return y;
}
