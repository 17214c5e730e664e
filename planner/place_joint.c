#include "planner/place.h"

#include "base/num.h"
#include "planner/place_answer.h"
#include "planner/place_internal.h"
#include "planner/place_ladder.h"

bool
place_compose(const struct curve *c, const struct weight_table *t,
	      int64_t weight_traffic, int64_t sram, int64_t scale,
	      struct composed *best)
{
	bool found = false;

	for (int32_t i = 0; i < c->n; i++) {
		const struct curve_point *x = &c->points[i];
		int64_t room = sram - mul_sat(scale, x->sram), saved, cost;

		if (room < 0)
			continue;
		saved = weights_saved(t, room);
		if (saved < 0)
			continue;
		cost = mul_sat(scale, x->dram_bytes) + weight_traffic - saved;
		if (found && cost >= best->dram_bytes)
			continue;
		found = true;
		*best = (struct composed){x, room, cost, saved};
	}
	return found;
}

/* The whole curve, drawn once. */
static const struct curve *
whole_curve(struct placer *p)
{
	if (!p->curve)
		p->curve = place_curve(p, 0, INT64_MAX);
	return p->curve;
}

static int64_t
all_traffic(const struct weight *w, int32_t n)
{
	int64_t sum = 0;

	for (int32_t i = 0; i < n; i++)
		sum += w[i].traffic;
	return sum;
}

/*
 * Over all points: cost and what may be saved with the room that is left.  A
 * point's bound holds down to its own SRAM, where weights have most room.
 */
static void
compose(struct placer *p, const struct weight_table *t, int64_t total, struct joint *j,
	int64_t sram, uint8_t *resident)
{
	const struct curve *c = whole_curve(p);
	int64_t price = p->flat->read_price;

	j->lower_bound = INT64_MAX;
	for (int32_t i = 0; i < c->n; i++) {
		const struct curve_point *x = &c->points[i];
		int64_t saved = weights_saved(t, sram - x->sram), weights, cost;
		int64_t most = weights_bound(t, sram - x->sram);

		if (saved < 0 || x->sram > sram)
			continue;
		weights = (total - saved) * price;
		cost = x->cost + weights;
		j->lower_bound = min_i64(j->lower_bound,
					 x->lower_bound + (total - most) * price);
		if (j->feasible && cost >= j->cost)
			continue;
		j->feasible = true;
		j->cost = cost;
		j->placement = x->placement;
		j->streamed = total - saved;
	}
	if (!j->feasible)
		return;
	j->resident = weights_choose(t, sram - j->placement->usage, resident);
	j->sram_left = sram - j->resident;
	j->dram_bytes = j->placement->dram_bytes + j->streamed;
	j->optimal = j->lower_bound >= j->cost;
	j->work = c->work;
}

/* The placement of the activations, with what the weights leave it. */
static void
split(struct placer *p, const struct flat *f, struct joint *j, const struct weight *w,
      int32_t n, int64_t sram, uint8_t *resident)
{
	int64_t *usage = arena_new(p->arena, int64_t, f->steps + 1);
	int32_t first = f->first_gap[f->problem->n_values];
	struct placement *x;

	for (int32_t i = 0; i < n; i++) {
		resident[i] = p->resident[first + i];
		if (resident[i])
			j->resident += w[i].size;
		else
			j->streamed += w[i].traffic;
	}
	j->sram_left = sram - j->resident;
	answer_usage(f, p->resident, usage, p->arena);
	x = answer_make(p->flat, j->sram_left, p->resident, p->arena);
	x->usage = 0;
	for (int32_t s = 0; s < f->steps; s++)
		if (usage[s] - j->resident > x->usage) {
			x->usage = usage[s] - j->resident;
			x->peak_step = s;
		}
	x->lower_bound = x->optimal = 0;
	j->placement = x;
}

/* Weights as values that span the schedule, searched with the rest. */
static void
search_joint(struct placer *p, const struct weight *w, int32_t n, struct joint *j,
	     int64_t sram, uint8_t *resident)
{
	const struct flat *f = flat_open(p->flat->problem, w, n, p->arena);
	uint8_t *keep = p->resident;
	struct place_ladder l = {.flat = f,
				 .sram = sram,
				 .most_work = p->limits.work,
				 .most_labels = p->limits.labels};

	l.resident = p->resident = arena_new(p->arena, uint8_t, f->n_gaps + 1);
	place_climb(&l, p->arena);
	j->work = l.work;
	if (l.best != INT64_MAX) {
		split(p, f, j, w, n, sram, resident);
		j->feasible = true;
		j->optimal = l.closed;
		j->dram_bytes = j->placement->dram_bytes + j->streamed;
		j->cost = j->placement->cost + j->streamed * f->read_price;
		j->lower_bound = j->cost - (l.best - l.lower);
	}
	p->resident = keep;
}

static bool
any_window(const struct weight *w, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		for (int32_t e = 0; e < w[i].n_events; e++)
			if (w[i].events[e].window > 0)
				return true;
	return false;
}

/*
 * Weights with windows.  Without the windows nothing can be worse, so what is
 * composed is a bound; very often its choice of weights reaches it, windows and
 * all.  Otherwise the weights are searched.
 */
static struct joint *
with_windows(struct placer *p, const struct weight *w, int32_t n,
	     const struct joint *bound, int64_t sram)
{
	struct joint *j[2];
	struct weight *fixed = arena_new(p->arena, struct weight, n + 1);
	int best;

	for (int k = 0; k < 2; k++) {
		j[k] = arena_new(p->arena, struct joint, 1);
		j[k]->weights = arena_new(p->arena, uint8_t, n + 1);
	}
	for (int32_t i = 0; i < n; i++) {
		fixed[i] = w[i];
		fixed[i].pin = bound->weights[i] ? PIN_SRAM : PIN_DRAM;
	}
	search_joint(p, fixed, n, j[0], sram, (uint8_t *)j[0]->weights);
	j[0]->lower_bound = bound->lower_bound;
	j[0]->optimal = j[0]->feasible && j[0]->cost <= bound->lower_bound;
	if (j[0]->optimal)
		return j[0];
	search_joint(p, w, n, j[1], sram, (uint8_t *)j[1]->weights);
	best = j[1]->feasible && (!j[0]->feasible || j[1]->cost <= j[0]->cost);
	j[best]->lower_bound = max_i64(bound->lower_bound, j[1]->lower_bound);
	j[best]->lower_bound = min_i64(j[best]->lower_bound, j[best]->cost);
	j[best]->optimal = j[best]->feasible && j[best]->lower_bound == j[best]->cost;
	j[best]->work = j[0]->work + j[1]->work;
	return j[best];
}

const struct joint *
place_joint(struct placer *p, const struct weight *w, int32_t n, int64_t sram)
{
	struct joint *j = arena_new(p->arena, struct joint, 1);
	uint8_t *resident = arena_new(p->arena, uint8_t, n + 1);
	struct arena_mark m;

	j->weights = resident;
	whole_curve(p);
	m = arena_mark(p->arena);
	compose(p, weights_open(w, n, sram, p->arena), all_traffic(w, n), j, sram,
		resident);
	arena_rewind(p->arena, m);
	return any_window(w, n) && j->feasible ? with_windows(p, w, n, j, sram) : j;
}
