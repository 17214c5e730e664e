#include "planner/explain.h"

#include <stdlib.h>

#include "base/num.h"

static int
by_kind(const void *pa, const void *pb)
{
	const struct part *a = pa, *b = pb;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? 1 : -1;
	return a->value < b->value ? -1 : a->value > b->value;
}

void
parts_sort(struct parts *p)
{
	qsort((struct part *)p->list, (size_t)p->n, sizeof(struct part), by_kind);
}

static void
add(struct parts *p, const struct part *part)
{
	((struct part *)p->list)[p->n++] = *part;
	p->bytes += part->bytes;
}

/* The pair in place at this step that a value is the source or the result of. */
static const struct inplace *
pair_of(const struct plan *p, int32_t step, value_id from, value_id to)
{
	int32_t i;

	for (i = 0; i < p->n_inplace; i++)
		if (p->inplace[i].step == step &&
		    (p->inplace[i].from == from || p->inplace[i].to == to))
			return &p->inplace[i];
	return NULL;
}

static void
add_resident(struct parts *parts, const struct plan *p, const struct analysis *a,
	     const struct plan_value *v, const struct residency *r)
{
	const struct inplace *pair = pair_of(p, parts->step, v->value, NO_VALUE);
	struct part part = {.kind = v->weight ? PART_WEIGHT : PART_VALUE,
			    .value = v->value,
			    .becomes = NO_VALUE,
			    .bytes = v->bytes,
			    .offset = r->offset,
			    .from = r->from,
			    .to = r->to};

	if (pair_of(p, parts->step, NO_VALUE, v->value))
		return;
	if (pair) {
		part.becomes = pair->to;
		part.bytes = max_i64(v->bytes, plan_find(p, a, pair->to)->bytes);
	}
	if (part.bytes)
		add(parts, &part);
}

static void
add_windows(struct parts *parts, enum part_kind kind, value_id value,
	    const struct window *list, int32_t n)
{
	int32_t i;

	for (i = 0; i < n; i++)
		if (list[i].step == parts->step)
			add(parts, &(struct part){.kind = kind,
						  .value = value,
						  .becomes = NO_VALUE,
						  .bytes = list[i].bytes,
						  .offset = list[i].offset,
						  .from = list[i].step,
						  .to = list[i].step + 1});
}

void
explain_parts(struct parts *parts, const struct plan *p, const struct analysis *a,
	      int32_t step, struct arena *arena)
{
	size_t room = 2 * (size_t)p->n_values + (size_t)p->n_workspace + 1;
	const struct residency *r;
	const struct plan_value *v;
	int32_t i;

	*parts = (struct parts){.step = step,
				.list = arena_new(arena, struct part, room)};
	for (i = 0; i < p->n_values; i++) {
		v = &p->values[i];
		r = plan_in_sram(v, step);
		if (r)
			add_resident(parts, p, a, v, r);
		add_windows(parts, PART_WINDOW, v->value, v->windows, v->n_windows);
	}
	add_windows(parts, PART_WORKSPACE, NO_VALUE, p->workspace, p->n_workspace);
	parts_sort(parts);
}
