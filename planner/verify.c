#include "planner/verify.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/sizes.h"
#include "base/num.h"
#include "planner/verify_moves.h"
#include "planner/verify_space.h"
#include "planner/window.h"

/* What the layers say of one storage, found anew. */
struct need {
	int32_t def;   /* the first step that writes it; -1: an input */
	int32_t whole; /* the last one that does */
	int32_t *uses;
	int32_t n_uses, room;
	bool touched, result, weight;
	const struct plan_value *in_plan;
	const struct transfer *transfers; /* of this value, by step */
	int32_t n_transfers, used_transfers;
};

struct checker {
	const struct plan *plan;
	const struct analysis *analysis;
	const struct target *target;
	const struct plan_options *options;
	struct need *needs; /* per value */
	struct arena *arena;
	struct diags *diags;
	enum status status;
};

static const char *
name_of(const struct checker *c, value_id v)
{
	return c->analysis->graph->values[v].name;
}

#define FAULT(c, id, ...)                                                              \
	((c)->status = diag_error((c)->diags, ERR_INTERNAL, (id), __VA_ARGS__))

/* --- what is needed --- */

static void
add_use(const struct checker *c, struct need *n, int32_t step)
{
	n->touched = true;
	if (n->n_uses && n->uses[n->n_uses - 1] == step)
		return;
	if (n->n_uses == n->room) {
		n->room = n->room ? n->room * 2 : 4;
		n->uses = arena_grow(c->arena, n->uses, (size_t)n->n_uses,
				     (size_t)n->room, sizeof(*n->uses));
	}
	n->uses[n->n_uses++] = step;
}

/* Where several layers write into one storage, it is whole after the last. */
static void
add_write(const struct checker *c, struct need *n, int32_t step)
{
	if (n->def < 0)
		n->def = step;
	else
		add_use(c, n, step);
	n->whole = step;
}

static void
gather_needs(struct checker *c)
{
	const struct graph *g = c->analysis->graph;
	const struct layers *layers = &c->analysis->layers;
	const struct scope *top = &g->scopes[TOP_SCOPE];
	const struct layer *l;
	int32_t i, k;

	c->needs = arena_new(c->arena, struct need, (size_t)g->n_values + 1);
	for (i = 0; i < g->n_values; i++)
		c->needs[i].def = -1;
	for (i = 0; i < layers->n; i++) {
		l = &layers->list[i];
		for (k = 0; k < l->n_outputs; k++)
			add_write(c, &c->needs[l->outputs[k]], i);
		for (k = 0; k < l->n_inputs; k++)
			add_use(c, &c->needs[l->inputs[k]], i);
		for (k = 0; k < l->n_weights; k++) {
			add_use(c, &c->needs[l->weights[k]], i);
			c->needs[l->weights[k]].weight = true;
		}
	}
	for (i = 0; i < top->n_outputs; i++) {
		value_id root = top->outputs[i] == NO_VALUE
					? NO_VALUE
					: layers->root[top->outputs[i]];
		if (root != NO_VALUE &&
		    (c->needs[root].def >= 0 || c->needs[root].touched))
			c->needs[root].touched = c->needs[root].result = true;
	}
}

static int
by_value(const void *pa, const void *pb)
{
	const struct transfer *a = pa, *b = pb;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	if (a->step != b->step)
		return a->step < b->step ? -1 : 1;
	return a->write - b->write;
}

static void
gather_transfers(struct checker *c)
{
	const struct plan *p = c->plan;
	struct transfer *copy =
		arena_grow(c->arena, p->transfers, (size_t)p->n_transfers,
			   (size_t)p->n_transfers + 1, sizeof(*copy));
	struct need *n;
	int32_t i;

	if (p->n_transfers)
		qsort(copy, (size_t)p->n_transfers, sizeof(*copy), by_value);
	for (i = 0; i < p->n_transfers; i++) {
		n = &c->needs[copy[i].value];
		if (!n->n_transfers)
			n->transfers = &copy[i];
		n->n_transfers++;
	}
}

static void
gather_values(struct checker *c)
{
	const struct graph *g = c->analysis->graph;
	const struct plan_value *v;
	int64_t bytes;
	int32_t i;

	for (i = 0; i < c->plan->n_values; i++) {
		v = &c->plan->values[i];
		if (c->needs[v->value].in_plan) {
			FAULT(c, "plan-value", "tensor '%s' is in the plan twice",
			      name_of(c, v->value));
			continue;
		}
		c->needs[v->value].in_plan = v;
		bytes = value_bytes_at(g, v->value,
				       v->weight ? g->batch : c->plan->batch);
		if (v->bytes != bytes)
			FAULT(c, "plan-value",
			      "tensor '%s' is %" PRId64
			      " bytes in the plan, and %" PRId64
			      " in the model at this batch",
			      name_of(c, v->value), v->bytes, bytes);
	}
}

/* --- the replay of one value --- */

static const struct transfer *
transfer_at(struct need *n, int32_t step, bool write)
{
	int32_t i;

	for (i = 0; i < n->n_transfers; i++)
		if (n->transfers[i].step == step && n->transfers[i].write == write)
			return &n->transfers[i];
	return NULL;
}

/* The step at which DRAM holds the value; INT32_MAX: never. */
static int32_t
written_at(const struct need *n)
{
	int32_t i;

	for (i = 0; i < n->n_transfers; i++)
		if (n->transfers[i].write)
			return n->transfers[i].step;
	return INT32_MAX;
}

static void
need_window(struct checker *c, const struct need *n, value_id v, int32_t step,
	    bool written)
{
	const struct layer *l = &c->analysis->layers.list[step];
	int64_t wanted = window_of(c->target, c->analysis->graph, l, v, written,
				   n->in_plan->bytes, n->weight ? 1 : c->plan->batch);
	int32_t i;

	for (i = 0; i < n->in_plan->n_windows; i++)
		if (n->in_plan->windows[i].step == step &&
		    n->in_plan->windows[i].bytes >= wanted)
			return;
	if (wanted > 0)
		FAULT(c, "plan-window",
		      "step %d streams tensor '%s' without the window of %" PRId64
		      " bytes that its operator needs",
		      step, name_of(c, v), wanted);
}

/* A read from DRAM at this step, of something that is there. */
static bool
read_at(struct checker *c, struct need *n, value_id v, int32_t step)
{
	bool input = n->def < 0;

	if (!transfer_at(n, step, false))
		return false;
	n->used_transfers++;
	if (!input && written_at(n) >= step)
		FAULT(c, "plan-fetch",
		      "step %d reads tensor '%s' from DRAM, where it has not been "
		      "written",
		      step, name_of(c, v));
	return true;
}

/* The step after the last that it spends in SRAM in a row, copies included. */
static int32_t
stays_until(const struct checker *c, const struct plan_value *v,
	    const struct residency *r)
{
	const struct residency *next;

	while ((next = plan_in_sram(v, r->to)) && next->from == r->to &&
	       verify_moved_in(c->plan, v, next))
		r = next;
	return r->to;
}

static void
replay_def(struct checker *c, struct need *n, value_id v)
{
	const struct residency *r = plan_in_sram(n->in_plan, n->def);

	if (r && r->from != n->def)
		FAULT(c, "plan-operand",
		      "tensor '%s' is in SRAM from step %d, before step %d makes it",
		      name_of(c, v), r->from, n->def);
	if (n->whole > n->def && (!r || stays_until(c, n->in_plan, r) <= n->whole))
		FAULT(c, "plan-partial",
		      "tensor '%s' is written from step %d to %d, but is not in SRAM "
		      "all the time",
		      name_of(c, v), n->def, n->whole);
	if (r)
		return;
	if (!transfer_at(n, n->def, true))
		FAULT(c, "plan-operand",
		      "step %d makes tensor '%s', which is neither in SRAM nor written "
		      "to DRAM",
		      n->def, name_of(c, v));
	need_window(c, n, v, n->def, true);
}

static bool
starts_in_sram(const struct checker *c, const struct need *n)
{
	return n->def < 0 && !n->weight && c->options->keep_inputs;
}

/* How the residency that holds an operand was filled. */
static void
check_filled(struct checker *c, struct need *n, value_id v, const struct residency *r)
{
	if (r->from == n->def || (r->from == 0 && starts_in_sram(c, n)) ||
	    verify_moved_in(c->plan, n->in_plan, r))
		return;
	if (!read_at(c, n, v, r->from))
		FAULT(c, "plan-fetch",
		      "tensor '%s' is in SRAM from step %d, but nothing fetched it",
		      name_of(c, v), r->from);
}

static void
replay_use(struct checker *c, struct need *n, value_id v, int32_t step)
{
	if (plan_in_sram(n->in_plan, step))
		return;
	if (!read_at(c, n, v, step)) {
		FAULT(c,
		      n->in_plan->n_residency && n->in_plan->residency[0].sram
			      ? "plan-freed"
			      : "plan-fetch",
		      "step %d needs tensor '%s', which is not in SRAM and not read "
		      "from DRAM",
		      step, name_of(c, v));
		return;
	}
	need_window(c, n, v, step, false);
}

/* Spilled from SRAM, or made at that very step. */
static void
check_writes(struct checker *c, struct need *n, value_id v)
{
	int32_t i, writes = 0;

	for (i = 0; i < n->n_transfers; i++) {
		if (!n->transfers[i].write)
			continue;
		writes++;
		n->used_transfers++;
		if (n->transfers[i].step < n->whole)
			FAULT(c, "plan-partial",
			      "step %d writes tensor '%s' to DRAM, which is not whole "
			      "before step %d",
			      n->transfers[i].step, name_of(c, v), n->whole);
		if (n->transfers[i].step != n->def &&
		    !plan_in_sram(n->in_plan, n->transfers[i].step))
			FAULT(c, "plan-transfer",
			      "step %d writes tensor '%s' to DRAM, but it is not in "
			      "SRAM then",
			      n->transfers[i].step, name_of(c, v));
	}
	if (n->result && !c->options->keep_outputs && n->def >= 0 && !writes)
		FAULT(c, "plan-transfer", "graph output '%s' is never written to DRAM",
		      name_of(c, v));
	if (writes > 1 || (writes && n->def < 0))
		FAULT(c, "plan-transfer",
		      "tensor '%s' is written to DRAM more often than it "
		      "has to be",
		      name_of(c, v));
}

static void
check_transfer_sizes(struct checker *c, const struct need *n, value_id v)
{
	int32_t i;

	for (i = 0; i < n->n_transfers; i++)
		if (n->transfers[i].bytes != n->in_plan->bytes)
			FAULT(c, "plan-traffic",
			      "step %d moves %" PRId64
			      " bytes of tensor '%s', which has %" PRId64,
			      n->transfers[i].step, n->transfers[i].bytes,
			      name_of(c, v), n->in_plan->bytes);
}

static void
replay_value(struct checker *c, value_id v)
{
	struct need *n = &c->needs[v];
	int32_t i;

	if (!n->in_plan) {
		FAULT(c, "plan-value", "tensor '%s' is missing from the plan",
		      name_of(c, v));
		return;
	}
	if (n->def >= 0)
		replay_def(c, n, v);
	if (!n->weight || !plan_in_sram(n->in_plan, 0))
		for (i = 0; i < n->in_plan->n_residency; i++)
			if (n->in_plan->residency[i].sram)
				check_filled(c, n, v, &n->in_plan->residency[i]);
	for (i = 0; i < n->n_uses; i++)
		replay_use(c, n, v, n->uses[i]);
	check_writes(c, n, v);
	check_transfer_sizes(c, n, v);
	if (n->used_transfers != n->n_transfers)
		FAULT(c, "plan-transfer",
		      "tensor '%s' moves %d times, of which %d are needed",
		      name_of(c, v), n->n_transfers, n->used_transfers);
	if (n->result && c->options->keep_outputs &&
	    !plan_in_sram(n->in_plan, c->plan->steps - 1))
		FAULT(c, "plan-operand", "graph output '%s' is not in SRAM at the end",
		      name_of(c, v));
}

/* A resident weight is there from before the first step to after the last. */
static void
check_weight(struct checker *c, value_id v)
{
	const struct plan_value *p = c->needs[v].in_plan;
	int32_t i;

	for (i = 0; p && i < p->n_residency; i++)
		if (p->residency[i].sram &&
		    (p->residency[i].from != 0 || p->residency[i].to != c->plan->steps))
			FAULT(c, "plan-freed",
			      "weight '%s' is resident, but only from step %d to %d",
			      name_of(c, v), p->residency[i].from, p->residency[i].to);
}

/* --- sums --- */

static void
check_sums(struct checker *c)
{
	const struct plan *p = c->plan;
	int64_t sums[TRANSFER_KINDS] = {0}, all = 0;
	int32_t i;

	for (i = 0; i < p->n_transfers; i++) {
		sums[p->transfers[i].kind] += p->transfers[i].bytes;
		all += p->transfers[i].bytes;
	}
	for (i = 0; i < TRANSFER_KINDS; i++)
		if (sums[i] != p->traffic[i])
			FAULT(c, "plan-traffic",
			      "the plan claims %" PRId64
			      " bytes of %s, its transfers are %" PRId64,
			      p->traffic[i], transfer_names[i], sums[i]);
	if (all != p->dram_bytes)
		FAULT(c, "plan-traffic",
		      "the plan claims %" PRId64
		      " bytes of DRAM traffic, its transfers are "
		      "%" PRId64,
		      p->dram_bytes, all);
	if (p->lower_bound > p->dram_bytes || p->gap != p->dram_bytes - p->lower_bound)
		FAULT(c, "plan-traffic",
		      "the lower bound of %" PRId64 " and gap of %" PRId64
		      " do not go with %" PRId64 " bytes",
		      p->lower_bound, p->gap, p->dram_bytes);
}

enum status
verify_plan(const struct plan *plan, const struct analysis *a, const struct target *t,
	    const struct plan_options *o, struct arena *arena, struct diags *d)
{
	struct checker c = {plan, a, t, o, NULL, arena, d, OK};
	enum status space, moves;
	int32_t i;

	gather_needs(&c);
	gather_values(&c);
	gather_transfers(&c);
	for (i = 0; i < a->graph->n_values; i++) {
		if (c.needs[i].weight)
			check_weight(&c, i);
		if (c.needs[i].n_uses || c.needs[i].result)
			replay_value(&c, i);
		else if (c.needs[i].in_plan)
			FAULT(&c, "plan-value",
			      "tensor '%s' is in the plan, but nothing needs it",
			      name_of(&c, i));
	}
	check_sums(&c);
	space = verify_space(plan, a, arena, d);
	moves = verify_moves(plan, a, o, arena, d);
	if (c.status != OK)
		return c.status;
	return space != OK ? space : moves;
}
