#include "planner/place.h"

#include "base/num.h"
#include "planner/place_answer.h"
#include "planner/place_flat.h"
#include "planner/place_internal.h"
#include "planner/place_ladder.h"

#include <string.h>

enum { QUICK_WORK = 150000 };

static const struct place_limits defaults = {.work = PLACE_WORK, .labels = 32768};

/* Usage at every step when every gap that is not pinned to SRAM is evicted. */
static void
stream_all(struct placer *p, int64_t *usage)
{
	for (int32_t g = 0; g < p->flat->n_gaps; g++)
		p->fallback[g] = p->flat->pin[g] == PIN_SRAM;
	answer_usage(p->flat, p->fallback, usage, p->arena);
}

static int64_t
most_used(const struct placer *p, const uint8_t *resident)
{
	struct arena_mark m = arena_mark(p->arena);
	int64_t *usage = arena_new(p->arena, int64_t, p->flat->steps + 1), most = 0;

	answer_usage(p->flat, resident, usage, p->arena);
	for (int32_t s = 0; s < p->flat->steps; s++)
		most = max_i64(most, usage[s]);
	arena_rewind(p->arena, m);
	return most;
}

static int64_t
all_resident_need(struct placer *p)
{
	for (int32_t g = 0; g < p->flat->n_gaps; g++)
		p->resident[g] = p->flat->pin[g] != PIN_DRAM;
	return most_used(p, p->resident);
}

/*
 * Pairs in place may take less than the windows of both: what a step could be
 * spared at most, compared with streaming all.
 */
static int64_t
spared(const struct flat *f, int32_t step)
{
	int64_t sum = 0;

	for (int32_t k = f->first_edge[step]; k < f->first_edge[step + 1]; k++) {
		const struct flat_edge *e = &f->edge[k];
		bool pinned =
			f->pin[e->left] == PIN_SRAM || f->pin[e->right] == PIN_SRAM;
		int64_t pair = max_i64(f->value[e->from].size, f->value[e->to].size);

		pair = pinned ? 0 : pair;
		for (int32_t i = f->first_event[step]; i < f->first_event[step + 1];
		     i++)
			if (f->event[i].value == e->from || f->event[i].value == e->to)
				pair -= f->event[i].window;
		sum += pair < 0 ? -pair : 0;
	}
	return sum;
}

/*
 * A placement within so much SRAM, kept as the fallback, and its usage; -1 when
 * none is found.
 */
static int64_t
find_within(struct placer *p, int64_t sram)
{
	struct place_ladder l = {.flat = p->flat,
				 .sram = sram,
				 .resident = p->resident,
				 .most_work = p->limits.work,
				 .most_labels = p->limits.labels};

	if (!place_find(&l, p->arena))
		return -1;
	memcpy(p->fallback, p->resident, (size_t)p->flat->n_gaps);
	return most_used(p, p->fallback);
}

/* The least SRAM that works: streaming everything, but for pairs that need less. */
static void
find_needed(struct placer *p)
{
	struct arena_mark m = arena_mark(p->arena);
	int64_t *usage = arena_new(p->arena, int64_t, p->flat->steps + 1);
	int64_t lo = 0, hi = 0, used;

	stream_all(p, usage);
	for (int32_t s = 0; s < p->flat->steps; s++) {
		lo = max_i64(lo, usage[s] - spared(p->flat, s));
		if (usage[s] > hi) {
			hi = usage[s];
			p->needed_step = s;
		}
	}
	arena_rewind(p->arena, m);
	while (lo < hi) {
		int64_t mid = lo + (hi - lo) / 2;

		used = find_within(p, mid);
		if (used >= 0)
			hi = used;
		else
			lo = mid + 1;
	}
	p->needed = hi;
}

struct placer *
placer_open(const struct problem *problem, const struct place_limits *l,
	    struct arena *a)
{
	struct placer *p = arena_new(a, struct placer, 1);

	p->arena = a;
	p->flat = flat_open(problem, a);
	p->resident = arena_new(a, uint8_t, p->flat->n_gaps + 1);
	p->fallback = arena_new(a, uint8_t, p->flat->n_gaps + 1);
	p->limits = l ? *l : defaults;
	if (!p->limits.work)
		p->limits.work = defaults.work;
	if (!p->limits.labels)
		p->limits.labels = defaults.labels;
	find_needed(p);
	p->no_spill = all_resident_need(p);
	return p;
}

int64_t
place_needed(const struct placer *p, int32_t *step)
{
	if (step)
		*step = p->needed_step;
	return p->needed;
}

int64_t
place_no_spill(const struct placer *p)
{
	return p->no_spill;
}

static const struct placement *
no_answer(const struct placer *p, const struct place_ladder *l)
{
	struct placement *x = arena_new(p->arena, struct placement, 1);

	x->sram = l->sram;
	x->needed = p->needed;
	x->needed_step = p->needed_step;
	x->work = l->work;
	return x;
}

static const struct placement *
place_within(struct placer *p, int64_t sram, int64_t work)
{
	struct place_ladder l = {.flat = p->flat,
				 .sram = sram,
				 .resident = p->resident,
				 .fallback = sram >= p->needed ? p->fallback : NULL,
				 .most_work = work,
				 .most_labels = p->limits.labels};
	struct placement *x;

	place_climb(&l, p->arena);
	if (l.best == INT64_MAX)
		return no_answer(p, &l);
	x = answer_make(p->flat, sram, p->resident, p->arena);
	x->optimal = l.closed;
	x->lower_bound = x->cost - (l.best - l.lower);
	x->work = l.work;
	return x;
}

const struct placement *
place_at(struct placer *p, int64_t sram)
{
	return place_within(p, sram, p->limits.work);
}

const struct placement *
place_quick(struct placer *p, int64_t sram)
{
	return place_within(p, sram, min_i64(p->limits.work, QUICK_WORK));
}
