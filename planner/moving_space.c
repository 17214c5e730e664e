#include "planner/moving_space.h"

#include <string.h>

#include "base/num.h"

/* Heights, in all, that are still kept step by step. */
enum { CELLS_MAX = 4000000 };

/* --- chains --- */

static int32_t
root_of(const struct pack_problem *p, int32_t buffer)
{
	while (p->buffers[buffer].tie != PACK_UNTIED)
		buffer = p->buffers[buffer].tie;
	return buffer;
}

/* The life of each chain; false when they are too long in all. */
static bool
find_chains(struct space *s, const struct pack_problem *p)
{
	int64_t cells = 0;
	struct chain *c;
	int32_t b, root;

	for (b = 0; b < p->n; b++)
		s->chain_of[b] = -1;
	for (b = 0; b < p->n; b++) {
		if (p->buffers[b].to <= p->buffers[b].from)
			continue;
		root = root_of(p, b);
		if (s->chain_of[root] < 0) {
			s->chain_of[root] = s->n++;
			s->chains[s->n - 1].from = INT32_MAX;
		}
		s->chain_of[b] = s->chain_of[root];
		c = &s->chains[s->chain_of[b]];
		c->from = (int32_t)min_i64(c->from, p->buffers[b].from);
		c->to = (int32_t)max_i64(c->to, p->buffers[b].to);
		cells += p->buffers[b].to - p->buffers[b].from;
		s->steps = (int32_t)max_i64(s->steps, p->buffers[b].to);
	}
	return cells <= CELLS_MAX;
}

static void
add_heights(struct space *s, const struct pack_buffer *b, struct chain *c)
{
	int32_t step;
	int64_t *height;

	for (step = (int32_t)b->from; step < b->to; step++) {
		height = &c->height[step - c->from];
		*height = max_i64(*height, b->size);
		if (step > b->from)
			c->across[step - c->from] = b->size;
	}
	c->tallest = max_i64(c->tallest, b->size);
	s->alignment = max_i64(s->alignment, b->alignment);
}

static void
open_slots(struct space *s)
{
	int32_t i, step, most = 0;

	s->slots = arena_new(s->arena, struct slot *, (size_t)s->steps + 1);
	s->n_slots = arena_new(s->arena, int32_t, (size_t)s->steps + 1);
	for (i = 0; i < s->n; i++)
		for (step = s->chains[i].from; step < s->chains[i].to; step++)
			s->n_slots[step]++;
	for (step = 0; step < s->steps; step++) {
		most = s->n_slots[step] > most ? s->n_slots[step] : most;
		s->slots[step] =
			arena_new(s->arena, struct slot, (size_t)s->n_slots[step] + 1);
		s->n_slots[step] = 0;
	}
	for (i = 0; i < 3; i++)
		s->ranges[i] = arena_new(s->arena, struct range, 2 * (size_t)most + 2);
}

bool
space_open(struct space *s, const struct pack_problem *p, struct arena *a)
{
	struct chain *c;
	int64_t unit = 0;
	size_t length;
	int32_t i;

	*s = (struct space){.limit = p->capacity, .alignment = 1, .arena = a};
	s->chains = arena_new(a, struct chain, (size_t)p->n + 1);
	s->chain_of = arena_new(a, int32_t, (size_t)p->n + 1);
	if (!find_chains(s, p))
		return false;
	for (i = 0; i < s->n; i++) {
		c = &s->chains[i];
		length = (size_t)(c->to - c->from);
		c->height = arena_new(a, int64_t, length);
		c->across = arena_new(a, int64_t, length);
		c->runs = arena_new(a, struct run, length);
	}
	for (i = 0; i < p->n; i++) {
		if (s->chain_of[i] < 0)
			continue;
		add_heights(s, &p->buffers[i], &s->chains[s->chain_of[i]]);
		unit = gcd_i64(unit, p->buffers[i].size);
	}
	if (s->alignment > 1)
		unit = gcd_i64(unit, s->alignment);
	if (unit)
		s->limit -= s->limit % unit;
	open_slots(s);
	return true;
}

int64_t
space_copied(const struct chain *c)
{
	int64_t bytes = 0;
	int32_t i;

	for (i = 1; i < c->n_runs; i++)
		bytes += c->across[c->runs[i].from - c->from];
	return bytes;
}

/* --- slots --- */

static void
put_slot(struct space *s, int32_t step, struct slot x)
{
	struct slot *list = s->slots[step];
	int32_t i = s->n_slots[step]++;

	for (; i && list[i - 1].lo > x.lo; i--)
		list[i] = list[i - 1];
	list[i] = x;
	s->work++;
}

static void
drop_slot(struct space *s, int32_t step, int32_t chain)
{
	struct slot *list = s->slots[step];
	int32_t i = 0;

	while (list[i].chain != chain)
		i++;
	memmove(&list[i], &list[i + 1],
		(size_t)(s->n_slots[step] - i - 1) * sizeof(*list));
	s->n_slots[step]--;
	s->work++;
}

void
space_put(struct space *s, int32_t chain, struct run r)
{
	struct chain *c = &s->chains[chain];
	int32_t step;

	for (step = r.from; step < r.to; step++)
		put_slot(s, step,
			 (struct slot){r.offset, r.offset + c->height[step - c->from],
				       chain});
	if (c->n_runs && c->runs[c->n_runs - 1].offset == r.offset)
		c->runs[c->n_runs - 1].to = r.to;
	else
		c->runs[c->n_runs++] = r;
}

void
space_clear(struct space *s, int32_t chain)
{
	struct chain *c = &s->chains[chain];
	int32_t step, end = c->n_runs ? c->runs[c->n_runs - 1].to : c->from;

	for (step = c->from; step < end; step++)
		drop_slot(s, step, chain);
	c->n_runs = 0;
}

/* --- where there is room --- */

static int32_t
add_range(const struct space *s, struct range *list, int32_t n, int64_t lo, int64_t hi)
{
	lo = align_up(lo, s->alignment);
	if (hi < 0)
		return n;
	hi -= hi % s->alignment;
	if (lo <= hi)
		list[n++] = (struct range){lo, hi};
	return n;
}

/* All offsets at which so much is free during a step. */
static int32_t
free_at(struct space *s, int32_t step, int64_t height, struct range *list)
{
	const struct slot *x = s->slots[step];
	int64_t at = 0;
	int32_t i, n = 0;

	for (i = 0; i < s->n_slots[step]; i++) {
		n = add_range(s, list, n, at, x[i].lo - height);
		at = max_i64(at, x[i].hi);
	}
	s->work += i + 1;
	return add_range(s, list, n, at, s->limit - height);
}

static int32_t
intersect(const struct range *a, int32_t na, const struct range *b, int32_t nb,
	  struct range *out)
{
	int32_t i = 0, k = 0, n = 0;
	int64_t lo, hi;

	while (i < na && k < nb) {
		lo = max_i64(a[i].lo, b[k].lo);
		hi = min_i64(a[i].hi, b[k].hi);
		if (lo <= hi)
			out[n++] = (struct range){lo, hi};
		if (a[i].hi < b[k].hi)
			i++;
		else
			k++;
	}
	return n;
}

struct run
space_reach(struct space *s, int32_t chain, int32_t from, bool high)
{
	const struct chain *c = &s->chains[chain];
	struct range *all = s->ranges[0], *here = s->ranges[1], *both = s->ranges[2];
	struct range *swap;
	int32_t n, n_here, n_both, step = from;

	n = free_at(s, step, c->height[step - c->from], all);
	while (n && ++step < c->to) {
		n_here = free_at(s, step, c->height[step - c->from], here);
		n_both = intersect(all, n, here, n_here, both);
		if (!n_both)
			break;
		swap = all;
		all = both;
		both = swap;
		n = n_both;
	}
	if (!n)
		return (struct run){from, from, 0};
	return (struct run){from, step, high ? all[n - 1].hi : all[0].lo};
}

bool
space_fill(struct space *s, int32_t chain, bool high)
{
	const struct chain *c = &s->chains[chain];
	int32_t at = c->from;
	struct run r;

	while (at < c->to) {
		r = space_reach(s, chain, at, high);
		if (r.to == at) {
			space_clear(s, chain);
			return false;
		}
		space_put(s, chain, r);
		at = r.to;
	}
	return true;
}
