#include "cli/diff_outline.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/sizes.h"
#include "base/num.h"
#include "cli/out_model.h"
#include "proto/attr_text.h"

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
outline_attributes(struct text *t, const struct node *node)
{
	size_t n = (size_t)node->n_attrs, i;
	const char **list = arena_new(t->arena, const char *, n + 1);
	struct text one;

	for (i = 0; i < n; i++) {
		text_open(&one, t->arena);
		attr_text(&one, node->attrs[i]);
		list[i] = one.s;
	}
	qsort(list, n, sizeof(*list), by_text);
	for (i = 0; i < n; i++)
		text_printf(t, "%s%s", t->n ? " " : "", list[i]);
}

/* "float32 [8,64,56,56]" at batch N */
static const char *
type_at(const struct graph *g, value_id v, int64_t n, struct arena *a)
{
	struct type t;

	type_copy(&t, &g->values[v].type, a);
	if (t.batch >= 0 && t.batch < t.rank && t.dims[t.batch] > 0)
		t.dims[t.batch] = bytes_at(g, t.dims[t.batch], n);
	return arena_printf(a, "%s %s", dtype_row(t.dtype)->name, type_text(&t, a));
}

static void
type_line(struct text *t, const struct graph *g, value_id v, int64_t n)
{
	if (v == NO_VALUE) {
		text_puts(t, "(absent)");
		return;
	}
	text_printf(t, "(%s %d %" PRId64 ")", type_at(g, v, n, t->arena),
		    g->values[v].type.batch, value_bytes_at(g, v, n));
}

/* What a node does, in words that no renaming changes. */
static void
node_line(struct text *t, const struct graph *g, const struct node *node, int64_t n)
{
	int32_t i;

	text_printf(t, "%s:%s trips %" PRId64 " ", node->domain, node->op_type,
		    node->trip_count);
	outline_attributes(t, node);
	for (i = 0; i < node->n_inputs; i++)
		if (node->inputs[i] == NO_VALUE ||
		    g->values[node->inputs[i]].kind == VALUE_WEIGHT)
			type_line(t, g, node->inputs[i], n);
	text_puts(t, "->");
	for (i = 0; i < node->n_outputs; i++)
		type_line(t, g, node->outputs[i], n);
	text_puts(t, "\n");
}

static int64_t
weights_of(const struct graph *g, const struct layer *l)
{
	int64_t sum = 0;
	int32_t i;

	for (i = 0; i < l->n_weights; i++)
		sum = add_sat(sum, max_i64(value_bytes(g, l->weights[i]), 0));
	return sum;
}

static const int32_t *
lives(const struct analysis *a, const value_id *list, int32_t n, struct arena *arena)
{
	int32_t *of = arena_new(arena, int32_t, (size_t)n + 1), i;

	for (i = 0; i < n; i++)
		of[i] = a->lifetimes.of[list[i]];
	return of;
}

static void
add_layer(struct outline_layer *o, const struct analysis *a, const struct layer *l,
	  int64_t n, struct arena *arena)
{
	struct text strict, ops, attributes;
	const struct node *node;
	int32_t i;

	text_open(&strict, arena);
	text_open(&ops, arena);
	text_open(&attributes, arena);
	for (i = 0; i < l->n_nodes; i++) {
		node = &a->graph->nodes[l->nodes[i]];
		node_line(&strict, a->graph, node, n);
		text_printf(&ops, "%s%s", i ? "+" : "", node->op_type);
		outline_attributes(&attributes, node);
	}
	o->name = l->name;
	o->op = ops.s;
	o->attributes = attributes.s;
	o->inputs = lives(a, l->inputs, l->n_inputs, arena);
	o->outputs = lives(a, l->outputs, l->n_outputs, arena);
	o->n_inputs = l->n_inputs;
	o->n_outputs = l->n_outputs;
	o->weight_bytes = weights_of(a->graph, l);
	o->macs = footprint_at(a->graph, &l->macs, n);
	text_printf(&strict, "%" PRId64 " %" PRId64, o->weight_bytes,
		    footprint_at(a->graph, &l->workspace, n));
	o->strict = hash_bytes(strict.s, strict.n, HASH_SEED);
	o->loose = hash_bytes(ops.s, ops.n, HASH_SEED);
	o->base = hash_bytes(l->op, strlen(l->op), HASH_SEED);
}

static void
add_value(struct outline_value *o, const struct analysis *a, const struct lifetime *l,
	  int64_t n, struct arena *arena)
{
	const struct value *v = &a->graph->values[l->value];

	o->name = v->name;
	o->type = type_at(a->graph, l->value, n, arena);
	o->bytes = l->batched ? bytes_at(a->graph, l->bytes, n) : l->bytes;
	o->from = l->from;
	o->to = l->to;
	o->def = l->def;
	o->uses = l->uses;
	o->n_uses = l->n_uses;
	o->is_output = l->output;
}

static uint64_t
fold(uint64_t sum, uint64_t more)
{
	unsigned char bytes[8];
	int i;

	for (i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(more >> (8 * i));
	return hash_bytes(bytes, 8, sum);
}

static uint64_t
structure(const struct outline *o, const struct graph *g)
{
	uint64_t sum = fold(HASH_SEED, (uint64_t)g->batch);
	const struct outline_value *v;
	int32_t i, k;

	for (i = 0; i < g->n_symbols; i++)
		sum = fold(sum, g->symbols[i].batch);
	for (i = 0; i < o->n_layers; i++) {
		sum = fold(sum, o->layers[i].strict);
		for (k = 0; k < o->layers[i].n_inputs; k++)
			sum = fold(sum, (uint64_t)o->layers[i].inputs[k]);
	}
	for (i = 0; i < o->n_values; i++) {
		v = &o->values[i];
		sum = hash_bytes(v->type, strlen(v->type), sum);
		sum = fold(sum, (uint64_t)v->def << 1 | v->is_output);
	}
	return fold(sum, (uint64_t)g->scopes[TOP_SCOPE].n_nodes);
}

/* Marks the outputs of a step that take the place of an input; their bytes. */
static int64_t
overwritten(const struct outline *o, struct outline_value *values, int32_t step,
	    bool mark)
{
	const struct layers *l = &o->analysis->layers;
	const int32_t *of = o->analysis->lifetimes.of;
	int32_t i, to, last_to = -1, last_from = -1;
	int64_t sum = 0;

	for (i = 0; i < l->n_inplace; i++) {
		to = of[l->inplace[i].to];
		if (l->inplace[i].step != step || to < 0 || to == last_to ||
		    of[l->inplace[i].from] == last_from)
			continue;
		last_to = to;
		last_from = of[l->inplace[i].from];
		sum = add_sat(sum, max_i64(values[to].bytes, 0));
		values[to].overwrites |= mark;
	}
	return sum;
}

static void
find_peak(struct outline *o, struct outline_value *values, struct arena *arena)
{
	int64_t *more = arena_new(arena, int64_t, (size_t)o->n_layers + 1), now = 0,
		most = -1, here;
	int32_t i;

	for (i = 0; i < o->n_values; i++) {
		more[values[i].from] = add_sat(more[values[i].from], values[i].bytes);
		more[values[i].to] -= values[i].bytes;
	}
	for (i = 0; i < o->n_layers; i++) {
		now = add_sat(now, more[i]);
		here = now - overwritten(o, values, i, false);
		if (here > most) {
			most = here;
			o->peak = i;
		}
	}
	if (o->peak >= 0)
		overwritten(o, values, o->peak, true);
}

int64_t
outline_at_peak(const struct outline *o, int32_t value)
{
	const struct outline_value *v = &o->values[value];

	return v->from <= o->peak && o->peak < v->to && !v->overwrites ? v->bytes : 0;
}

void
outline_analysis(struct outline *o, const struct analysis *a, int64_t n,
		 struct arena *arena)
{
	struct outline_layer *layers =
		arena_new(arena, struct outline_layer, (size_t)a->layers.n + 1);
	struct outline_value *values =
		arena_new(arena, struct outline_value, (size_t)a->lifetimes.n + 1);
	int32_t i, k;

	for (i = 0; i < a->lifetimes.n; i++)
		add_value(&values[i], a, &a->lifetimes.list[i], n, arena);
	for (i = 0; i < a->layers.n; i++) {
		add_layer(&layers[i], a, &a->layers.list[i], n, arena);
		for (k = 0; k < layers[i].n_outputs; k++)
			if (layers[i].outputs[k] >= 0)
				values[layers[i].outputs[k]].output = k;
	}
	*o = (struct outline){values, layers, a->lifetimes.n, a->layers.n, -1, 0, a};
	find_peak(o, values, arena);
	o->structure = n == a->graph->batch ? structure(o, a->graph)
					    : outline_structure(a, arena);
}

uint64_t
outline_structure(const struct analysis *a, struct arena *arena)
{
	struct outline o;

	outline_analysis(&o, a, a->graph->batch, arena);
	return o.structure;
}

/* --- from a plan file --- */

static int64_t
number(const json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}

static bool
is_overwriting(const json_t *plan, const char *name, int32_t step)
{
	const json_t *list = json_object_get(plan, "inplace"), *j;
	const char *to;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		j = json_array_get(list, i);
		to = json_string_value(json_object_get(j, "to"));
		if (number(j, "step") == step && to && !strcmp(to, name))
			return true;
	}
	return false;
}

void
outline_plan(struct outline *o, const json_t *plan, struct arena *arena)
{
	const json_t *list = json_object_get(plan, "values"), *j;
	size_t n = json_array_size(list), i;
	struct outline_value *values = arena_new(arena, struct outline_value, n + 1),
			     *v;
	const json_t *peak =
		json_object_get(json_object_get(plan, "sram"), "peak_step");
	const char *name, *kind;

	*o = (struct outline){.values = values, .peak = -1};
	if (json_is_integer(peak))
		o->peak = (int32_t)json_integer_value(peak);
	for (i = 0; i < n; i++) {
		j = json_array_get(list, i);
		name = json_string_value(json_object_get(j, "name"));
		kind = json_string_value(json_object_get(j, "kind"));
		if (!name || !kind || strcmp(kind, "activation"))
			continue;
		v = &values[o->n_values++];
		v->name = name;
		v->type = "";
		v->bytes = number(j, "bytes");
		v->from = (int32_t)number(j, "from");
		v->to = (int32_t)number(j, "to");
		v->def = v->from;
		v->overwrites = is_overwriting(plan, name, o->peak);
	}
}

/* --- who reads --- */

const char *
outline_reader(const struct outline *o, int32_t layer, int32_t value)
{
	const struct analysis *a = o->analysis;
	const struct layer *l = &a->layers.list[layer];
	const struct node *node;
	int32_t i, k;
	value_id v;

	for (i = 0; i < l->n_nodes; i++) {
		node = &a->graph->nodes[l->nodes[i]];
		for (k = 0; k < node->n_inputs; k++) {
			v = node->inputs[k];
			if (v == NO_VALUE || a->lifetimes.of[v] != value)
				continue;
			if (*node->name)
				return node->name;
			return node->n_outputs && node->outputs[0] != NO_VALUE
				       ? a->graph->values[node->outputs[0]].name
				       : node->op_type;
		}
	}
	return l->name;
}
