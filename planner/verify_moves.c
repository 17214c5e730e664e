#include "planner/verify_moves.h"

#include <inttypes.h>

#include "base/num.h"

/* Where a value lies between two steps. */
struct place {
	const struct plan_value *value;
	int64_t offset;
	bool copied;
};

struct replay {
	const struct plan *plan;
	const struct analysis *analysis;
	struct place *places;
	int32_t n;
	struct diags *diags;
	enum status status;
};

#define FAULT(r, ...)                                                                  \
	((r)->status = diag_error((r)->diags, ERR_INTERNAL, "plan-move", __VA_ARGS__))

static const char *
name_of(const struct replay *r, value_id v)
{
	return r->analysis->graph->values[v].name;
}

static const struct residency *
ending_at(const struct plan_value *v, int32_t step)
{
	int32_t i;

	for (i = 0; i < v->n_residency; i++)
		if (v->residency[i].sram && v->residency[i].to == step)
			return &v->residency[i];
	return NULL;
}

static const struct residency *
starting_at(const struct plan_value *v, int32_t step)
{
	int32_t i;

	for (i = 0; i < v->n_residency; i++)
		if (v->residency[i].sram && v->residency[i].from == step)
			return &v->residency[i];
	return NULL;
}

static bool
is_copied(const struct sram_move *moves, int32_t n, value_id v, int32_t step)
{
	int32_t i;

	for (i = 0; i < n; i++)
		if (moves[i].step == step && moves[i].value == v)
			return true;
	return false;
}

bool
verify_moved_in(const struct plan *p, const struct plan_value *v,
		const struct residency *r)
{
	return ending_at(v, r->from) &&
	       is_copied(p->moves, p->n_moves, v->value, r->from);
}

/* All that is in SRAM both during the step before and during that of N moves. */
static void
gather(struct replay *r, const struct sram_move *moves, int32_t n)
{
	int32_t step = moves[0].step;
	const struct plan_value *v;
	const struct residency *x;
	int32_t i, k;

	r->n = 0;
	for (i = 0; i < r->plan->n_values; i++) {
		v = &r->plan->values[i];
		for (k = 0; k < v->n_residency; k++) {
			x = &v->residency[k];
			if (x->sram && x->from < step && x->to > step)
				r->places[r->n++] = (struct place){v, x->offset, false};
		}
		x = ending_at(v, step);
		if (x && is_copied(moves, n, v->value, step))
			r->places[r->n++] = (struct place){v, x->offset, false};
	}
}

static struct place *
place_of(const struct replay *r, value_id v)
{
	int32_t i;

	for (i = 0; i < r->n; i++)
		if (r->places[i].value->value == v)
			return &r->places[i];
	return NULL;
}

static void
check_target(struct replay *r, const struct sram_move *m, const struct place *x)
{
	const struct plan *p = r->plan;
	int64_t bytes = max_i64(x->value->bytes, 0), end = add_sat(m->to, bytes);
	const struct place *other;
	int32_t i;

	if (m->to < 0 || (p->capacity >= 0 && m->to > p->capacity - bytes) ||
	    (p->alignment > 1 && m->to % p->alignment))
		FAULT(r,
		      "before step %d tensor '%s' is copied to %" PRId64
		      ", where it may not lie",
		      m->step, name_of(r, m->value), m->to);
	for (i = 0; i < r->n; i++) {
		other = &r->places[i];
		if (other != x && other->value->bytes > 0 && other->offset < end &&
		    m->to < add_sat(other->offset, other->value->bytes))
			FAULT(r,
			      "before step %d tensor '%s' is copied over '%s', which "
			      "is still there",
			      m->step, name_of(r, m->value),
			      name_of(r, other->value->value));
	}
}

static void
copy(struct replay *r, const struct sram_move *m)
{
	struct place *x = place_of(r, m->value);

	if (!x || x->value->weight) {
		FAULT(r,
		      "before step %d tensor '%s' is copied, but is not in SRAM before "
		      "and after, or is a weight",
		      m->step, name_of(r, m->value));
		return;
	}
	if (m->from != x->offset || m->bytes != x->value->bytes)
		FAULT(r,
		      "before step %d %" PRId64 " bytes of tensor '%s' are copied from "
		      "%" PRId64 ", it has %" PRId64 " bytes and lies at %" PRId64,
		      m->step, m->bytes, name_of(r, m->value), m->from, x->value->bytes,
		      x->offset);
	check_target(r, m, x);
	x->offset = m->to;
	x->copied = true;
}

/* After its copies each lies where the plan says that it lies during the step. */
static void
check_arrival(struct replay *r, int32_t step)
{
	const struct residency *next;
	int32_t i;

	for (i = 0; i < r->n; i++) {
		if (!r->places[i].copied)
			continue;
		next = starting_at(r->places[i].value, step);
		if (!next || next->offset != r->places[i].offset)
			FAULT(r,
			      "before step %d tensor '%s' is copied to %" PRId64
			      ", but the plan does not say that it lies there",
			      step, name_of(r, r->places[i].value->value),
			      r->places[i].offset);
	}
}

enum status
verify_moves(const struct plan *p, const struct analysis *analysis,
	     const struct plan_options *o, struct arena *a, struct diags *d)
{
	struct replay r = {.plan = p, .analysis = analysis, .diags = d, .status = OK};
	const struct sram_move *m = p->moves;
	size_t n = (size_t)p->n_values;
	int64_t sum = 0;
	int32_t i, k, end;

	for (i = 0; i < p->n_values; i++)
		n += (size_t)p->values[i].n_residency;
	r.places = arena_new(a, struct place, n + 1);
	for (i = 0; i < p->n_moves; i = end) {
		for (end = i; end < p->n_moves && m[end].step == m[i].step; end++)
			sum = add_sat(sum, m[end].bytes);
		if (i && m[i].step < m[i - 1].step)
			FAULT(&r, "copies before step %d come after those of step %d",
			      m[i].step, m[i - 1].step);
		gather(&r, &m[i], end - i);
		for (k = i; k < end; k++)
			copy(&r, &m[k]);
		check_arrival(&r, m[i].step);
	}
	if (p->n_moves && o->lie_still)
		FAULT(&r,
		      "%d values are copied within SRAM, where all should lie still",
		      p->n_moves);
	if (sum != p->moved)
		FAULT(&r,
		      "the plan claims to copy %" PRId64
		      " bytes within SRAM, its copies are %" PRId64,
		      p->moved, sum);
	return r.status;
}
