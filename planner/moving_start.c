#include "planner/moving_start.h"

#include <stdlib.h>

#include "base/num.h"

/* Slots that are looked at before those in the way have given way often enough. */
enum { PUSHING = 2000000 };

struct place {
	int32_t chain;
	int64_t key;
};

/* --- all at once --- */

static int
largest_first(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->key != b->key)
		return a->key > b->key ? -1 : 1;
	return a->chain < b->chain ? -1 : a->chain > b->chain;
}

static void
clear_all(struct space *s)
{
	int32_t i;

	for (i = 0; i < s->n; i++)
		space_clear(s, i);
}

/* Chains to place, and how often each had to give way. */
struct queue {
	struct space *s;
	int32_t *list, n;
	int32_t *pushed;
	int64_t most; /* work */
};

/* What giving way would cost those that lie in [lo, hi) at a step. */
static int64_t
resistance(const struct queue *q, int32_t step, int64_t lo, int64_t hi)
{
	const struct slot *x = q->s->slots[step];
	int64_t sum = 0;
	int32_t i;

	for (i = 0; i < q->s->n_slots[step]; i++)
		if (x[i].lo < hi && lo < x[i].hi)
			sum = add_sat(sum, mul_sat(q->s->chains[x[i].chain].tallest,
						   1 + q->pushed[x[i].chain]));
	q->s->work += i;
	return sum;
}

/* The offset at which the least has to give way; -1: it is too tall. */
static int64_t
softest(const struct queue *q, int32_t step, int64_t height)
{
	const struct space *s = q->s;
	int64_t best = INT64_MAX, at = 0, offset = -1, sum;
	int32_t i;

	for (i = 0; i <= s->n_slots[step]; i++) {
		if (at + height <= s->limit) {
			sum = resistance(q, step, at, at + height);
			offset = sum < best ? at : offset;
			best = min_i64(best, sum);
		}
		if (i < s->n_slots[step])
			at = align_up(s->slots[step][i].hi, s->alignment);
	}
	return offset;
}

static void
push_out(struct queue *q, int32_t step, int64_t lo, int64_t hi)
{
	struct space *s = q->s;
	int32_t i = 0, chain;

	while (i < s->n_slots[step]) {
		chain = s->slots[step][i].chain;
		if (s->slots[step][i].lo >= hi || lo >= s->slots[step][i].hi) {
			i++;
			continue;
		}
		space_clear(s, chain);
		q->pushed[chain]++;
		q->list[q->n++] = chain;
	}
}

/* Places one; where there is no room others give way, and wait. */
static bool
fill_pushing(struct queue *q, int32_t chain)
{
	struct space *s = q->s;
	const struct chain *c = &s->chains[chain];
	int64_t height, offset;
	int32_t at = c->from;
	struct run r;

	while (at < c->to) {
		r = space_reach(s, chain, at, false);
		if (r.to == at) {
			height = c->height[at - c->from];
			offset = softest(q, at, height);
			if (offset < 0)
				return false;
			push_out(q, at, offset, offset + height);
			continue;
		}
		space_put(s, chain, r);
		at = r.to;
	}
	return true;
}

/* Places all that are not, in this order at first. */
static bool
fill_all(struct space *s, const struct place *order)
{
	struct queue q = {.s = s,
			  .list = arena_new(s->arena, int32_t, (size_t)s->n + 1),
			  .pushed = arena_new(s->arena, int32_t, (size_t)s->n + 1),
			  .most = s->work + PUSHING};
	int32_t i;

	for (i = s->n - 1; i >= 0; i--)
		if (!s->chains[order[i].chain].n_runs)
			q.list[q.n++] = order[i].chain;
	while (q.n)
		if (s->work > q.most || !fill_pushing(&q, q.list[--q.n]))
			return false;
	return true;
}

static struct place *
by_area(struct space *s)
{
	struct place *order = arena_new(s->arena, struct place, (size_t)s->n + 1);
	const struct chain *c;
	int32_t i;

	for (i = 0; i < s->n; i++) {
		c = &s->chains[i];
		order[i] = (struct place){i, mul_sat(c->tallest, c->to - c->from)};
	}
	qsort(order, (size_t)s->n, sizeof(*order), largest_first);
	return order;
}

bool
start_near(struct space *s, const struct pack_problem *p, const int64_t *offsets)
{
	struct chain *c;
	int32_t b, i;

	for (b = 0; b < p->n; b++) {
		i = s->chain_of[b];
		c = i < 0 ? NULL : &s->chains[i];
		if (c && !c->n_runs && offsets[b] <= s->limit - c->tallest)
			space_put(s, i, (struct run){c->from, c->to, offsets[b]});
	}
	if (fill_all(s, by_area(s)))
		return true;
	clear_all(s);
	return false;
}

bool
start_dive(struct space *s)
{
	if (fill_all(s, by_area(s)))
		return true;
	clear_all(s);
	return false;
}

/* --- step by step --- */

struct living {
	int32_t chain;
	bool fresh;
	int64_t offset, height; /* during this step */
};

/* What lives on by its offset, then what is new, the largest first. */
static int
settled_first(const void *pa, const void *pb)
{
	const struct living *a = pa, *b = pb;

	if (a->fresh != b->fresh)
		return a->fresh ? 1 : -1;
	if (!a->fresh && a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	if (a->fresh && a->height != b->height)
		return a->height > b->height ? -1 : 1;
	return a->chain < b->chain ? -1 : a->chain > b->chain;
}

/* Does each have room above it, as high as it is now? */
static bool
stands(const struct space *s, const struct living *list, int32_t n)
{
	int32_t i;

	for (i = 0; i < n; i++)
		if (list[i].offset + list[i].height >
		    (i + 1 < n ? list[i + 1].offset : s->limit))
			return false;
	return true;
}

/* Puts list[n] among the n before it, lowest offset first. */
static bool
squeeze_in(const struct space *s, struct living *list, int32_t n)
{
	struct living x = list[n];
	int64_t at = 0, end;
	int32_t i;

	for (i = 0; i <= n; i++) {
		end = i < n ? list[i].offset : s->limit;
		if (at + x.height <= end)
			break;
		at = i < n ? align_up(list[i].offset + list[i].height, s->alignment)
			   : at;
	}
	if (i > n)
		return false;
	x.offset = at;
	for (; n > i; n--)
		list[n] = list[n - 1];
	list[i] = x;
	return true;
}

static bool
slide(const struct space *s, struct living *list, int32_t n)
{
	int64_t at = 0, end = 0;
	int32_t i;

	for (i = 0; i < n; i++) {
		list[i].offset = at;
		end = at + list[i].height;
		at = align_up(end, s->alignment);
	}
	return end <= s->limit;
}

/* Offsets of all that is there during a step; SETTLED of them have one. */
static bool
arrange(const struct space *s, struct living *list, struct living *backup,
	int32_t settled, int32_t n)
{
	int32_t i;

	for (i = 0; i < n; i++)
		backup[i] = list[i];
	if (stands(s, list, settled)) {
		for (i = settled; i < n && squeeze_in(s, list, i); i++)
			;
		if (i == n)
			return true;
	}
	for (i = 0; i < n; i++)
		list[i] = backup[i];
	return slide(s, list, n);
}

struct slider {
	struct space *s;
	struct living *list, *backup;
	int32_t n;
	const struct place *births; /* by first step */
	int32_t next;
};

static int
by_birth(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->chain < b->chain ? -1 : a->chain > b->chain;
}

static void
begin_step(struct slider *v, int32_t step, int32_t *settled)
{
	const struct chain *chains = v->s->chains;
	int32_t i, n = 0;

	for (i = 0; i < v->n; i++)
		if (chains[v->list[i].chain].to > step)
			v->list[n++] = v->list[i];
	*settled = n;
	for (; v->next < v->s->n && v->births[v->next].key == step; v->next++)
		v->list[n++] = (struct living){v->births[v->next].chain, true, 0, 0};
	v->n = n;
	for (i = 0; i < n; i++)
		v->list[i].height =
			chains[v->list[i].chain]
				.height[step - chains[v->list[i].chain].from];
	if (n)
		qsort(v->list, (size_t)n, sizeof(*v->list), settled_first);
}

static bool
do_step(struct slider *v, int32_t step)
{
	int32_t i, settled;

	begin_step(v, step, &settled);
	v->s->work += v->n;
	if (!arrange(v->s, v->list, v->backup, settled, v->n))
		return false;
	for (i = 0; i < v->n; i++) {
		space_put(v->s, v->list[i].chain,
			  (struct run){step, step + 1, v->list[i].offset});
		v->list[i].fresh = false;
	}
	return true;
}

bool
start_sliding(struct space *s)
{
	struct place *births = arena_new(s->arena, struct place, (size_t)s->n + 1);
	struct slider v = {.s = s,
			   .list = arena_new(s->arena, struct living, (size_t)s->n + 1),
			   .backup =
				   arena_new(s->arena, struct living, (size_t)s->n + 1),
			   .births = births};
	int32_t i, step;

	for (i = 0; i < s->n; i++)
		births[i] = (struct place){i, s->chains[i].from};
	qsort(births, (size_t)s->n, sizeof(*births), by_birth);
	for (step = 0; step < s->steps; step++)
		if (!do_step(&v, step)) {
			clear_all(s);
			return false;
		}
	return true;
}
