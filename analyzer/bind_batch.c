#include "analyzer/bind_batch.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "analyzer/bind_expr.h"
#include "base/str.h"
#include "proto/model.h"

static bool
contains(const char *name, const char *word)
{
	return strcasestr(name, word) != NULL;
}

static bool
named_batch(const char *name)
{
	static const char *const exact[] = {"n", "b", "bs", "bsz"};
	size_t i;

	for (i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
		if (strcasecmp(name, exact[i]) == 0)
			return true;
	return contains(name, "batch");
}

/* Named after something that is not a number of copies. */
static bool
named_otherwise(const char *name)
{
	static const char *const words[] = {"seq",   "len",    "time",   "frame",
					    "node",  "edge",   "point",  "token",
					    "width", "height", "channel"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (contains(name, words[i]))
			return true;
	return false;
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

/* The top graph's inputs, and what is gathered over them. */
struct survey {
	bool named;    /* a symbol on axis 0 is named like a batch */
	bool symbolic; /* some input has a symbol or nothing on axis 0 */
	bool ones;     /* some fixed input of rank 2 or more begins with 1 */
	bool same;     /* all those begin alike: */
	int64_t first; /* with this; -1 none */
};

static bool
unsized(const struct type_def *def, int32_t axis)
{
	const struct dim_def *dim = &def->dims[axis];

	return (!dim->param || !dim->param[0]) && dim->value <= 0;
}

static int64_t
first_dim(const struct value *v)
{
	if (v->type.kind == TYPE_TENSOR && v->type.rank >= 2)
		return v->type.dims[0];
	if (v->type.kind == TYPE_UNKNOWN && v->declared && v->declared->has_shape &&
	    v->declared->kind == TYPE_DEF_TENSOR && v->declared->n_dims >= 2)
		return v->declared->dims[0].value;
	return -1;
}

static void
look(struct infer *in, const struct value *v, struct survey *s)
{
	const struct symbol *symbol = symbol_of(in, v->declared, 0);
	int64_t first = first_dim(v);

	if (symbol) {
		s->named |= named_batch(symbol->name);
		s->symbolic |= !named_otherwise(symbol->name);
	} else if (v->type.kind == TYPE_UNKNOWN && v->declared &&
		   v->declared->has_shape && v->declared->n_dims > 0 &&
		   unsized(v->declared, 0)) {
		s->symbolic = true;
	} else if (first > 0) {
		s->ones |= first == 1;
		s->same &= s->first < 0 || s->first == first;
		s->first = first;
	}
}

/* Bound or not, the first that has a number gives it. */
static void
mark_symbols(struct infer *in, const struct survey *survey)
{
	const struct scope *top = &in->graph->scopes[TOP_SCOPE];
	struct symbol *s;
	int32_t i;
	bool is;

	for (i = 0; i < top->n_inputs; i++) {
		s = symbol_of(in, in->graph->values[top->inputs[i]].declared, 0);
		if (!s)
			continue;
		is = survey->named ? named_batch(s->name) : !named_otherwise(s->name);
		s->batch |= is;
	}
}

static void
number_symbols(struct infer *in)
{
	struct graph *g = in->graph;
	int32_t i;

	for (i = g->n_symbols - 1; i >= 0; i--)
		if (g->symbols[i].batch && g->symbols[i].value > 0)
			g->batch = g->symbols[i].value;
	for (i = 0; i < g->n_symbols; i++)
		if (g->symbols[i].batch && g->symbols[i].value < 0) {
			g->symbols[i].value = g->batch;
			g->symbols[i].defaulted = true;
		}
}

void
batch_find(struct infer *in)
{
	const struct scope *top = &in->graph->scopes[TOP_SCOPE];
	struct survey s = {.same = true, .first = -1};
	int32_t i;

	for (i = 0; i < top->n_inputs; i++)
		look(in, &in->graph->values[top->inputs[i]], &s);
	in->batch_symbolic = s.symbolic || s.named;
	in->graph->batch = 1;
	if (in->batch_symbolic) {
		mark_symbols(in, &s);
		number_symbols(in);
	} else if (s.first > 0 && (s.same || s.ones)) {
		in->graph->batch = s.same ? s.first : 1;
		in->batch_static = true;
	}
}

static bool
user_axis(struct infer *in, struct value *v)
{
	const struct bindings *b = in->bindings;
	bool found = false;
	int32_t i;

	for (i = 0; i < b->n_axes; i++)
		if (strcmp(b->axes[i].name, v->name) == 0) {
			v->type.batch = b->axes[i].axis;
			found = true;
		}
	return found;
}

static int32_t
find_axis(struct infer *in, const struct value *v)
{
	const struct type *t = &v->type;
	const struct symbol *s;
	int32_t i;

	for (i = 0; i < t->rank; i++) {
		s = symbol_of(in, v->declared, i);
		if (s && s->batch)
			return i;
	}
	if (t->rank >= 1 && in->batch_symbolic && !symbol_of(in, v->declared, 0) &&
	    v->declared && v->declared->has_shape && v->declared->n_dims > 0 &&
	    unsized(v->declared, 0))
		return 0;
	if (in->batch_static && t->rank >= 2 && t->dims[0] == in->graph->batch)
		return 0;
	return BATCH_NONE;
}

void
batch_of_input(struct infer *in, struct value *v)
{
	struct type *t = &v->type;

	if (!user_axis(in, v))
		t->batch = t->kind == TYPE_TENSOR ? find_axis(in, v) : BATCH_NONE;
	if (t->batch == 0 && t->rank > 0 && t->dims[0] == DIM_UNKNOWN)
		t->dims[0] = in->graph->batch;
	if (t->batch >= t->rank)
		t->batch = BATCH_NONE;
	in->graph->batched |= t->batch >= 0;
}
