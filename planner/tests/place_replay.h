/*
 * Replay of a placement, straight from the rules in planner/problem.h and by
 * no code of the solver: usage of each step with the best in-place matching
 * found by trying all, and traffic event by event.
 */
#ifndef PLANNER_TESTS_PLACE_REPLAY_H
#define PLANNER_TESTS_PLACE_REPLAY_H

#include <stdlib.h>
#include <string.h>

#include "planner/place.h"

struct replay {
	int64_t read, write, usage, cost;
};

static inline bool
replay_gap(const struct placement *x, int32_t v, int32_t k, int32_t gaps)
{
	return k >= 0 && k < gaps && placement_has(x, v, k);
}

/* Does the value take its full size at step t? Its window otherwise, or 0. */
static inline int64_t
replay_takes(const struct problem *p, const struct placement *x, int32_t v, int32_t t,
	     bool *full)
{
	const struct problem_value *a = &p->values[v];
	int32_t gaps = problem_gaps(a);

	*full = false;
	for (int32_t k = 0; k < gaps; k++) {
		int32_t l, r;

		problem_gap(p, v, k, &l, &r);
		if (placement_has(x, v, k) && l <= t && t <= r)
			*full = true;
	}
	if (*full)
		return a->size;
	for (int32_t e = 0; e < a->n_events; e++)
		if (a->events[e].step == t)
			return a->events[e].window;
	return 0;
}

/* Most that edges from K on can save, each value in at most one. */
static inline int64_t
replay_saved(const struct problem *p, const uint8_t *may, int32_t k, uint8_t *busy)
{
	int64_t best, with;

	while (k < p->n_inplace && !may[k])
		k++;
	if (k == p->n_inplace)
		return 0;
	best = replay_saved(p, may, k + 1, busy);
	const struct problem_inplace *e = &p->inplace[k];

	if (busy[e->from] & 1 || busy[e->to] & 2)
		return best;
	busy[e->from] |= 1;
	busy[e->to] |= 2;
	with = replay_saved(p, may, k + 1, busy);
	busy[e->from] &= ~1;
	busy[e->to] &= ~2;
	int64_t a = p->values[e->from].size, b = p->values[e->to].size;

	with += a < b ? a : b;
	return with > best ? with : best;
}

static inline struct replay
replay_run(const struct problem *p, const struct placement *x)
{
	struct replay r = {0, 0, 0, 0};
	uint8_t *may = calloc(p->n_inplace + 1, 1), *busy = calloc(p->n_values + 1, 1);
	bool full;

	for (int32_t t = 0; t < p->steps; t++) {
		int64_t sum = p->fixed ? p->fixed[t] : 0;

		for (int32_t v = 0; v < p->n_values; v++)
			sum += replay_takes(p, x, v, t, &full);
		for (int32_t k = 0; k < p->n_inplace; k++) {
			const struct problem_inplace *e = &p->inplace[k];
			const struct problem_value *a = &p->values[e->from];

			may[k] = a->events[a->n_events - 1].step == t &&
				 replay_gap(x, e->from, problem_gaps(a) - 1,
					    problem_gaps(a)) &&
				 replay_gap(x, e->to, 0,
					    problem_gaps(&p->values[e->to]));
		}
		sum -= replay_saved(p, may, 0, busy);
		r.usage = sum > r.usage ? sum : r.usage;
	}
	for (int32_t v = 0; v < p->n_values; v++) {
		const struct problem_value *a = &p->values[v];
		int32_t gaps = problem_gaps(a);
		bool dram = a->input && !a->starts, written = false;

		if (dram && a->n_events)
			r.read += a->size;
		for (int32_t k = 0; k < gaps; k++)
			if (!placement_has(x, v, k)) {
				r.read += a->size;
				written = true;
			}
		if (!dram && (written || a->output))
			r.write += a->size;
	}
	r.cost = r.read * (p->read_price ? p->read_price : 1) +
		 r.write * (p->write_price ? p->write_price : 1);
	free(may);
	free(busy);
	return r;
}

#endif
