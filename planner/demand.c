#include "planner/demand.h"

#include <inttypes.h>
#include <string.h>

#include "analyzer/sizes.h"
#include "base/num.h"
#include "planner/window.h"

struct maker {
	const struct analysis *analysis;
	const struct graph *graph;
	const struct target *target;
	const struct plan_options *options;
	struct arena *arena;
	struct diags *diags;
};

static enum status
size_at(const struct maker *m, const struct lifetime *l, int64_t *size)
{
	*size = l->batched ? bytes_at(m->graph, l->bytes, m->options->batch) : l->bytes;
	if (*size >= 0 && *size < INT64_MAX / 4096)
		return OK;
	if (*size < 0)
		return diag_error(
			m->diags, ERR_INPUT, "uneven-batch",
			"batch %" PRId64 ": tensor '%s' has %" PRId64
			" bytes at the model's batch of %" PRId64
			", which is no whole number of items; plan a multiple of it",
			m->options->batch, m->graph->values[l->value].name, l->bytes,
			m->graph->batch);
	return diag_error(m->diags, ERR_INPUT, "size-overflow",
			  "batch %" PRId64 ": tensor '%s' is too large to plan",
			  m->options->batch, m->graph->values[l->value].name);
}

/* What is written in part has no copy in DRAM: it stays until it is whole. */
static void
keep_whole(const struct maker *m, const struct lifetime *l, struct problem_value *v)
{
	uint8_t *pins;
	int32_t i;

	if (l->written <= l->def)
		return;
	pins = arena_new(m->arena, uint8_t, (size_t)v->n_events + 1);
	for (i = 0; i + 1 < v->n_events && v->events[i + 1].step <= l->written; i++)
		pins[i] = PIN_SRAM;
	v->pins = pins;
}

static enum status
make_value(const struct maker *m, const struct lifetime *l, struct problem_value *v)
{
	const struct layer *list = m->analysis->layers.list;
	struct problem_event *e =
		arena_new(m->arena, struct problem_event, (size_t)l->n_uses + 1);
	int32_t i, n = 0;

	v->name = m->graph->values[l->value].name;
	TRY(size_at(m, l, &v->size));
	if (l->def >= 0) {
		e[n].window = window_of(m->target, m->graph, &list[l->def], l->value,
					true, v->size, m->options->batch);
		e[n++].step = l->def;
	}
	for (i = 0; i < l->n_uses; i++) {
		e[n].window = window_of(m->target, m->graph, &list[l->uses[i]],
					l->value, false, v->size, m->options->batch);
		e[n++].step = l->uses[i];
	}
	v->events = e;
	v->n_events = n;
	keep_whole(m, l, v);
	v->input = l->input;
	v->starts = l->input && m->options->keep_inputs;
	v->ends = l->output && m->options->keep_outputs;
	v->output = l->output && !v->ends;
	return OK;
}

static enum status
make_values(const struct maker *m, struct problem *p)
{
	const struct lifetimes *live = &m->analysis->lifetimes;
	struct problem_value *values =
		arena_new(m->arena, struct problem_value, (size_t)live->n + 1);
	int32_t i;

	for (i = 0; i < live->n; i++)
		TRY(make_value(m, &live->list[i], &values[i]));
	p->values = values;
	p->n_values = live->n;
	return OK;
}

static void
make_edges(const struct maker *m, struct problem *p)
{
	const struct layers *layers = &m->analysis->layers;
	const int32_t *of = m->analysis->lifetimes.of;
	struct problem_inplace *edges = arena_new(m->arena, struct problem_inplace,
						  (size_t)layers->n_inplace + 1);
	const struct inplace *e;
	int32_t i, n = 0;

	for (i = 0; i < layers->n_inplace; i++) {
		e = &layers->inplace[i];
		if (of[e->from] < 0 || of[e->to] < 0)
			continue;
		edges[n++] = (struct problem_inplace){of[e->from], of[e->to]};
	}
	p->inplace = edges;
	p->n_inplace = n;
}

/* What the bodies of If, Loop and Scan need inside their step. */
static void
make_fixed(const struct maker *m, struct demand *d)
{
	const struct layers *layers = &m->analysis->layers;
	int64_t *fixed = arena_new(m->arena, int64_t, (size_t)layers->n + 1);
	const struct footprint *f;
	int32_t i;

	for (i = 0; i < layers->n; i++) {
		f = &layers->list[i].workspace;
		fixed[i] = add_sat(f->constant,
				   mul_sat(ceil_div(f->batched, m->graph->batch),
					   m->options->batch));
	}
	d->problem.fixed = d->workspace = fixed;
}

/* --- weights --- */

struct weight_use {
	struct problem_event *events;
	int32_t n, room;
};

static void
add_event(const struct maker *m, struct weight_use *u, int32_t step, int64_t window)
{
	if (u->n == u->room) {
		u->room = u->room ? u->room * 2 : 1;
		u->events = arena_grow(m->arena, u->events, (size_t)u->n,
				       (size_t)u->room, sizeof(*u->events));
	}
	u->events[u->n++] = (struct problem_event){step, window};
}

static struct weight_use *
weight_uses(const struct maker *m)
{
	const struct layers *layers = &m->analysis->layers;
	struct weight_use *uses =
		arena_new(m->arena, struct weight_use, (size_t)m->graph->n_values + 1);
	const struct layer *l;
	int32_t i, k;

	for (i = 0; i < layers->n; i++) {
		l = &layers->list[i];
		for (k = 0; k < l->n_weights; k++)
			add_event(m, &uses[l->weights[k]], i,
				  window_of(m->target, m->graph, l, l->weights[k],
					    false, value_bytes(m->graph, l->weights[k]),
					    1));
	}
	return uses;
}

static enum status
make_weights(const struct maker *m, struct demand *d)
{
	const struct weight_use *uses = weight_uses(m);
	size_t n = (size_t)m->graph->n_values + 1;
	struct weight *list = arena_new(m->arena, struct weight, n), *w;
	value_id *ids = arena_new(m->arena, value_id, n);
	int32_t i;

	for (i = 0; i < m->graph->n_values; i++) {
		if (!uses[i].n)
			continue;
		ids[d->n_weights] = i;
		w = &list[d->n_weights++];
		w->name = m->graph->values[i].name;
		w->size = value_bytes(m->graph, i);
		w->events = uses[i].events;
		w->n_events = uses[i].n;
		w->pin = m->options->stream_weights ? PIN_DRAM : PIN_FREE;
		w->traffic = mul_sat(w->size, uses[i].n);
		if (w->size < 0 || w->traffic == INT64_MAX)
			return diag_error(m->diags, ERR_INPUT, "unknown-size",
					  "the size of weight '%s' is not known",
					  w->name);
	}
	d->weights = list;
	d->weight_ids = ids;
	return OK;
}

static void
reserve_windows(const struct maker *m, struct demand *d)
{
	size_t steps = (size_t)d->problem.steps;
	int64_t *fixed =
		arena_grow(m->arena, d->workspace, steps, steps + 1, sizeof(*fixed));

	d->weight_windows = weights_reserve(d->weights, d->n_weights, fixed);
	d->problem.fixed = fixed;
}

/* --- pins --- */

static void
pin_value(const struct maker *m, struct problem_value *v, bool sram)
{
	int32_t n = problem_gaps(v), i;
	uint8_t *pins = arena_new(m->arena, uint8_t, (size_t)n + 1);

	for (i = 0; i < n; i++)
		pins[i] = sram || (v->pins && v->pins[i] == PIN_SRAM) ? PIN_SRAM
								      : PIN_DRAM;
	v->pins = pins;
}

static enum status
apply_pin(const struct maker *m, struct demand *d, const struct value_pin *pin)
{
	value_id v = graph_find(m->graph, pin->name);
	int32_t i = v == NO_VALUE ? -1 : m->analysis->lifetimes.of[v];

	if (i >= 0) {
		pin_value(m, (struct problem_value *)&d->problem.values[i], pin->sram);
		return OK;
	}
	for (i = 0; v != NO_VALUE && i < d->n_weights; i++)
		if (d->weight_ids[i] == v) {
			((struct weight *)d->weights)[i].pin =
				pin->sram ? PIN_SRAM : PIN_DRAM;
			return OK;
		}
	return diag_error(
		m->diags, ERR_USAGE, "bad-pin",
		v == NO_VALUE ? "--pin: the model has no tensor '%s'"
			      : "--pin: tensor '%s' owns no memory of its own: it is "
				"inside a fused layer, a shape constant or not used",
		pin->name);
}

/*
 * What a byte over the pipe costs, at both of its ends; only the ratio matters.
 * The dearer of the two gets this price, so that sums stay small.
 */
enum { PRICE_MOST = 1 << 16 };

static int64_t
priced(double pj, double most)
{
	return max_i64((int64_t)(pj / most * PRICE_MOST + 0.5), 1);
}

static void
set_prices(const struct maker *m, struct problem *p)
{
	double read = m->target->dram_read_pj + m->target->sram_pj;
	double write = m->target->dram_write_pj + m->target->sram_pj;
	double most = read > write ? read : write;

	if (!m->options->energy || read == write)
		return;
	p->read_price = priced(read, most);
	p->write_price = priced(write, most);
}

enum status
demand_build(struct demand *d, const struct analysis *a, const struct target *t,
	     const struct plan_options *o, struct arena *arena, struct diags *diags)
{
	struct maker m = {a, a->graph, t, o, arena, diags};
	int32_t i;

	memset(d, 0, sizeof(*d));
	d->problem.steps = a->layers.n;
	TRY(make_values(&m, &d->problem));
	make_edges(&m, &d->problem);
	make_fixed(&m, d);
	TRY(make_weights(&m, d));
	for (i = 0; i < o->n_pins; i++)
		TRY(apply_pin(&m, d, &o->pins[i]));
	reserve_windows(&m, d);
	set_prices(&m, &d->problem);
	return problem_check(&d->problem, diags);
}

int64_t
demand_pinned_weights(const struct demand *d, int64_t alignment)
{
	int64_t bytes = 0;

	for (int32_t i = 0; i < d->n_weights; i++)
		if (d->weights[i].pin == PIN_SRAM)
			bytes = add_sat(bytes, align_up(d->weights[i].size,
							max_i64(alignment, 1)));
	return bytes;
}
