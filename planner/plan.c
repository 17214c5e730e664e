#include "planner/plan.h"

#include <inttypes.h>
#include <string.h>

#include "analyzer/sizes.h"
#include "base/num.h"
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

/* Enough for everything at once: what "unlimited" means. */
static int64_t
whole(const struct planner *p)
{
	int64_t bytes = place_no_spill(p->placer);
	int32_t i;

	for (i = 0; i < p->demand.n_weights; i++)
		bytes = add_sat(bytes, p->demand.weights[i].size);
	return bytes;
}

static enum status
refuse(const struct planner *p)
{
	char needed[GROUPED_MAX], there[GROUPED_MAX], excess[GROUPED_MAX];
	struct plan *plan = p->plan;

	plan->fits = plan->optimal = false;
	plan->refusal = arena_printf(
		p->arena,
		"needs at least %s bytes of SRAM at step %d (%s); %s are available, %s "
		"too few",
		format_grouped(plan->needed, needed), plan->needed_step,
		plan->steps ? p->analysis->layers.list[plan->needed_step].name : "",
		format_grouped(plan->capacity, there),
		format_grouped(plan->needed - plan->capacity, excess));
	return OK;
}

/* Turns an answer of the solver into a plan with offsets; NO: does not pack. */
static enum status
lay_out(const struct planner *p, const struct joint *j, int64_t *excess)
{
	struct choice c = {&p->demand, j->placement, j->weights};
	bool proven;

	transfers_make(p->plan, &c, p->analysis, p->arena);
	TRY(layout_sram(p->plan, p->analysis, p->options->effort, excess, &proven,
			p->arena, p->diags));
	reasons_make(p->plan, &c, p->analysis, p->arena);
	return layout_dram(p->plan, p->analysis, p->arena, p->diags);
}

enum { ATTEMPTS = 40 };

/*
 * A placement that fits by sum but has no offsets is no plan: less SRAM is
 * offered to the solver, at first by a byte, then by more, until one packs.
 */
static enum status
place_and_pack(const struct planner *p, int64_t capacity)
{
	const struct joint *j;
	int64_t offered = capacity, excess = 0, less = 1, used;
	enum status status;
	int32_t i;

	for (i = 0; i < ATTEMPTS; i++) {
		j = place_joint(p->placer, p->demand.weights, p->demand.n_weights,
				offered);
		if (i == 0)
			p->plan->lower_bound = j->lower_bound;
		if (!j->feasible)
			break;
		status = lay_out(p, j, &excess);
		p->plan->optimal = j->optimal && i == 0;
		if (status != NO)
			return status;
		used = j->resident + j->placement->usage;
		offered = used - less;
		if (i >= 4)
			less = mul_sat(less, 2);
	}
	return NO;
}

static enum status
finish(const struct planner *p)
{
	struct plan *plan = p->plan;

	plan->fits = true;
	plan->lower_bound = min_i64(plan->lower_bound, plan->dram_bytes);
	if (plan->lower_bound == plan->dram_bytes)
		plan->optimal = true;
	plan->gap = plan->dram_bytes - plan->lower_bound;
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
	enum status status;

	memset(plan, 0, sizeof(*plan));
	plan->batch = o->batch;
	plan->capacity = t->sram;
	plan->alignment = max_i64(t->alignment, 1);
	plan->steps = a->layers.n;
	TRY(demand_build(&p.demand, a, t, o, arena, d));
	p.placer = placer_open(&p.demand.problem, NULL, arena);
	plan->no_spill = place_no_spill(p.placer);
	plan->needed = place_needed(p.placer, &plan->needed_step);
	if (t->sram >= 0 && plan->needed > t->sram)
		return refuse(&p);
	status = place_and_pack(&p, t->sram < 0 ? whole(&p) : t->sram);
	if (status == NO)
		return refuse(&p);
	TRY(status);
	return finish(&p);
}
