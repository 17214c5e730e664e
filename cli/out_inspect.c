#include "cli/out_inspect.h"

#include <inttypes.h>

#include "analyzer/sizes.h"
#include "base/num.h"
#include "cli/escape.h"
#include "cli/json.h"
#include "cli/out_model.h"
#include "cli/out_plan.h"
#include "planner/pipeline.h"

static const char *const kinds[] = {
	[VALUE_ACTIVATION] = "activation",
	[VALUE_INPUT] = "input",
	[VALUE_WEIGHT] = "weight",
	[VALUE_CONSTANT] = "constant",
};

/* A value as it is printed, at batch N. */
struct row {
	const struct value *value;
	const char *kind;
	int64_t bytes;    /* -1 unknown */
	int32_t from, to; /* -1: no lifetime of its own */
};

/* Steps at which the value itself is made and last read. */
static void
find_span(const struct analysis *a, value_id v, struct row *r)
{
	int32_t life = a->lifetimes.of ? a->lifetimes.of[v] : -1;

	r->from = r->to = -1;
	if (life >= 0) {
		r->from = a->lifetimes.list[life].from;
		r->to = a->lifetimes.list[life].to;
	} else if (a->layers.step_of[v] >= 0) {
		r->from = a->layers.step_of[v];
		r->to = r->from + 1;
	} else if (a->graph->values[v].kind == VALUE_WEIGHT) {
		r->from = 0;
		r->to = a->layers.n;
	}
}

static struct row
row_of(const struct analysis *a, value_id v, int64_t n)
{
	const struct value *value = &a->graph->values[v];
	struct row r = {.value = value, .kind = kinds[value->kind]};

	if (value->graph_output && value->kind == VALUE_ACTIVATION)
		r.kind = "output";
	r.bytes = value_bytes_at(a->graph, v, n);
	find_span(a, v, &r);
	return r;
}

/* Dims at batch N; false where one is unknown, or the batch has no axis. */
static bool
dims_at(const struct analysis *a, const struct value *v, int64_t n, int64_t *dims)
{
	const struct type *t = &v->type;
	int32_t i;

	if (!type_resolved(t))
		return false;
	for (i = 0; i < t->rank; i++)
		dims[i] =
			i == t->batch ? bytes_at(a->graph, t->dims[i], n) : t->dims[i];
	return true;
}

static json_t *
dims_json(const struct request *r, const struct analysis *a, const struct value *v,
	  int64_t n)
{
	size_t rank = v->type.rank > 0 ? (size_t)v->type.rank : 0;
	int64_t *dims = arena_new(r->arena, int64_t, rank + 1);
	json_t *list;
	size_t i;

	if (!dims_at(a, v, n, dims))
		return json_null();
	list = json_array();
	for (i = 0; i < rank; i++)
		json_array_append_new(list, json_known(dims[i]));
	return list;
}

static json_t *
names_json(const struct request *r, const struct graph *g, const value_id *list,
	   int32_t n)
{
	json_t *j = json_array();
	int32_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(j, json_name(r->arena, g->values[list[i]].name));
	return j;
}

static int64_t
layer_weights(const struct graph *g, const struct layer *l)
{
	int64_t sum = 0;
	int32_t i;

	for (i = 0; i < l->n_weights; i++)
		sum = add_sat(sum, max_i64(value_bytes(g, l->weights[i]), 0));
	return sum;
}

static json_t *
layer_nodes_json(const struct request *r, const struct graph *g, const struct layer *l)
{
	json_t *j = json_array();
	int32_t i;

	for (i = 0; i < l->n_nodes; i++)
		json_array_append_new(
			j, json_name(r->arena, g->nodes[l->nodes[i]].op_type));
	return j;
}

static json_t *
layer_json(const struct request *r, const struct analysis *a, int32_t step, int64_t n)
{
	const struct layer *l = &a->layers.list[step];
	const struct graph *g = a->graph;
	json_t *j = json_object();

	json_object_set_new(j, "step", json_integer(step));
	json_object_set_new(j, "name", json_name(r->arena, l->name));
	json_object_set_new(j, "op", json_name(r->arena, l->op));
	json_object_set_new(j, "fused", layer_nodes_json(r, g, l));
	json_object_set_new(j, "inputs", names_json(r, g, l->inputs, l->n_inputs));
	json_object_set_new(j, "outputs", names_json(r, g, l->outputs, l->n_outputs));
	json_object_set_new(j, "weights", names_json(r, g, l->weights, l->n_weights));
	json_object_set_new(j, "macs", json_integer(footprint_at(g, &l->macs, n)));
	json_object_set_new(j, "weight_bytes", json_integer(layer_weights(g, l)));
	json_object_set_new(j, "workspace",
			    json_integer(footprint_at(g, &l->workspace, n)));
	return j;
}

static json_t *
value_json(const struct request *r, const struct analysis *a, value_id v, int64_t n)
{
	struct row row = row_of(a, v, n);
	json_t *j = json_object();
	value_id root = a->layers.root[v];

	json_object_set_new(j, "name", json_name(r->arena, row.value->name));
	json_object_set_new(j, "kind", json_string(row.kind));
	json_object_set_new(j, "dtype",
			    json_string(dtype_row(row.value->type.dtype)->name));
	json_object_set_new(j, "dims", dims_json(r, a, row.value, n));
	json_object_set_new(j, "bytes", json_known(row.bytes));
	json_object_set_new(j, "from", json_known(row.from));
	json_object_set_new(j, "to", json_known(row.to));
	json_object_set_new(j, "batched", json_boolean(value_batched(a->graph, v)));
	json_object_set_new(j, "bound", json_boolean(row.value->type.bound));
	if (root != NO_VALUE && root != v)
		json_object_set_new(j, "view_of",
				    json_name(r->arena, a->graph->values[root].name));
	return j;
}

static bool
is_listed(const struct graph *g, value_id v)
{
	return g->values[v].scope == TOP_SCOPE && *g->values[v].name;
}

void
inspect_json(struct request *r, const struct analysis *a, int64_t n)
{
	json_t *j = json_object(), *layers = json_array(), *values = json_array();
	const struct graph *g = a->graph;
	int32_t i;

	json_object_set_new(j, "format", json_string("tidemark.inspect"));
	json_object_set_new(j, "format_version", json_string("1.0"));
	json_object_set_new(j, "model", model_json(r->arena, a, n));
	json_object_set_new(j, "level", json_string(level_names[a->layers.level]));
	json_object_set_new(j, "bindings", bindings_json(r->arena, g, n));
	json_object_set_new(j, "batching",
			    json_pack("{s:s, s:I, s:b, s:i, s:i, s:i, s:i}", "rule",
				      pipeline_rule(a, n), "shipped",
				      (json_int_t)a->shipped, "batched", g->batched,
				      "scaled", g->n_scaled, "virtual", g->n_virtual,
				      "tiled", g->n_tiled, "unscaled", g->n_unscaled));
	for (i = 0; i < a->layers.n; i++)
		json_array_append_new(layers, layer_json(r, a, i, n));
	for (i = 0; i < g->n_values; i++)
		if (is_listed(g, i))
			json_array_append_new(values, value_json(r, a, i, n));
	json_object_set_new(j, "layers", layers);
	json_object_set_new(j, "values", values);
	json_object_set_new(j, "warnings", json_warnings(r->arena, r->diags));
	json_print(&r->out, j);
}

static void
dims_text(struct text *t, const struct analysis *a, const struct value *v, int64_t n)
{
	size_t rank = v->type.rank > 0 ? (size_t)v->type.rank : 0, i;
	int64_t *dims = arena_new(t->arena, int64_t, rank + 1);

	if (!dims_at(a, v, n, dims)) {
		text_puts(t, "?");
		return;
	}
	if (!rank)
		text_puts(t, "scalar");
	for (i = 0; i < rank; i++)
		text_printf(t, "%s%" PRId64, i ? "x" : "", dims[i]);
}

/* Its bytes first: names may be as long as they like. */
static void
output_text(struct text *t, const struct analysis *a, value_id v, int64_t n)
{
	struct row row = row_of(a, v, n);
	char b[GROUPED_MAX];

	text_printf(t, "    -> %14s B%s  ",
		    row.bytes < 0 ? "?" : format_grouped(row.bytes, b),
		    row.value->type.bound ? " at most" : "");
	if (row.from < 0)
		text_puts(t, "not read");
	else
		text_printf(t, "[%d, %d)", row.from, row.to);
	text_printf(t, "  %s ", dtype_row(row.value->type.dtype)->name);
	dims_text(t, a, row.value, n);
	text_puts(t, "  ");
	text_name(t, SINK_TERMINAL, row.value->name);
	if (!value_batched(a->graph, v) && a->graph->batched)
		text_puts(t, "  (does not scale)");
	text_puts(t, "\n");
}

static void
layer_text(struct text *t, const struct analysis *a, int32_t step, int64_t n)
{
	char macs[GROUPED_MAX], weights[GROUPED_MAX];
	const struct layer *l = &a->layers.list[step];
	const struct graph *g = a->graph;
	int32_t i;

	text_printf(t, "%5d  %14s %14s  ", step,
		    format_grouped(footprint_at(g, &l->macs, n), macs),
		    format_grouped(layer_weights(g, l), weights));
	text_name(t, SINK_TERMINAL, l->name);
	for (i = 0; i < l->n_nodes; i++) {
		text_puts(t, i ? "+" : "  ");
		text_name(t, SINK_TERMINAL, g->nodes[l->nodes[i]].op_type);
	}
	text_puts(t, "\n");
	for (i = 0; i < l->n_outputs; i++)
		output_text(t, a, l->outputs[i], n);
}

static void
largest_text(struct text *t, const struct analysis *a, int64_t n)
{
	const struct lifetimes *l = &a->lifetimes;
	int64_t bytes, most = -1;
	value_id largest = NO_VALUE;
	char b[GROUPED_MAX];
	int32_t i;

	for (i = 0; i < l->n; i++) {
		bytes = value_bytes_at(a->graph, l->list[i].value, n);
		if (bytes <= most)
			continue;
		most = bytes;
		largest = l->list[i].value;
	}
	if (largest == NO_VALUE)
		return;
	text_printf(t, "largest %s B, ", format_grouped(most, b));
	text_name(t, SINK_TERMINAL, a->graph->values[largest].name);
	text_puts(t, "\n");
}

void
inspect_text(struct request *r, const struct analysis *a, int64_t n)
{
	struct text *t = &r->out;
	int32_t i;

	model_text(t, a, n);
	text_printf(t, "figures for batch %" PRId64 "\n", n);
	scaling_text(t, a);
	largest_text(t, a, n);
	text_puts(t,
		  "\n step            MACs   weight bytes  layer, and what it makes: "
		  "bytes, steps [from, to)\n");
	for (i = 0; i < a->layers.n; i++)
		layer_text(t, a, i, n);
}

void
inspect_csv(struct request *r, const struct analysis *a, int64_t n)
{
	struct text *t = &r->out;
	struct row row;
	int32_t i;

	text_puts(t, "name,kind,dtype,dims,bytes,from,to,batched,bound\n");
	for (i = 0; i < a->graph->n_values; i++) {
		if (!is_listed(a->graph, i))
			continue;
		row = row_of(a, i, n);
		text_name(t, SINK_CSV, row.value->name);
		text_printf(t, ",%s,%s,", row.kind,
			    dtype_row(row.value->type.dtype)->name);
		dims_text(t, a, row.value, n);
		text_printf(t, ",%" PRId64 ",%d,%d,%d,%d\n", row.bytes, row.from,
			    row.to, value_batched(a->graph, i), row.value->type.bound);
	}
}
