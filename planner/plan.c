#include "planner/plan.h"

#include <inttypes.h>
#include <string.h>

#include "analyzer/sizes.h"
#include "base/num.h"
#include "planner/choose.h"
#include "planner/layout.h"
#include "planner/reason.h"
#include "planner/transfers.h"
#include "planner/verify.h"

/* What one call of plan_make() works with. */
struct planner {
	struct plan *plan;
	const struct analysis *analysis;
	const struct target *target;
	const struct plan_options *options;
	struct demand demand;
	struct placer *placer;
	const uint8_t *no_weights; /* all 0 */
	struct byte_prices prices;
	struct arena *arena;
	struct diags *diags;
};

const struct plan_value *
plan_find(const struct plan *p, const struct analysis *a, value_id v)
{
	int32_t i = v == NO_VALUE ? -1 : a->lifetimes.of[v];

	if (i >= 0)
		return &p->values[i];
	for (i = a->lifetimes.n; i < p->n_values; i++)
		if (p->values[i].value == v)
			return &p->values[i];
	return NULL;
}

const struct residency *
plan_in_sram(const struct plan_value *v, int32_t step)
{
	int32_t i;

	for (i = 0; i < v->n_residency; i++)
		if (v->residency[i].sram && v->residency[i].from <= step &&
		    step < v->residency[i].to)
			return &v->residency[i];
	return NULL;
}

/* Enough for everything at once: what "unlimited" means. */
static int64_t
whole(const struct planner *p)
{
	int64_t bytes = add_sat(mul_sat(place_no_spill(p->placer), 2), 1 << 16);
	int32_t i;

	for (i = 0; i < p->demand.n_weights; i++)
		bytes = add_sat(
			bytes, align_up(p->demand.weights[i].size, p->plan->alignment));
	return bytes;
}

/* Too little by sum: how much, and at which step. */
static const char *
too_few(const struct planner *p, int64_t pinned)
{
	char needed[GROUPED_MAX], there[GROUPED_MAX], excess[GROUPED_MAX],
		weights[GROUPED_MAX];
	const struct plan *plan = p->plan;
	const char *of_them = "";

	if (pinned)
		of_them = arena_printf(p->arena, ", %s of them for pinned weights",
				       format_grouped(pinned, weights));
	return arena_printf(
		p->arena,
		"needs at least %s bytes of SRAM at step %d (%s)%s; %s are available, "
		"%s too few",
		format_grouped(plan->needed, needed), plan->needed_step,
		plan->steps ? p->analysis->layers.list[plan->needed_step].name : "",
		of_them, format_grouped(plan->capacity, there),
		format_grouped(plan->needed - plan->capacity, excess));
}

/* Enough by sum, but nothing that was tried packs. */
static const char *
no_packing(const struct planner *p)
{
	char needed[GROUPED_MAX], there[GROUPED_MAX];
	const struct plan *plan = p->plan;

	return arena_printf(
		p->arena,
		"no offsets were found: %s bytes of SRAM are enough by sum, but "
		"nothing that was tried fits %s without overlap, aligned to %" PRId64
		"; a few more bytes, or --effort, may help",
		format_grouped(plan->needed, needed),
		format_grouped(plan->capacity, there), plan->alignment);
}

static enum status
refuse(const struct planner *p)
{
	int64_t pinned = demand_pinned_weights(&p->demand, p->plan->alignment);
	struct plan *plan = p->plan;

	plan->fits = plan->optimal = false;
	plan->needed = add_sat(plan->needed, pinned);
	plan->refusal =
		plan->needed > plan->capacity ? too_few(p, pinned) : no_packing(p);
	return OK;
}

/* pack_fn: only the activations count, no weight is there yet. */
static enum status
pack_activations(void *context, const struct placement *placement, bool quick,
		 int64_t wanted, struct packing *packing)
{
	const struct planner *p = context;
	struct choice c = {&p->demand, placement, p->no_weights};
	struct arena_mark m = arena_mark(p->arena);
	struct plan_options o = *p->options;
	struct stowage how = {p->analysis, &o, &p->demand.problem, 1, wanted, !quick};
	struct plan scratch = *p->plan;

	o.effort = quick ? 0 : o.effort;
	TRY(stow(packing, &scratch, &c, &how, p->arena, p->diags));
	if (packing->placement == placement)
		arena_rewind(p->arena, m);
	return OK;
}

/* In all, and for one capacity: struct placement, work. */
enum { WORK = 30000000, WORK_ONCE = 6000000 };

static int64_t
work_limit(const struct planner *p)
{
	return mul_sat(WORK, max_i64(p->options->effort, 1));
}

static struct placer *
open_placer(const struct planner *p, const struct problem *problem)
{
	struct place_limits limits = {
		.work = mul_sat(WORK_ONCE, max_i64(p->options->effort, 1))};

	return placer_open(problem, &limits, p->arena);
}

/* Without the windows of weights, which a plan may not need, less is possible. */
static enum status
relax_bound(const struct planner *p, const struct filler *filler, int64_t capacity,
	    struct chosen *chosen)
{
	struct problem relaxed = p->demand.problem;
	struct chosen least;

	if (!p->demand.weight_windows)
		return OK;
	relaxed.fixed = p->demand.workspace;
	TRY(choose_run(&least, open_placer(p, &relaxed), filler, p->demand.n_weights,
		       &p->prices, capacity, work_limit(p), height_by_sum, NULL,
		       p->arena));
	chosen->lower_bound = min_i64(chosen->lower_bound, least.lower_bound);
	return OK;
}

/*
 * Streamed weights have windows, of which there are fewer now: what was found
 * with all of them is found again, or more.
 */
static enum status
lay_activations(const struct planner *p, const struct chosen *chosen,
		const struct choice *c, int64_t *height)
{
	bool known = chosen->moves || p->options->lie_still;
	struct stowage how = {p->analysis,
			      p->options,
			      &p->demand.problem,
			      1,
			      known ? chosen->wanted : INT64_MAX,
			      false};
	struct plan blank = *p->plan;
	struct packing packing;

	TRY(stow(&packing, p->plan, c, &how, p->arena, p->diags));
	*height = packing.moving >= 0 ? packing.moving : packing.still;
	if (*height >= 0 &&
	    *height <= (chosen->moves ? chosen->wanted : chosen->height))
		return OK;
	*p->plan = blank;
	transfers_make(p->plan, c, p->analysis, p->arena);
	return layout_sram(p->plan, p->analysis, p->options->effort, 1, chosen->height,
			   height, p->arena, p->diags);
}

/* Turns the answer into a plan with offsets. */
static enum status
lay_out(const struct planner *p, const struct chosen *chosen)
{
	struct choice c = {&p->demand, chosen->placement, chosen->weights};
	int64_t height;

	TRY(lay_activations(p, chosen, &c, &height));
	layout_weights(p->plan, height);
	reasons_make(p->plan, &c, p->analysis, p->arena);
	return layout_dram(p->plan, p->analysis, p->arena, p->diags);
}

static enum status
choose(struct planner *p, int64_t capacity, struct chosen *chosen)
{
	const struct filler *filler = fill_open(p->demand.weights, p->demand.n_weights,
						p->plan->alignment, p->arena);

	p->no_weights = arena_new(p->arena, uint8_t, (size_t)p->demand.n_weights + 1);
	p->prices = move_prices(p->target, p->options, &p->demand.problem);
	TRY(choose_run(chosen, p->placer, filler, p->demand.n_weights, &p->prices,
		       capacity, work_limit(p), pack_activations, p, p->arena));
	if (!chosen->feasible)
		return OK;
	return relax_bound(p, filler, capacity, chosen);
}

/*
 * The bound is of what was minimised; where that is not bytes, or was priced,
 * what is known of bytes is the compulsory part.
 */
static enum status
finish(const struct planner *p, const struct chosen *chosen)
{
	struct plan *plan = p->plan;

	plan->fits = true;
	plan->optimal = chosen->cost == chosen->lower_bound;
	plan->priced = p->demand.problem.read_price > 0 ||
		       (chosen->moves && p->prices.move > 0);
	plan->lower_bound =
		plan->priced
			? plan->traffic[TRANSFER_INPUT] + plan->traffic[TRANSFER_OUTPUT]
			: min_i64(chosen->lower_bound, plan->dram_bytes);
	plan->gap = plan->dram_bytes - plan->lower_bound;
	plan->work = chosen->work;
	return verify_plan(plan, p->analysis, p->target, p->options, p->arena,
			   p->diags);
}

enum status
plan_make(struct plan *plan, const struct analysis *a, const struct target *t,
	  const struct plan_options *o, struct arena *arena, struct diags *d)
{
	struct planner p = {.plan = plan,
			    .analysis = a,
			    .target = t,
			    .options = o,
			    .arena = arena,
			    .diags = d};
	struct chosen chosen;

	memset(plan, 0, sizeof(*plan));
	plan->analysis = a;
	plan->batch = o->batch;
	plan->capacity = t->sram;
	plan->alignment = max_i64(t->alignment, 1);
	plan->steps = a->layers.n;
	TRY(demand_build(&p.demand, a, t, o, arena, d));
	p.placer = open_placer(&p, &p.demand.problem);
	plan->no_spill = place_no_spill(p.placer);
	plan->needed = place_needed(p.placer, &plan->needed_step);
	if (t->sram >= 0 && plan->needed > t->sram)
		return refuse(&p);
	TRY(choose(&p, t->sram < 0 ? whole(&p) : t->sram, &chosen));
	if (!chosen.feasible)
		return refuse(&p);
	TRY(lay_out(&p, &chosen));
	return finish(&p, &chosen);
}
