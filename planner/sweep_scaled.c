#include "base/num.h"
#include "planner/sweep_internal.h"
#include "planner/transfers.h"

/*
 * Cells by look-ups: over the points of one item's curve, the least of
 *
 *	batch x cost of the point + weights that do not fit in
 *	        SRAM - batch x packed height of the point
 *
 * found in the order of planner/choose.h, so that ties end alike.
 */

/* --- points --- */

/* A placement at a batch without its weights. */
static void
plan_bare(const struct sweep *s, const struct placement *x, const struct demand *d,
	  struct plan *p)
{
	struct demand bare = *d;
	struct choice c = {&bare, x, NULL};

	bare.n_weights = 0;
	*p = (struct plan){.batch = 1, .alignment = max_i64(s->target->alignment, 1)};
	transfers_make(p, &c, s->analysis, s->arena);
}

static const int64_t *
moved_by(const struct sweep *s, const struct plan *p)
{
	int64_t *moved =
		arena_new(s->arena, int64_t, (size_t)s->analysis->lifetimes.n + 1);
	int32_t i;

	for (i = 0; i < p->n_transfers; i++)
		moved[s->analysis->lifetimes.of[p->transfers[i].value]] +=
			p->transfers[i].bytes;
	return moved;
}

void
points_make(struct sweep *s)
{
	struct plan p;
	int32_t i;

	s->points = arena_new(s->arena, struct sweep_point, (size_t)s->curve->n + 1);
	s->moved = arena_new(s->arena, const int64_t *, (size_t)s->curve->n + 1);
	for (i = 0; i < s->curve->n; i++) {
		s->points[i].placement = s->curve->points[i].placement;
		plan_bare(s, s->points[i].placement, &s->base, &p);
		s->points[i].loads = loads_of_plan(&p, s->analysis, s->arena);
		s->moved[i] = moved_by(s, &p);
	}
}

static const int64_t *
copied_before(const struct sweep *s, const struct plan *p)
{
	int64_t *copied;
	int32_t i;

	if (!p->n_moves)
		return NULL;
	copied = arena_new(s->arena, int64_t, (size_t)p->steps + 1);
	for (i = 0; i < p->n_moves; i++)
		copied[p->moves[i].step] += p->moves[i].bytes;
	return copied;
}

/* What the placement that was taken moves. */
static void
take_loads(const struct sweep *s, int32_t i, struct height *h)
{
	struct plan p;

	h->loads = s->points[i].loads;
	h->moved = s->moved[i];
	if (h->packing.placement == s->points[i].placement)
		return;
	plan_bare(s, h->packing.placement, &s->base, &p);
	h->loads = loads_of_plan(&p, s->analysis, s->arena);
	h->moved = moved_by(s, &p);
}

/* At this batch's own sizes: rounding up to the alignment does not scale. */
static enum status
packing_at(const struct sweep *s, int32_t i, struct height *h)
{
	struct plan_options o = s->options->plan;
	struct demand d = s->base;
	struct choice c = {&d, s->points[i].placement, NULL};
	struct stowage how = {s->analysis, &o,        &s->base.problem,
			      h->batch,    h->wanted, true};
	struct plan p = {.batch = 1, .alignment = max_i64(s->target->alignment, 1)};

	o.batch = h->batch;
	if (h->batch != s->base_batch)
		TRY(demand_build(&d, s->analysis, s->target, &o, s->arena, s->diags));
	d.n_weights = 0;
	TRY(stow(&h->packing, &p, &c, &how, s->arena, s->diags));
	h->copied = copied_before(s, &p);
	take_loads(s, i, h);
	return OK;
}

/* What lies still within WANTED lies still within more. */
static bool
answers(const struct height *h, int64_t batch, int64_t wanted)
{
	int64_t still = h->packing.still;

	return h->batch == batch &&
	       (h->wanted == wanted ||
		(still >= 0 && still <= wanted && still <= h->wanted));
}

static int64_t
times(int64_t bytes, int64_t n)
{
	return bytes < 0 ? -1 : mul_sat(bytes, n);
}

/* Without alignment what one item's packing is like scales as well. */
enum status
point_packing(const struct sweep *s, int32_t i, int64_t batch, int64_t wanted,
	      struct height *out)
{
	int64_t at = s->target->alignment > 1 ? batch : s->base_batch, n = batch / at;
	struct height *h = s->points[i].heights;

	while (h && !answers(h, at, wanted / n))
		h = h->next;
	if (!h) {
		h = arena_new(s->arena, struct height, 1);
		*h = (struct height){.batch = at, .wanted = wanted / n};
		TRY(packing_at(s, i, h));
		h->next = s->points[i].heights;
		s->points[i].heights = h;
	}
	*out = *h;
	out->packing.still = times(h->packing.still, n);
	out->packing.moving = times(h->packing.moving, n);
	out->packing.moved = times(h->packing.moved, n);
	return OK;
}

void
scratch_make(struct sweep *s)
{
	size_t points = (size_t)s->curve->n + 1,
	       weights = (size_t)s->base.n_weights + 1;

	s->cost = arena_new(s->arena, int64_t, points);
	s->packed = arena_new(s->arena, bool, points);
	s->resident = arena_new(s->arena, uint8_t, weights);
	s->other_resident = arena_new(s->arena, uint8_t, weights);
	s->loads = arena_new(s->arena, struct load, (size_t)s->base.problem.steps + 1);
}

/* --- one cell --- */

struct search {
	const struct sweep *s;
	int64_t batch, sram;
	int64_t *cost; /* per point: at least, or exactly once it is packed */
	bool *packed;
	int32_t last;         /* the point packed last, */
	struct fill fill;     /* and its weights, */
	bool moves;           /* whether some of it moves, */
	struct height height; /* and how it packs */
};

/* What the weights cost at least, or INT64_MAX when there is no room. */
static int64_t
weights_at_least(const struct search *x, int64_t height)
{
	int64_t saved = fill_bound(x->s->filler, x->sram - height);

	return saved < 0
		       ? INT64_MAX
		       : mul_sat(fill_traffic(x->s->filler) - saved, x->s->prices.read);
}

static void
open_search(struct search *x)
{
	const struct curve_point *p;
	int32_t i;

	for (i = 0; i < x->s->curve->n; i++) {
		p = &x->s->curve->points[i];
		x->packed[i] = false;
		x->cost[i] = INT64_MAX;
		if (mul_sat(p->sram, x->batch) <= x->sram)
			x->cost[i] = add_sat(
				mul_sat(p->cost, x->batch),
				weights_at_least(x, mul_sat(p->sram, x->batch)));
	}
}

static enum status
pack(struct search *x, int32_t i)
{
	const struct sweep *s = x->s;
	int64_t wanted =
		move_wanted(s->filler, mul_sat(s->curve->points[i].sram, x->batch),
			    x->sram, s->resident);
	struct move_choice l;

	TRY(point_packing(s, i, x->batch, wanted, &x->height));
	move_choose(&l, s->filler, &s->prices,
		    mul_sat(s->curve->points[i].cost, x->batch), &x->height.packing,
		    x->sram, s->resident);
	x->packed[i] = true;
	x->last = i;
	x->fill = l.fill;
	x->moves = l.moves;
	x->cost[i] = l.feasible ? l.cost : INT64_MAX;
	return OK;
}

static enum status
best_point(struct search *x, int32_t *best)
{
	int32_t i;

	for (;;) {
		*best = -1;
		for (i = 0; i < x->s->curve->n; i++)
			if (x->cost[i] < (*best < 0 ? INT64_MAX : x->cost[*best]))
				*best = i;
		if (*best < 0 || x->packed[*best])
			return OK;
		TRY(pack(x, *best));
	}
}

/* What no plan can cost less than, packed or not. */
static int64_t
bound_of(const struct search *x, int64_t cost)
{
	const struct sweep *s = x->s;
	const struct curve_point *p;
	int64_t least = cost, bound, weights;
	struct fill fill;
	int32_t i;

	for (i = 0; i < s->curve->n; i++) {
		p = &s->curve->points[i];
		bound = mul_sat(p->sram, x->batch);
		if (bound > x->sram)
			continue;
		weights = weights_at_least(x, bound);
		if (add_sat(mul_sat(p->lower_bound, x->batch), weights) >= least)
			continue;
		fill_room(s->filler, x->sram - bound, s->other_resident, &fill);
		weights = mul_sat(fill_traffic(s->filler) - fill.bound, s->prices.read);
		least = min_i64(least,
				add_sat(mul_sat(p->lower_bound, x->batch), weights));
	}
	return least;
}

static void
scale_load(struct load *to, const struct load *from, int64_t batch)
{
	to->ahead = mul_sat(from->ahead, batch);
	to->after = mul_sat(from->after, batch);
	to->write = mul_sat(from->write, batch);
	to->weights = to->moved = 0;
}

static void
cell_time(const struct search *x, struct sweep_cell *c)
{
	const struct sweep *s = x->s;
	int32_t steps = s->base.problem.steps, i, k;
	struct load *loads = s->loads;
	const struct weight *w;
	struct schedule_time time;

	if (timer_silent(s->timer))
		return;
	for (i = 0; i < steps; i++) {
		scale_load(&loads[i], &x->height.loads[i], x->batch);
		if (x->moves)
			loads[i].moved = mul_sat(x->height.copied[i],
						 x->batch / x->height.batch);
	}
	for (i = 0; i < s->base.n_weights; i++) {
		w = &s->base.weights[i];
		for (k = 0; !s->resident[i] && k < w->n_events; k++)
			loads[w->events[k].step].weights += w->size;
	}
	time_schedule(s->timer, loads, x->batch, &time, NULL);
	c->latency = time.latency;
	c->frames_per_second = time.frames_per_second;
	c->bound = time.bound;
	c->energy_pj = time.energy_pj;
}

static enum status
fill_cell(struct search *x, int32_t point, struct sweep_cell *c)
{
	const struct sweep *s = x->s;
	const struct curve_point *p = &s->curve->points[point];
	int64_t bound = bound_of(x, x->cost[point]);
	int32_t i;

	if (x->last != point)
		TRY(pack(x, point));
	c->fits = true;
	c->point = point;
	c->moved = x->height.moved;
	c->scale = x->batch;
	c->weights = fill_traffic(s->filler) - x->fill.saved;
	c->dram_bytes = mul_sat(p->dram_bytes, x->batch) + c->weights;
	c->optimal = bound >= x->cost[point];
	c->lower_bound = s->base.problem.read_price ? mul_sat(s->compulsory, x->batch)
						    : min_i64(bound, c->dram_bytes);
	for (i = 0; i < s->base.n_weights; i++)
		if (s->resident[i])
			c->resident_weights += s->base.weights[i].size;
	c->peak = mul_sat(p->sram, x->batch) + c->resident_weights;
	cell_time(x, c);
	return OK;
}

enum status
scaled_cell(const struct sweep *s, int64_t batch, int64_t sram, struct sweep_cell *c)
{
	struct search x = {.s = s,
			   .batch = batch,
			   .sram = sram,
			   .cost = s->cost,
			   .packed = s->packed,
			   .last = -1};
	int32_t best;

	open_search(&x);
	TRY(best_point(&x, &best));
	if (best >= 0)
		return fill_cell(&x, best, c);
	c->needed = add_sat(mul_sat(s->curve->needed, batch),
			    demand_pinned_weights(&s->base, s->target->alignment));
	return OK;
}
