#include "cli/command.h"
#include "cli/out_explain.h"
#include "cli/plan_run.h"
#include "cli/setup.h"

#include <string.h>

/* A layer's name where a tensor's is wanted: its output is meant. */
static const char *
output_of_layer(const struct analysis *a, const char *name)
{
	const struct layer *l;
	int32_t i;

	for (i = 0; i < a->layers.n; i++) {
		l = &a->layers.list[i];
		if (!strcmp(l->name, name) && l->n_outputs)
			return a->graph->values[l->outputs[0]].name;
	}
	return NULL;
}

static enum status
unknown_tensor(struct request *r, const struct analysis *a)
{
	const struct graph *g = a->graph;
	const char **names = arena_new(r->arena, const char *, (size_t)g->n_values + 1);
	const char *near = output_of_layer(a, r->tensor);
	bool layer = near != NULL;
	size_t n = 0;
	int32_t i;

	for (i = 0; i < g->n_values; i++)
		if (g->values[i].scope == TOP_SCOPE && *g->values[i].name)
			names[n++] = g->values[i].name;
	if (!near)
		near = nearest(r->tensor, names, n);
	return diag_error(r->diags, ERR_USAGE, "unknown-tensor",
			  "--tensor: the model has no tensor '%s'%s%s%s", r->tensor,
			  !near   ? "; 'tidemark inspect' lists them"
			  : layer ? "; it is a layer, and makes '"
				  : "; did you mean '",
			  near ? near : "", near ? "'" : "");
}

static enum status
find_subject(struct explain_report *e)
{
	struct request *r = e->plans.request;
	const struct analysis *a = &e->plans.analysis;

	e->tensor = NO_VALUE;
	e->step = (int32_t)r->step;
	if (r->tensor && r->step >= 0)
		return diag_error(r->diags, ERR_USAGE, "bad-option",
				  "--tensor and --step are two questions: ask one");
	if (r->step >= a->layers.n)
		return diag_error(r->diags, ERR_USAGE, "bad-option",
				  "--step: the schedule has %d steps, from 0",
				  a->layers.n);
	if (!r->tensor)
		return OK;
	e->tensor = graph_find(a->graph, r->tensor);
	return e->tensor == NO_VALUE ? unknown_tensor(r, a) : OK;
}

static enum status
explain_one(const struct explain_report *e, struct explanation *x)
{
	const struct plan_report *p = &e->plans;
	struct request *r = p->request;
	struct plan_options o;

	if (e->step >= x->plan->steps)
		return diag_error(r->diags, ERR_USAGE, "bad-option",
				  "--step: at batch %lld the schedule has %d steps",
				  (long long)x->plan->batch, x->plan->steps);
	setup_options(r, x->plan->batch, &o);
	if (x->plan->fits && x->plan->steps)
		explain_parts(&x->parts, x->plan, x->plan->analysis,
			      e->step >= 0 ? e->step : x->plan->peak_step, r->arena);
	if (e->step >= 0)
		return OK;
	if (e->tensor == NO_VALUE)
		return explain_peak(&x->peak, x->plan, x->plan->analysis, &p->target,
				    &o, r->arena, r->diags);
	if (!x->plan->fits)
		return OK;
	return explain_tensor(&x->tensor, x->plan, x->plan->analysis, &p->target, &o,
			      e->tensor, r->arena, r->diags);
}

static enum status
explain_all(struct explain_report *e)
{
	struct explanation *list = arena_new(e->plans.request->arena,
					     struct explanation, (size_t)e->plans.n);
	enum status status = OK;
	int32_t i;

	e->list = list;
	for (i = 0; i < e->plans.n; i++) {
		list[i].plan = &e->plans.plans[i];
		TRY(explain_one(e, &list[i]));
		if (!list[i].plan->fits)
			status = NO;
	}
	return status;
}

enum status
cmd_explain(struct request *r)
{
	struct explain_report e = {.plans = {.request = r}};
	enum status status;

	TRY(require_format(r, 1u << FORMAT_TEXT | 1u << FORMAT_JSON));
	TRY(plan_open(&e.plans, &(struct model_input){.name = r->arguments[0]}));
	TRY(find_subject(&e));
	TRY(plan_batches(&e.plans));
	status = explain_all(&e);
	if (status != OK && status != NO)
		return status;
	if (r->format == FORMAT_JSON)
		json_print(&r->out, explain_json(&e));
	else
		explain_text(&r->out, &e);
	return status;
}
