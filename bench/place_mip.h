/*
 * The placement problem as an integer program in LP format, for a solver that
 * shares nothing with ours.  Written from the rules in planner/problem.h.
 */
#ifndef BENCH_PLACE_MIP_H
#define BENCH_PLACE_MIP_H

#include <inttypes.h>
#include <stdio.h>

#include "base/num.h"
#include "planner/place.h"
#include "planner/weight.h"

struct program {
	FILE *to;
	const struct problem *p;
	const struct weight *w;
	int32_t n;
	bool reserve;
	int64_t read, write;
};

static bool
copied(const struct problem_value *v)
{
	return (v->input && !v->starts) || v->output;
}

static bool
forced(const struct problem_value *v, int32_t k)
{
	return (v->starts && k == 0) || (v->ends && k == problem_gaps(v) - 1) ||
	       (v->pins && v->pins[k] == PIN_SRAM);
}

/* Cost = a constant - what resident gaps save + writes that become due. */
static int64_t
objective(const struct program *m)
{
	int64_t constant = 0;

	fprintf(m->to, "Minimize\n cost:");
	for (int32_t v = 0; v < m->p->n_values; v++) {
		const struct problem_value *x = &m->p->values[v];
		int32_t gaps = problem_gaps(x);

		if (x->input && !x->starts && x->n_events)
			constant += x->size * m->read;
		if (x->output && !(x->input && !x->starts))
			constant += x->size * m->write;
		for (int32_t k = 0; k < gaps; k++) {
			constant += x->size * m->read;
			fprintf(m->to, " - %" PRId64 " r%d_%d", x->size * m->read, v,
				k);
		}
		if (gaps && !copied(x))
			fprintf(m->to, " + %" PRId64 " d%d", x->size * m->write, v);
		fprintf(m->to, "\n");
	}
	for (int32_t i = 0; i < m->n; i++) {
		constant += m->w[i].traffic * m->read;
		fprintf(m->to, " - %" PRId64 " y%d\n", m->w[i].traffic * m->read, i);
	}
	fprintf(m->to, " + 0 nothing\nSubject To\n");
	return constant;
}

/* A value is written when a gap of it is not resident; full beside one that is. */
static void
logic(const struct program *m)
{
	for (int32_t v = 0; v < m->p->n_values; v++) {
		const struct problem_value *x = &m->p->values[v];
		int32_t gaps = problem_gaps(x);

		for (int32_t k = 0; k < gaps; k++) {
			if (!copied(x))
				fprintf(m->to, " d%d + r%d_%d >= 1\n", v, v, k);
			if (forced(x, k))
				fprintf(m->to, " r%d_%d = 1\n", v, k);
			else if (x->pins && x->pins[k] == PIN_DRAM)
				fprintf(m->to, " r%d_%d = 0\n", v, k);
		}
		for (int32_t e = 0; e < x->n_events; e++) {
			int32_t after = e + x->starts;

			if (after > 0)
				fprintf(m->to, " o%d_%d - r%d_%d >= 0\n", v, e, v,
					after - 1);
			if (after < gaps)
				fprintf(m->to, " o%d_%d - r%d_%d >= 0\n", v, e, v,
					after);
		}
	}
	for (int32_t i = 0; i < m->n; i++)
		if (m->w[i].pin != PIN_FREE)
			fprintf(m->to, " y%d = %d\n", i, m->w[i].pin == PIN_SRAM);
}

/* An edge is used between resident gaps, one per value and side. */
static void
edges(const struct program *m)
{
	for (int32_t k = 0; k < m->p->n_inplace; k++) {
		const struct problem_inplace *e = &m->p->inplace[k];
		int32_t last = problem_gaps(&m->p->values[e->from]) - 1;

		if (last < 0 || problem_gaps(&m->p->values[e->to]) == 0) {
			fprintf(m->to, " z%d = 0\n", k);
			continue;
		}
		fprintf(m->to, " z%d - r%d_%d <= 0\n z%d - r%d_0 <= 0\n", k, e->from,
			last, k, e->to);
		for (int32_t i = 0; i < k; i++) {
			const struct problem_inplace *o = &m->p->inplace[i];

			if (o->from == e->from || o->to == e->to)
				fprintf(m->to, " z%d + z%d <= 1\n", i, k);
		}
	}
}

static int64_t
term(FILE *to, int64_t factor, const char *name, int32_t a, int32_t b, int64_t scale)
{
	if (factor && to && b >= 0)
		fprintf(to, " %+" PRId64 " %s%d_%d", factor / scale, name, a, b);
	else if (factor && to)
		fprintf(to, " %+" PRId64 " %s%d", factor / scale, name, a);
	return factor;
}

static int64_t
weight_window(const struct weight *w, int32_t step)
{
	for (int32_t e = 0; e < w->n_events; e++)
		if (w->events[e].step == step)
			return w->events[e].window;
	return 0;
}

/*
 * All terms of one step; without a file only their greatest common divisor, by
 * which the row is divided and its room rounded down, so that no tolerance of
 * the solver can let a byte too many pass.
 */
static int64_t
step_terms(const struct program *m, FILE *to, int32_t t, int64_t scale, int64_t *always)
{
	int64_t d = 0;

	*always = m->p->fixed ? m->p->fixed[t] : 0;
	for (int32_t v = 0; v < m->p->n_values; v++) {
		const struct problem_value *x = &m->p->values[v];

		for (int32_t k = 0; k < problem_gaps(x); k++) {
			int32_t l, r;

			problem_gap(m->p, v, k, &l, &r);
			if (l < t && t < r)
				d = gcd_i64(d, term(to, x->size, "r", v, k, scale));
		}
		for (int32_t e = 0; e < x->n_events; e++)
			if (x->events[e].step == t) {
				int64_t window = x->events[e].window;

				*always += window;
				d = gcd_i64(d, term(to, x->size - window, "o", v, e,
						    scale));
			}
	}
	for (int32_t k = 0; k < m->p->n_inplace; k++) {
		const struct problem_inplace *e = &m->p->inplace[k];
		const struct problem_value *a = &m->p->values[e->from];
		const struct problem_value *b = &m->p->values[e->to];

		if (b->events[0].step == t)
			d = gcd_i64(d, -term(to, -min_i64(a->size, b->size), "z", k, -1,
					     scale));
	}
	for (int32_t i = 0; i < m->n; i++) {
		bool never = m->reserve && m->w[i].pin == PIN_SRAM;
		int64_t window = never ? 0 : weight_window(&m->w[i], t), size;

		*always += window;
		size = m->w[i].size - (m->reserve ? 0 : window);
		d = gcd_i64(d, term(to, size, "y", i, -1, scale));
	}
	return d;
}

static void
rooms(const struct program *m, int64_t sram)
{
	for (int32_t t = 0; t < m->p->steps; t++) {
		int64_t always, d = step_terms(m, NULL, t, 1, &always), room;

		room = sram - always;
		if (d == 0 && room >= 0)
			continue;
		d = d ? d : 1;
		fprintf(m->to, " 0 nothing");
		step_terms(m, m->to, t, d, &always);
		fprintf(m->to, " <= %" PRId64 "\n",
			room >= 0 ? room / d : -ceil_div(-room, d));
	}
}

static void
kinds(const struct program *m)
{
	fprintf(m->to, "Bounds\n 0 <= nothing <= 0\n");
	for (int32_t v = 0; v < m->p->n_values; v++)
		for (int32_t e = 0; e < m->p->values[v].n_events; e++)
			fprintf(m->to, " 0 <= o%d_%d <= 1\n", v, e);
	fprintf(m->to, "Binaries\n");
	for (int32_t v = 0; v < m->p->n_values; v++) {
		for (int32_t k = 0; k < problem_gaps(&m->p->values[v]); k++)
			fprintf(m->to, " r%d_%d\n", v, k);
		if (problem_gaps(&m->p->values[v]) && !copied(&m->p->values[v]))
			fprintf(m->to, " d%d\n", v);
	}
	for (int32_t k = 0; k < m->p->n_inplace; k++)
		fprintf(m->to, " z%d\n", k);
	for (int32_t i = 0; i < m->n; i++)
		fprintf(m->to, " y%d\n", i);
	fprintf(m->to, "End\n");
}

/*
 * Minimise cost under SRAM, with N weights (0 for none).  RESERVE: room for a
 * weight's windows is taken unless it is pinned to SRAM; otherwise only where it
 * is streamed.  Traffic that no choice can change is left out of the program: add
 * what is returned.
 */
static int64_t
mip_write(FILE *to, const struct problem *p, const struct weight *w, int32_t n,
	  bool reserve, int64_t sram)
{
	struct program m = {.to = to,
			    .p = p,
			    .w = w,
			    .n = n,
			    .reserve = reserve,
			    .read = p->read_price ? p->read_price : 1,
			    .write = p->write_price ? p->write_price : 1};
	int64_t constant = objective(&m);

	logic(&m);
	edges(&m);
	rooms(&m, sram);
	kinds(&m);
	return constant;
}

#endif
