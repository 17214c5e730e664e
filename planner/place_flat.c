#include "planner/place_flat.h"

#include "base/num.h"

/* Turn counts at [i + 1] into first indices. */
static void
accumulate(int32_t *first, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		first[i + 1] += first[i];
}

static void
add_value(struct flat *f, int32_t i)
{
	const struct problem_value *v = &f->problem->values[i];
	struct flat_value *to = &f->value[i];
	int32_t n = problem_gaps(v);
	bool copied = (v->input && !v->starts) || v->output;

	to->size = v->size;
	to->read = v->size * f->read_price;
	to->write = copied ? 0 : v->size * f->write_price;
	if (v->input && !v->starts && v->n_events > 0)
		f->moved.read += v->size;
	if (v->output && !(v->input && !v->starts))
		f->moved.write += v->size;
	f->first_gap[i + 1] = f->first_gap[i] + n;
	for (int32_t k = 0; k < n; k++) {
		int32_t g = f->first_gap[i] + k;

		f->gap[g].value = i;
		problem_gap(f->problem, i, k, &f->gap[g].l, &f->gap[g].r);
		f->pin[g] = v->pins ? v->pins[k] : PIN_FREE;
		if ((v->starts && k == 0) || (v->ends && k == n - 1))
			f->pin[g] = PIN_SRAM;
	}
}

static void
add_events(struct flat *f, struct arena *a)
{
	const struct problem *p = f->problem;
	struct arena_mark m;
	int32_t *at;

	for (int32_t i = 0; i < p->n_values; i++)
		for (int32_t k = 0; k < p->values[i].n_events; k++)
			f->first_event[p->values[i].events[k].step + 1]++;
	accumulate(f->first_event, f->steps);
	f->event = arena_new(a, struct flat_event, f->first_event[f->steps] + 1);
	m = arena_mark(a);
	at = arena_new(a, int32_t, f->steps + 1);
	for (int32_t i = 0; i < p->n_values; i++) {
		const struct problem_value *v = &p->values[i];
		int32_t gaps = problem_gaps(v);

		for (int32_t k = 0; k < v->n_events; k++) {
			int32_t t = v->events[k].step, e = k + v->starts;
			struct flat_event *x = &f->event[f->first_event[t] + at[t]++];

			x->value = i;
			x->left = e > 0 ? f->first_gap[i] + e - 1 : -1;
			x->right = e < gaps ? f->first_gap[i] + e : -1;
			x->window = v->events[k].window;
			f->floor[t] += x->window;
		}
	}
	arena_rewind(a, m);
}

/* The gaps an edge joins; false when one of the values has none there. */
static bool
joins(const struct flat *f, int32_t k, struct flat_edge *e)
{
	const struct problem_inplace *x = &f->problem->inplace[k];

	e->number = k;
	e->from = x->from;
	e->to = x->to;
	e->left = f->first_gap[x->from + 1] - 1;
	e->right = f->first_gap[x->to];
	e->saved = min_i64(f->value[x->from].size, f->value[x->to].size);
	return e->left >= f->first_gap[x->from] && e->right < f->first_gap[x->to + 1] &&
	       e->saved > 0;
}

static void
add_edges(struct flat *f, struct arena *a)
{
	const struct problem *p = f->problem;
	struct flat_edge e;
	struct arena_mark m;
	int32_t *at;

	for (int32_t k = 0; k < p->n_inplace; k++)
		if (joins(f, k, &e))
			f->first_edge[f->gap[e.left].r + 1]++;
	accumulate(f->first_edge, f->steps);
	f->n_edges = f->first_edge[f->steps];
	f->edge = arena_new(a, struct flat_edge, f->n_edges + 1);
	m = arena_mark(a);
	at = arena_new(a, int32_t, f->steps + 1);
	for (int32_t k = 0; k < p->n_inplace; k++) {
		if (!joins(f, k, &e))
			continue;
		int32_t t = f->gap[e.left].r;

		f->edge[f->first_edge[t] + at[t]++] = e;
	}
	arena_rewind(a, m);
}

struct flat *
flat_open(const struct problem *p, struct arena *a)
{
	struct flat *f = arena_new(a, struct flat, 1);

	f->problem = p;
	f->steps = p->steps;
	f->n_values = p->n_values;
	f->read_price = p->read_price ? p->read_price : 1;
	f->write_price = p->write_price ? p->write_price : 1;
	for (int32_t i = 0; i < p->n_values; i++)
		f->n_gaps += problem_gaps(&p->values[i]);
	f->value = arena_new(a, struct flat_value, p->n_values + 1);
	f->first_gap = arena_new(a, int32_t, p->n_values + 1);
	f->gap = arena_new(a, struct flat_gap, f->n_gaps + 1);
	f->pin = arena_new(a, uint8_t, f->n_gaps + 1);
	f->first_event = arena_new(a, int32_t, p->steps + 2);
	f->first_edge = arena_new(a, int32_t, p->steps + 2);
	f->floor = arena_new(a, int64_t, p->steps + 1);
	for (int32_t t = 0; p->fixed && t < p->steps; t++)
		f->floor[t] = p->fixed[t];
	for (int32_t i = 0; i < p->n_values; i++)
		add_value(f, i);
	add_events(f, a);
	add_edges(f, a);
	return f;
}
