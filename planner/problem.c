#include "planner/problem.h"

#include "base/num.h"

#include <inttypes.h>

int32_t
problem_gaps(const struct problem_value *v)
{
	int32_t n = v->n_events + v->starts + v->ends;

	return n > 0 ? n - 1 : 0;
}

void
problem_gap(const struct problem *p, int32_t value, int32_t gap, int32_t *l, int32_t *r)
{
	const struct problem_value *v = &p->values[value];
	int32_t at = gap - v->starts;

	*l = at < 0 ? -1 : v->events[at].step;
	*r = at + 1 < v->n_events ? v->events[at + 1].step : p->steps;
}

/* A value in a message: by name, or by number. */
static const char *
called(const struct problem *p, int32_t i, struct diags *d)
{
	if (p->values[i].name)
		return arena_printf(d->arena, "\"%s\"", p->values[i].name);
	return arena_printf(d->arena, "number %" PRId32, i);
}

static enum status
check_events(const struct problem *p, int32_t i, struct diags *d)
{
	const struct problem_value *v = &p->values[i];
	int32_t last = -1;

	for (int32_t k = 0; k < v->n_events; k++) {
		const struct problem_event *e = &v->events[k];

		if (e->step < 0 || e->step >= p->steps)
			return diag_error(d, ERR_INPUT, "problem-step",
					  "value %s has an event at step %" PRId32
					  ", outside the schedule of %" PRId32 " steps",
					  called(p, i, d), e->step, p->steps);
		if (e->step <= last)
			return diag_error(d, ERR_INPUT, "problem-order",
					  "events of value %s are not at ascending "
					  "steps: %" PRId32 " after %" PRId32,
					  called(p, i, d), e->step, last);
		if (e->window < 0 || e->window > v->size)
			return diag_error(d, ERR_INPUT, "problem-window",
					  "value %s has a window of %" PRId64
					  " bytes at step %" PRId32
					  ", wanted 0 to its size, %" PRId64,
					  called(p, i, d), e->window, e->step, v->size);
		last = e->step;
	}
	return OK;
}

static enum status
check_value(const struct problem *p, int32_t i, struct diags *d)
{
	const struct problem_value *v = &p->values[i];
	int32_t gaps = problem_gaps(v);

	if (v->size < 0)
		return diag_error(d, ERR_INPUT, "problem-size",
				  "value %s has %" PRId64 " bytes, wanted 0 or more",
				  called(p, i, d), v->size);
	if (v->n_events < 0 || (v->n_events == 0 && !v->input && !v->starts))
		return diag_error(d, ERR_INPUT, "problem-events",
				  "value %s is produced, but by no step",
				  called(p, i, d));
	if (v->starts && !v->input)
		return diag_error(d, ERR_INPUT, "problem-starts",
				  "value %s is in SRAM at the start, but is no input",
				  called(p, i, d));
	for (int32_t g = 0; v->pins && g < gaps; g++)
		if (v->pins[g] == PIN_DRAM &&
		    ((v->starts && g == 0) || (v->ends && g == gaps - 1)))
			return diag_error(d, ERR_INPUT, "problem-pin",
					  "value %s is pinned to DRAM where it must be "
					  "in SRAM",
					  called(p, i, d));
	return check_events(p, i, d);
}

static enum status
check_edge(const struct problem *p, int32_t k, struct diags *d)
{
	const struct problem_inplace *e = &p->inplace[k];
	const struct problem_value *a, *b;

	if (e->from < 0 || e->from >= p->n_values || e->to < 0 || e->to >= p->n_values)
		return diag_error(d, ERR_INPUT, "problem-inplace",
				  "in-place edge %" PRId32
				  " names a value that does not exist",
				  k);
	a = &p->values[e->from];
	b = &p->values[e->to];
	if (b->input || a->ends || !a->n_events || !b->n_events ||
	    a->events[a->n_events - 1].step != b->events[0].step)
		return diag_error(d, ERR_INPUT, "problem-inplace",
				  "value %s cannot overwrite %s: it is not born at the "
				  "step where the other is used last",
				  called(p, e->to, d), called(p, e->from, d));
	return OK;
}

/* Every sum the solver forms stays below 2^62 when this one does. */
static enum status
check_sums(const struct problem *p, struct diags *d)
{
	int64_t sum = 0, room = 0;
	int64_t read = p->read_price ? p->read_price : 1;
	int64_t write = p->write_price ? p->write_price : 1;

	for (int32_t i = 0; i < p->n_values; i++) {
		const struct problem_value *v = &p->values[i];
		int64_t moves = add_sat(mul_sat(read, (int64_t)v->n_events + 1), write);

		sum = add_sat(sum, mul_sat(v->size, moves));
		room = add_sat(room, v->size);
	}
	for (int32_t t = 0; p->fixed && t < p->steps; t++)
		if (p->fixed[t] < 0 || p->fixed[t] > INT64_MAX / 4)
			return diag_error(d, ERR_INPUT, "problem-fixed",
					  "step %" PRId32 " always takes %" PRId64
					  " bytes, which cannot be",
					  t, p->fixed[t]);
	if (read < 0 || write < 0 || sum > INT64_MAX / 4 || room > INT64_MAX / 4)
		return diag_error(d, ERR_INPUT, "problem-sum",
				  "the sizes of all values add up to more than can be "
				  "counted");
	return OK;
}

enum status
problem_check(const struct problem *p, struct diags *d)
{
	if (p->steps < 0 || p->n_values < 0 || p->n_inplace < 0)
		return diag_error(d, ERR_INPUT, "problem-count",
				  "a count of the problem is negative");
	for (int32_t i = 0; i < p->n_values; i++)
		TRY(check_value(p, i, d));
	for (int32_t k = 0; k < p->n_inplace; k++)
		TRY(check_edge(p, k, d));
	return check_sums(p, d);
}
