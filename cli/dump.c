#include "cli/dump.h"

#include <string.h>

#include "cli/dump_stages.h"
#include "cli/escape.h"
#include "cli/plan_run.h"
#include "cli/setup.h"

struct stage {
	const char *name;
	json_t *(*model)(const struct plan_report *); /* once, or */
	json_t *(*batch)(const struct plan_report *, int32_t number);
	bool planned;
};

static const struct stage stages[] = {
	{"graph", dump_graph, NULL, false},
	{"layers", dump_layers, NULL, false},
	{"lifetimes", dump_lifetimes, NULL, false},
	{"problem", NULL, dump_problem, false},
	{"placement", NULL, dump_placement, true},
};

enum { STAGES = sizeof(stages) / sizeof(*stages) };

static enum status
find_stage(struct request *r, const struct stage **found)
{
	struct text all;
	int i;

	text_open(&all, r->arena);
	for (i = 0; i < STAGES; i++) {
		if (!strcmp(stages[i].name, r->dump)) {
			*found = &stages[i];
			return OK;
		}
		text_printf(&all, "%s%s", i ? ", " : "", stages[i].name);
	}
	return diag_error(r->diags, ERR_USAGE, "bad-option",
			  "--dump: '%s' is not one of %s", r->dump, all.s);
}

/* The demand of every batch, without a plan: enough for the problem. */
static enum status
print_batches(struct plan_report *p, const struct stage *s)
{
	struct request *r = p->request;
	int32_t n = setup_batches(r, p->analysis.graph).n, i;
	enum status status = OK;
	json_t *j;

	if (s->planned)
		TRY(plan_batches(p));
	for (i = 0; i < n; i++) {
		j = s->batch(p, i);
		if (!j)
			return ERR_INPUT;
		json_print(&r->out, j);
		if (s->planned && !p->plans[i].fits)
			status = NO;
	}
	return status;
}

enum status
dump_run(struct request *r)
{
	struct plan_report report = {.request = r};
	const struct stage *stage = NULL;
	enum status status;

	TRY(find_stage(r, &stage));
	status = plan_open(&report, &(struct model_input){.name = r->arguments[0]});
	if (!report.analysis.graph)
		return status;
	if (stage->model) {
		json_print(&r->out, stage->model(&report));
		return status;
	}
	return status == OK ? print_batches(&report, stage) : status;
}
