#include "planner/pack_search.h"

#include <string.h>

#include "base/num.h"

/* What is left between two borders that nothing crosses. */
struct part {
	int32_t from, to; /* sections */
	int32_t first, n; /* in the pool, in the order to try them */
};

/* What a choice has a say in, and why it failed. */
enum { SETS_PER_NODE = 2 };

void
search_init(struct search *x, const struct core *c, struct arena *a)
{
	size_t n = (size_t)c->n;

	*x = (struct search){0};
	tree_init(&x->tree, c, a);
	order_init(&x->order, c->n, a);
	x->offsets = arena_new(a, int64_t, n);
	x->fails = arena_new(a, int64_t, (size_t)c->n_sections);
	x->total = arena_new(a, int64_t, n);
	x->worst = arena_new(a, int64_t, n);
	x->room = 4 * c->n;
	x->choices = arena_new(a, struct choice, (size_t)x->room);
	x->pool_room = 4 * c->n;
	x->pool = arena_new(a, int32_t, (size_t)x->pool_room);
	x->sets =
		arena_new(a, uint64_t, (n + 2) * SETS_PER_NODE * (size_t)x->tree.words);
}

static uint64_t *
set_of(struct search *x, int32_t depth, int32_t which)
{
	return x->sets +
	       (size_t)(depth * SETS_PER_NODE + which) * (size_t)x->tree.words;
}

static void
add_choice(struct search *x, int64_t at, int32_t id)
{
	if (x->n_choices == x->room) {
		x->choices = arena_grow(x->tree.arena, x->choices, (size_t)x->n_choices,
					(size_t)x->room * 2, sizeof(*x->choices));
		x->room *= 2;
	}
	x->choices[x->n_choices++] = (struct choice){at, id};
}

static int32_t
fullest_between(const struct tree *t, int32_t from, int32_t to)
{
	int32_t s, best = from;

	for (s = from + 1; s < to; s++)
		if (t->rest[s] > t->rest[best])
			best = s;
	return best;
}

/* What a node chooses from. */
struct scope {
	int64_t floor; /* the offset of the parent's choice: none goes below it */
	int64_t least; /* the lowest offset some item can take next */
	int64_t top;   /* what could lie wholly below an offset from here on would */
	int32_t last;  /* at `floor`, only items behind this one in the order */
	int32_t tight; /* a section without a byte to spare, or -1 */
};

/* False when nothing is left to place. */
static bool
find_scope(const struct search *x, const struct part *part, struct scope *scope)
{
	const struct tree *t = &x->tree;
	const int32_t *items = x->pool + part->first;
	int32_t k, i;

	scope->top = scope->least = INT64_MAX;
	for (k = 0; k < part->n; k++) {
		i = items[k];
		if (t->placed[i])
			continue;
		scope->top = min_i64(scope->top, t->low[i] + t->core->items[i].size);
		if (t->low[i] >= scope->floor)
			scope->least = min_i64(scope->least, t->low[i]);
	}
	return scope->top != INT64_MAX;
}

/*
 * How many of a section's items can lie at its floor; MOST will do.  MOST as
 * well when an item is stuck below, so that there is slack.
 */
static int32_t
count_at_floor(const struct tree *t, int32_t section, const struct scope *scope,
	       int32_t most)
{
	int32_t m, n = 0, i;

	for (m = t->member_from[section]; m < t->member_from[section + 1] && n < most;
	     m++) {
		i = t->member[m];
		if (t->placed[i])
			continue;
		if (t->low[i] < scope->least && scope->least > scope->floor)
			return most;
		n += t->low[i] == scope->least;
	}
	return n;
}

/*
 * A section without slack must be filled from its floor on: where that is the
 * lowest offset of all, one of few items must lie there, and the node need
 * not choose from others.
 */
static void
find_tight(const struct search *x, const struct part *part, struct scope *scope)
{
	const struct tree *t = &x->tree;
	int32_t s, n, best = INT32_MAX;

	scope->tight = -1;
	for (s = part->from; x->tight && s < part->to; s++) {
		if (t->rest[s] + scope->least != t->cap)
			continue;
		n = count_at_floor(t, s, scope, best);
		if (n < best) {
			best = n;
			scope->tight = s;
		}
	}
}

static bool
in_section(const struct tree *t, int32_t id, int32_t section)
{
	return t->masks[(size_t)id * (size_t)t->words + (size_t)section / 64] >>
		       section % 64 &
	       1;
}

static bool
is_choice(const struct tree *t, const struct scope *scope, int32_t i, int32_t k)
{
	if (t->placed[i] || t->low[i] < scope->floor || t->low[i] >= scope->top ||
	    (t->twin[i] >= 0 && !t->placed[t->twin[i]]))
		return false;
	if (scope->tight >= 0)
		return t->low[i] == scope->least && in_section(t, i, scope->tight);
	return t->low[i] != scope->floor || k > scope->last;
}

/* The choices of a node, lowest first, then in the part's order. */
static void
list_choices(struct search *x, const struct part *part, const struct scope *scope)
{
	const int32_t *items = x->pool + part->first;
	int32_t first = x->n_choices, k, j;
	struct choice c;

	for (k = 0; k < part->n; k++) {
		if (!is_choice(&x->tree, scope, items[k], k))
			continue;
		add_choice(x, x->tree.low[items[k]], k);
		c = x->choices[x->n_choices - 1];
		for (j = x->n_choices - 1; j > first && x->choices[j - 1].at > c.at;
		     j--)
			x->choices[j] = x->choices[j - 1];
		x->choices[j] = c;
	}
}

static enum outcome descend(struct search *, const struct part *, int32_t id,
			    int32_t at, int32_t depth, uint64_t *why);

static bool
meets(const uint64_t *a, const uint64_t *b, int32_t words)
{
	int32_t w;

	for (w = 0; w < words; w++)
		if (a[w] & b[w])
			return true;
	return false;
}

static void
only(uint64_t *set, int32_t section, int32_t words)
{
	memset(set, 0, (size_t)words * sizeof(*set));
	set[section / 64] = UINT64_C(1) << section % 64;
}

/*
 * One node.  WHY gets the sections that a failure is about; a choice that has
 * no say in any of them is not to blame, and jumped over.
 */
static enum outcome
branch(struct search *x, const struct part *part, int64_t floor, int32_t last,
       int32_t depth, uint64_t *why)
{
	struct tree *t = &x->tree;
	uint64_t *influence = set_of(x, depth, 0), *because = set_of(x, depth, 1);
	int32_t full = fullest_between(t, part->from, part->to), first = x->n_choices;
	int32_t end, k, w, id, trail, failed;
	struct scope scope = {.floor = floor, .last = last};
	enum outcome outcome;

	if (!find_scope(x, part, &scope))
		return FOUND;
	if (++x->nodes > x->limit)
		return GAVE_UP;
	scope.top = min_i64(scope.top, t->cap - t->rest[full] + 1);
	find_tight(x, part, &scope);
	list_choices(x, part, &scope);
	end = x->n_choices;
	only(why, scope.tight >= 0 ? scope.tight : full, t->words);
	for (k = first; k < end; k++) {
		id = x->pool[part->first + x->choices[k].id];
		trail = t->n_trail;
		x->offsets[id] = t->low[id];
		failed = tree_place(t, id, x->jump ? influence : NULL);
		if (failed >= 0) {
			x->fails[failed]++;
			only(because, failed, t->words);
			outcome = NONE;
		} else {
			outcome = descend(x, part, id,
					  scope.tight >= 0 ? -1 : x->choices[k].id,
					  depth + 1, because);
		}
		if (outcome != NONE)
			return outcome;
		tree_undo(t, id, trail);
		if (x->jump && !meets(because, influence, t->words)) {
			memcpy(why, because, (size_t)t->words * sizeof(*why));
			break;
		}
		for (w = 0; w < t->words; w++)
			why[w] |= because[w];
	}
	x->n_choices = first;
	return NONE;
}

static void
sort_part(struct search *x, const struct part *part)
{
	int32_t *items = x->pool + part->first;
	const struct core *c = x->tree.core;
	int64_t total, worst;
	int32_t k, s, i;

	for (k = 0; k < part->n; k++) {
		i = items[k];
		total = worst = 0;
		for (s = c->items[i].from; s < c->items[i].to; s++) {
			total = max_i64(total, x->tree.rest[s]);
			worst = max_i64(worst, x->fails[s]);
		}
		x->total[i] = total;
		x->worst[i] = worst;
		x->order.keys[k].id = i;
	}
	x->order.n = part->n;
	order_sort(&x->order, c, x->letters, x->total, x->worst);
	for (k = 0; k < part->n; k++)
		items[k] = x->order.keys[k].id;
}

/* The unplaced items between two borders, at the end of the pool. */
static void
gather(struct search *x, const struct part *whole, struct part *part)
{
	const struct tree *t = &x->tree;
	int32_t k, i;

	part->first = x->n_pool;
	part->n = 0;
	for (k = whole->first; k < whole->first + whole->n; k++) {
		i = x->pool[k];
		if (!t->placed[i] && t->core->items[i].from >= part->from &&
		    t->core->items[i].from < part->to)
			x->pool[x->n_pool + part->n++] = i;
	}
	x->n_pool += part->n;
}

static void
make_room(struct search *x, int32_t more)
{
	int32_t room = x->pool_room;

	if (x->n_pool + more <= room)
		return;
	while (x->n_pool + more > room)
		room *= 2;
	x->pool = arena_grow(x->tree.arena, x->pool, (size_t)x->n_pool, (size_t)room,
			     sizeof(*x->pool));
	x->pool_room = room;
}

/* Parts share nothing: each is solved once, and one that fails ends it. */
static enum outcome
solve_parts(struct search *x, const struct part *whole, int64_t floor, int32_t depth,
	    uint64_t *why)
{
	int32_t pool = x->n_pool, s, k;
	enum outcome outcome = FOUND;
	struct part part;

	make_room(x, whole->n);
	part.from = whole->from;
	for (s = whole->from + 1; s <= whole->to && outcome == FOUND; s++) {
		if (s < whole->to && x->tree.crossing[s])
			continue;
		part.to = s;
		gather(x, whole, &part);
		if (part.n) {
			sort_part(x, &part);
			outcome = branch(x, &part, floor, -1, depth, why);
		}
		part.from = s;
	}
	if (outcome == NONE)
		for (k = pool; k < part.first; k++)
			tree_lift_off(&x->tree, x->pool[k]);
	x->n_pool = pool;
	return outcome;
}

static enum outcome
descend(struct search *x, const struct part *part, int32_t id, int32_t at,
	int32_t depth, uint64_t *why)
{
	const struct item *item = &x->tree.core->items[id];
	int32_t s;

	for (s = item->from + 1; s < item->to; s++)
		if (!x->tree.crossing[s])
			return solve_parts(x, part, x->tree.low[id], depth, why);
	return branch(x, part, x->tree.low[id], at, depth, why);
}

enum outcome
search_run(struct search *x, int64_t height_bytes)
{
	const struct core *c = x->tree.core;
	struct part whole = {.from = 0, .to = c->n_sections, .n = c->n};
	int32_t i;

	if (!tree_reset(&x->tree, height_bytes))
		return NONE;
	for (i = 0; i < c->n; i++)
		x->pool[i] = i;
	x->n_pool = c->n;
	x->n_choices = 0;
	return solve_parts(x, &whole, 0, 0, set_of(x, c->n + 1, 0));
}
