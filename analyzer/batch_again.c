#include "analyzer/batch_again.h"

#include <string.h>

#include "analyzer/analyze.h"
#include "analyzer/bind_batch.h"
#include "analyzer/sizes.h"
#include "base/num.h"
#include "proto/model.h"

static bool
scaled(const struct graph *g, int64_t *number, int64_t n)
{
	int64_t all;

	if (!mul_size(*number, n, &all) || all % g->batch)
		return false;
	*number = all / g->batch;
	return true;
}

/* Neither a number in the file nor in the way of another one. */
static bool
is_free(const struct value *v)
{
	const struct type_def *def = v->declared;
	int32_t axis = v->type.batch;

	if (axis < 0)
		return true;
	return !def || !def->has_shape || axis >= def->n_dims ||
	       def->dims[axis].value <= 0 ||
	       (def->dims[axis].param && def->dims[axis].param[0]);
}

static bool
given(const struct bindings *b, const char *name)
{
	int32_t i;

	for (i = 0; i < b->n_inputs; i++)
		if (!strcmp(b->inputs[i].name, name))
			return true;
	return false;
}

/* Dims of batch_plus_1 have as many more as the batch. */
static void
add_more(int64_t *dims, const struct graph *g, const struct value *v, int64_t n)
{
	const struct type_def *def = v->declared;
	int64_t k;
	int32_t i;

	for (i = 0; def && def->has_shape && i < def->n_dims && i < v->type.rank; i++)
		if (def->dims[i].param && batch_plus(g, def->dims[i].param, &k))
			dims[i] += n - g->batch;
}

/* An input's own dims at N. */
static bool
shape_at(struct bind_shape *s, const struct graph *g, const struct value *v, int64_t n)
{
	const struct type *t = &v->type;

	s->name = v->name;
	s->rank = t->rank;
	s->dims = arena_new(g->arena, int64_t, t->rank + 1);
	memcpy(s->dims, t->dims, (size_t)t->rank * sizeof(*s->dims));
	add_more(s->dims, g, v, n);
	return t->batch < 0 || scaled(g, &s->dims[t->batch], n);
}

/* Those that the user gave, and those whose batch has no name to bind. */
static bool
inputs_at(struct bindings *b, const struct graph *g, int64_t n)
{
	const struct scope *top = &g->scopes[TOP_SCOPE];
	struct bind_shape *list =
		arena_new(g->arena, struct bind_shape, (size_t)top->n_inputs + 1);
	const struct bindings own = *b;
	const struct value *v;
	int32_t i;

	b->inputs = list;
	b->n_inputs = 0;
	for (i = 0; i < top->n_inputs; i++) {
		v = &g->values[top->inputs[i]];
		if (v->type.kind != TYPE_TENSOR || !type_resolved(&v->type))
			continue;
		if (!is_free(v))
			return false;
		if ((given(&own, v->name) || v->type.batch >= 0) &&
		    !shape_at(&list[b->n_inputs++], g, v, n))
			return false;
	}
	return true;
}

static bool
follows(const struct graph *g, const char *name)
{
	int64_t more;
	int32_t i;

	for (i = 0; i < g->n_symbols; i++)
		if (g->symbols[i].batch && !strcmp(g->symbols[i].name, name))
			return true;
	return batch_plus(g, name, &more);
}

/* Every symbol that follows the batch, instead of what the user bound it to. */
static bool
symbols_at(struct bindings *b, const struct graph *g, int64_t n)
{
	struct bind_symbol *list = arena_new(g->arena, struct bind_symbol,
					     (size_t)(b->n_symbols + g->n_symbols) + 1);
	const struct symbol *s;
	int64_t more;
	int32_t i, k = 0;

	for (i = 0; i < b->n_symbols; i++)
		if (!follows(g, b->symbols[i].name))
			list[k++] = b->symbols[i];
	for (i = 0; i < g->n_symbols; i++) {
		s = &g->symbols[i];
		if (!follows(g, s->name))
			continue;
		list[k] = (struct bind_symbol){s->name, s->value};
		if (batch_plus(g, s->name, &more))
			list[k].value += n - g->batch;
		else if (!scaled(g, &list[k].value, n))
			return false;
		k++;
	}
	b->symbols = list;
	b->n_symbols = k;
	return true;
}

/* With an input that all items share, there are no independent copies. */
static bool
all_batched(const struct graph *g)
{
	const struct scope *top = &g->scopes[TOP_SCOPE];
	int32_t i;

	for (i = 0; i < top->n_inputs; i++)
		if (g->values[top->inputs[i]].type.rank != 0 &&
		    g->values[top->inputs[i]].type.batch < 0)
			return false;
	return true;
}

/* Less than its copies hold: two of them became one on the way. */
static bool
is_folded(const struct graph *g, const struct graph *base, value_id v, int64_t n)
{
	return base->values[v].kind == VALUE_ACTIVATION && value_batched(base, v) &&
	       !base->values[v].type.bound &&
	       value_bytes(g, v) < value_bytes_at(base, v, n);
}

/* What was known stays known, and is numbered alike. */
static bool
comparable(const struct graph *g, const struct graph *base, int64_t n)
{
	bool copies = all_batched(base);
	int32_t i;

	if (g->n_values != base->n_values || g->n_nodes != base->n_nodes)
		return false;
	for (i = 0; i < g->n_values; i++)
		if (type_resolved(&base->values[i].type) &&
		    (!type_resolved(&g->values[i].type) ||
		     (copies && is_folded(g, base, i, n))))
			return false;
	return true;
}

bool
batch_again(struct graph **out, const struct graph *base, const struct bindings *own,
	    int64_t n)
{
	struct bindings b = *own;
	struct diags *quiet = diags_new(base->arena);

	*out = NULL;
	if (!base->batched || !inputs_at(&b, base, n) || !symbols_at(&b, base, n) ||
	    import_graph(out, base->model, base->arena, quiet) != OK)
		return false;
	if (infer_graph(*out, &b, quiet) == OK && (*out)->batch == n &&
	    comparable(*out, base, n))
		return true;
	*out = NULL;
	return false;
}
