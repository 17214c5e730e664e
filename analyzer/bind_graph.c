#include "analyzer/bind_graph.h"

#include <ctype.h>
#include <string.h>

#include "analyzer/bind_batch.h"
#include "analyzer/bind_expr.h"
#include "analyzer/declared.h"
#include "analyzer/literal.h"
#include "base/str.h"
#include "proto/model.h"

/* The symbol's row, made when it is new. */
static struct symbol *
symbol_row(struct infer *in, const char *name)
{
	struct graph *g = in->graph;
	int32_t i = names_get(in->symbols, name), n = g->n_symbols;

	if (i >= 0)
		return &g->symbols[i];
	if ((n & (n - 1)) == 0)
		g->symbols = arena_grow(in->arena, g->symbols, (size_t)n,
					(size_t)n * 2 + 1, sizeof(*g->symbols));
	names_put(in->symbols, name, n);
	g->symbols[n] = (struct symbol){.name = name, .value = -1, .inner = true};
	g->n_symbols++;
	return &g->symbols[n];
}

static bool
collect(void *context, const char *name, int64_t *value)
{
	*value = symbol_row(context, name)->value;
	return *value >= 0;
}

/* A first name is inner until it is met outside. */
static bool
collect_outer(void *context, const char *name, int64_t *value)
{
	symbol_row(context, name)->inner = false;
	return collect(context, name, value);
}

static void
collect_symbols(struct infer *in, const struct type_def *t, bool inner)
{
	int64_t ignored;
	int32_t i;

	if (!t)
		return;
	for (i = 0; i < t->n_dims; i++)
		if (t->dims[i].param && t->dims[i].param[0])
			expr_value(t->dims[i].param, inner ? collect : collect_outer,
				   in, in->arena, &ignored);
	collect_symbols(in, t->elem, true);
}

/* An input bound by name; a weight that the file also lists as input. */
static struct value *
bound_input(struct infer *in, const char *option, const char *name)
{
	struct scope *top = &in->graph->scopes[TOP_SCOPE];
	value_id id = graph_find(in->graph, name), *more;
	struct value *v = id == NO_VALUE ? NULL : &in->graph->values[id];

	if (v && v->kind == VALUE_WEIGHT && v->declared && v->tensor) {
		more = arena_grow(in->arena, top->inputs, (size_t)top->n_inputs,
				  (size_t)top->n_inputs + 1, sizeof(*more));
		more[top->n_inputs++] = id;
		top->inputs = more;
		v->kind = VALUE_INPUT;
		v->tensor = NULL;
	}
	if (v && v->kind == VALUE_INPUT)
		return v;
	in->status = diag_error(in->diags, ERR_USAGE, "no-such-input",
				"--%s: the model has no input '%s'", option, name);
	return NULL;
}

/* The given dims also say what the declared symbols are. */
static void
apply_shape(struct infer *in, const struct bind_shape *shape)
{
	struct value *v = bound_input(in, "input", shape->name);
	const struct type_def *def = v ? v->declared : NULL;
	struct symbol *s;
	int32_t i;

	if (!v)
		return;
	v->type =
		(struct type){.kind = TYPE_TENSOR,
			      .dtype = def ? dtype_by_onnx(def->dtype) : v->type.dtype,
			      .rank = shape->rank,
			      .dims = shape->dims,
			      .batch = BATCH_UNSET,
			      .length = -1};
	for (i = 0; i < shape->rank; i++)
		if (shape->dims[i] > DIM_MAX)
			v->type.dims[i] = DIM_UNKNOWN;
	if (!def || !def->has_shape || def->n_dims != shape->rank)
		return;
	for (i = 0; i < shape->rank; i++) {
		if (!def->dims[i].param || !def->dims[i].param[0] ||
		    !expr_is_symbol(def->dims[i].param, in->arena))
			continue;
		s = symbol_row(in, def->dims[i].param);
		if (s->value < 0)
			s->value = shape->dims[i];
	}
}

static void
apply_symbols(struct infer *in)
{
	const struct bindings *b = in->bindings;
	int32_t i, at;

	for (i = 0; i < b->n_symbols; i++) {
		at = names_get(in->symbols, b->symbols[i].name);
		if (at >= 0)
			in->graph->symbols[at].value = b->symbols[i].value;
		else if (strcmp(b->symbols[i].name, "*") != 0)
			in->status = diag_error(
				in->diags, ERR_USAGE, "no-such-symbol",
				"--bind: no input of the model has a dimension '%s'",
				b->symbols[i].name);
	}
}

static void
apply_rest(struct infer *in)
{
	const struct bindings *b = in->bindings;
	int32_t i, k;

	for (i = 0; i < b->n_symbols; i++)
		for (k = 0;
		     strcmp(b->symbols[i].name, "*") == 0 && k < in->graph->n_symbols;
		     k++)
			if (in->graph->symbols[k].value < 0)
				in->graph->symbols[k].value = b->symbols[i].value;
}

/* All that are missing, in one message that ends in what to type. */
static void
report_unbound(struct infer *in)
{
	const struct graph *g = in->graph;
	struct text names, flags;
	int32_t i, n = 0;

	text_open(&names, in->arena);
	text_open(&flags, in->arena);
	for (i = 0; i < g->n_symbols; i++) {
		if (g->symbols[i].value >= 0 || g->symbols[i].inner)
			continue;
		text_printf(&names, "%s'%s'", n++ ? ", " : "", g->symbols[i].name);
		text_printf(&flags, " --bind '%s=128'", g->symbols[i].name);
	}
	if (n)
		in->status =
			diag_error(in->diags, ERR_INPUT, "unbound-symbol",
				   "nothing says how large %s %s: add%s, or --bind "
				   "'*=1' to take 1 for the rest",
				   names.s, n > 1 ? "are" : "is", flags.s);
}

/* "1x?x224x224" with the unknown dims as DIM. */
static const char *
example(struct infer *in, const struct type *t)
{
	struct text text;
	int32_t i;

	if (t->rank <= 0)
		return "1x3x224x224";
	text_open(&text, in->arena);
	for (i = 0; i < t->rank; i++)
		text_printf(&text, "%s%lld", i ? "x" : "",
			    t->dims[i] < 0 ? 128 : (long long)t->dims[i]);
	return text.s;
}

static void
report_unsized(struct infer *in, const struct value *v)
{
	const struct type_def *def = v->declared;
	int32_t i;

	if (type_resolved(&v->type) || v->type.kind == TYPE_SEQUENCE ||
	    v->type.kind == TYPE_OPTIONAL || v->type.kind == TYPE_OPAQUE)
		return;
	for (i = 0; i < v->type.rank; i++)
		if (v->type.dims[i] < 0 && def->dims[i].param && def->dims[i].param[0])
			return; /* said already, by its symbol */
	in->status = diag_error(in->diags, ERR_INPUT, "unsized-input",
				"input '%s' is declared as %s, which has no size: add "
				"--input '%s=%s'",
				v->name, type_text(&v->type, in->arena), v->name,
				example(in, &v->type));
}

static void
fill_input(struct infer *in, struct value *v)
{
	if (v->type.kind == TYPE_UNKNOWN && v->declared)
		declared_type(in, v->declared, &v->type);
	batch_of_input(in, v);
	if (v->declared)
		report_unsized(in, v);
	else if (v->type.kind == TYPE_UNKNOWN)
		in->status = diag_error(in->diags, ERR_INPUT, "unsized-input",
					"input '%s' has no type: add --input '%s=%s'",
					v->name, v->name, "1x3x224x224");
}

/* Sequences as inputs have no length that a file could say: as given. */
static void
apply_value(struct infer *in, const struct bind_value *value)
{
	struct value *v = bound_input(in, "value", value->name);
	int64_t n = v ? type_elements(&v->type) : -1, i;
	struct literal *l;

	if (!v)
		return;
	if (n < 0 && v->type.kind == TYPE_TENSOR && v->type.rank == RANK_UNKNOWN) {
		v->type.rank = value->n > 1;
		v->type.dims = arena_new(in->arena, int64_t, 1);
	}
	if (n < 0 && v->type.rank == 1) {
		v->type.dims[0] = value->n;
		n = value->n;
	}
	if (n < 0 && v->type.rank == 0)
		n = 1;
	if (n != value->n && (value->n != 1 || n < 0 || n > LITERAL_MAX)) {
		in->status =
			diag_error(in->diags, ERR_USAGE, "bad-value",
				   "--value: input '%s' is %s, not %d numbers", v->name,
				   type_text(&v->type, in->arena), (int)value->n);
		return;
	}
	l = literal_new(n, literal_is_float(v->type.dtype), in->arena);
	for (i = 0; i < n; i++) {
		double number = value->numbers[value->n == 1 ? 0 : i];

		if (l->is_float)
			l->elements[i].f = number;
		else
			l->elements[i].i = (int64_t)number;
	}
	v->literal = l;
}

static void
for_inputs(struct infer *in, void (*each)(struct infer *, struct value *))
{
	const struct scope *s;
	int32_t i, k;

	for (i = 0; i < in->graph->n_scopes; i++) {
		s = &in->graph->scopes[i];
		for (k = 0; s->owner == NO_NODE && k < s->n_inputs; k++)
			each(in, &in->graph->values[s->inputs[k]]);
	}
}

static void
collect_input(struct infer *in, struct value *v)
{
	if (v->type.kind == TYPE_UNKNOWN)
		collect_symbols(in, v->declared, false);
}

static bool
has_value(const struct graph *g, const char *name, bool input)
{
	int32_t i;

	for (i = 0; i < g->n_values; i++)
		if ((!input || g->values[i].kind == VALUE_INPUT) &&
		    !strcmp(g->values[i].name, name))
			return true;
	return false;
}

/* What is said of a tensor that the model does not have was meant otherwise. */
static void
check_names(struct infer *in)
{
	const struct bindings *b = in->bindings;
	int32_t i;

	for (i = 0; i < b->n_axes; i++)
		if (!has_value(in->graph, b->axes[i].name, true))
			in->status = diag_error(in->diags, ERR_USAGE, "no-such-input",
						"--batch-axis: the model has no input "
						"'%s'",
						b->axes[i].name);
	for (i = 0; i < b->n_shapes; i++)
		if (!has_value(in->graph, b->shapes[i].name, false))
			in->status = diag_error(in->diags, ERR_USAGE, "no-such-tensor",
						"--shape: the model has no tensor '%s'",
						b->shapes[i].name);
}

enum status
bind_graph(struct infer *in)
{
	const struct bindings *b = in->bindings;
	int32_t i;

	in->symbols = names_new(in->arena);
	for (i = 0; i < b->n_inputs; i++)
		apply_shape(in, &b->inputs[i]);
	for_inputs(in, collect_input);
	apply_symbols(in);
	batch_find(in);
	apply_rest(in);
	report_unbound(in);
	for_inputs(in, fill_input);
	for (i = 0; i < b->n_values; i++)
		apply_value(in, &b->values[i]);
	check_names(in);
	return in->status;
}
