#include "planner/join.h"

#include <string.h>

#include "analyzer/join.h"
#include "analyzer/order.h"
#include "base/num.h"
#include "planner/pipeline.h"
#include "planner/plan.h"

/* Trials in all, and the work of the plans of all trials: struct plan. */
enum { TRIALS_MAX = 100, WORK_MAX = 2000000 };

struct score {
	int32_t unfit; /* batches that do not fit */
	int64_t dram_bytes, no_spill;
};

struct chooser {
	const struct analysis *analysis; /* nothing joined */
	const struct target *target;
	const struct plan_options *options;
	int32_t n_options, trials;
	bool full;          /* plans with the effort asked for, or with the least */
	bool *best, *trial; /* per value: joined */
	bool *busy;         /* per layer, nothing joined: something to gain there */
	struct score score; /* of the best */
	int64_t work;
	struct arena *arena;
};

enum status
join_apply(struct analysis *a, const bool *wanted, struct diags *d)
{
	struct layers joined;

	a->joined = wanted;
	if (wanted || !a->ordered) {
		TRY(layers_build_joined(&joined, a->graph, a->layers.level, wanted, d));
		a->layers = joined;
		TRY(live_compute(&a->lifetimes, a->graph, &joined, TOP_SCOPE, d));
	}
	if (!a->ordered)
		return OK;
	if (wanted)
		order_follow(&a->layers, &joined, &a->lifetimes, a->ordered, a->graph);
	else
		a->layers = *a->ordered;
	return live_compute(&a->lifetimes, a->graph, &a->layers, TOP_SCOPE, d);
}

int64_t
join_no_spill(const struct analysis *a, int64_t batch, struct arena *arena)
{
	const struct plan_options o = {.batch = batch, .effort = 1};
	struct demand d;

	if (demand_build(&d, a, target_find("generic"), &o, arena, diags_new(arena)) !=
	    OK)
		return INT64_MAX;
	return place_no_spill(placer_open(&d.problem, NULL, arena));
}

int64_t
join_no_spill_apart(const struct analysis *a, int64_t batch, struct arena *arena)
{
	struct analysis apart = *a;

	if (join_apply(&apart, NULL, diags_new(arena)) != OK)
		return INT64_MAX;
	return join_no_spill(&apart, batch, arena);
}

static bool
is_less(const struct score *a, const struct score *b)
{
	if (a->unfit != b->unfit)
		return a->unfit < b->unfit;
	if (a->dram_bytes != b->dram_bytes)
		return a->dram_bytes < b->dram_bytes;
	return a->no_spill < b->no_spill;
}

/* A join saves what moves at its step, or makes room where there is none. */
static void
mark_busy(const struct chooser *c, const struct plan *p)
{
	int32_t steps = c->analysis->layers.n, i;

	for (i = 0; i < steps; i++)
		c->busy[i] |= !p->fits || p->steps != steps || p->usage[i] == p->peak;
	for (i = 0; p->fits && p->steps == steps && i < p->n_transfers; i++)
		if (p->transfers[i].kind != TRANSFER_WEIGHTS)
			c->busy[p->transfers[i].step] = true;
}

static enum status
judge(struct chooser *c, const struct analysis *a, struct score *score, struct diags *d)
{
	struct plan_options o;
	struct analysis at;
	struct plan plan;
	int32_t i;

	*score = (struct score){0};
	for (i = 0; i < c->n_options; i++) {
		o = c->options[i];
		o.effort = c->full ? o.effort : 0;
		pipeline_planned(&at, a, o.batch);
		TRY(plan_make(&plan, &at, c->target, &o, c->arena, d));
		if (a == c->analysis)
			mark_busy(c, &plan);
		c->work = add_sat(c->work, plan.work);
		score->unfit += !plan.fits;
		score->dram_bytes = add_sat(score->dram_bytes, plan.dram_bytes);
		score->no_spill = add_sat(score->no_spill, plan.no_spill);
	}
	return OK;
}

/* Is the trial better than the best?  Nothing of it stays in the arena. */
static enum status
compare(struct chooser *c, bool *better)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct diags *unheard = diags_new(c->arena);
	struct analysis a = *c->analysis;
	struct score score;
	enum status status;

	c->trials++;
	status = join_apply(&a, c->trial, unheard);
	if (status == OK)
		status = judge(c, &a, &score, unheard);
	*better = status == OK && is_less(&score, &c->score);
	if (*better)
		c->score = score;
	arena_rewind(c->arena, mark);
	return status;
}

static enum status
try_trial(struct chooser *c, bool *improved)
{
	size_t n = (size_t)c->analysis->graph->n_values * sizeof(bool);
	bool better;

	TRY(compare(c, &better));
	if (better)
		memcpy(c->best, c->trial, n);
	else
		memcpy(c->trial, c->best, n);
	*improved |= better;
	return OK;
}

/* A Concat that may be joined: what it makes, and its layer. */
struct candidate {
	value_id value;
	int32_t layer;
};

/* Each Concat the other way, in the order of the layers. */
static enum status
try_each(struct chooser *c, const struct candidate *list, int32_t n, bool *improved)
{
	int32_t i;

	for (i = 0; i < n && c->trials < TRIALS_MAX && c->work < WORK_MAX; i++) {
		if (!c->busy[list[i].layer] && !c->best[list[i].value])
			continue;
		c->trial[list[i].value] = !c->trial[list[i].value];
		TRY(try_trial(c, improved));
	}
	return OK;
}

static enum status
search(struct chooser *c, const struct candidate *list, int32_t n)
{
	bool improved = true;
	int32_t i;

	for (i = 0; i < n; i++)
		c->trial[list[i].value] = true;
	TRY(try_trial(c, &improved));
	while (improved && c->trials < TRIALS_MAX && c->work < WORK_MAX) {
		improved = false;
		TRY(try_each(c, list, n, &improved));
	}
	return OK;
}

/* With the effort asked for, what was found must still be the better one. */
static enum status
confirm(struct chooser *c)
{
	size_t n = (size_t)c->analysis->graph->n_values * sizeof(bool);
	bool better;

	if (!memchr(c->best, true, n))
		return OK;
	c->full = true;
	TRY(judge(c, c->analysis, &c->score, diags_new(c->arena)));
	memcpy(c->trial, c->best, n);
	TRY(compare(c, &better));
	if (!better)
		memset(c->best, 0, n);
	return OK;
}

/* The Concats that are layers of their own, in order. */
static struct candidate *
candidates(const struct analysis *a, int32_t *n, struct arena *arena)
{
	struct candidate *list =
		arena_new(arena, struct candidate, (size_t)a->layers.n + 1);
	const struct layer *l;
	const struct op *op;
	int32_t i;

	*n = 0;
	for (i = 0; i < a->layers.n; i++) {
		l = &a->layers.list[i];
		op = a->graph->nodes[l->base].op;
		if (op && op->memory == MEMORY_CONCAT && l->n_nodes == 1 &&
		    l->n_outputs == 1)
			list[(*n)++] = (struct candidate){l->outputs[0], i};
	}
	return list;
}

enum status
join_choose(struct analysis *a, const struct target *t, const struct plan_options *o,
	    int32_t n, struct arena *arena, struct diags *d)
{
	struct analysis apart = *a;
	struct chooser c = {
		.analysis = &apart,
		.target = t,
		.options = o,
		.n_options = n,
		.best = arena_new(arena, bool, (size_t)a->graph->n_values + 1),
		.trial = arena_new(arena, bool, (size_t)a->graph->n_values + 1),
		.busy = arena_new(arena, bool, (size_t)a->layers.n + 1),
		.arena = arena};
	const struct candidate *list;
	int32_t n_candidates;

	list = candidates(a, &n_candidates, arena);
	if (!n_candidates)
		return OK;
	pipeline_probe(&apart);
	if (judge(&c, &apart, &c.score, diags_new(arena)) != OK)
		return OK;
	/* what goes wrong here goes wrong in the plan as well, and is said there */
	if (search(&c, list, n_candidates) != OK || confirm(&c) != OK)
		return OK;
	return join_apply(a, c.best, d);
}
