#include "analyzer/bind_batch.h"

#include <string.h>
#include <strings.h>

#include "analyzer/bind_expr.h"
#include "base/num.h"
#include "base/str.h"
#include "proto/model.h"

/* What is gathered over the top graph's inputs. */
struct survey {
	bool named;      /* a symbol on a first axis is named like a batch */
	bool symbolic;   /* some input has a symbol or nothing on its first axis */
	bool ones;       /* some fixed input of rank 2 or more begins with 1 */
	bool same;       /* all those begin alike: */
	int64_t first;   /* with this; -1 none */
	bool lists_only; /* no input has rank 2 or more */
	int32_t n;       /* inputs of rank 1 and more */
};

static bool
named_otherwise(const char *name)
{
	static const char *const words[] = {"seq",   "len",    "time",    "frame",
					    "node",  "edge",   "point",   "token",
					    "width", "height", "channel", "plus"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(name, words[i]))
			return true;
	return false;
}

static bool
named_batch(const char *name)
{
	static const char *const exact[] = {"n", "b", "bs", "bsz"};
	size_t i;

	for (i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
		if (strcasecmp(name, exact[i]) == 0)
			return true;
	return strcasestr(name, "batch") && !named_otherwise(name);
}

/* What transformers call inputs with one row or more for each copy. */
static bool
named_rows(const char *name)
{
	return strcasestr(name, "input_ids") || strcasestr(name, "attention_mask") ||
	       strcasestr(name, "token_type_ids");
}

/* The symbol of a dim, or NULL. */
static struct symbol *
symbol_of(struct infer *in, const struct type_def *def, int32_t axis)
{
	int32_t i;

	if (!def || !def->has_shape || axis >= def->n_dims || !def->dims[axis].param)
		return NULL;
	i = names_get(in->symbols, def->dims[axis].param);
	return i < 0 ? NULL : &in->graph->symbols[i];
}

/* A dim with neither symbol nor size. */
static bool
unsized(const struct type_def *def, int32_t axis)
{
	return def && def->has_shape && axis < def->n_dims &&
	       (!def->dims[axis].param || !def->dims[axis].param[0]) &&
	       def->dims[axis].value <= 0;
}

/* The rank, and the dim at an axis, as bound or else as declared; or -1. */
static int32_t
rank_of(const struct value *v)
{
	if (v->type.kind == TYPE_TENSOR)
		return v->type.rank;
	if (v->type.kind == TYPE_UNKNOWN && v->declared && v->declared->has_shape &&
	    v->declared->kind == TYPE_DEF_TENSOR)
		return v->declared->n_dims;
	return -1;
}

static int64_t
dim_of(const struct value *v, int32_t axis)
{
	if (axis >= rank_of(v))
		return -1;
	return v->type.kind == TYPE_TENSOR ? v->type.dims[axis]
					   : v->declared->dims[axis].value;
}

static void
look(struct infer *in, const struct value *v, struct survey *s)
{
	const struct symbol *symbol = symbol_of(in, v->declared, 0);
	int32_t rank = rank_of(v);
	int64_t first = dim_of(v, 0);

	s->n += rank >= 1;
	s->lists_only &= rank == 0 || rank == 1;
	if (symbol) {
		s->named |= named_batch(symbol->name);
		s->symbolic |= !named_otherwise(symbol->name);
		s->same = false; /* with whatever number others begin */
	} else if (v->type.kind == TYPE_UNKNOWN && unsized(v->declared, 0)) {
		s->symbolic = true;
	} else if (rank >= 2 && first > 0) {
		s->ones |= first == 1;
		s->same &= s->first < 0 || s->first == first;
		s->first = first;
	}
}

static void
mark_symbols(struct infer *in, const struct survey *survey)
{
	const struct scope *top = &in->graph->scopes[TOP_SCOPE];
	struct symbol *s;
	int32_t i;

	for (i = 0; i < top->n_inputs; i++) {
		s = symbol_of(in, in->graph->values[top->inputs[i]].declared, 0);
		if (s &&
		    (survey->named ? named_batch(s->name) : !named_otherwise(s->name)))
			s->batch = true;
	}
}

bool
batch_plus(const struct graph *g, const char *symbol, int64_t *k)
{
	const char *plus = strstr(symbol, "_plus_");
	size_t n = plus ? (size_t)(plus - symbol) : 0;
	int32_t i;

	if (!plus || !parse_i64(plus + strlen("_plus_"), k))
		return false;
	for (i = 0; i < g->n_symbols; i++)
		if (g->symbols[i].batch && strlen(g->symbols[i].name) == n &&
		    !memcmp(g->symbols[i].name, symbol, n))
			return true;
	return false;
}

/* The first that is bound gives the batch, and that all the others. */
static void
number_symbols(struct infer *in)
{
	struct graph *g = in->graph;
	int64_t k;
	int32_t i;

	for (i = g->n_symbols - 1; i >= 0; i--)
		if (g->symbols[i].batch && g->symbols[i].value > 0)
			g->batch = g->symbols[i].value;
	for (i = 0; i < g->n_symbols; i++)
		if (g->symbols[i].batch && g->symbols[i].value < 0) {
			g->symbols[i].value = g->batch;
			g->symbols[i].defaulted = true;
		}
	for (i = 0; i < g->n_symbols; i++)
		if (g->symbols[i].value < 0 && batch_plus(g, g->symbols[i].name, &k)) {
			g->symbols[i].value = add_sat(g->batch, k);
			g->symbols[i].defaulted = true;
		}
}

/* The axis that the user says, or -1 where the user says nothing. */
static bool
user_axis(const struct infer *in, const struct value *v, int32_t *axis)
{
	const struct bindings *b = in->bindings;
	bool found = false;
	int32_t i;

	for (i = 0; i < b->n_axes; i++)
		if (strcmp(b->axes[i].name, v->name) == 0) {
			*axis = b->axes[i].axis;
			found = true;
		}
	return found;
}

/* Copies shipped along a user's axis, or along axis 1 of a recurrence. */
static int64_t
shipped(struct infer *in)
{
	const struct scope *top = &in->graph->scopes[TOP_SCOPE];
	const struct survey *s = in->survey;
	const struct value *v;
	int32_t i, axis = BATCH_NONE;

	for (i = 0; i < top->n_inputs; i++) {
		v = &in->graph->values[top->inputs[i]];
		if (user_axis(in, v, &axis) && axis >= 0 && dim_of(v, axis) > 0)
			return dim_of(v, axis);
	}
	for (i = 0; i < top->n_inputs; i++) {
		v = &in->graph->values[top->inputs[i]];
		if (dim_of(v, 0) > 1 && dim_of(v, 1) > 0 &&
		    batch_use_of(in, top->inputs[i]) == USE_RECURRENT)
			return dim_of(v, 1);
	}
	return s->same && s->first > 0 && s->first <= SHIPPED ? s->first : 1;
}

void
batch_find(struct infer *in)
{
	const struct scope *top = &in->graph->scopes[TOP_SCOPE];
	struct survey *s = arena_new(in->arena, struct survey, 1);
	int32_t i;

	*s = (struct survey){.same = true, .first = -1, .lists_only = true};
	in->survey = s;
	for (i = 0; i < top->n_inputs; i++)
		look(in, &in->graph->values[top->inputs[i]], s);
	s->symbolic |= s->named;
	in->graph->batch = 1;
	if (s->symbolic) {
		mark_symbols(in, s);
		number_symbols(in);
	} else {
		in->graph->batch = shipped(in);
	}
}

static int32_t
symbolic_axis(struct infer *in, const struct value *v)
{
	const struct symbol *s;
	int32_t i;

	for (i = 0; i < v->type.rank; i++) {
		s = symbol_of(in, v->declared, i);
		if (s && s->batch)
			return i;
	}
	return v->type.rank >= 1 && unsized(v->declared, 0) ? 0 : BATCH_NONE;
}

/* The first axis of one copy, but not the innermost. */
static int32_t
axis_of_one(const struct value *v)
{
	int32_t i;

	for (i = 1; i < v->type.rank - 1; i++)
		if (v->type.dims[i] == 1)
			return i;
	return named_rows(v->name) ? 0 : BATCH_NONE;
}

static int32_t
fixed_axis(struct infer *in, const struct value *v)
{
	const struct survey *s = in->survey;
	const struct type *t = &v->type;
	value_id id = (value_id)(v - in->graph->values);
	int64_t batch = in->graph->batch;

	if (t->rank == 1)
		return t->dims[0] == batch && (s->lists_only ||
					       batch_use_of(in, id) == USE_ROWS)
			       ? 0
			       : BATCH_NONE;
	if (t->rank <= 0)
		return BATCH_NONE;
	if (t->rank >= 3 && t->dims[1] == batch && t->dims[0] != batch &&
	    batch_use_of(in, id) == USE_RECURRENT)
		return 1;
	if (s->same)
		return 0;
	if (s->ones)
		return t->dims[0] == 1 ? 0 : axis_of_one(v);
	return BATCH_NONE;
}

void
batch_of_input(struct infer *in, struct value *v)
{
	struct type *t = &v->type;

	if (!user_axis(in, v, &t->batch))
		t->batch = t->kind != TYPE_TENSOR ? BATCH_NONE
			   : in->survey->symbolic ? symbolic_axis(in, v)
						  : fixed_axis(in, v);
	if (t->batch == 0 && t->rank > 0 && t->dims[0] == DIM_UNKNOWN)
		t->dims[0] = in->graph->batch;
	if (t->batch >= t->rank)
		t->batch = BATCH_NONE;
	in->graph->batched |= t->batch >= 0;
}
