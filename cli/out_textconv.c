#include <inttypes.h>
#include <string.h>

#include "cli/diff_outline.h"
#include "cli/escape.h"
#include "cli/out_inspect.h"
#include "cli/out_model.h"

/* "word name rest" */
static void
fact(struct text *t, const char *word, const char *name, const char *rest)
{
	text_printf(t, "%s ", word);
	text_name(t, SINK_TERMINAL, name);
	text_puts(t, *rest ? " " : "");
	text_name(t, SINK_TERMINAL, rest);
	text_puts(t, "\n");
}

static void
errors(struct request *r)
{
	const struct diags *d = r->diags;
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->list[i].severity != DIAG_NOTE)
			fact(&r->out,
			     d->list[i].severity == DIAG_ERROR ? "error" : "warning",
			     d->list[i].message, "");
}

static void
head(struct text *t, const struct analysis *a, int64_t n)
{
	const struct graph *g = a->graph;
	const struct symbol *s;
	int32_t i;

	fact(t, "model", g->facts.name, "");
	for (i = 0; i < g->facts.n_opsets; i++)
		fact(t, "opset", g->facts.domains[i],
		     arena_printf(t->arena, "%" PRId64, g->facts.opsets[i]));
	for (i = 0; i < g->n_symbols; i++) {
		s = &g->symbols[i];
		fact(t, s->batch ? "batch" : "symbol", s->name,
		     arena_printf(t->arena, "= %" PRId64, s->value));
	}
	text_printf(t, "weights %" PRId64 " bytes\nmacs %" PRId64 "\n",
		    model_weight_bytes(a, t->arena), model_macs(a, n));
}

static const char *
type_of(const struct graph *g, value_id v, struct arena *a)
{
	return arena_printf(a, "%s %s", dtype_row(g->values[v].type.dtype)->name,
			    type_text(&g->values[v].type, a));
}

static void
boundary(struct text *t, const struct graph *g)
{
	const struct scope *top = &g->scopes[TOP_SCOPE];
	int32_t i;

	for (i = 0; i < top->n_inputs; i++)
		if (top->inputs[i] >= 0)
			fact(t, "input", g->values[top->inputs[i]].name,
			     type_of(g, top->inputs[i], t->arena));
	for (i = 0; i < top->n_outputs; i++)
		if (top->outputs[i] >= 0)
			fact(t, "output", g->values[top->outputs[i]].name,
			     type_of(g, top->outputs[i], t->arena));
}

static void
names(struct text *t, const struct graph *g, const value_id *list, int32_t n)
{
	int32_t i;

	text_puts(t, " (");
	for (i = 0; i < n; i++) {
		text_puts(t, i ? ", " : "");
		if (list[i] >= 0)
			text_name(t, SINK_TERMINAL, g->values[list[i]].name);
	}
	text_puts(t, ")");
}

static void
nodes(struct text *t, const struct graph *g)
{
	const struct scope *top = &g->scopes[TOP_SCOPE];
	const struct node *node;
	struct text attributes;
	int32_t i;

	for (i = 0; i < top->n_nodes; i++) {
		node = &g->nodes[top->nodes[i]];
		text_puts(t, "node ");
		text_name(t, SINK_TERMINAL, node->op_type);
		text_puts(t, " ");
		text_name(t, SINK_TERMINAL, node->name);
		names(t, g, node->inputs, node->n_inputs);
		text_puts(t, " ->");
		names(t, g, node->outputs, node->n_outputs);
		text_open(&attributes, t->arena);
		outline_attributes(&attributes, node);
		text_puts(t, attributes.n ? " " : "");
		text_name(t, SINK_TERMINAL, attributes.s);
		text_puts(t, "\n");
	}
}

static void
layers(struct text *t, const struct outline *o)
{
	const struct outline_layer *l;
	int32_t i;

	for (i = 0; i < o->n_layers; i++) {
		l = &o->layers[i];
		fact(t, "layer", l->name,
		     arena_printf(t->arena,
				  "%s: %" PRId64 " bytes of weights, %" PRId64 " MACs",
				  l->op, l->weight_bytes, l->macs));
	}
}

static void
tensors(struct text *t, const struct outline *o)
{
	const struct outline_value *v;
	const char *maker, *reader;
	int32_t i, last;

	for (i = 0; i < o->n_values; i++) {
		v = &o->values[i];
		last = v->n_uses ? v->uses[v->n_uses - 1] : -1;
		maker = v->def < 0 ? "an input" : o->layers[v->def].name;
		reader = v->is_output ? "an output"
			 : last < 0   ? "nothing"
				      : outline_reader(o, last, i);
		fact(t, "tensor", v->name,
		     arena_printf(t->arena, "%s, %" PRId64 " bytes", v->type,
				  v->bytes));
		fact(t, "life", v->name,
		     arena_printf(t->arena, "from %s to %s", maker, reader));
	}
}

void
inspect_textconv(struct request *r, const struct analysis *a, int64_t n, bool complete)
{
	struct outline o;

	errors(r);
	if (!a->graph)
		return;
	head(&r->out, a, n);
	boundary(&r->out, a->graph);
	nodes(&r->out, a->graph);
	if (!complete)
		return;
	outline_analysis(&o, a, n, r->arena);
	layers(&r->out, &o);
	tensors(&r->out, &o);
}
