#include "cli/plan_run.h"

#include "cli/setup.h"
#include "planner/pipeline.h"

enum status
plan_analyse(struct plan_report *p, const struct model_input *m)
{
	struct request *r = p->request;

	if (!m->bytes)
		return pipeline_analyse(&p->analysis, m->name, &r->bindings, r->level,
					r->arena, r->diags);
	return pipeline_analyse_bytes(&p->analysis, m->bytes, m->n, m->name,
				      &r->bindings, r->level, r->arena, r->diags);
}

enum status
plan_open(struct plan_report *p, const struct model_input *m)
{
	TRY(setup_target(p->request, &p->target));
	TRY(plan_analyse(p, m));
	return setup_joins(p->request, &p->analysis, &p->target);
}

/* An objective needs what it counts. */
static enum status
check_objective(struct plan_report *p)
{
	struct request *r = p->request;
	const char *missing = timer_missing(p->timer);

	if (r->objective == OBJECTIVE_TIME && missing)
		return diag_error(r->diags, ERR_USAGE, "no-time",
				  "--objective time: %s", missing);
	return setup_objective(r, &p->target);
}

static enum status
plan_one(struct plan_report *p, struct plan *plan, const struct analysis *a,
	 const struct plan_options *o)
{
	struct request *r = p->request;

	if (r->objective == OBJECTIVE_TIME)
		return plan_fastest(plan, a, &p->target, o,
				    timer_open(a, &p->target, r->arena), r->arena,
				    r->diags);
	return plan_make(plan, a, &p->target, o, r->arena, r->diags);
}

enum status
plan_batches(struct plan_report *p)
{
	struct request *r = p->request;
	struct numbers batches = setup_batches(r, p->analysis.graph);
	struct plan_options o;
	struct analysis *a;
	int32_t i;

	p->timer = timer_open(&p->analysis, &p->target, r->arena);
	TRY(check_objective(p));
	p->plans = arena_new(r->arena, struct plan, (size_t)batches.n);
	a = arena_new(r->arena, struct analysis, (size_t)batches.n);
	for (i = 0; i < batches.n; i++) {
		if (batches.list[i] != p->analysis.graph->batch)
			pipeline_probe(&p->analysis);
		pipeline_planned(&a[i], &p->analysis, batches.list[i]);
		setup_options(r, batches.list[i], &o);
		TRY(plan_one(p, &p->plans[p->n++], &a[i], &o));
	}
	return OK;
}
