#include "planner/explain.h"

#include "base/num.h"

const char *const tensor_states[TENSOR_STATES] = {
	[TENSOR_PLACED] = "placed",   [TENSOR_WEIGHT] = "weight",
	[TENSOR_INSIDE] = "inside",   [TENSOR_CONSTANT] = "constant",
	[TENSOR_DERIVED] = "derived", [TENSOR_UNUSED] = "unused",
};

static enum tensor_state
state_of(const struct tensor_story *s, const struct analysis *a)
{
	const struct value *v = &a->graph->values[s->value];

	if (s->placed)
		return s->placed->weight ? TENSOR_WEIGHT : TENSOR_PLACED;
	if (v->kind == VALUE_CONSTANT)
		return TENSOR_CONSTANT;
	if (v->kind == VALUE_WEIGHT)
		return v->producer == NO_NODE ? TENSOR_UNUSED : TENSOR_DERIVED;
	return s->layer >= 0 ? TENSOR_INSIDE : TENSOR_UNUSED;
}

/* The plan, made again with one more pin. */
static enum status
pinned(struct what_if *w, const struct tensor_story *s, const struct plan *now,
       const struct analysis *a, const struct target *t, const struct plan_options *o,
       bool sram, struct arena *arena, struct diags *d)
{
	size_t n = (size_t)o->n_pins;
	struct value_pin *pins = arena_grow(arena, o->pins, n, n + 1, sizeof(*pins));
	struct plan_options other = *o;
	struct plan plan;

	pins[n] = (struct value_pin){a->graph->values[s->placed->value].name, sram};
	other.pins = pins;
	other.n_pins = o->n_pins + 1;
	TRY(plan_make(&plan, a, t, &other, arena, d));
	*w = (struct what_if){
		.applies = true, .fits = plan.fits, .no_spill = plan.no_spill};
	if (plan.fits) {
		w->dram_bytes = plan.dram_bytes;
		w->more = plan.dram_bytes - now->dram_bytes;
		return OK;
	}
	w->missing = max_i64(plan.needed - plan.capacity, 0);
	w->missing_step = plan.needed_step;
	w->refusal = plan.refusal;
	return OK;
}

static bool
is_in(const struct plan_value *v, bool sram)
{
	int32_t i;

	for (i = 0; i < v->n_residency; i++)
		if (v->residency[i].sram == sram)
			return true;
	return false;
}

/* Between two events there is something to keep: a graph input that is read
 * once, or an output that nothing reads, never stays anywhere. */
static bool
has_gap(const struct tensor_story *s)
{
	return s->state == TENSOR_WEIGHT ||
	       s->life->n_uses + (s->life->input ? 0 : 1) > 1;
}

enum status
explain_tensor(struct tensor_story *s, const struct plan *p, const struct analysis *a,
	       const struct target *t, const struct plan_options *o, value_id v,
	       struct arena *arena, struct diags *d)
{
	int32_t life = a->lifetimes.of[v];
	bool absent;

	*s = (struct tensor_story){.value = v,
				   .root = a->layers.root[v],
				   .layer = a->layers.step_of[v],
				   .life = life < 0 ? NULL : &a->lifetimes.list[life],
				   .placed = plan_find(p, a, v)};
	s->state = state_of(s, a);
	if (!s->placed || !has_gap(s))
		return OK;
	absent = s->state == TENSOR_WEIGHT ? is_in(s->placed, false)
					   : s->placed->evicted;
	if (absent)
		TRY(pinned(&s->kept, s, p, a, t, o, true, arena, d));
	if (is_in(s->placed, true))
		TRY(pinned(&s->left, s, p, a, t, o, false, arena, d));
	return OK;
}
