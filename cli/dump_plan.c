#include "cli/dump_stages.h"

#include <inttypes.h>

#include "base/num.h"
#include "cli/setup.h"
#include "planner/pipeline.h"

static bool
build(const struct plan_report *p, int32_t number, struct demand *d)
{
	struct request *r = p->request;
	struct plan_options o;
	struct analysis a;

	setup_options(r, setup_batches(r, p->analysis.graph).list[number], &o);
	pipeline_at(&a, &p->analysis, o.batch);
	return demand_build(d, &a, &p->target, &o, r->arena, r->diags) == OK;
}

/* --- problem --- */

static json_t *
uses_json(const struct problem_value *v)
{
	json_t *list = json_array();
	int32_t i;

	for (i = !v->input; i < v->n_events; i++)
		json_array_append_new(list, json_integer(v->events[i].step));
	return list;
}

/* NULL where no event has one. */
static json_t *
windows_json(const struct problem_value *v)
{
	json_t *list = json_array();
	bool any = false;
	int32_t i;

	for (i = 0; i < v->n_events; i++) {
		json_array_append_new(list, json_integer(v->events[i].window));
		any |= v->events[i].window > 0;
	}
	if (any)
		return list;
	json_decref(list);
	return NULL;
}

/* One word where all gaps are pinned alike, else one per gap. */
static void
set_pins(json_t *j, const struct problem_value *v)
{
	static const char *const names[] = {
		[PIN_FREE] = "free", [PIN_SRAM] = "sram", [PIN_DRAM] = "dram"};
	int32_t n = problem_gaps(v), i, alike = 0;
	json_t *list;

	if (!v->pins || !n)
		return;
	while (alike < n && v->pins[alike] == v->pins[0])
		alike++;
	if (alike == n) {
		if (v->pins[0] != PIN_FREE)
			json_object_set_new(j, "pin", json_string(names[v->pins[0]]));
		return;
	}
	list = json_array();
	for (i = 0; i < n; i++)
		json_array_append_new(list, json_string(names[v->pins[i]]));
	json_object_set_new(j, "pins", list);
}

static json_t *
value_json(const struct problem_value *v, struct arena *a)
{
	json_t *j = json_object(), *windows = windows_json(v);

	json_object_set_new(j, "name", json_name(a, v->name));
	json_object_set_new(j, "size", json_integer(v->size));
	json_object_set_new(j, "def", json_integer(v->input ? -1 : v->events[0].step));
	json_object_set_new(j, "uses", uses_json(v));
	json_object_set_new(j, "output", json_boolean(v->output));
	if (v->starts)
		json_object_set_new(j, "starts", json_true());
	if (v->ends)
		json_object_set_new(j, "ends", json_true());
	if (windows)
		json_object_set_new(j, "windows", windows);
	set_pins(j, v);
	return j;
}

static json_t *
edges_json(const struct problem *p)
{
	json_t *list = json_array();
	int32_t i;

	for (i = 0; i < p->n_inplace; i++)
		json_array_append_new(
			list, json_pack("[i,i,i]", p->inplace[i].from, p->inplace[i].to,
					p->values[p->inplace[i].to].events[0].step));
	return list;
}

static void
set_fixed(json_t *j, const struct problem *p)
{
	json_t *list = json_array();
	bool any = false;
	int32_t i;

	for (i = 0; p->fixed && i < p->steps; i++) {
		json_array_append_new(list, json_integer(p->fixed[i]));
		any |= p->fixed[i] > 0;
	}
	if (any)
		json_object_set(j, "fixed", list);
	json_decref(list);
}

json_t *
dump_problem(const struct plan_report *report, int32_t number)
{
	struct arena *a = report->request->arena;
	const struct problem *p;
	json_t *j, *values;
	struct demand d;
	int32_t i;

	if (!build(report, number, &d))
		return NULL;
	p = &d.problem;
	j = json_object();
	values = json_array();
	json_object_set_new(
		j, "name",
		json_name(a, arena_printf(a, "%s, batch %" PRId64,
					  report->analysis.graph->facts.name,
					  setup_batches(report->request,
							report->analysis.graph)
						  .list[number])));
	json_object_set_new(j, "steps", json_integer(p->steps));
	json_object_set_new(j, "window", json_integer(0));
	set_fixed(j, p);
	for (i = 0; i < p->n_values; i++)
		json_array_append_new(values, value_json(&p->values[i], a));
	json_object_set_new(j, "values", values);
	json_object_set_new(j, "inplace", edges_json(p));
	return j;
}

/* --- placement --- */

/* A value that moves has several residencies, one after the other. */
static bool
resident(const struct plan_value *v, int32_t l, int32_t r, int32_t steps)
{
	int32_t from = l < 0 ? 0 : l, to = r < steps ? r + 1 : steps, i;

	for (i = 0; i < v->n_residency && from < to; i++)
		if (v->residency[i].sram && v->residency[i].from <= from &&
		    v->residency[i].to > from)
			from = v->residency[i].to;
	return from >= to;
}

/* Each resident gap by its two steps, both included. */
static json_t *
resident_json(const struct problem *p, int32_t number, const struct plan_value *v)
{
	json_t *list = json_array();
	int32_t n = problem_gaps(&p->values[number]), gap, l, r;

	for (gap = 0; gap < n; gap++) {
		problem_gap(p, number, gap, &l, &r);
		if (resident(v, l, r, p->steps))
			json_array_append_new(list, json_pack("[i,i]", l, r));
	}
	return list;
}

static json_t *
placed_json(const struct plan_report *report, const struct plan *plan,
	    const struct problem *p)
{
	json_t *list = json_array(), *j;
	int32_t i;

	for (i = 0; i < p->n_values; i++) {
		j = json_object();
		json_object_set_new(
			j, "name",
			json_name(report->request->arena, p->values[i].name));
		json_object_set_new(j, "resident",
				    resident_json(p, i, &plan->values[i]));
		json_array_append_new(list, j);
	}
	return list;
}

static json_t *
pairs_json(const struct plan *plan)
{
	const int32_t *of = plan->analysis->lifetimes.of;
	json_t *list = json_array();
	int32_t i;

	for (i = 0; i < plan->n_inplace; i++)
		json_array_append_new(list,
				      json_pack("[i,i,i]", of[plan->inplace[i].from],
						of[plan->inplace[i].to],
						plan->inplace[i].step));
	return list;
}

json_t *
dump_placement(const struct plan_report *report, int32_t number)
{
	const struct plan *plan = &report->plans[number];
	json_t *j = json_object();
	struct demand d;

	json_object_set_new(j, "format", json_string("tidemark.placement"));
	json_object_set_new(j, "format_version", json_string("1.0"));
	if (plan->capacity >= 0)
		json_object_set_new(
			j, "sram",
			json_integer(plan->capacity - plan->resident_weights));
	json_object_set_new(j, "feasible", json_boolean(plan->fits));
	json_object_set_new(j, "optimal", json_boolean(plan->optimal));
	if (!plan->fits || !build(report, number, &d)) {
		json_object_set_new(j, "needed", json_integer(plan->needed));
		json_object_set_new(j, "needed_step", json_integer(plan->needed_step));
		return j;
	}
	json_object_set_new(
		j, "dram_bytes",
		json_integer(plan->dram_bytes - plan->traffic[TRANSFER_WEIGHTS]));
	json_object_set_new(j, "usage",
			    json_integer(plan->peak - plan->resident_weights));
	json_object_set_new(j, "peak_step", json_integer(plan->peak_step));
	json_object_set_new(j, "no_spill", json_integer(plan->no_spill));
	json_object_set_new(j, "values", placed_json(report, plan, &d.problem));
	json_object_set_new(j, "inplace", pairs_json(plan));
	return j;
}
