#include "planner/sweep.h"

#include "base/num.h"
#include "planner/pipeline.h"
#include "planner/sweep_internal.h"

double
cell_per_frame(const struct sweep_cell *c)
{
	return (double)c->dram_bytes / (double)c->batch;
}

double
cell_activations(const struct sweep_cell *c)
{
	return (double)(c->dram_bytes - c->weights) / (double)c->batch;
}

double
cell_weights(const struct sweep_cell *c)
{
	return (double)c->weights / (double)c->batch;
}

/* Does every size follow the batch, and does nothing else take room? */
static bool
scales(const struct analysis *a, const struct demand *d)
{
	const struct problem_value *v;
	int32_t i, k;

	for (i = 0; i < a->lifetimes.n; i++)
		if (!a->lifetimes.list[i].batched)
			return false;
	for (i = 0; i < a->layers.n; i++)
		if (a->layers.list[i].workspace.constant)
			return false;
	for (i = 0; i < d->problem.n_values; i++) {
		v = &d->problem.values[i];
		for (k = 0; k < v->n_events; k++)
			if (v->events[k].window)
				return false;
	}
	return !d->weight_windows;
}

/* What batch N is planned from; kept until another is asked for. */
static const struct analysis *
analysis_at(const struct sweep *s, int64_t n)
{
	if (s->analysis->batching != BATCHING_INFERRED)
		return s->analysis;
	if (s->at->graph->batch != n)
		pipeline_planned(s->at, s->analysis, n);
	return s->at;
}

static enum status
build(struct sweep *s, int64_t batch, struct diags *d)
{
	struct plan_options o = s->options->plan;

	o.batch = s->base_batch = batch;
	return demand_build(&s->base, analysis_at(s, batch), s->target, &o, s->arena,
			    d);
}

/* At one item if that says everything, else at the smallest batch. */
static enum status
choose_base(struct sweep *s)
{
	struct diags *quiet = diags_new(s->arena);

	s->scaled = s->analysis->batching != BATCHING_INFERRED &&
		    build(s, 1, quiet) == OK && scales(s->analysis, &s->base);
	return s->scaled ? OK : build(s, s->options->batches[0], s->diags);
}

static void
add_compulsory(struct sweep *s)
{
	const struct problem_value *v;
	int32_t i;

	for (i = 0; i < s->base.problem.n_values; i++) {
		v = &s->base.problem.values[i];
		if (v->input && !v->starts)
			s->compulsory += v->size;
		if (v->output)
			s->compulsory += v->size;
	}
}

/* As much work in all as a plan may do. */
enum { CURVE_WORK = 30000000 };

static struct placer *
curve_placer(const struct sweep *s)
{
	int64_t effort = max_i64(s->options->plan.effort, 1);
	struct place_limits limits = {.work = mul_sat(PLACE_WORK, effort),
				      .curve = mul_sat(CURVE_WORK, effort)};

	return placer_open(&s->base.problem, &limits, s->arena);
}

enum status
sweep_open(struct sweep **out, const struct analysis *a, const struct target *t,
	   const struct sweep_options *o, struct arena *arena, struct diags *d)
{
	struct sweep *s = arena_new(arena, struct sweep, 1);
	struct placer *placer;

	*s = (struct sweep){
		.analysis = a, .target = t, .options = o, .arena = arena, .diags = d};
	s->at = arena_new(arena, struct analysis, 1);
	*s->at = *a;
	TRY(choose_base(s));
	placer = curve_placer(s);
	s->no_spill = place_no_spill(placer);
	s->curve = place_curve(placer, 0, INT64_MAX);
	s->filler = fill_open(s->base.weights, s->base.n_weights,
			      max_i64(t->alignment, 1), arena);
	s->prices = move_prices(t, &o->plan, &s->base.problem);
	s->timer = timer_open(a, t, arena);
	add_compulsory(s);
	points_make(s);
	scratch_make(s);
	*out = s;
	return OK;
}

enum status
sweep_no_spill(const struct sweep *s, int64_t batch, int64_t *bytes)
{
	struct plan_options o = s->options->plan;
	const struct analysis *a = analysis_at(s, batch);
	struct arena_mark m = arena_mark(s->arena);
	struct demand d;

	if (s->scaled) {
		*bytes = mul_sat(s->no_spill, batch);
		return OK;
	}
	o.batch = batch;
	TRY(demand_build(&d, a, s->target, &o, s->arena, s->diags));
	*bytes = place_no_spill(placer_open(&d.problem, NULL, s->arena));
	arena_rewind(s->arena, m);
	return OK;
}

/* --- a cell that is planned by itself --- */

static const struct timer *
timer_at(const struct sweep *s, const struct analysis *a)
{
	return a->graph == s->analysis->graph ? s->timer
					      : timer_open(a, s->target, s->arena);
}

static void
take_time(const struct sweep *s, const struct plan *p, struct sweep_cell *c)
{
	struct schedule_time time;

	time_schedule(timer_at(s, p->analysis), loads_of_plan(p, p->analysis, s->arena),
		      p->batch, &time, NULL);
	c->latency = time.latency;
	c->frames_per_second = time.frames_per_second;
	c->bound = time.bound;
	c->energy_pj = time.energy_pj;
}

static void
take_plan(const struct sweep *s, const struct plan *p, struct sweep_cell *c,
	  int64_t *moved)
{
	const int32_t *of = s->analysis->lifetimes.of;
	const struct transfer *t;
	int32_t i;

	c->fits = p->fits;
	c->needed = p->fits ? 0 : p->needed;
	if (!p->fits)
		return;
	c->optimal = p->optimal;
	c->dram_bytes = p->dram_bytes;
	c->lower_bound = p->lower_bound;
	c->weights = p->traffic[TRANSFER_WEIGHTS];
	c->resident_weights = p->resident_weights;
	c->peak = p->peak;
	for (i = 0; i < p->n_transfers; i++) {
		t = &p->transfers[i];
		if (t->kind != TRANSFER_WEIGHTS && of[t->value] >= 0)
			moved[of[t->value]] += t->bytes;
	}
	take_time(s, p, c);
}

static enum status
planned_cell(const struct sweep *s, int64_t batch, int64_t sram, struct sweep_cell *c)
{
	int64_t *moved =
		arena_new(s->arena, int64_t, (size_t)s->analysis->lifetimes.n + 1);
	const struct analysis *a = analysis_at(s, batch);
	struct arena_mark m = arena_mark(s->arena);
	struct plan_options o = s->options->plan;
	struct target t = *s->target;
	size_t messages = s->diags->n;
	struct plan p;

	o.batch = batch;
	t.sram = sram;
	TRY(plan_make(&p, a, &t, &o, s->arena, s->diags));
	c->moved = moved;
	c->scale = 1;
	take_plan(s, &p, c, moved);
	if (s->diags->n == messages)
		arena_rewind(s->arena, m);
	return OK;
}

enum status
sweep_at(const struct sweep *s, int64_t batch, int64_t sram, struct sweep_cell *c)
{
	*c = (struct sweep_cell){
		.batch = batch, .sram = sram, .point = -1, .energy_pj = -1};
	return s->scaled ? scaled_cell(s, batch, sram, c)
			 : planned_cell(s, batch, sram, c);
}

static int64_t
weight_bytes(const struct sweep *s)
{
	int64_t sum = 0;
	int32_t i;

	for (i = 0; i < s->base.n_weights; i++)
		if (s->base.weights[i].pin != PIN_DRAM)
			sum = add_sat(sum, align_up(s->base.weights[i].size,
						    max_i64(s->target->alignment, 1)));
	return sum;
}

enum status
sweep_run(struct sweep *s, struct surface *out)
{
	const struct sweep_options *o = s->options;
	int64_t n = (int64_t)o->n_batches * o->n_srams, i;
	struct sweep_cell *cells =
		arena_new(s->arena, struct sweep_cell, (size_t)n + 1);

	for (i = 0; i < n; i++) {
		TRY(sweep_at(s, o->batches[i / o->n_srams], o->srams[i % o->n_srams],
			     &cells[i]));
		if (o->progress)
			o->progress(o->context, i + 1, n);
	}
	*out = (struct surface){.sweep = s,
				.analysis = s->analysis,
				.target = s->target,
				.options = o,
				.cells = cells,
				.scaled = s->scaled,
				.timed = !timer_missing(s->timer),
				.base_batch = s->base_batch,
				.curve = s->curve,
				.moved = s->moved,
				.no_spill = s->no_spill,
				.weight_bytes = weight_bytes(s)};
	return OK;
}
