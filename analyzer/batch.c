#include "analyzer/batch.h"

#include <string.h>

#include "base/num.h"

/* Reshape with a leading batch dim, or Unsqueeze at 0, brings it back. */
static int32_t
returned(const struct infer *in, int32_t rank, const int64_t *dims)
{
	return rank > 0 && dims[0] == in->graph->batch ? 0 : BATCH_VIRTUAL;
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

/* An axis of the same size holds what it held in the input. */
static void
settle_outer(const struct type *from, struct type *t)
{
	if (from && infer_ranked(from) && infer_ranked(t) && t->outer == 0 &&
	    t->batch >= 0 && from->batch >= 0 &&
	    t->dims[t->batch] == from->dims[from->batch])
		t->outer = from->outer;
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
		settle_outer(from, t);
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

	if (t->rank > 0)
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
