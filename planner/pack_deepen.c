#include "planner/pack_deepen.h"

#include "base/num.h"
#include "planner/pack_search.h"

/* Nodes of the first run; later ones go by the Luby sequence. */
enum { RUN_NODES = 1000 };
/* Nodes of the first round. */
enum { FIRST_NODES = 6 * RUN_NODES };
/* Items beyond which there are fewer. */
enum { MANY = 512 };

/*
 * How to search, in turn.  The incomplete ways jump, and learn which sections
 * fail; the complete ones do not.
 */
static const struct way {
	const char *letters;
	bool jump, tight;
} learning[] =
	{
		{"FTWA", true, false}, {"FTAW", true, false}, {"FWAT", true, false},
		{"FTWA", true, true},  {"FTAW", true, true},  {"FWAT", true, true},
},
  complete[] = {
	  {"TWA", false, false},
	  {"TAW", false, true},
	  {"WAT", false, false},
};
enum { LEARNING = 6, COMPLETE = 3 };

struct deepen {
	struct search search;
	struct core *core;
	const char *name;
	int64_t left;    /* nodes */
	int64_t part;    /* one in so many failures is forgotten at each run */
	int32_t lengths; /* of runs: one or two, round by round */
	int32_t round;
};

/* 1 1 2 1 1 2 4 1 1 2 1 1 2 4 8 ... from k = 1 */
static int64_t
luby(int32_t k)
{
	int32_t power = 1;

	while (power - 1 < k)
		power *= 2;
	if (power - 1 == k)
		return power / 2;
	return luby(k - power / 2 + 1);
}

/* What failed long ago counts less. */
static void
forget(struct search *x, int64_t part)
{
	int32_t s;

	for (s = 0; s < x->tree.core->n_sections; s++)
		x->fails[s] -= x->fails[s] / part;
}

static enum outcome
run(struct deepen *d, const struct way *way, int64_t nodes, int64_t height)
{
	struct search *x = &d->search;
	enum outcome outcome;

	x->letters = way->letters;
	x->jump = way->jump;
	x->tight = way->tight;
	x->nodes = 0;
	x->limit = min_i64(nodes, d->left);
	outcome = search_run(x, height);
	d->core->nodes += x->nodes;
	d->left -= x->nodes;
	if (outcome == FOUND)
		core_offer(d->core, x->offsets, d->name);
	return outcome;
}

/* Incomplete: whoever is stuck starts again, with what it learned. */
static enum outcome
run_learning(struct deepen *d, int64_t nodes, int64_t height)
{
	int32_t k, dead_ends = 0;
	int64_t end = d->left - nodes, run_nodes = RUN_NODES << d->round % d->lengths;
	enum outcome outcome;

	for (k = 0; d->left > end && d->left > 0 && dead_ends < LEARNING; k++) {
		forget(&d->search, d->part);
		outcome =
			run(d, &learning[k % LEARNING],
			    min_i64(run_nodes * luby(k / LEARNING + 1), d->left - end),
			    height);
		if (outcome == FOUND)
			return FOUND;
		dead_ends = outcome == NONE ? dead_ends + 1 : 0;
	}
	return GAVE_UP;
}

static enum outcome
attempt(struct deepen *d, int64_t nodes, int64_t height)
{
	enum outcome outcome = run_learning(d, nodes, height);

	if (outcome == FOUND)
		return FOUND;
	outcome = run(d, &complete[d->round % COMPLETE], nodes / 4 + 1, height);
	if (outcome == NONE)
		d->core->bound_bytes = align_up(height + 1, d->core->step_bytes);
	return outcome;
}

/*
 * One pass between the goal and the best: heights that resist are passed
 * over, each success is the new best.
 */
static void
bisect(struct deepen *d, int64_t nodes, int64_t goal)
{
	struct core *c = d->core;
	int64_t low = goal, high, middle;

	while (d->left > 0) {
		if (c->height_bytes == INT64_MAX) {
			attempt(d, nodes, c->limit_bytes);
			return;
		}
		low = align_up(max_i64(low, c->bound_bytes), c->step_bytes);
		high = c->height_bytes - c->step_bytes;
		if (low > high)
			return;
		middle = low + (high - low) / 2 / c->step_bytes * c->step_bytes;
		if (attempt(d, nodes, middle) != FOUND)
			low = middle + 1;
	}
}

/* Rounds of twice the nodes each, at the goal. */
static void
reach_goal(struct deepen *d, int64_t goal)
{
	int64_t nodes = FIRST_NODES;

	d->part = 2;
	d->lengths = 1;
	for (d->round = 0; d->left > 0; d->round++) {
		if (d->core->height_bytes <= goal || d->core->bound_bytes > goal)
			return;
		attempt(d, nodes, goal);
		nodes *= 2;
	}
}

/* The same between the goal and the best, until they meet. */
static void
approach_goal(struct deepen *d, int64_t goal)
{
	const struct core *c = d->core;
	int64_t nodes = FIRST_NODES;

	d->part = 8;
	d->lengths = 2;
	for (d->round = 0; d->left > 0; d->round++) {
		if (c->height_bytes <= max_i64(goal, c->bound_bytes) ||
		    c->bound_bytes > c->limit_bytes)
			return;
		bisect(d, nodes, goal);
		nodes *= 2;
	}
}

/* A node costs as much as there are items, so that many items get fewer. */
static int64_t
limit(const struct core *c, int64_t nodes)
{
	return mul_sat(c->n > MANY ? nodes * MANY / c->n : nodes, c->effort) / c->haste;
}

void
climb_search(struct core *c, const struct rung *r, int64_t goal, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct deepen d = {.core = c, .name = r->name};

	search_init(&d.search, c, scratch);
	d.left = limit(c, c->brief ? r->nodes / 10 : r->nodes);
	reach_goal(&d, goal);
	if (c->least) {
		d.left = limit(c, c->brief ? r->nodes : 4 * r->nodes);
		approach_goal(&d, goal);
	}
	arena_rewind(scratch, mark);
}
