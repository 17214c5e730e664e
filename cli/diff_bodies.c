/*
 * What is inside the bodies of If, Loop and Scan.
 */
#include "cli/diff_outliner.h"

#include "base/num.h"

#include <string.h>

enum { READERS_MAX = 256 }; /* of one value, inside bodies: no more are noted */

/* One body while it is added. */
struct inside {
	struct outliner *b;
	const struct graph *graph;
	const struct node *node;
	const struct scope *scope;
	scope_id id;
	int32_t owner, first; /* its first layer's number */
	struct layers layers;
	struct lifetimes live;
	int32_t *place; /* per lifetime */
};

static bool
lay_out(struct inside *x)
{
	struct diags *quiet = diags_new(x->b->arena);

	return layers_build_scope(&x->layers, x->graph, x->id,
				  x->b->analysis->layers.level, quiet) == OK &&
	       live_compute(&x->live, x->graph, &x->layers, x->id, quiet) == OK;
}

/* A branch makes what the If makes: bodies without inputs of their own. */
static void
join_results(struct inside *x)
{
	const struct lifetime *l;
	int32_t i, k, to;

	if (x->scope->n_inputs || x->scope->n_outputs != x->node->n_outputs)
		return;
	for (i = 0; i < x->scope->n_outputs; i++) {
		if (x->scope->outputs[i] == NO_VALUE || x->node->outputs[i] == NO_VALUE)
			continue;
		k = x->live.of[x->scope->outputs[i]];
		to = x->b->index[x->node->outputs[i]];
		if (k < 0 || to < 0 || x->place[k] >= 0)
			continue;
		l = &x->live.list[k];
		if (x->graph->values[l->value].scope == x->id)
			x->place[k] = to;
	}
}

static void
add_value(struct inside *x, int32_t k)
{
	const struct lifetime *l = &x->live.list[k];
	struct outline_value *o;
	int32_t *uses, i;

	x->place[k] = outliner_value(x->b, l);
	uses = arena_new(x->b->arena, int32_t, (size_t)l->n_uses + 1);
	for (i = 0; i < l->n_uses; i++)
		uses[i] = l->uses[i] + x->first;
	o = &x->b->values[x->place[k]];
	o->owner = x->owner;
	o->def = l->def < 0 ? -1 : l->def + x->first;
	o->uses = uses;
	o->is_output = false;
}

static void
add_values(struct inside *x)
{
	int32_t i;

	x->place = arena_new(x->b->arena, int32_t, (size_t)x->live.n + 1);
	memset(x->place, -1, ((size_t)x->live.n + 1) * sizeof(*x->place));
	join_results(x);
	for (i = 0; i < x->live.n; i++)
		if (x->graph->values[x->live.list[i].value].scope != x->id)
			x->place[i] = x->b->index[x->live.list[i].value];
		else if (x->place[i] < 0)
			add_value(x, i);
	for (i = 0; i < x->graph->n_values; i++)
		if (x->graph->values[i].scope == x->id && x->live.of[i] >= 0)
			x->b->index[i] = x->place[x->live.of[i]];
}

/* The readers inside come before those beside a value, which end its life. */
static void
note_reader(struct outliner *b, int32_t value, int32_t layer)
{
	struct outline_value *o = &b->values[value];
	int32_t *uses;

	if (o->owner == b->layers[layer].owner || o->n_uses >= READERS_MAX)
		return;
	uses = arena_new(b->arena, int32_t, (size_t)o->n_uses + 1);
	uses[0] = layer;
	if (o->n_uses)
		memcpy(uses + 1, o->uses, (size_t)o->n_uses * sizeof(*uses));
	o->uses = uses;
	o->n_uses++;
}

static void
add_layers(struct inside *x)
{
	int64_t trips = max_i64(x->node->trip_count, 1);
	struct outline_layer *o;
	int32_t i, k, number;

	trips = mul_sat(trips, x->b->layers[x->owner].trips);
	for (i = 0; i < x->layers.n; i++) {
		number = outliner_layer(x->b, &x->layers.list[i], x->owner);
		o = &x->b->layers[number];
		o->body = x->b->n_bodies;
		o->trips = trips;
		o->macs = mul_sat(o->macs, trips);
		for (k = 0; k < o->n_inputs; k++)
			if (o->inputs[k] >= 0)
				note_reader(x->b, o->inputs[k], number);
	}
	x->b->n_bodies++;
}

static int64_t
bytes_at_step(const struct inside *x, int32_t step)
{
	const struct footprint *f = &x->layers.list[step].workspace;
	int64_t sum = add_sat(f->batched, f->constant);
	const struct lifetime *l;
	int32_t i;

	for (i = 0; i < x->live.n; i++) {
		l = &x->live.list[i];
		if (l->from <= step && step < l->to && !l->input && !l->output &&
		    x->graph->values[l->value].scope == x->id)
			sum = add_sat(sum, max_i64(l->bytes, 0));
	}
	return sum;
}

/* Marks the fullest step of the fullest body, and what is alive at it. */
static void
mark_fullest(struct inside *x, int32_t step)
{
	const struct lifetime *l;
	int32_t i;

	x->b->layers[x->first + step].fullest = true;
	for (i = 0; i < x->live.n; i++) {
		l = &x->live.list[i];
		if (l->from <= step && step < l->to && !l->input && !l->output &&
		    x->place[i] >= 0 && x->b->values[x->place[i]].owner == x->owner)
			x->b->values[x->place[i]].fullest = true;
	}
}

static int64_t
fullest_step(const struct inside *x, int32_t *step)
{
	int64_t most = -1, bytes;
	int32_t i;

	for (i = 0; i < x->layers.n; i++) {
		bytes = bytes_at_step(x, i);
		if (bytes > most) {
			most = bytes;
			*step = i;
		}
	}
	return most;
}

static bool
open_body(struct inside *x, struct outliner *b, int32_t owner, const struct node *node,
	  scope_id id)
{
	memset(x, 0, sizeof(*x));
	x->b = b;
	x->graph = b->analysis->graph;
	x->node = node;
	x->scope = &x->graph->scopes[id];
	x->id = id;
	x->owner = owner;
	x->first = b->n_layers;
	if (!lay_out(x))
		return false;
	add_values(x);
	add_layers(x);
	return true;
}

static void
add_bodies(struct outliner *b, int32_t layer, const struct node *node)
{
	struct inside *x =
		arena_new(b->arena, struct inside, (size_t)node->n_bodies + 1);
	int64_t most = -1, bytes;
	int32_t i, n = 0, step = 0, at = 0, best = -1, k;

	for (i = 0; i < node->n_bodies; i++) {
		if ((node->branch >= 0 && node->branch != i) ||
		    !open_body(&x[n], b, layer, node, node->bodies[i].scope))
			continue;
		bytes = fullest_step(&x[n], &at);
		if (bytes > most) {
			most = bytes;
			best = n;
			step = at;
		}
		n++;
	}
	if (best >= 0)
		mark_fullest(&x[best], step);
	if (n)
		b->layers[layer].weight_bytes = b->layers[layer].macs = 0;
	for (i = 0; i < n; i++)
		for (k = 0; k < x[i].layers.n; k++)
			outliner_bodies(b, x[i].first + k);
}

void
outliner_bodies(struct outliner *b, int32_t layer)
{
	const struct layer *l = b->layers[layer].layer;
	const struct node *node;
	int32_t i;

	for (i = 0; i < l->n_nodes; i++) {
		node = &b->analysis->graph->nodes[l->nodes[i]];
		if (node->n_bodies)
			add_bodies(b, layer, node);
	}
}
