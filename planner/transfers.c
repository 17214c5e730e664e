#include "planner/transfers.h"

#include <stdlib.h>

const char *const transfer_names[TRANSFER_KINDS] = {
	[TRANSFER_INPUT] = "input",   [TRANSFER_OUTPUT] = "output",
	[TRANSFER_SPILL] = "spill",   [TRANSFER_FETCH] = "fetch",
	[TRANSFER_STREAM] = "stream", [TRANSFER_WEIGHTS] = "weights",
};

struct writer {
	struct plan *plan;
	const struct choice *choice;
	const struct analysis *analysis;
	struct arena *arena;
	struct transfer *transfers;
	int32_t n, room;
};

/* One value as it goes through the schedule. */
struct path {
	const struct problem_value *v;
	const struct lifetime *life;
	int32_t number, n_gaps;
	int32_t implied; /* 1 when an event before step 0 is implied */
};

static void
move(struct writer *w, int32_t step, value_id value, enum transfer_kind kind,
     bool write, int64_t bytes)
{
	if (w->n == w->room) {
		w->room = w->room ? w->room * 2 : 64;
		w->transfers = arena_grow(w->arena, w->transfers, (size_t)w->n,
					  (size_t)w->room, sizeof(*w->transfers));
	}
	w->transfers[w->n++] = (struct transfer){step, value, kind, write, bytes};
	w->plan->traffic[kind] += bytes;
	w->plan->dram_bytes += bytes;
}

static bool
resident(const struct writer *w, const struct path *p, int32_t gap)
{
	return gap >= 0 && gap < p->n_gaps &&
	       placement_has(w->choice->placement, p->number, gap);
}

static bool
before(const struct writer *w, const struct path *p, int32_t event)
{
	return resident(w, p, event + p->implied - 1);
}

static bool
after(const struct writer *w, const struct path *p, int32_t event)
{
	return resident(w, p, event + p->implied);
}

static void
read_event(struct writer *w, const struct path *p, int32_t event)
{
	enum transfer_kind kind = TRANSFER_STREAM;

	if (before(w, p, event))
		return;
	if (p->v->input && event == 0)
		kind = TRANSFER_INPUT;
	else if (after(w, p, event))
		kind = TRANSFER_FETCH;
	move(w, p->v->events[event].step, p->life->value, kind, false, p->v->size);
}

/* A produced value is written once: as an output, or where it first leaves. */
static void
write_once(struct writer *w, const struct path *p)
{
	int32_t event, gaps = p->n_gaps;

	if (p->v->input)
		return;
	if (p->v->output) {
		move(w, p->life->written, p->life->value, TRANSFER_OUTPUT, true,
		     p->v->size);
		return;
	}
	for (event = 0; event < gaps; event++)
		if (!after(w, p, event)) {
			move(w, p->v->events[event].step, p->life->value,
			     event ? TRANSFER_SPILL : TRANSFER_STREAM, true,
			     p->v->size);
			return;
		}
}

static void
sram_residency(struct writer *w, const struct path *p, struct residency *list,
	       int32_t *n)
{
	const struct problem *problem = &w->choice->demand->problem;
	int32_t gap, l, r;

	for (gap = 0; gap < p->n_gaps; gap++) {
		if (!resident(w, p, gap))
			continue;
		problem_gap(problem, p->number, gap, &l, &r);
		if (gap && resident(w, p, gap - 1)) {
			list[*n - 1].to = r < problem->steps ? r + 1 : r;
			continue;
		}
		list[(*n)++] = (struct residency){true, NO_OFFSET, l < 0 ? 0 : l,
						  r < problem->steps ? r + 1 : r};
	}
}

/* Where it lies in DRAM: from its write to its last read, or the caller's place. */
static void
dram_residency(const struct writer *w, const struct path *p, int32_t first_transfer,
	       struct residency *list, int32_t *n)
{
	struct residency r = {false, NO_OFFSET, p->life->from, p->life->to};
	int32_t i, last = -1;

	if (p->v->starts || p->v->ends || (!p->v->input && first_transfer == w->n))
		return;
	for (i = first_transfer; i < w->n; i++) {
		if (w->transfers[i].write)
			r.from = w->transfers[i].step;
		else if (w->transfers[i].step > last)
			last = w->transfers[i].step;
	}
	if (p->v->input)
		r.from = 0;
	r.to = p->v->output || last < 0 ? w->plan->steps : last + 1;
	list[(*n)++] = r;
}

static void
find_windows(const struct writer *w, const struct path *p, struct plan_value *out)
{
	struct window *list =
		arena_new(w->arena, struct window, (size_t)p->v->n_events + 1);
	const struct problem_event *e;
	int32_t i;

	for (i = 0; i < p->v->n_events; i++) {
		e = &p->v->events[i];
		if (e->window > 0 && !before(w, p, i) && !after(w, p, i))
			list[out->n_windows++] =
				(struct window){e->step, e->window, NO_OFFSET};
	}
	out->windows = list;
}

static void
make_value(struct writer *w, int32_t number, struct plan_value *out)
{
	const struct problem *problem = &w->choice->demand->problem;
	struct path p = {&problem->values[number], &w->analysis->lifetimes.list[number],
			 number, problem_gaps(&problem->values[number]), 0};
	struct residency *list =
		arena_new(w->arena, struct residency, (size_t)p.n_gaps + 2);
	int32_t i, first = w->n, n = 0;

	p.implied = p.v->starts;
	write_once(w, &p);
	for (i = p.v->input ? 0 : 1; i < p.v->n_events; i++)
		read_event(w, &p, i);
	*out = (struct plan_value){.value = p.life->value,
				   .bytes = p.v->size,
				   .from = p.life->from,
				   .to = p.life->to};
	for (i = 0; i < p.n_gaps; i++)
		out->evicted |= !resident(w, &p, i);
	sram_residency(w, &p, list, &n);
	dram_residency(w, &p, first, list, &n);
	out->residency = list;
	out->n_residency = n;
	find_windows(w, &p, out);
}

static void
make_weight(struct writer *w, int32_t number, struct plan_value *out)
{
	const struct weight *weight = &w->choice->demand->weights[number];
	value_id id = w->choice->demand->weight_ids[number];
	struct residency *r = arena_new(w->arena, struct residency, 1);
	struct window *list =
		arena_new(w->arena, struct window, (size_t)weight->n_events + 1);
	bool sram = w->choice->weights[number];
	int32_t i;

	*out = (struct plan_value){.value = id,
				   .weight = true,
				   .bytes = weight->size,
				   .from = 0,
				   .to = w->plan->steps,
				   .residency = r,
				   .n_residency = 1,
				   .windows = list};
	*r = (struct residency){sram, NO_OFFSET, 0, w->plan->steps};
	if (sram) {
		w->plan->resident_weights += weight->size;
		return;
	}
	for (i = 0; i < weight->n_events; i++) {
		move(w, weight->events[i].step, id, TRANSFER_WEIGHTS, false,
		     weight->size);
		if (weight->events[i].window > 0)
			list[out->n_windows++] =
				(struct window){weight->events[i].step,
						weight->events[i].window, NO_OFFSET};
	}
}

static int
earlier(const void *pa, const void *pb)
{
	const struct transfer *a = pa, *b = pb;

	if (a->step != b->step)
		return a->step < b->step ? -1 : 1;
	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return a->write - b->write;
}

static void
make_workspace(struct plan *plan, const struct demand *d, struct arena *a)
{
	struct window *list = arena_new(a, struct window, (size_t)d->problem.steps + 1);
	int32_t i;

	for (i = 0; i < d->problem.steps; i++)
		if (d->workspace[i] > 0)
			list[plan->n_workspace++] =
				(struct window){i, d->workspace[i], NO_OFFSET};
	plan->workspace = list;
}

static void
make_inplace(struct plan *plan, const struct choice *c, const struct analysis *analysis,
	     struct arena *a)
{
	const struct problem *p = &c->demand->problem;
	struct inplace *list =
		arena_new(a, struct inplace, (size_t)c->placement->n_inplace + 1);
	const struct problem_inplace *e;
	int32_t i;

	for (i = 0; i < c->placement->n_inplace; i++) {
		e = &p->inplace[c->placement->inplace[i]];
		list[i] = (struct inplace){analysis->lifetimes.list[e->from].value,
					   analysis->lifetimes.list[e->to].value,
					   p->values[e->to].events[0].step};
	}
	plan->inplace = list;
	plan->n_inplace = c->placement->n_inplace;
}

void
transfers_make(struct plan *plan, const struct choice *choice,
	       const struct analysis *analysis, struct arena *a)
{
	const struct demand *d = choice->demand;
	struct writer w = {plan, choice, analysis, a, NULL, 0, 0};
	struct plan_value *values =
		arena_new(a, struct plan_value,
			  (size_t)d->problem.n_values + (size_t)d->n_weights + 1);
	int32_t i;

	plan->steps = d->problem.steps;
	plan->dram_bytes = plan->resident_weights = 0;
	for (i = 0; i < TRANSFER_KINDS; i++)
		plan->traffic[i] = 0;
	for (i = 0; i < d->problem.n_values; i++)
		make_value(&w, i, &values[i]);
	for (i = 0; i < d->n_weights; i++)
		make_weight(&w, i, &values[d->problem.n_values + i]);
	plan->n_workspace = 0;
	make_workspace(plan, d, a);
	make_inplace(plan, choice, analysis, a);
	if (w.n)
		qsort(w.transfers, (size_t)w.n, sizeof(*w.transfers), earlier);
	plan->values = values;
	plan->n_values = d->problem.n_values + d->n_weights;
	plan->transfers = w.transfers;
	plan->n_transfers = w.n;
}
