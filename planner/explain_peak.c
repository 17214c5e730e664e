#include "planner/explain.h"

#include <stdlib.h>

#include "planner/explain_remedies.h"

const char *const remedy_names[REMEDY_KINDS] = {
	[REMEDY_LEVEL] = "level", [REMEDY_TYPE] = "type",   [REMEDY_BATCH] = "batch",
	[REMEDY_ORDER] = "order", [REMEDY_SPILL] = "spill", [REMEDY_BYTE] = "byte",
};

void
remedy_add(struct remedies *r, struct remedy remedy)
{
	if (r->n == r->room) {
		r->room = r->room ? r->room * 2 : 16;
		r->list = arena_grow(r->arena, r->list, (size_t)r->n, (size_t)r->room,
				     sizeof(*r->list));
	}
	remedy.saves = r->plan->no_spill - remedy.bytes;
	r->list[r->n++] = remedy;
}

/* What helps before what does not; a value that overwrites another comes later. */
static int
best_first(const void *pa, const void *pb)
{
	const struct remedy *a = pa, *b = pb;

	if ((a->saves > 0) != (b->saves > 0))
		return a->saves > 0 ? -1 : 1;
	if (a->saves != b->saves && a->saves > 0)
		return a->saves > b->saves ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->traffic != b->traffic)
		return a->traffic < b->traffic ? -1 : 1;
	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? -1 : 1;
	return a->value < b->value ? -1 : a->value > b->value;
}

/* A plan in which nothing has to go; its weights are all streamed. */
static enum status
roomy_plan(struct plan *roomy, const struct analysis *a, const struct target *t,
	   const struct plan_options *o, struct arena *arena, struct diags *d)
{
	struct target unlimited = *t;
	struct plan_options streamed = *o;

	unlimited.sram = SRAM_UNLIMITED;
	streamed.stream_weights = true;
	return plan_make(roomy, a, &unlimited, &streamed, arena, d);
}

/* Weights that the user keeps in SRAM are no part of this sum. */
static void
drop_weights(struct parts *p)
{
	struct part *list = (struct part *)p->list;
	int32_t i, n = 0;

	for (i = 0; i < p->n; i++)
		if (list[i].kind == PART_WEIGHT)
			p->bytes -= list[i].bytes;
		else
			list[n++] = list[i];
	p->n = n;
}

static enum status
try_all(struct remedies *r, struct diags *d)
{
	TRY(demand_build(&r->demand, r->analysis, r->target, r->options, r->arena, d));
	r->placer = placer_open(&r->demand.problem, NULL, r->arena);
	r->traffic = place_at(r->placer, r->plan->no_spill)->dram_bytes;
	remedy_levels(r);
	remedy_types(r);
	remedy_batches(r);
	remedy_order(r);
	remedy_spills(r);
	remedy_byte(r);
	if (r->n)
		qsort(r->list, (size_t)r->n, sizeof(*r->list), best_first);
	return OK;
}

enum status
explain_peak(struct peak_story *s, const struct plan *p, const struct analysis *a,
	     const struct target *t, const struct plan_options *o, struct arena *arena,
	     struct diags *d)
{
	struct remedies r = {.plan = p,
			     .analysis = a,
			     .target = t,
			     .options = o,
			     .parts = &s->parts,
			     .arena = arena};
	struct plan roomy;

	*s = (struct peak_story){.bytes = p->no_spill};
	if (!p->steps)
		return OK;
	TRY(roomy_plan(&roomy, a, t, o, arena, d));
	explain_parts(&s->parts, &roomy, a, roomy.peak_step, arena);
	drop_weights(&s->parts);
	TRY(try_all(&r, d));
	s->remedies = r.list;
	s->n_remedies = r.n;
	s->order_tried = r.order_tried;
	return OK;
}
