#include "cli/out_model.h"
#include "cli/out_plan.h"
#include "cli/out_time.h"

static json_t *
residency_json(const struct residency *r)
{
	json_t *j = json_object();

	json_object_set_new(j, "memory", json_string(r->sram ? "sram" : "dram"));
	json_object_set_new(j, "offset", json_known(r->offset));
	json_object_set_new(j, "from", json_integer(r->from));
	json_object_set_new(j, "to", json_integer(r->to));
	return j;
}

json_t *
residencies_json(const struct plan_value *v)
{
	json_t *list = json_array();
	int32_t i;

	for (i = 0; i < v->n_residency; i++)
		json_array_append_new(list, residency_json(&v->residency[i]));
	return list;
}

static json_t *
windows_json(const struct window *list, int32_t n)
{
	json_t *j = json_array(), *one;
	int32_t i;

	for (i = 0; i < n; i++) {
		one = json_object();
		json_object_set_new(one, "step", json_integer(list[i].step));
		json_object_set_new(one, "bytes", json_integer(list[i].bytes));
		json_object_set_new(one, "offset", json_known(list[i].offset));
		json_array_append_new(j, one);
	}
	return j;
}

static json_t *
value_json(const struct plan_report *p, const struct plan_value *v)
{
	struct arena *a = p->request->arena;
	json_t *j = json_object();

	json_object_set_new(j, "name",
			    json_name(a, p->analysis.graph->values[v->value].name));
	json_object_set_new(j, "kind",
			    json_string(v->weight ? "weight" : "activation"));
	json_object_set_new(j, "bytes", json_integer(v->bytes));
	json_object_set_new(j, "from", json_integer(v->from));
	json_object_set_new(j, "to", json_integer(v->to));
	json_object_set_new(j, "reason", json_name(a, v->reason));
	json_object_set_new(j, "residency", residencies_json(v));
	if (v->n_windows)
		json_object_set_new(j, "windows",
				    windows_json(v->windows, v->n_windows));
	return j;
}

static json_t *
sram_json(const struct plan *p)
{
	json_t *j = json_object();

	json_object_set_new(j, "capacity", json_known(p->capacity));
	json_object_set_new(j, "peak", p->fits ? json_integer(p->peak) : json_null());
	json_object_set_new(j, "peak_step",
			    p->fits ? json_integer(p->peak_step) : json_null());
	json_object_set_new(j, "high_water",
			    p->fits ? json_integer(p->high_water) : json_null());
	json_object_set_new(j, "no_spill", json_integer(p->no_spill));
	json_object_set_new(j, "needed", json_integer(p->needed));
	json_object_set_new(j, "resident_weights",
			    p->fits ? json_integer(p->resident_weights) : json_null());
	json_object_set_new(j, "moved", p->fits ? json_integer(p->moved) : json_null());
	return j;
}

static json_t *
dram_json(const struct plan *p)
{
	json_t *j = json_object();
	int32_t i;

	json_object_set_new(j, "bytes", json_integer(p->dram_bytes));
	json_object_set_new(
		j, "per_frame",
		p->dram_bytes % p->batch
			? json_real((double)p->dram_bytes / (double)p->batch)
			: json_integer(p->dram_bytes / p->batch));
	json_object_set_new(j, "lower_bound", json_integer(p->lower_bound));
	json_object_set_new(j, "gap", json_integer(p->gap));
	for (i = 0; i < TRANSFER_KINDS; i++)
		json_object_set_new(j, transfer_names[i], json_integer(p->traffic[i]));
	json_object_set_new(j, "height", json_integer(p->dram_height));
	return j;
}

json_t *
transfers_json(const struct plan_report *p, const struct plan *plan, int32_t step,
	       value_id value)
{
	json_t *list = json_array(), *j;
	const struct transfer *t;
	int32_t i;

	for (i = 0; i < plan->n_transfers; i++) {
		t = &plan->transfers[i];
		if ((step >= 0 && t->step != step) ||
		    (value != NO_VALUE && t->value != value))
			continue;
		j = json_object();
		json_object_set_new(j, "step", json_integer(t->step));
		json_object_set_new(
			j, "value",
			json_name(p->request->arena,
				  p->analysis.graph->values[t->value].name));
		json_object_set_new(j, "kind", json_string(transfer_names[t->kind]));
		json_object_set_new(j, "direction",
				    json_string(t->write ? "write" : "read"));
		json_object_set_new(j, "bytes", json_integer(t->bytes));
		json_array_append_new(list, j);
	}
	return list;
}

void
set_moves(json_t *to, const struct plan_report *p, const struct plan *plan,
	  int32_t step, value_id value)
{
	json_t *list = json_array(), *j;
	const struct sram_move *m;
	int32_t i;

	for (i = 0; i < plan->n_moves; i++) {
		m = &plan->moves[i];
		if ((step >= 0 && m->step != step) ||
		    (value != NO_VALUE && m->value != value))
			continue;
		j = json_object();
		json_object_set_new(j, "step", json_integer(m->step));
		json_object_set_new(
			j, "value",
			json_name(p->request->arena,
				  p->analysis.graph->values[m->value].name));
		json_object_set_new(j, "bytes", json_integer(m->bytes));
		json_object_set_new(j, "from_offset", json_integer(m->from));
		json_object_set_new(j, "to_offset", json_integer(m->to));
		json_array_append_new(list, j);
	}
	if (json_array_size(list))
		json_object_set(to, "moves", list);
	json_decref(list);
}

static json_t *
inplace_json(const struct plan_report *p, const struct plan *plan)
{
	const struct value *values = p->analysis.graph->values;
	struct arena *a = p->request->arena;
	json_t *list = json_array(), *j;
	int32_t i;

	for (i = 0; i < plan->n_inplace; i++) {
		j = json_object();
		json_object_set_new(j, "step", json_integer(plan->inplace[i].step));
		json_object_set_new(j, "from",
				    json_name(a, values[plan->inplace[i].from].name));
		json_object_set_new(j, "to",
				    json_name(a, values[plan->inplace[i].to].name));
		json_array_append_new(list, j);
	}
	return list;
}

/* What is one number of a plan, or one object of numbers. */
static json_t *
numbers_json(const struct plan_report *p, const struct plan *plan)
{
	json_t *j = json_object(), *time = NULL;

	json_object_set_new(j, "batch", json_integer(plan->batch));
	json_object_set_new(j, "fits", json_boolean(plan->fits));
	json_object_set_new(j, "optimal", json_boolean(plan->optimal));
	json_object_set_new(j, "sram", sram_json(plan));
	if (!plan->fits) {
		json_object_set_new(j, "refusal",
				    json_name(p->request->arena, plan->refusal));
		return j;
	}
	json_object_set_new(j, "dram", dram_json(plan));
	if (p->timer)
		time = time_json(timer_of(p, plan), plan, plan->analysis,
				 p->request->arena);
	if (time)
		json_object_set_new(j, "time", time);
	return j;
}

json_t *
plan_summary_json(const struct plan_report *p, const struct plan *plan)
{
	json_t *j = numbers_json(p, plan);

	json_object_del(json_object_get(j, "time"), "layers");
	return j;
}

static json_t *
one_json(const struct plan_report *p, const struct plan *plan)
{
	json_t *j = numbers_json(p, plan), *values;
	int32_t i;

	if (!plan->fits)
		return j;
	values = json_array();
	for (i = 0; i < plan->n_values; i++)
		json_array_append_new(values, value_json(p, &plan->values[i]));
	json_object_set_new(j, "values", values);
	json_object_set_new(j, "transfers", transfers_json(p, plan, -1, NO_VALUE));
	json_object_set_new(j, "inplace", inplace_json(p, plan));
	set_moves(j, p, plan, -1, NO_VALUE);
	if (plan->n_workspace)
		json_object_set_new(j, "workspace",
				    windows_json(plan->workspace, plan->n_workspace));
	return j;
}

static json_t *
plan_target_json(const struct plan_report *p)
{
	static const char *const windows[] = {"none", "fixed", "rows"};
	const struct target *t = &p->target;
	json_t *j = json_object();

	json_object_set_new(j, "name", json_string(t->name));
	json_object_set_new(j, "sram", json_known(t->sram));
	json_object_set_new(j, "alignment", json_integer(t->alignment));
	json_object_set_new(j, "window", json_string(windows[t->window]));
	json_object_set_new(j, "window_bytes", json_integer(t->window_bytes));
	return j;
}

json_t *
options_json(const struct request *r)
{
	json_t *j = json_array();
	int32_t i;

	for (i = 0; i < r->n_decisive; i++)
		json_array_append_new(j, json_name(r->arena, r->decisive[i]));
	return j;
}

/* A verifier joins exactly these. */
static json_t *
joined_json(const struct analysis *a, struct arena *arena)
{
	const struct graph *g = a->graph;
	json_t *list = json_array(), *j, *inputs;
	const struct node *node;
	int32_t i, k;

	for (i = 0; i < a->layers.n_joins; i++) {
		node = &g->nodes[a->layers.joins[i].node];
		inputs = json_array();
		for (k = 0; k < node->n_inputs; k++)
			json_array_append_new(
				inputs,
				json_name(arena, g->values[node->inputs[k]].name));
		j = json_object();
		json_object_set_new(
			j, "value",
			json_name(arena, g->values[a->layers.joins[i].value].name));
		json_object_set_new(j, "inputs", inputs);
		json_object_set_new(j, "contiguous",
				    json_boolean(a->layers.joins[i].outer));
		json_array_append_new(list, j);
	}
	return list;
}

json_t *
plan_json(const struct plan_report *p)
{
	struct arena *a = p->request->arena;
	const struct graph *g = p->analysis.graph;
	json_t *j = json_object(), *plans = json_array();
	int32_t i;

	json_object_set_new(j, "format", json_string("tidemark.plan"));
	json_object_set_new(j, "format_version", json_string("1.0"));
	json_object_set_new(j, "model", model_json(a, &p->analysis, g->batch));
	json_object_set_new(j, "level",
			    json_string(level_names[p->analysis.layers.level]));
	json_object_set_new(j, "target", plan_target_json(p));
	json_object_set_new(j, "options", options_json(p->request));
	json_object_set_new(j, "bindings", bindings_json(a, g, g->batch));
	if (p->analysis.layers.n_joins)
		json_object_set_new(j, "joined", joined_json(&p->analysis, a));
	for (i = 0; i < p->n; i++)
		json_array_append_new(plans, one_json(p, &p->plans[i]));
	json_object_set_new(j, "plans", plans);
	json_object_set_new(j, "warnings", json_warnings(a, p->request->diags));
	return j;
}
