/*
 * Small random placement problems with everything in them, for comparisons
 * with brute force and with an integer program.
 */
#ifndef PLANNER_TESTS_PLACE_RANDOM_H
#define PLANNER_TESTS_PLACE_RANDOM_H

#include <string.h>

#include "planner/place.h"
#include "planner/weight.h"

struct random_shape {
	uint64_t seed;
	int32_t steps, values, most_uses, most_size;
	bool windows, edges, pins, ends, fixed, prices;
};

static inline uint32_t
random_next(uint64_t *s, uint32_t below)
{
	*s = *s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)((*s >> 33) % below);
}

static inline bool
random_bit(uint64_t *s, uint32_t one_in)
{
	return random_next(s, one_in) == 0;
}

static inline void
random_value(const struct random_shape *h, uint64_t *s, struct problem_value *v,
	     struct arena *a)
{
	struct problem_event *e = arena_new(a, struct problem_event, h->most_uses + 2);
	int32_t t = (int32_t)random_next(s, (uint32_t)h->steps);
	uint8_t *pins;

	v->size = 1 + random_next(s, (uint32_t)h->most_size);
	if (random_bit(s, 8))
		v->size = random_next(s, 3);
	v->input = random_bit(s, 5);
	for (int32_t k = (int32_t)random_next(s, (uint32_t)h->most_uses + 1) + 1;
	     k > 0 && t < h->steps; k--) {
		e[v->n_events].step = t;
		if (h->windows && !random_bit(s, 4))
			e[v->n_events].window = random_next(s, (uint32_t)v->size + 1);
		v->n_events++;
		t += 1 + (int32_t)random_next(s, 3);
	}
	v->events = e;
	v->output = random_bit(s, 5) || (v->n_events == 1 && !v->input);
	v->starts = h->ends && v->input && random_bit(s, 2);
	v->ends = h->ends && random_bit(s, 6);
	if (!h->pins || !random_bit(s, 6))
		return;
	pins = arena_new(a, uint8_t, problem_gaps(v) + 1);
	for (int32_t k = v->starts; k < problem_gaps(v) - v->ends; k++)
		pins[k] = (uint8_t)random_next(s, 3);
	v->pins = pins;
}

/* All pairs where one dies as the other is born, but for one in three. */
static inline void
random_edges(struct problem *p, uint64_t *s, struct arena *a)
{
	struct problem_inplace *e = arena_new(a, struct problem_inplace, 64);

	for (int32_t i = 0; i < p->n_values; i++)
		for (int32_t k = 0; k < p->n_values && p->n_inplace < 64; k++) {
			const struct problem_value *x = &p->values[i],
						   *y = &p->values[k];

			if (i == k || x->ends || y->input ||
			    x->events[x->n_events - 1].step != y->events[0].step ||
			    random_bit(s, 3))
				continue;
			e[p->n_inplace++] = (struct problem_inplace){i, k};
		}
	p->inplace = e;
}

static inline void
random_problem(const struct random_shape *h, struct problem *p, struct arena *a)
{
	uint64_t s = h->seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
	struct problem_value *v = arena_new(a, struct problem_value, h->values);
	int64_t *fixed = arena_new(a, int64_t, h->steps);

	memset(p, 0, sizeof(*p));
	for (int32_t i = 0; i < h->values; i++)
		random_value(h, &s, &v[i], a);
	p->steps = h->steps;
	p->values = v;
	p->n_values = h->values;
	if (h->edges)
		random_edges(p, &s, a);
	for (int32_t t = 0; h->fixed && t < h->steps; t++)
		fixed[t] = random_next(&s, 4);
	p->fixed = h->fixed ? fixed : NULL;
	if (h->prices) {
		p->read_price = 1 + random_next(&s, 5);
		p->write_price = 1 + random_next(&s, 5);
	}
}

static inline struct weight *
random_weights(uint64_t seed, int32_t n, int32_t steps, bool windows, bool pins,
	       struct arena *a)
{
	uint64_t s = seed * UINT64_C(0xD1B54A32D192ED03) + 7;
	struct weight *w = arena_new(a, struct weight, n + 1);

	for (int32_t i = 0; i < n; i++) {
		struct problem_event *e = arena_new(a, struct problem_event, 1);

		w[i].size = 1 + random_next(&s, 12);
		w[i].traffic =
			w[i].size * (1 + (random_bit(&s, 4) ? random_next(&s, 3) : 0));
		e->step = (int32_t)random_next(&s, (uint32_t)steps);
		e->window = windows ? random_next(&s, (uint32_t)w[i].size + 1) : 0;
		w[i].events = e;
		w[i].n_events = windows;
		w[i].pin = pins && random_bit(&s, 4) ? (uint8_t)random_next(&s, 3)
						     : PIN_FREE;
	}
	return w;
}

#endif
