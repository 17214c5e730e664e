#include "analyzer/batch.h"

#include <string.h>

#include "base/num.h"

/* The product of the first N dims, or -1. */
static int64_t
product(const int64_t *dims, int32_t n)
{
	int64_t p = 1;
	int32_t i;

	for (i = 0; i < n; i++) {
		if (dims[i] < 0)
			return -1;
		p = mul_sat(p, dims[i]);
	}
	return p;
}

/* Reshape with a leading batch dim, or Unsqueeze at 0, brings it back. */
static int32_t
returned(const struct infer *in, int32_t rank, const int64_t *dims)
{
	return rank > 0 && dims[0] == in->graph->batch ? 0 : BATCH_VIRTUAL;
}

int32_t
infer_reshape_batch(const struct infer *in, const struct type *from, int32_t rank,
		    const int64_t *dims)
{
	int64_t before, batch = in->graph->batch, size;
	int32_t axis, found = BATCH_VIRTUAL;

	if (from->batch == BATCH_NONE || from->batch == BATCH_UNSET)
		return BATCH_NONE;
	if (from->batch == BATCH_VIRTUAL || !infer_ranked(from) ||
	    from->batch >= from->rank)
		return returned(in, rank, dims);
	before = product(from->dims, from->batch);
	size = from->dims[from->batch];
	for (axis = 0; axis < rank; axis++) {
		if (product(dims, axis) != before)
			continue;
		if (dims[axis] == size && axis == from->batch)
			return axis;
		if (found < 0 || (dims[axis] == batch && dims[found] != batch))
			found = axis;
	}
	if (found >= 0 && dims[found] >= 0 && dims[found] % batch != 0)
		return BATCH_VIRTUAL;
	return found;
}

static const struct type *
first_batched(const struct infer *in, const struct node *node)
{
	const struct type *t, *found = NULL;
	int32_t i;

	for (i = 0; i < node->n_inputs; i++) {
		t = infer_input(in, node, i);
		if (t && t->batch >= 0)
			return t;
		if (t && t->batch == BATCH_VIRTUAL && !found)
			found = t;
	}
	return found;
}

static int32_t
by_default(const struct infer *in, const struct type *from, const struct type *t)
{
	if (!from)
		return BATCH_NONE;
	if (!infer_ranked(t))
		return from->batch;
	if (from->batch >= 0 && from->batch < from->rank && from->batch < t->rank &&
	    t->dims[from->batch] == from->dims[from->batch])
		return from->batch;
	return returned(in, t->rank, t->dims);
}

void
batch_settle(const struct infer *in, const struct node *node)
{
	const struct type *from = first_batched(in, node);
	struct type *t;
	int32_t i;

	for (i = 0; i < node->n_outputs; i++) {
		if (node->outputs[i] == NO_VALUE)
			continue;
		t = &in->graph->values[node->outputs[i]].type;
		if (t->batch == BATCH_UNSET)
			t->batch = by_default(in, from, t);
	}
}

static void
count(struct graph *g, const struct value *v)
{
	if (v->kind == VALUE_WEIGHT || v->kind == VALUE_CONSTANT)
		return;
	if (v->type.batch >= 0)
		g->n_scaled++;
	else if (v->type.batch == BATCH_VIRTUAL)
		g->n_virtual++;
	else
		g->n_unscaled++;
}

void
batch_report(struct infer *in)
{
	struct graph *g = in->graph;
	int32_t i;

	for (i = 0; i < g->n_values; i++)
		if (g->values[i].scope == TOP_SCOPE &&
		    (g->values[i].producer != NO_NODE ||
		     g->values[i].kind == VALUE_INPUT))
			count(g, &g->values[i]);
}

bool
batch_dims_at(const struct graph *g, value_id id, int64_t n, int64_t *dims)
{
	const struct type *t = &g->values[id].type;
	int64_t all;

	memcpy(dims, t->dims, sizeof(*dims) * (size_t)t->rank);
	if (t->batch == BATCH_NONE || n == g->batch)
		return true;
	if (t->batch < 0 || t->batch >= t->rank)
		return false;
	if (!mul_size(dims[t->batch], n, &all) || all % g->batch)
		return false;
	dims[t->batch] = all / g->batch;
	return true;
}
