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
	return plan_analyse(p, m);
}

enum status
plan_batches(struct plan_report *p)
{
	struct request *r = p->request;
	struct numbers batches = setup_batches(r, p->analysis.graph);
	struct plan_options o;
	int32_t i;

	p->plans = arena_new(r->arena, struct plan, (size_t)batches.n);
	for (i = 0; i < batches.n; i++) {
		setup_options(r, batches.list[i], &o);
		TRY(plan_make(&p->plans[p->n++], &p->analysis, &p->target, &o, r->arena,
			      r->diags));
	}
	p->timer = timer_open(&p->analysis, &p->target, r->arena);
	return OK;
}
