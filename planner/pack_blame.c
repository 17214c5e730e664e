#include "planner/pack_blame.h"

#include <string.h>

#include "base/num.h"
#include "planner/pack_sort.h"

/* A subset of a problem that is asked about again and again. */
struct trial {
	const struct pack_problem *problem;
	struct pack_buffer *list; /* the problem of the kept buffers */
	int32_t *group;           /* the least member of each buffer's ties */
	int32_t *heir;            /* where a kept member of a group is in the list */
	bool *keep;
	pack_oracle *oracle;
	struct arena *arena;
	struct diags *diags;
};

/* Searches per question beyond which the rest stays blamed, unproven. */
enum { QUESTIONS = 2000 };

static int32_t
find_group(int32_t *group, int32_t b)
{
	while (group[b] != b)
		b = group[b] = group[group[b]];
	return b;
}

static void
group_ties(struct trial *t)
{
	const struct pack_problem *p = t->problem;
	int32_t b, x, y;

	for (b = 0; b < p->n; b++)
		t->group[b] = b;
	for (b = 0; b < p->n; b++) {
		if (p->buffers[b].tie == PACK_UNTIED)
			continue;
		x = find_group(t->group, b);
		y = find_group(t->group, p->buffers[b].tie);
		t->group[x > y ? x : y] = x > y ? y : x;
	}
}

static enum pack_verdict
ask(struct trial *t)
{
	const struct pack_problem *p = t->problem;
	struct pack_problem sub = *p;
	struct arena_mark mark = arena_mark(t->arena);
	enum pack_verdict verdict;
	int32_t b, g;

	sub.buffers = t->list;
	sub.n = 0;
	sub.least = false;
	for (b = 0; b < p->n; b++)
		t->heir[b] = PACK_UNTIED;
	for (b = 0; b < p->n; b++) {
		if (!t->keep[b])
			continue;
		g = find_group(t->group, b);
		t->list[sub.n] = p->buffers[b];
		t->list[sub.n].tie = t->heir[g];
		if (t->heir[g] == PACK_UNTIED)
			t->heir[g] = sub.n;
		sub.n++;
	}
	verdict = t->oracle(&sub, t->arena, t->diags);
	arena_rewind(t->arena, mark);
	return verdict;
}

static void
set_all(bool *keep, const struct key *order, int32_t from, int32_t to, bool value)
{
	int32_t i;

	for (i = from; i < to; i++)
		keep[order[i].id] = value;
}

/* Leaves out [from, to) if what is left is still impossible; else halves it. */
static void
reduce(struct trial *t, const struct key *order, int32_t from, int32_t to,
       int32_t *questions, bool *proven)
{
	enum pack_verdict verdict = PACK_UNKNOWN;
	int32_t middle = from + (to - from) / 2;

	if (from == to)
		return;
	if ((*questions)-- > 0) {
		set_all(t->keep, order, from, to, false);
		verdict = ask(t);
		if (verdict == PACK_IMPOSSIBLE)
			return;
		set_all(t->keep, order, from, to, true);
	}
	if (to - from == 1) {
		if (verdict == PACK_UNKNOWN)
			*proven = false;
		return;
	}
	reduce(t, order, from, middle, questions, proven);
	reduce(t, order, middle, to, questions, proven);
}

static bool
alive(const struct pack_buffer *b, int64_t step)
{
	int32_t g;

	if (step < b->from || step >= b->to || !b->size)
		return false;
	for (g = 0; g < b->n_gaps; g++)
		if (step >= b->gaps[g].from && step < b->gaps[g].to)
			return false;
	return true;
}

/* Buffers in the order they are let off: others first, then small ones. */
static int32_t
list_suspects(const struct pack_problem *p, struct key *order, int64_t step,
	      int32_t *others, struct arena *a)
{
	struct key *scratch = arena_new(a, struct key, (size_t)p->n);
	int32_t b, n = 0;

	for (b = 0; b < p->n; b++)
		if (!alive(&p->buffers[b], step))
			order[n++] = (struct key){0, b};
	*others = n;
	for (b = 0; b < p->n; b++)
		if (alive(&p->buffers[b], step))
			order[n++] = (struct key){p->buffers[b].size, b};
	keys_sort(order + *others, n - *others, scratch);
	return n;
}

void
pack_blame(struct pack_refusal *r, const struct pack_problem *p, pack_oracle *oracle,
	   struct arena *a, struct diags *d)
{
	struct key *order = arena_new(a, struct key, (size_t)p->n);
	struct trial t = {.problem = p, .oracle = oracle, .arena = a, .diags = d};
	int32_t questions = QUESTIONS, others, n, b, *blamed;

	t.list = arena_new(a, struct pack_buffer, (size_t)p->n);
	t.group = arena_new(a, int32_t, (size_t)p->n);
	t.heir = arena_new(a, int32_t, (size_t)p->n);
	t.keep = arena_new(a, bool, (size_t)p->n);
	blamed = arena_new(a, int32_t, (size_t)p->n);
	group_ties(&t);
	n = list_suspects(p, order, r->step, &others, a);
	set_all(t.keep, order, 0, n, true);
	r->proven = true;
	reduce(&t, order, 0, others, &questions, &r->proven);
	reduce(&t, order, others, n, &questions, &r->proven);
	for (b = 0; b < p->n; b++)
		if (t.keep[b])
			blamed[r->n_blamed++] = b;
	r->blamed = blamed;
}
