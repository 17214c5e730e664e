#include "planner/time.h"

#include "analyzer/sizes.h"
#include "base/num.h"
#include "base/str.h"

const char *const bound_names[BOUND_COUNT] = {
	[BOUND_COMPUTE] = "compute",   [BOUND_SRAM] = "sram",
	[BOUND_WEIGHTS] = "weights",   [BOUND_ACTIVATIONS] = "activations",
	[BOUND_OVERHEAD] = "overhead",
};

/* What a layer does, whatever the placement is. */
struct timer_layer {
	struct footprint macs, operands; /* as shipped */
	double rate, pj;
};

struct timer {
	const struct target *target;
	int32_t n;
	int64_t shipped; /* the batch of the footprints */
	const char *missing;
	bool mac_energy;
	struct timer_layer *layers;
};

static void
add_bytes(struct footprint *f, const struct graph *g, value_id v)
{
	int64_t bytes = max_i64(value_bytes(g, v), 0);

	if (value_batched(g, v))
		f->batched = add_sat(f->batched, bytes);
	else
		f->constant = add_sat(f->constant, bytes);
}

static struct footprint
operands(const struct graph *g, const struct layer *l)
{
	struct footprint f = {0, 0};
	int32_t i;

	for (i = 0; i < l->n_inputs; i++)
		add_bytes(&f, g, l->inputs[i]);
	for (i = 0; i < l->n_outputs; i++)
		add_bytes(&f, g, l->outputs[i]);
	for (i = 0; i < l->n_weights; i++)
		f.constant =
			add_sat(f.constant, max_i64(value_bytes(g, l->weights[i]), 0));
	return f;
}

static enum dtype
sized_as(enum dtype own, enum dtype instead)
{
	bool is_float = dtype_row(own)->kind == DTYPE_KIND_FLOAT;

	return is_float && instead != DTYPE_UNDEFINED ? instead : own;
}

/* Of the largest weight or, without weights, the first operand. */
static enum dtype
element_type(const struct graph *g, const struct layer *l)
{
	value_id largest = NO_VALUE;
	int64_t bytes = -1;
	int32_t i;

	for (i = 0; i < l->n_weights; i++)
		if (value_bytes(g, l->weights[i]) > bytes) {
			largest = l->weights[i];
			bytes = value_bytes(g, largest);
		}
	if (largest != NO_VALUE)
		return sized_as(g->values[largest].type.dtype, g->weight_type);
	if (l->n_inputs)
		return sized_as(g->values[l->inputs[0]].type.dtype, g->activation_type);
	return DTYPE_UNDEFINED;
}

/* "it states int8, uint8". */
static const char *
stated_rates(const struct target *t, struct arena *a)
{
	struct text text;
	int32_t i, n = 0;

	text_open(&text, a);
	for (i = 0; i < t->n_rates; i++)
		if (t->rates[i].macs_per_second > 0)
			text_printf(&text, "%s%s", n++ ? ", " : "it states ",
				    dtype_row(t->rates[i].dtype)->name);
	return n ? text.s : "it states none";
}

static void
open_layer(struct timer *t, const struct graph *g, const struct layer *l,
	   struct timer_layer *out, struct arena *a)
{
	enum dtype type = element_type(g, l);
	const struct target_rate *rate = target_rate_of(t->target, type);

	out->macs = l->macs;
	out->operands = operands(g, l);
	if (!l->macs.batched && !l->macs.constant)
		return;
	if (rate) {
		out->rate = rate->macs_per_second;
		out->pj = rate->pj_per_mac;
	}
	if (out->pj <= 0)
		t->mac_energy = false;
	if (out->rate <= 0 && !t->missing)
		t->missing = arena_printf(a,
					  "target %s states no MAC rate for %s, which "
					  "layer %s needs; %s",
					  t->target->name, dtype_row(type)->name,
					  l->name, stated_rates(t->target, a));
}

struct timer *
timer_open(const struct analysis *a, const struct target *target, struct arena *arena)
{
	struct timer *t = arena_new(arena, struct timer, 1);
	int32_t i;

	t->target = target;
	t->n = a->layers.n;
	t->shipped = a->graph->batch;
	t->mac_energy = true;
	t->layers = arena_new(arena, struct timer_layer, (size_t)t->n + 1);
	if (target->dram_bandwidth <= 0)
		t->missing = arena_printf(arena, "target %s states no DRAM bandwidth",
					  target->name);
	for (i = 0; i < t->n; i++)
		open_layer(t, a->graph, &a->layers.list[i], &t->layers[i], arena);
	return t;
}

const char *
timer_missing(const struct timer *t)
{
	return t->missing;
}

bool
timer_silent(const struct timer *t)
{
	const struct target *x = t->target;

	return t->missing && (x->dram_read_pj <= 0 || x->dram_write_pj <= 0) &&
	       x->sram_pj <= 0;
}

bool
timer_expected(const struct timer *t)
{
	return t->target->dram_bandwidth > 0 || !timer_silent(t);
}

static double
at_batch(const struct timer *t, const struct footprint *f, int64_t batch)
{
	return (double)f->batched * (double)batch / (double)t->shipped +
	       (double)f->constant;
}

static double
read_bytes(const struct load *l)
{
	return (double)(l->ahead + l->after + l->weights);
}

static struct time_layer
layer_alone(const struct timer *t, int32_t i, const struct load *l, int64_t batch)
{
	const struct timer_layer *layer = &t->layers[i];
	const struct target *target = t->target;
	double moved = read_bytes(l) + (double)l->write;
	struct time_layer x = {.overhead = target->layer_overhead};

	if (layer->rate > 0)
		x.compute = at_batch(t, &layer->macs, batch) / layer->rate;
	if (target->sram_bandwidth > 0) {
		x.sram = (at_batch(t, &layer->operands, batch) + moved) /
			 target->sram_bandwidth;
		x.moves = 2 * (double)l->moved / target->sram_bandwidth;
	}
	x.dram = moved / target->dram_bandwidth;
	return x;
}

static enum time_bound
dram_bound(const struct load *l)
{
	return l->weights > l->ahead + l->after + l->write ? BOUND_WEIGHTS
							   : BOUND_ACTIVATIONS;
}

static enum time_bound
own_bound(const struct time_layer *x)
{
	double most = x->compute > x->sram ? x->compute : x->sram;

	if (x->overhead > most + x->moves)
		return BOUND_OVERHEAD;
	return x->sram + x->moves > x->compute ? BOUND_SRAM : BOUND_COMPUTE;
}

static double
later(double a, double b)
{
	return a > b ? a : b;
}

/* Of a layer by itself, transfers apart. */
static double
busy(const struct time_layer *x)
{
	return x->moves + x->overhead + later(x->compute, x->sram);
}

/* The clock of the pipe and of the arithmetic, as the layers go by. */
struct clock {
	double bandwidth;
	double pipe, end; /* of what was served so far; of the layer before */
	double start;     /* of the layer before */
};

/* Serves what layer l reads and the layer before wrote; when l has all it reads. */
static double
serve(struct clock *c, const struct load *before, const struct load *l)
{
	double ahead = (double)(l->ahead + l->weights) / c->bandwidth, ready;

	c->pipe = later(c->pipe, c->start) + ahead;
	ready = ahead > 0 ? c->pipe : 0;
	if (before && before->write)
		c->pipe = later(c->pipe + (double)before->write / c->bandwidth, c->end);
	if (l->after) {
		c->pipe += (double)l->after / c->bandwidth;
		ready = c->pipe;
	}
	return ready;
}

static void
overlapped(struct clock *c, const struct load *before, const struct load *l,
	   struct time_layer *x)
{
	double ready = serve(c, before, l), end = c->end + busy(x);

	x->bound = ready > end ? dram_bound(l) : own_bound(x);
	end = later(end, ready);
	x->elapsed = end - c->end;
	c->start = c->end;
	c->end = end;
}

static void
one_by_one(struct clock *c, const struct load *l, struct time_layer *x)
{
	x->bound = x->dram > busy(x) ? dram_bound(l) : own_bound(x);
	x->elapsed = busy(x) + x->dram;
	c->start = c->end;
	c->end += x->elapsed;
	c->pipe = c->end;
}

static void
energy(const struct timer *t, const struct load *loads, int64_t batch,
       struct schedule_time *s)
{
	const struct target *target = t->target;
	double read = 0, written = 0, sram = 0, mac = 0;
	int32_t i;

	for (i = 0; i < t->n; i++) {
		read += read_bytes(&loads[i]);
		written += (double)loads[i].write;
		sram += at_batch(t, &t->layers[i].operands, batch) +
			2 * (double)loads[i].moved;
		mac += at_batch(t, &t->layers[i].macs, batch) * t->layers[i].pj;
	}
	s->dram_pj = s->sram_pj = s->mac_pj = s->energy_pj = -1;
	if (target->dram_read_pj > 0 && target->dram_write_pj > 0)
		s->dram_pj = (read * target->dram_read_pj +
			      written * target->dram_write_pj) /
			     (double)batch;
	if (target->sram_pj > 0)
		s->sram_pj = (sram + read + written) * target->sram_pj / (double)batch;
	if (t->mac_energy)
		s->mac_pj = mac / (double)batch;
	if (s->dram_pj >= 0 && s->sram_pj >= 0 && s->mac_pj >= 0)
		s->energy_pj = s->dram_pj + s->sram_pj + s->mac_pj;
}

/* A layer that does not wait for DRAM shares its time with its overhead. */
static void
add_shares(const struct target *t, const struct load *l, const struct time_layer *x,
	   struct schedule_time *s)
{
	bool waits = x->bound == BOUND_WEIGHTS || x->bound == BOUND_ACTIVATIONS;

	if (waits && t->overlap) {
		s->share[x->bound] += x->elapsed;
		return;
	}
	if (!t->overlap)
		s->share[dram_bound(l)] += x->dram;
	s->share[BOUND_OVERHEAD] += x->overhead;
	s->share[BOUND_SRAM] += x->moves;
	s->share[x->sram > x->compute ? BOUND_SRAM : BOUND_COMPUTE] +=
		busy(x) - x->overhead - x->moves;
}

static void
finish(const struct clock *c, double drained, int64_t batch, struct schedule_time *s)
{
	int i;

	s->latency = later(c->end, drained);
	s->share[BOUND_ACTIVATIONS] += s->latency - c->end;
	s->frames_per_second = s->latency > 0 ? (double)batch / s->latency : 0;
	for (i = 1; i < BOUND_COUNT; i++)
		if (s->share[i] > s->share[s->bound])
			s->bound = (enum time_bound)i;
}

void
time_schedule(const struct timer *t, const struct load *loads, int64_t batch,
	      struct schedule_time *s, struct time_layer *layers)
{
	struct clock c = {.bandwidth = t->target->dram_bandwidth};
	double own = 0, dram = 0, drained;
	struct time_layer x;
	int32_t i;

	*s = (struct schedule_time){.missing = t->missing, .layers = layers};
	energy(t, loads, batch, s);
	if (t->missing)
		return;
	for (i = 0; i < t->n; i++) {
		x = layer_alone(t, i, &loads[i], batch);
		if (t->target->overlap)
			overlapped(&c, i ? &loads[i - 1] : NULL, &loads[i], &x);
		else
			one_by_one(&c, &loads[i], &x);
		own += busy(&x);
		dram += x.dram;
		add_shares(t->target, &loads[i], &x, s);
		if (layers)
			layers[i] = x;
	}
	drained = c.pipe;
	if (t->target->overlap && t->n && loads[t->n - 1].write)
		drained = later(later(c.pipe, c.start) +
					(double)loads[t->n - 1].write / c.bandwidth,
				c.end);
	s->serial = own + dram;
	s->lower_bound = t->target->overlap ? later(own, dram) : s->serial;
	finish(&c, drained, batch, s);
}

double
time_least(const struct timer *t, int64_t dram_bytes, int64_t batch)
{
	const struct load none = {0, 0, 0, 0, 0};
	double own = 0, dram = (double)dram_bytes / t->target->dram_bandwidth;
	struct time_layer x;
	int32_t i;

	for (i = 0; i < t->n; i++) {
		x = layer_alone(t, i, &none, batch);
		own += busy(&x);
	}
	return t->target->overlap ? later(own, dram) : own + dram;
}
