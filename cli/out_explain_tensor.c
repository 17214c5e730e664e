#include <inttypes.h>

#include "analyzer/batch.h"
#include "analyzer/sizes.h"
#include "base/num.h"
#include "cli/escape.h"
#include "cli/out_explain.h"

static const char *
name(const struct explain_report *e, value_id v)
{
	return e->plans.analysis.graph->values[v].name;
}

static const char *
layer_name(const struct explain_report *e, int32_t step)
{
	return e->plans.analysis.layers.list[step].name;
}

/* --- JSON --- */

static json_t *
what_if_json(const struct what_if *w)
{
	json_t *j;

	if (!w->applies)
		return json_null();
	j = json_object();
	json_object_set_new(j, "fits", json_boolean(w->fits));
	json_object_set_new(j, "no_spill", json_integer(w->no_spill));
	if (w->fits) {
		json_object_set_new(j, "dram_bytes", json_integer(w->dram_bytes));
		json_object_set_new(j, "more", json_integer(w->more));
		return j;
	}
	json_object_set_new(j, "missing", json_integer(w->missing));
	json_object_set_new(j, "missing_step", json_integer(w->missing_step));
	json_object_set_new(j, "refusal", json_string(w->refusal));
	return j;
}

static json_t *
uses_json(const struct lifetime *l)
{
	json_t *list = json_array();
	int32_t i;

	for (i = 0; i < l->n_uses; i++)
		json_array_append_new(list, json_integer(l->uses[i]));
	return list;
}

static bool
reads_weight(const struct layer *l, value_id v)
{
	int32_t i;

	for (i = 0; i < l->n_weights; i++)
		if (l->weights[i] == v)
			return true;
	return false;
}

static json_t *
readers_json(const struct explain_report *e, const struct tensor_story *s)
{
	const struct layers *layers = &e->plans.analysis.layers;
	json_t *list = json_array();
	int32_t i;

	for (i = 0; i < layers->n; i++)
		if (reads_weight(&layers->list[i], s->placed->value))
			json_array_append_new(list, json_integer(i));
	return list;
}

json_t *
tensor_json(const struct explain_report *e, const struct explanation *x)
{
	const struct tensor_story *s = &x->tensor;
	struct arena *a = e->plans.request->arena;
	json_t *j = json_object();

	json_object_set_new(j, "name", json_name(a, name(e, s->value)));
	json_object_set_new(j, "state", json_string(tensor_states[s->state]));
	json_object_set_new(j, "bytes",
			    json_known(value_bytes_at(e->plans.analysis.graph, s->value,
						      x->plan->batch)));
	json_object_set_new(j, "view_of",
			    s->root == NO_VALUE || s->root == s->value
				    ? json_null()
				    : json_name(a, name(e, s->root)));
	json_object_set_new(j, "layer",
			    s->layer < 0 ? json_null()
					 : json_name(a, layer_name(e, s->layer)));
	if (!s->placed)
		return j;
	json_object_set_new(j, "from", json_integer(s->placed->from));
	json_object_set_new(j, "to", json_integer(s->placed->to));
	json_object_set_new(j, "uses",
			    s->life ? uses_json(s->life) : readers_json(e, s));
	json_object_set_new(j, "reason", json_name(a, s->placed->reason));
	json_object_set_new(j, "residency", residencies_json(s->placed));
	json_object_set_new(j, "transfers",
			    transfers_json(&e->plans, x->plan, -1, s->placed->value));
	set_moves(j, &e->plans, x->plan, -1, s->placed->value);
	json_object_set_new(j, "kept", what_if_json(&s->kept));
	json_object_set_new(j, "left", what_if_json(&s->left));
	return j;
}

/* --- text --- */

static void
puts_name(struct text *t, const char *s)
{
	text_name(t, SINK_TERMINAL, s);
}

static void
dims_text(struct text *t, const struct graph *g, value_id v, int64_t n)
{
	int32_t rank = g->values[v].type.rank, i;
	int64_t *dims = arena_new(t->arena, int64_t, rank > 0 ? (size_t)rank : 1);

	if (rank < 0 || !batch_dims_at(g, v, n, dims))
		return;
	text_puts(t, rank ? "" : "scalar");
	for (i = 0; i < rank; i++)
		text_printf(t, "%s%" PRId64, i ? "x" : "", dims[i]);
	text_puts(t, " = ");
}

/* ", float32 sized as int8" */
static void
dtype_text(struct text *t, const struct graph *g, const struct value *v)
{
	enum dtype as = v->kind == VALUE_WEIGHT ? g->weight_type : g->activation_type;

	text_printf(t, ", %s", dtype_row(v->type.dtype)->name);
	if (as != DTYPE_UNDEFINED && as != v->type.dtype &&
	    dtype_row(v->type.dtype)->kind == DTYPE_KIND_FLOAT)
		text_printf(t, " sized as %s", dtype_row(as)->name);
}

static void
size_text(struct text *t, const struct explain_report *e, const struct explanation *x)
{
	const struct graph *g = e->plans.analysis.graph;
	const struct value *v = &g->values[x->tensor.value];
	int64_t bytes = value_bytes_at(g, x->tensor.value, x->plan->batch);
	char b[GROUPED_MAX];

	text_puts(t, "  ");
	puts_name(t, v->name);
	text_printf(t, "\n  size    %s", v->type.bound ? "at most " : "");
	dims_text(t, g, x->tensor.value, x->plan->batch);
	text_printf(t, "%s B", bytes < 0 ? "?" : format_grouped(bytes, b));
	dtype_text(t, g, v);
	text_puts(t, value_batched(g, x->tensor.value) ? "\n"
						       : ", the same at every batch\n");
}

static void
readers_text(struct text *t, const struct explain_report *e,
	     const struct tensor_story *s)
{
	const struct layers *layers = &e->plans.analysis.layers;
	int32_t i, n = 0;

	for (i = 0; i < layers->n; i++)
		if (reads_weight(&layers->list[i], s->placed->value)) {
			text_printf(t, "  %-7s read at step %d by ", n++ ? "" : "life",
				    i);
			puts_name(t, layer_name(e, i));
			text_puts(t, "\n");
		}
}

static bool
writes(const struct layer *l, value_id v)
{
	int32_t i;

	for (i = 0; i < l->n_outputs; i++)
		if (l->outputs[i] == v)
			return true;
	return false;
}

static void
life_text(struct text *t, const struct explain_report *e, const struct tensor_story *s)
{
	const struct lifetime *l = s->life;
	int32_t i;

	text_puts(t, "  life    ");
	if (l->def < 0)
		text_puts(t, "graph input\n");
	else {
		text_printf(t, "made at step %d by ", l->def);
		puts_name(t, layer_name(e, l->def));
		text_puts(t, "\n");
	}
	for (i = 0; i < l->n_uses; i++) {
		text_printf(t, "          %s at step %d by ",
			    writes(&e->plans.analysis.layers.list[l->uses[i]], l->value)
				    ? "written"
				    : "read",
			    l->uses[i]);
		puts_name(t, layer_name(e, l->uses[i]));
		text_puts(t, "\n");
	}
	if (l->output)
		text_puts(t, "          graph output\n");
}

static void
where_text(struct text *t, const struct plan_value *v)
{
	const struct residency *r;
	char b[GROUPED_MAX];
	int32_t i;

	for (i = 0; i < v->n_residency; i++) {
		r = &v->residency[i];
		text_printf(t, "  %-7s %s, steps [%d, %d)", i ? "" : "where",
			    r->sram ? "SRAM" : "DRAM", r->from, r->to);
		if (r->offset != NO_OFFSET)
			text_printf(t, " at offset %s", format_grouped(r->offset, b));
		text_puts(t, "\n");
	}
	for (i = 0; i < v->n_windows; i++)
		text_printf(t, "          a window of %s B at step %d\n",
			    format_grouped(v->windows[i].bytes, b), v->windows[i].step);
}

static void
moves_text(struct text *t, const struct plan *p, value_id v)
{
	const struct transfer *x;
	char b[GROUPED_MAX];
	int32_t i, n = 0;

	for (i = 0; i < p->n_transfers; i++) {
		x = &p->transfers[i];
		if (x->value == v)
			text_printf(t, "  %-7s step %d %s: %s %s B\n",
				    n++ ? "" : "moves", x->step,
				    transfer_names[x->kind],
				    x->write ? "writes" : "reads",
				    format_grouped(x->bytes, b));
	}
	for (i = 0; i < p->n_moves; i++)
		if (p->moves[i].value == v)
			text_printf(t,
				    "  %-7s within SRAM before step %d, to offset %s\n",
				    n++ ? "" : "moves", p->moves[i].step,
				    format_grouped(p->moves[i].to, b));
	if (!n)
		text_puts(t, "  moves   nothing\n");
}

static void
what_if_text(struct text *t, const struct plan *p, const struct what_if *w,
	     const char *label)
{
	char more[GROUPED_MAX], all[GROUPED_MAX], room[GROUPED_MAX];
	int64_t by = w->more < 0 ? -w->more : w->more;

	if (!w->applies)
		return;
	text_printf(t, "  %s throughout: ", label);
	if (!w->fits) {
		text_puts(t, "impossible: ");
		puts_name(t, w->refusal);
		text_puts(t, "\n");
		return;
	}
	if (w->more)
		text_printf(t, "%s B %s DRAM traffic per batch, %s in all",
			    format_grouped(by, more), w->more < 0 ? "less" : "more",
			    format_grouped(w->dram_bytes, all));
	else
		text_printf(t, "the same DRAM traffic, %s B",
			    format_grouped(w->dram_bytes, all));
	if (w->no_spill != p->no_spill)
		text_printf(t, "; SRAM for no further spill %s B",
			    format_grouped(w->no_spill, room));
	text_puts(t, "\n");
}

/* For those that own no memory: what became of them. */
static void
absent_text(struct text *t, const struct explain_report *e,
	    const struct tensor_story *s)
{
	static const char *const words[TENSOR_STATES] = {
		[TENSOR_CONSTANT] = "shape arithmetic: resolved at plan time, owns no "
				    "memory",
		[TENSOR_DERIVED] = "computed from weights alone, before the first run: "
				   "the weights behind it are counted instead",
		[TENSOR_UNUSED] = "nothing that runs reads it, and it is no result: "
				  "it is never made",
	};

	text_puts(t, "  where   nowhere: ");
	if (words[s->state]) {
		text_printf(t, "%s\n", words[s->state]);
		return;
	}
	text_printf(t, "it lives and dies inside the layer of step %d, ", s->layer);
	puts_name(t, layer_name(e, s->layer));
	text_puts(t, "\n          at --level inplace or ops it would have memory of "
		     "its own\n");
}

void
tensor_text(struct text *t, const struct explain_report *e, const struct explanation *x)
{
	const struct tensor_story *s = &x->tensor;

	size_text(t, e, x);
	if (s->root != NO_VALUE && s->root != s->value) {
		text_puts(t, "  view    of ");
		puts_name(t, name(e, s->root));
		text_puts(t, ": the same bytes, which are where that is\n");
	}
	if (!s->placed) {
		absent_text(t, e, s);
		return;
	}
	if (s->life)
		life_text(t, e, s);
	else
		readers_text(t, e, s);
	where_text(t, s->placed);
	text_puts(t, "  why     ");
	puts_name(t, s->placed->reason);
	text_puts(t, "\n");
	moves_text(t, x->plan, s->placed->value);
	what_if_text(t, x->plan, &s->kept, "in SRAM");
	what_if_text(t, x->plan, &s->left, "in DRAM");
}
