#include "base/num.h"
#include "planner/time.h"

/* Prices of a byte read and of one written, and what is done with weights. */
struct variant {
	double read, write;
	bool stream_weights, lie_still;
};

/* The first is the plan with the fewest bytes. */
static const struct variant variants[] = {
	{1, 1, false, false}, {1, 2, false, false}, {2, 1, false, false},
	{1, 8, false, false}, {1, 1, true, false},  {1, 1, false, true},
};

static double
latency(const struct plan *p, const struct analysis *a, const struct timer *timer,
	struct arena *arena)
{
	struct schedule_time s;

	time_schedule(timer, loads_of_plan(p, a, arena), p->batch, &s, NULL);
	return s.latency;
}

static enum status
make_variant(struct plan *p, const struct variant *v, const struct analysis *a,
	     const struct target *target, const struct plan_options *options,
	     struct arena *arena, struct diags *d)
{
	struct target t = *target;
	struct plan_options o = *options;

	t.dram_read_pj = v->read;
	t.dram_write_pj = v->write;
	t.sram_pj = 0;
	o.energy = v->read != v->write;
	o.stream_weights |= v->stream_weights;
	o.lie_still |= v->lie_still;
	return plan_make(p, a, &t, &o, arena, d);
}

/* What is proven of bytes holds for any plan. */
static void
take_bound(struct plan *p, const struct plan *least)
{
	p->lower_bound = least->lower_bound;
	p->gap = p->dram_bytes - p->lower_bound;
	p->optimal = p->gap == 0;
	p->priced = false;
}

enum status
plan_fastest(struct plan *best, const struct analysis *a, const struct target *t,
	     const struct plan_options *o, const struct timer *timer,
	     struct arena *arena, struct diags *d)
{
	struct plan least, p;
	size_t i;

	TRY(make_variant(&least, &variants[0], a, t, o, arena, d));
	*best = least;
	if (!least.fits)
		return OK;
	for (i = 1; i < sizeof(variants) / sizeof(*variants); i++) {
		if (variants[i].lie_still && !least.n_moves)
			continue;
		TRY(make_variant(&p, &variants[i], a, t, o, arena, d));
		if (p.fits &&
		    latency(&p, a, timer, arena) < latency(best, a, timer, arena)) {
			*best = p;
			take_bound(best, &least);
		}
	}
	return OK;
}
