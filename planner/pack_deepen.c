#include "planner/pack_deepen.h"

#include "base/num.h"
#include "planner/pack_search.h"

/* Nodes of the first run; later ones go by the Luby sequence. */
enum { RUN_NODES = 1000 };

/* The incomplete searches learn which sections fail; the complete ones do not. */
static const char *const learning[] = {"FTWA", "FTAW", "FWAT"};
static const char *const complete[] = {"TWA", "TAW", "WAT"};
enum { ORDERS = 3 };

struct deepen {
	struct search search;
	struct core *core;
	const char *name;
	int64_t left; /* nodes */
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

static void
forget_half(struct search *x)
{
	int32_t s;

	for (s = 0; s < x->tree.core->n_sections; s++)
		x->fails[s] /= 2;
}

static enum outcome
run(struct deepen *d, const char *letters, bool jump, int64_t nodes, int64_t height)
{
	struct search *x = &d->search;
	enum outcome outcome;

	x->letters = letters;
	x->jump = jump;
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
	int64_t end = d->left - nodes;
	enum outcome outcome;

	for (k = 0; d->left > end && d->left > 0 && dead_ends < ORDERS; k++) {
		forget_half(&d->search);
		outcome = run(d, learning[k % ORDERS], true,
			      min_i64(RUN_NODES * luby(k / ORDERS + 1), d->left - end),
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
	outcome = run(d, complete[d->round % ORDERS], false, nodes / 4 + 1, height);
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

void
climb_search(struct core *c, const struct rung *r, int64_t goal, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct deepen d = {.core = c, .name = r->name};
	int64_t nodes = RUN_NODES * ORDERS;

	search_init(&d.search, c, scratch);
	d.left = mul_sat(r->nodes, c->effort);
	while (d.left > 0 && c->height_bytes > max_i64(goal, c->bound_bytes) &&
	       c->bound_bytes <= c->limit_bytes) {
		if (goal >= c->bound_bytes)
			attempt(&d, nodes, goal);
		if (c->least)
			bisect(&d, nodes, goal);
		else if (goal < c->bound_bytes)
			break;
		nodes *= 2;
		d.round++;
	}
	arena_rewind(scratch, mark);
}
