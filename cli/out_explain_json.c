#include "cli/out_explain.h"
#include "cli/out_model.h"

static json_t *
name_of(const struct explain_report *e, value_id v)
{
	if (v == NO_VALUE)
		return json_null();
	return json_name(e->plans.request->arena,
			 e->plans.analysis.graph->values[v].name);
}

/* {"step", "layer"}; null where there is none. */
static json_t *
layer_json(const struct explain_report *e, int32_t step)
{
	json_t *j;

	if (step < 0 || step >= e->plans.analysis.layers.n)
		return json_null();
	j = json_object();
	json_object_set_new(j, "step", json_integer(step));
	json_object_set_new(j, "layer",
			    json_name(e->plans.request->arena,
				      e->plans.analysis.layers.list[step].name));
	return j;
}

static json_t *
part_json(const struct explain_report *e, const struct part *p, int32_t step)
{
	static const char *const kinds[] = {"activation", "weight", "window",
					    "workspace"};
	const struct analysis *a = &e->plans.analysis;
	json_t *j = json_object();

	json_object_set_new(j, "kind", json_string(kinds[p->kind]));
	json_object_set_new(j, "name", name_of(e, p->value));
	json_object_set_new(j, "bytes", json_integer(p->bytes));
	json_object_set_new(j, "offset", json_known(p->offset));
	json_object_set_new(j, "from", json_integer(p->from));
	json_object_set_new(j, "to", json_integer(p->to));
	json_object_set_new(j, "role", json_string(part_role(a, p, step)));
	if (p->kind != PART_VALUE)
		return j;
	json_object_set_new(j, "becomes", name_of(e, p->becomes));
	json_object_set_new(j, "made_by", layer_json(e, part_maker(a, p)));
	json_object_set_new(j, "held_for", layer_json(e, part_holder(a, p)));
	return j;
}

json_t *
parts_json(const struct explain_report *e, const struct parts *p)
{
	json_t *j = json_object(), *list = json_array();
	int32_t i;

	json_object_set_new(j, "bytes", json_integer(p->bytes));
	json_object_set_new(j, "at", layer_json(e, p->step));
	for (i = 0; i < p->n; i++)
		json_array_append_new(list, part_json(e, &p->list[i], p->step));
	json_object_set_new(j, "parts", list);
	return j;
}

static json_t *
remedy_json(const struct explain_report *e, const struct plan *plan,
	    const struct remedy *x)
{
	json_t *j = json_object();

	json_object_set_new(j, "kind", json_string(remedy_names[x->kind]));
	json_object_set_new(j, "option",
			    x->option ? json_string(x->option) : json_null());
	json_object_set_new(j, "bytes", json_integer(x->bytes));
	json_object_set_new(j, "saves", json_integer(x->saves));
	json_object_set_new(j, "dram_more", json_integer(x->traffic));
	json_object_set_new(j, "dram_more_per_frame",
			    json_real((double)x->traffic / (double)plan->batch));
	if (x->kind != REMEDY_SPILL)
		return j;
	json_object_set_new(j, "tensor", name_of(e, x->value));
	json_object_set_new(j, "with", name_of(e, x->second));
	json_object_set_new(j, "after", json_integer(x->from));
	json_object_set_new(j, "until", json_integer(x->to));
	return j;
}

static json_t *
peak_json(const struct explain_report *e, const struct explanation *x)
{
	json_t *j = parts_json(e, &x->peak.parts), *list = json_array();
	int32_t i;

	for (i = 0; i < x->peak.n_remedies; i++)
		json_array_append_new(list,
				      remedy_json(e, x->plan, &x->peak.remedies[i]));
	json_object_set_new(j, "order_tried", json_boolean(x->peak.order_tried));
	json_object_set_new(j, "remedies", list);
	return j;
}

static json_t *
step_json(const struct explain_report *e, const struct explanation *x)
{
	json_t *j = parts_json(e, &x->parts);
	const struct plan *p = x->plan;

	json_object_set_new(j, "free",
			    p->capacity < 0
				    ? json_null()
				    : json_integer(p->capacity - x->parts.bytes));
	json_object_set_new(j, "transfers",
			    transfers_json(&e->plans, p, e->step, NO_VALUE));
	set_moves(j, &e->plans, p, e->step, NO_VALUE);
	return j;
}

/* The most bytes first. */
static json_t *
movers_json(const struct explain_report *e, const struct plan *p)
{
	struct arena *a = e->plans.request->arena;
	json_t *list = json_array(), *j;
	const struct plan_value *v;
	int32_t n, i;
	const struct mover *movers = plan_movers(p, &n, a);

	for (i = 0; i < n; i++) {
		v = &p->values[movers[i].number];
		j = json_object();
		json_object_set_new(j, "name", name_of(e, v->value));
		json_object_set_new(j, "bytes", json_integer(movers[i].bytes));
		json_object_set_new(j, "reason", json_name(a, v->reason));
		json_array_append_new(list, j);
	}
	return list;
}

static json_t *
one_json(const struct explain_report *e, const struct explanation *x)
{
	json_t *j = plan_summary_json(&e->plans, x->plan);
	struct parts needed;

	if (!x->plan->fits) {
		refusal_parts(&needed, &e->plans, x->plan);
		json_object_set_new(j, "needed",
				    needed.n ? parts_json(e, &needed) : json_null());
	}
	if (e->step < 0 && e->tensor == NO_VALUE) {
		if (x->plan->fits && x->plan->steps)
			json_object_set_new(j, "peak", parts_json(e, &x->parts));
		if (x->plan->fits)
			json_object_set_new(j, "movers", movers_json(e, x->plan));
		if (x->plan->steps)
			json_object_set_new(j, "no_spill", peak_json(e, x));
		return j;
	}
	if (!x->plan->fits)
		return j;
	if (e->step >= 0)
		json_object_set_new(j, "step", step_json(e, x));
	else
		json_object_set_new(j, "tensor", tensor_json(e, x));
	return j;
}

json_t *
explain_json(const struct explain_report *e)
{
	json_t *j = plan_json(&e->plans), *list = json_array();
	struct explain_report at = *e;
	int32_t i;

	json_object_set_new(j, "format", json_string("tidemark.explain"));
	json_object_del(j, "plans");
	for (i = 0; i < e->plans.n; i++) {
		at.plans.analysis = *e->list[i].plan->analysis;
		json_array_append_new(list, one_json(&at, &e->list[i]));
	}
	json_object_set_new(j, "explanations", list);
	return j;
}
