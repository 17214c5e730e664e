#include "planner/explain.h"

#include "base/num.h"

struct needs {
	struct parts *parts;
	const struct analysis *analysis;
	const struct demand *demand;
	int64_t alignment;
};

static void
need(const struct needs *n, enum part_kind kind, value_id v, int64_t bytes)
{
	struct parts *p = n->parts;
	int32_t steps = n->demand->problem.steps;

	if (!bytes)
		return;
	p->bytes += bytes;
	((struct part *)p->list)[p->n++] =
		(struct part){.kind = kind,
			      .value = v,
			      .becomes = NO_VALUE,
			      .bytes = bytes,
			      .offset = NO_OFFSET,
			      .from = kind == PART_WEIGHT ? 0 : p->step,
			      .to = kind == PART_WEIGHT ? steps : p->step + 1};
}

/* Must it be in SRAM at the step: by a pin, or as an input or output kept there? */
static bool
is_bound(const struct problem *p, int32_t number, int32_t step)
{
	const struct problem_value *v = &p->values[number];
	int32_t n = problem_gaps(v), gap, l, r;
	bool kept;

	for (gap = 0; gap < n; gap++) {
		problem_gap(p, number, gap, &l, &r);
		kept = (v->starts && l < 0) || (v->ends && r >= p->steps) ||
		       (v->pins && v->pins[gap] == PIN_SRAM);
		if (kept && l <= step && step <= r)
			return true;
	}
	return false;
}

static int64_t
window_at(const struct problem_event *e, int32_t n, int32_t step)
{
	int32_t i;

	for (i = 0; i < n; i++)
		if (e[i].step == step)
			return e[i].window;
	return 0;
}

static void
need_values(const struct needs *n)
{
	const struct problem *p = &n->demand->problem;
	const struct problem_value *v;
	int32_t i, step = n->parts->step;
	value_id id;

	for (i = 0; i < p->n_values; i++) {
		v = &p->values[i];
		id = n->analysis->lifetimes.list[i].value;
		if (is_bound(p, i, step))
			need(n, PART_VALUE, id, v->size);
		else
			need(n, PART_WINDOW, id,
			     window_at(v->events, v->n_events, step));
	}
}

static void
need_weights(const struct needs *n)
{
	const struct demand *d = n->demand;
	const struct weight *w;
	int32_t i;

	for (i = 0; i < d->n_weights; i++) {
		w = &d->weights[i];
		if (w->pin == PIN_SRAM)
			need(n, PART_WEIGHT, d->weight_ids[i],
			     align_up(w->size, n->alignment));
		else
			need(n, PART_WINDOW, d->weight_ids[i],
			     window_at(w->events, w->n_events, n->parts->step));
	}
}

bool
explain_need(struct parts *parts, const struct plan *p, const struct analysis *a,
	     const struct target *t, const struct plan_options *o, struct arena *arena)
{
	struct needs n = {parts, a, NULL, p->alignment};
	struct demand d;
	size_t room;

	*parts = (struct parts){.step = p->needed_step};
	if (!p->steps || demand_build(&d, a, t, o, arena, diags_new(arena)) != OK)
		return false;
	n.demand = &d;
	room = (size_t)d.problem.n_values + (size_t)d.n_weights + 1;
	parts->list = arena_new(arena, struct part, room);
	need_values(&n);
	need_weights(&n);
	need(&n, PART_WORKSPACE, NO_VALUE, d.workspace[p->needed_step]);
	parts_sort(parts);
	return parts->bytes == p->needed;
}
