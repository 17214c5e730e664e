#include "cli/command.h"
#include "cli/out_plan.h"
#include "cli/setup.h"
#include "planner/pipeline.h"

static enum status
make_plans(struct request *r, struct plan_report *report)
{
	struct numbers batches = setup_batches(r, report->analysis.graph);
	struct plan_options o;
	int32_t i;

	report->plans = arena_new(r->arena, struct plan, (size_t)batches.n);
	for (i = 0; i < batches.n; i++) {
		setup_options(r, batches.list[i], &o);
		TRY(plan_make(&report->plans[report->n++], &report->analysis,
			      &report->target, &o, r->arena, r->diags));
	}
	return OK;
}

enum status
cmd_plan(struct request *r)
{
	struct plan_report report = {.request = r};
	int32_t i;

	TRY(require_format(r,
			   1u << FORMAT_TEXT | 1u << FORMAT_JSON | 1u << FORMAT_CSV));
	TRY(setup_target(r, &report.target));
	TRY(pipeline_analyse(&report.analysis, r->arguments[0], &r->bindings, r->level,
			     r->arena, r->diags));
	TRY(make_plans(r, &report));
	report.timer = timer_open(&report.analysis, &report.target, r->arena);
	TRY(plan_write(&report));
	for (i = 0; i < report.n; i++)
		if (!report.plans[i].fits)
			return NO;
	return OK;
}
