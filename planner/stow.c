#include "planner/stow.h"

#include <string.h>

#include "base/num.h"
#include "planner/layout.h"
#include "planner/ties.h"

/*
 * Of a search for few copies, and what divides the search for a packing without
 * any, since there is a way out.
 */
enum { MOVING_WORK = 4000000, HASTE = 10 };

/* Of the placer, for another placement of the same cost. */
enum { TIES_WORK = 2000000 };

/* One placement among those of its cost. */
struct trial {
	struct choice choice;
	struct plan plan;
	int64_t still;
};

struct stower {
	const struct stowage *how;
	const struct plan *blank;
	struct trial list[TIES_MAX + 1];
	int32_t n;
	struct arena *arena;
	struct diags *diags;
};

static bool
lies_still(const struct stower *s, const struct trial *t)
{
	return t->still >= 0 && t->still <= s->how->wanted;
}

static enum status
lay(struct stower *s, struct trial *t, int32_t haste)
{
	int64_t usage = mul_sat(t->choice.placement->usage, s->how->batch);
	int64_t roomy = add_sat(mul_sat(usage, 4), 1 << 20);

	return layout_sram(&t->plan, s->how->analysis, s->how->options->effort, haste,
			   roomy, &t->still, s->arena, s->diags);
}

static enum status
try(struct stower *s, const struct choice *c)
{
	struct trial *t = &s->list[s->n++];

	t->choice = *c;
	t->plan = *s->blank;
	transfers_make(&t->plan, c, s->how->analysis, s->arena);
	return lay(s, t, HASTE);
}

static bool
is_known(const struct stower *s, const struct placement *x)
{
	size_t n = (size_t)x->first_gap[s->list[0].choice.demand->problem.n_values];
	int32_t i;

	for (i = 0; i < s->n; i++)
		if (!memcmp(s->list[i].choice.placement->resident, x->resident, n))
			return true;
	return false;
}

/* Others of the same cost, until one lies still. */
static enum status
try_ties(struct stower *s)
{
	const struct place_limits limits = {.work = TIES_WORK};
	const struct choice *given = &s->list[0].choice;
	struct choice c = *given;
	int32_t i;

	for (i = 0; i < TIES_MAX && !lies_still(s, &s->list[s->n - 1]); i++) {
		c.placement = ties_find(s->how->problem, given->placement, &limits, i,
					s->arena);
		if (c.placement && !is_known(s, c.placement))
			TRY(try(s, &c));
	}
	return OK;
}

static void
take(struct packing *out, struct plan *plan, const struct trial *t, int64_t moving)
{
	*out = (struct packing){t->choice.placement, t->still, moving, t->plan.moved};
	*plan = t->plan;
}

/* The one whose copies are the fewest bytes; of equal ones the first. */
static void
move_least(struct stower *s, struct packing *out, struct plan *plan)
{
	int64_t work = mul_sat(MOVING_WORK, max_i64(s->how->options->effort, 1)),
		moving;
	int32_t i;

	for (i = 0; i < s->n; i++) {
		layout_moving(&s->list[i].plan, s->how->analysis, work, s->how->wanted,
			      &moving, s->arena);
		if (moving >= 0 &&
		    (out->moving < 0 || s->list[i].plan.moved < out->moved))
			take(out, plan, &s->list[i], moving);
	}
}

enum status
stow(struct packing *out, struct plan *plan, const struct choice *c,
     const struct stowage *w, struct arena *a, struct diags *d)
{
	struct plan blank = *plan;
	struct stower s = {.how = w, .blank = &blank, .arena = a, .diags = d};

	TRY(try(&s, c));
	if (w->ties && !lies_still(&s, &s.list[0]))
		TRY(try_ties(&s));
	if (lies_still(&s, &s.list[s.n - 1])) {
		take(out, plan, &s.list[s.n - 1], -1);
		return OK;
	}
	if (w->options->lie_still)
		TRY(lay(&s, &s.list[0], 1));
	take(out, plan, &s.list[0], -1);
	if (!w->options->lie_still)
		move_least(&s, out, plan);
	return OK;
}
