#include "planner/reason.h"

#include <inttypes.h>

#include "base/num.h"

static void
add_span(int64_t *usage, int32_t from, int32_t to, int64_t bytes)
{
	usage[from] += bytes;
	usage[to] -= bytes;
}

/* SRAM bytes in use per step; a pair in place counts its larger one. */
static int64_t *
usage_of(const struct plan *p, const struct analysis *analysis, struct arena *a)
{
	int64_t *usage = arena_new(a, int64_t, (size_t)p->steps + 2);
	const struct plan_value *v, *from, *to;
	int32_t i, k;

	for (i = 0; i < p->n_values; i++) {
		v = &p->values[i];
		for (k = 0; k < v->n_residency; k++)
			if (v->residency[k].sram)
				add_span(usage, v->residency[k].from,
					 v->residency[k].to, v->bytes);
		for (k = 0; k < v->n_windows; k++)
			add_span(usage, v->windows[k].step, v->windows[k].step + 1,
				 v->windows[k].bytes);
	}
	for (i = 0; i < p->n_workspace; i++)
		add_span(usage, p->workspace[i].step, p->workspace[i].step + 1,
			 p->workspace[i].bytes);
	for (i = 0; i < p->n_inplace; i++) {
		from = plan_find(p, analysis, p->inplace[i].from);
		to = plan_find(p, analysis, p->inplace[i].to);
		add_span(usage, p->inplace[i].step, p->inplace[i].step + 1,
			 -min_i64(from->bytes, to->bytes));
	}
	for (i = 0; i < p->steps; i++)
		usage[i + 1] += usage[i];
	return usage;
}

static int32_t
fullest(const int64_t *usage, int32_t from, int32_t to)
{
	int32_t i, best = from;

	for (i = from; i < to; i++)
		if (usage[i] > usage[best])
			best = i;
	return best;
}

static bool
has_sram(const struct plan_value *v)
{
	int32_t i;

	for (i = 0; i < v->n_residency; i++)
		if (v->residency[i].sram)
			return true;
	return false;
}

/* The first stretch between two events that is spent in DRAM. */
static bool
first_evicted(const struct choice *c, int32_t number, int32_t *l, int32_t *r)
{
	const struct problem *p = &c->demand->problem;
	int32_t gap, n = problem_gaps(&p->values[number]);

	for (gap = 0; gap < n; gap++)
		if (!placement_has(c->placement, number, gap)) {
			problem_gap(p, number, gap, l, r);
			return true;
		}
	return false;
}

/* Where least room is left for it, of the steps that lack it. */
static int32_t
tightest(const struct plan *plan, const struct plan_value *v, int32_t from, int32_t to)
{
	int32_t i, best = -1;

	for (i = from; i < to; i++)
		if (!plan_in_sram(v, i) &&
		    (best < 0 || plan->usage[i] > plan->usage[best]))
			best = i;
	return best < 0 ? from : best;
}

static const char *
why_evicted(const struct plan *plan, const struct plan_value *v, int32_t l, int32_t r,
	    const char *verb, struct arena *a)
{
	char used[GROUPED_MAX], size[GROUPED_MAX], room[GROUPED_MAX];
	int32_t step =
		tightest(plan, v, l < 0 ? 0 : l, r < plan->steps ? r + 1 : plan->steps);

	if (plan->capacity < 0)
		return arena_printf(a, "%s: kept in DRAM from step %d to %d", verb, l,
				    r);
	if (plan->usage[step] + v->bytes <= plan->capacity)
		return arena_printf(
			a,
			"%s from step %d to %d: %s of %s bytes are free at "
			"step %d, but not in one piece",
			verb, l, r,
			format_grouped(plan->capacity - plan->usage[step], used),
			format_grouped(plan->capacity, room), step);
	return arena_printf(
		a, "%s from step %d to %d: step %d holds %s of %s bytes, this adds %s",
		verb, l, r, step, format_grouped(plan->usage[step], used),
		format_grouped(plan->capacity, room), format_grouped(v->bytes, size));
}

enum { STEPS_NAMED = 4 };

/* Where it is copied within SRAM, after what there is to say besides. */
static const char *
with_moves(const struct plan *plan, value_id v, const char *reason, struct arena *a)
{
	int32_t i, n = 0;

	for (i = 0; i < plan->n_moves; i++) {
		if (plan->moves[i].value != v)
			continue;
		if (n < STEPS_NAMED)
			reason = arena_printf(a, "%s%s%d", reason,
					      n ? ", "
						: "; copied within SRAM before step ",
					      plan->moves[i].step);
		n++;
	}
	return n <= STEPS_NAMED
		       ? reason
		       : arena_printf(a, "%s and %d others", reason, n - STEPS_NAMED);
}

/* By the user: a joined Concat is only until its parts are written. */
static bool
pinned(const struct problem_value *v)
{
	int32_t n = problem_gaps(v), i;

	for (i = 0; v->pins && i < n; i++)
		if (v->pins[i] == PIN_FREE)
			return false;
	return v->pins != NULL;
}

static const char *
value_reason(const struct plan *plan, const struct choice *c, int32_t number,
	     struct arena *a)
{
	const struct problem_value *v = &c->demand->problem.values[number];
	const struct plan_value *out = &plan->values[number];
	int32_t l = 0, r = 0;

	if (pinned(v))
		return has_sram(out) ? "pinned in SRAM" : "pinned in DRAM";
	if (first_evicted(c, number, &l, &r))
		return why_evicted(plan, out, l, r,
				   has_sram(out) ? "spilled" : "in DRAM", a);
	if (v->input && !v->starts)
		return v->n_events == 1 ? "graph input with one use: streamed from DRAM"
					: "graph input: read once, then kept in SRAM";
	if (v->output)
		return v->n_events == 1
			       ? "graph output: written to DRAM as it is made"
			       : "graph output: written to DRAM, and kept in SRAM for "
				 "its uses";
	return "in SRAM for its whole life";
}

static const char *
weight_reason(const struct plan *plan, const struct choice *c, int32_t number,
	      struct arena *a)
{
	const struct weight *w = &c->demand->weights[number];
	char room[GROUPED_MAX];

	if (w->pin != PIN_FREE)
		return w->pin == PIN_SRAM ? "pinned in SRAM" : "pinned in DRAM";
	if (c->weights[number])
		return "resident: read once, before the first run";
	return arena_printf(
		a, "streamed once per batch: the peak leaves %s bytes for weights",
		format_grouped(
			max_i64(plan->capacity - plan->peak + plan->resident_weights,
				0),
			room));
}

void
reasons_make(struct plan *plan, const struct choice *c, const struct analysis *analysis,
	     struct arena *a)
{
	struct plan_value *values = (struct plan_value *)plan->values;
	int32_t i, n = c->demand->problem.n_values;

	plan->usage = usage_of(plan, analysis, a);
	plan->peak_step = fullest(plan->usage, 0, plan->steps);
	plan->peak = plan->steps ? plan->usage[plan->peak_step] : 0;
	for (i = 0; i < n; i++)
		values[i].reason = with_moves(plan, values[i].value,
					      value_reason(plan, c, i, a), a);
	for (i = 0; i < c->demand->n_weights; i++)
		values[n + i].reason = weight_reason(plan, c, i, a);
}
