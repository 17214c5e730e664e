#include "planner/verify_space.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/num.h"

/* A stretch of SRAM during a stretch of time. */
struct block {
	value_id value; /* NO_VALUE: the workspace of a step */
	bool residency; /* else a window */
	int64_t offset, size;
	int32_t from, to;
};

struct space {
	const struct plan *plan;
	const struct analysis *analysis;
	struct block *blocks;
	int32_t n;
	int64_t *usage;
	struct diags *diags;
	enum status status;
};

static const char *
block_name(const struct space *s, const struct block *b)
{
	return b->value == NO_VALUE ? "(workspace)"
				    : s->analysis->graph->values[b->value].name;
}

#define FAULT(s, id, ...)                                                              \
	((s)->status = diag_error((s)->diags, ERR_INTERNAL, (id), __VA_ARGS__))

static void
check_block(struct space *s, const struct block *b)
{
	const struct plan *p = s->plan;

	if (b->from < 0 || b->to > p->steps || b->from >= b->to)
		FAULT(s, "plan-value",
		      "tensor '%s' is in SRAM from step %d to %d of %d",
		      block_name(s, b), b->from, b->to, p->steps);
	if (b->offset < 0 || b->size < 0 ||
	    (p->capacity >= 0 && b->offset > p->capacity - b->size))
		FAULT(s, "plan-capacity",
		      "tensor '%s' lies at %" PRId64 " with %" PRId64
		      " bytes, outside the %" PRId64 " bytes of SRAM",
		      block_name(s, b), b->offset, b->size, p->capacity);
	if (p->alignment > 1 && b->offset % p->alignment)
		FAULT(s, "plan-alignment",
		      "tensor '%s' lies at %" PRId64 ", which is no multiple "
		      "of %" PRId64,
		      block_name(s, b), b->offset, p->alignment);
}

static void
add(struct space *s, struct block b)
{
	int32_t i;

	check_block(s, &b);
	if (!b.size)
		return;
	s->blocks[s->n++] = b;
	for (i = b.from < 0 ? 0 : b.from; i < b.to && i < s->plan->steps; i++)
		s->usage[i] = add_sat(s->usage[i], b.size);
}

static void
gather(struct space *s, struct arena *a)
{
	const struct plan *p = s->plan;
	const struct plan_value *v;
	size_t n = (size_t)p->n_workspace;
	int32_t i, k;

	for (i = 0; i < p->n_values; i++)
		n += (size_t)p->values[i].n_residency + (size_t)p->values[i].n_windows;
	s->blocks = arena_new(a, struct block, n + 1);
	s->usage = arena_new(a, int64_t, (size_t)p->steps + 1);
	for (i = 0; i < p->n_values; i++) {
		v = &p->values[i];
		for (k = 0; k < v->n_residency; k++)
			if (v->residency[k].sram)
				add(s, (struct block){v->value, true,
						      v->residency[k].offset, v->bytes,
						      v->residency[k].from,
						      v->residency[k].to});
		for (k = 0; k < v->n_windows; k++)
			add(s, (struct block){v->value, false, v->windows[k].offset,
					      v->windows[k].bytes, v->windows[k].step,
					      v->windows[k].step + 1});
	}
	for (i = 0; i < p->n_workspace; i++)
		add(s, (struct block){NO_VALUE, false, p->workspace[i].offset,
				      p->workspace[i].bytes, p->workspace[i].step,
				      p->workspace[i].step + 1});
}

static bool
layer_allows(const struct space *s, value_id from, value_id to, int32_t step)
{
	const struct layers *l = &s->analysis->layers;
	int32_t low = 0, high = l->n_inplace, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (l->inplace[middle].step < step)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < l->n_inplace && l->inplace[low].step == step; low++)
		if (l->inplace[low].from == from && l->inplace[low].to == to)
			return true;
	return false;
}

/* The later block starts where, and when, the earlier one is overwritten. */
static bool
is_pair(const struct space *s, const struct block *from, const struct block *to)
{
	return from->residency && to->residency && from->to == to->from + 1 &&
	       from->offset == to->offset &&
	       layer_allows(s, from->value, to->value, to->from);
}

static bool
claimed(const struct space *s, const struct block *from, const struct block *to)
{
	int32_t i;

	for (i = 0; i < s->plan->n_inplace; i++)
		if (s->plan->inplace[i].from == from->value &&
		    s->plan->inplace[i].to == to->value)
			return true;
	return false;
}

static void
check_overlap(struct space *s, const struct block *a, const struct block *b)
{
	/* both of a pair may begin, or end, at once: the layer says which is first */
	const struct block *from = is_pair(s, b, a) || b->from < a->from ? b : a;
	const struct block *to = from == a ? b : a;

	if (a->offset >= b->offset + b->size || b->offset >= a->offset + a->size)
		return;
	if (!is_pair(s, from, to)) {
		if (from->residency && to->residency && from->to == to->from + 1 &&
		    claimed(s, from, to))
			FAULT(s, "plan-alias",
			      "step %d writes tensor '%s' over '%s', which its layer "
			      "may not do",
			      to->from, block_name(s, to), block_name(s, from));
		else
			FAULT(s, "plan-overlap",
			      "tensors '%s' and '%s' share bytes of SRAM at step %d",
			      block_name(s, from), block_name(s, to), to->from);
		return;
	}
	if (!claimed(s, from, to))
		FAULT(s, "plan-alias",
		      "tensor '%s' overwrites '%s' at step %d, but the plan does "
		      "not say so",
		      block_name(s, to), block_name(s, from), to->from);
}

static int
by_time(const void *pa, const void *pb)
{
	const struct block *a = pa, *b = pb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return a->offset < b->offset ? -1 : a->offset > b->offset;
}

/* A sweep over time with the blocks that are alive. */
static void
check_overlaps(struct space *s, struct arena *a)
{
	int32_t *alive = arena_new(a, int32_t, (size_t)s->n + 1), n = 0, i, k, kept;

	qsort(s->blocks, (size_t)s->n, sizeof(*s->blocks), by_time);
	for (i = 0; i < s->n; i++) {
		for (k = kept = 0; k < n; k++)
			if (s->blocks[alive[k]].to > s->blocks[i].from)
				alive[kept++] = alive[k];
		n = kept;
		for (k = 0; k < n; k++)
			check_overlap(s, &s->blocks[alive[k]], &s->blocks[i]);
		alive[n++] = i;
	}
}

static int64_t
size_of(const struct space *s, value_id v)
{
	const struct plan_value *p = plan_find(s->plan, s->analysis, v);

	return p ? p->bytes : 0;
}

static void
check_pairs(struct space *s, struct arena *a)
{
	size_t n = (size_t)s->analysis->graph->n_values + 1;
	bool *as_from = arena_new(a, bool, n), *as_to = arena_new(a, bool, n);
	const struct inplace *e;
	int32_t i;

	for (i = 0; i < s->plan->n_inplace; i++) {
		e = &s->plan->inplace[i];
		if (as_from[e->from] || as_to[e->to] || e->step < 0 ||
		    e->step >= s->plan->steps ||
		    !layer_allows(s, e->from, e->to, e->step)) {
			FAULT(s, "plan-alias",
			      "step %d may not write tensor '%s' over '%s'", e->step,
			      s->analysis->graph->values[e->to].name,
			      s->analysis->graph->values[e->from].name);
			continue;
		}
		as_from[e->from] = as_to[e->to] = true;
		s->usage[e->step] -= min_i64(size_of(s, e->from), size_of(s, e->to));
	}
}

static void
check_heights(struct space *s)
{
	int64_t peak = 0, high = 0;
	int32_t i;

	for (i = 0; i < s->plan->steps; i++)
		peak = max_i64(peak, s->usage[i]);
	for (i = 0; i < s->n; i++)
		high = max_i64(high, s->blocks[i].offset + s->blocks[i].size);
	if (peak != s->plan->peak)
		FAULT(s, "plan-peak",
		      "the plan claims a peak of %" PRId64 " bytes, it is %" PRId64,
		      s->plan->peak, peak);
	if (high != s->plan->high_water)
		FAULT(s, "plan-peak",
		      "the plan claims a high-water mark of %" PRId64
		      ", it is %" PRId64,
		      s->plan->high_water, high);
}

enum status
verify_space(const struct plan *p, const struct analysis *analysis, struct arena *a,
	     struct diags *d)
{
	struct space s = {.plan = p, .analysis = analysis, .diags = d, .status = OK};

	gather(&s, a);
	check_overlaps(&s, a);
	check_pairs(&s, a);
	check_heights(&s);
	return s.status;
}
