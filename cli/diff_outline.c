#include "cli/diff_outliner.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/sizes.h"
#include "base/hash.h"
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

/* What a list of the graph's values is in the outline. */
static const int32_t *
places(const struct outliner *b, const value_id *list, int32_t n)
{
	int32_t *of = arena_new(b->arena, int32_t, (size_t)n + 1), i;

	for (i = 0; i < n; i++)
		of[i] = b->index[list[i]];
	return of;
}

static void
hash_layer(struct outline_layer *o, const struct outliner *b, const struct layer *l)
{
	const struct graph *g = b->analysis->graph;
	struct text strict, ops, attributes;
	const struct node *node;
	int32_t i;

	text_open(&strict, b->arena);
	text_open(&ops, b->arena);
	text_open(&attributes, b->arena);
	for (i = 0; i < l->n_nodes; i++) {
		node = &g->nodes[l->nodes[i]];
		node_line(&strict, g, node, b->batch);
		text_printf(&ops, "%s%s", i ? "+" : "", node->op_type);
		outline_attributes(&attributes, node);
	}
	text_printf(&strict, "%" PRId64 " %" PRId64, o->weight_bytes,
		    footprint_at(g, &l->workspace, b->batch));
	o->op = ops.s;
	o->attributes = attributes.s;
	o->strict = hash_bytes(strict.s, strict.n, HASH_SEED);
	o->loose = hash_bytes(ops.s, ops.n, HASH_SEED);
	o->base = hash_bytes(l->op, strlen(l->op), HASH_SEED);
}

int32_t
outliner_layer(struct outliner *b, const struct layer *l, int32_t owner)
{
	struct outline_layer *o;
	int32_t k;

	if (b->n_layers == b->layers_room) {
		b->layers_room = b->layers_room ? b->layers_room * 2 : 64;
		b->layers = arena_grow(b->arena, b->layers, (size_t)b->n_layers,
				       (size_t)b->layers_room, sizeof(*b->layers));
	}
	o = &b->layers[b->n_layers];
	o->name = l->name;
	o->layer = l;
	o->owner = owner;
	o->trips = 1;
	o->inputs = places(b, l->inputs, l->n_inputs);
	o->outputs = places(b, l->outputs, l->n_outputs);
	o->n_inputs = l->n_inputs;
	o->n_outputs = l->n_outputs;
	o->weight_bytes = weights_of(b->analysis->graph, l);
	o->macs = footprint_at(b->analysis->graph, &l->macs, b->batch);
	hash_layer(o, b, l);
	for (k = 0; k < o->n_outputs; k++)
		if (o->outputs[k] >= 0 && b->values[o->outputs[k]].def == b->n_layers)
			b->values[o->outputs[k]].output = k;
	return b->n_layers++;
}

int32_t
outliner_value(struct outliner *b, const struct lifetime *l)
{
	const struct graph *g = b->analysis->graph;
	struct outline_value *o;

	if (b->n_values == b->values_room) {
		b->values_room = b->values_room ? b->values_room * 2 : 64;
		b->values = arena_grow(b->arena, b->values, (size_t)b->n_values,
				       (size_t)b->values_room, sizeof(*b->values));
	}
	o = &b->values[b->n_values];
	o->name = g->values[l->value].name;
	o->type = type_at(g, l->value, b->batch, b->arena);
	o->bytes = l->batched ? bytes_at(g, l->bytes, b->batch) : l->bytes;
	o->from = l->from;
	o->to = l->to;
	o->owner = -1;
	o->def = l->def;
	o->uses = l->uses;
	o->n_uses = l->n_uses;
	o->is_output = l->output;
	return b->n_values++;
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
find_peak(struct outline *o, struct outline_value *values, int64_t n,
	  struct arena *arena)
{
	const struct analysis *a = o->analysis;
	int64_t *more = arena_new(arena, int64_t, (size_t)o->n_top_layers + 1), now = 0,
		most = -1, here;
	int32_t i;

	for (i = 0; i < o->n_top_values; i++) {
		more[values[i].from] = add_sat(more[values[i].from], values[i].bytes);
		more[values[i].to] -= values[i].bytes;
	}
	for (i = 0; i < o->n_top_layers; i++) {
		now = add_sat(now, more[i]);
		here = add_sat(now - overwritten(o, values, i, false),
			       footprint_at(a->graph, &a->layers.list[i].workspace, n));
		if (here > most) {
			most = here;
			o->peak = i;
		}
	}
	if (o->peak >= 0)
		overwritten(o, values, o->peak, true);
}

/* Inside bodies, the fullest step of each counts. */
static bool
body_at_peak(const struct outline *o, int32_t layer)
{
	for (; o->layers[layer].owner >= 0; layer = o->layers[layer].owner)
		if (!o->layers[layer].fullest)
			return false;
	return layer == o->peak;
}

int64_t
outline_at_peak(const struct outline *o, int32_t value)
{
	const struct outline_value *v = &o->values[value];

	if (v->owner >= 0)
		return v->fullest && body_at_peak(o, v->owner) ? v->bytes : 0;
	return v->from <= o->peak && o->peak < v->to && !v->overwrites ? v->bytes : 0;
}

void
outline_analysis(struct outline *o, const struct analysis *a, int64_t n,
		 struct arena *arena)
{
	struct outliner b = {.analysis = a, .batch = n, .n_bodies = 1, .arena = arena};
	int32_t i;

	b.index = arena_new(arena, int32_t, (size_t)a->graph->n_values + 1);
	for (i = 0; i < a->graph->n_values; i++)
		b.index[i] = a->lifetimes.of[i];
	for (i = 0; i < a->lifetimes.n; i++)
		outliner_value(&b, &a->lifetimes.list[i]);
	for (i = 0; i < a->layers.n; i++)
		outliner_layer(&b, &a->layers.list[i], -1);
	for (i = 0; i < a->layers.n; i++)
		outliner_bodies(&b, i);
	*o = (struct outline){.values = b.values,
			      .layers = b.layers,
			      .n_values = b.n_values,
			      .n_layers = b.n_layers,
			      .n_top_values = a->lifetimes.n,
			      .n_top_layers = a->layers.n,
			      .n_bodies = b.n_bodies,
			      .index = b.index,
			      .peak = -1,
			      .analysis = a};
	find_peak(o, b.values, n, arena);
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

/* --- who reads --- */

const char *
outline_reader(const struct outline *o, int32_t layer, int32_t value)
{
	const struct analysis *a = o->analysis;
	const struct layer *l = o->layers[layer].layer;
	const struct node *node;
	int32_t i, k;
	value_id v;

	for (i = 0; i < l->n_nodes; i++) {
		node = &a->graph->nodes[l->nodes[i]];
		for (k = 0; k < node->n_inputs; k++) {
			v = node->inputs[k];
			if (v == NO_VALUE || o->index[v] != value)
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
