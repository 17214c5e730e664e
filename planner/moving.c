#include "planner/moving.h"

#include <string.h>

#include "base/num.h"
#include "planner/moving_order.h"
#include "planner/moving_start.h"

/* Chains that are taken out at once, at most. */
enum { VICTIMS = 12 };

struct mover {
	struct space *s;
	struct shift *shifts; /* scratch */
	int64_t bytes;        /* copied now */
	uint64_t dice;
	int32_t victims[VICTIMS], n_victims;
	struct arena *arena;
};

/* --- is there an order? --- */

static bool
starts_run(const struct chain *c, int32_t from)
{
	int32_t i;

	for (i = 1; i < c->n_runs; i++)
		if (c->runs[i].from == from)
			return true;
	return false;
}

/* Can the copies of these chains be put in order, with all others? */
static bool
in_order(struct mover *m, const int32_t *chains, int32_t n)
{
	const struct chain *c, *other;
	int32_t i, k, r;

	for (i = 0; i < n; i++) {
		c = &m->s->chains[chains[i]];
		for (r = 1; r < c->n_runs; r++) {
			for (k = 0; k < i; k++) {
				other = &m->s->chains[chains[k]];
				if (starts_run(other, c->runs[r].from))
					break;
			}
			if (k == i &&
			    shifts_before(m->s, c->runs[r].from, m->shifts) < 0)
				return false;
		}
	}
	return true;
}

static bool
all_in_order(struct mover *m)
{
	int32_t step;

	for (step = 0; step < m->s->steps; step++)
		if (shifts_before(m->s, step, m->shifts) < 0)
			return false;
	return true;
}

/* --- the first answer --- */

static void
empty(struct space *s)
{
	int32_t i;

	for (i = 0; i < s->n; i++)
		space_clear(s, i);
}

static bool
begin(struct mover *m, const struct pack_problem *p, const int64_t *near)
{
	if (near && start_near(m->s, p, near)) {
		if (all_in_order(m))
			return true;
		empty(m->s);
	}
	if (start_dive(m->s)) {
		if (all_in_order(m))
			return true;
		empty(m->s);
	}
	return start_sliding(m->s);
}

/* --- better ones --- */

static int32_t
draw(struct mover *m, int32_t n)
{
	m->dice =
		m->dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int32_t)((m->dice >> 33) % (uint64_t)n);
}

static void
add_victim(struct mover *m, int32_t chain)
{
	int32_t i;

	for (i = 0; i < m->n_victims; i++)
		if (m->victims[i] == chain)
			return;
	if (m->n_victims < VICTIMS)
		m->victims[m->n_victims++] = chain;
}

/* Any run but the first of any chain; NULL when nothing moves. */
static const struct run *
pick_move(struct mover *m, int32_t *chain)
{
	int32_t i, n = 0, which;

	for (i = 0; i < m->s->n; i++)
		n += m->s->chains[i].n_runs - 1;
	m->s->work += m->s->n / 4;
	if (!n)
		return NULL;
	which = draw(m, n);
	for (i = 0; which >= m->s->chains[i].n_runs - 1; i++)
		which -= m->s->chains[i].n_runs - 1;
	*chain = i;
	return &m->s->chains[i].runs[which + 1];
}

/* Who lies at STEP where [lo, hi) would be. */
static void
add_blockers(struct mover *m, int32_t step, int64_t lo, int64_t hi)
{
	const struct slot *x = m->s->slots[step];
	int32_t i;

	for (i = 0; i < m->s->n_slots[step]; i++)
		if (x[i].lo < hi && lo < x[i].hi)
			add_victim(m, x[i].chain);
	m->s->work += i;
}

/* What moves, who is in its way, and some who are there by chance. */
static bool
pick_victims(struct mover *m)
{
	const struct chain *c;
	const struct run *r;
	int32_t chain, extra = draw(m, 6), step;

	r = pick_move(m, &chain);
	if (!r)
		return false;
	c = &m->s->chains[chain];
	m->n_victims = 0;
	add_victim(m, chain);
	step = r->from;
	if (draw(m, 4))
		add_blockers(m, step, r[-1].offset,
			     r[-1].offset + c->height[step - c->from]);
	if (!draw(m, 3))
		add_blockers(m, step - 1, r->offset,
			     r->offset + c->height[step - 1 - c->from]);
	while (extra--)
		add_victim(m, m->s->slots[step][draw(m, m->s->n_slots[step])].chain);
	return true;
}

static void
shuffle(struct mover *m)
{
	int32_t i, k, x;

	for (i = m->n_victims - 1; i > 0; i--) {
		k = draw(m, i + 1);
		x = m->victims[i];
		m->victims[i] = m->victims[k];
		m->victims[k] = x;
	}
}

/* The runs of one victim, to go back to. */
struct memory {
	struct run *runs;
	int32_t n;
};

static void
take_out(struct mover *m, struct memory *old)
{
	struct chain *c;
	int32_t i;

	for (i = 0; i < m->n_victims; i++) {
		c = &m->s->chains[m->victims[i]];
		old[i].n = c->n_runs;
		old[i].runs = arena_new(m->arena, struct run, (size_t)c->n_runs);
		memcpy(old[i].runs, c->runs, (size_t)c->n_runs * sizeof(*c->runs));
		space_clear(m->s, m->victims[i]);
	}
}

static void
put_back(struct mover *m, const struct memory *old)
{
	int32_t i, k;

	for (i = 0; i < m->n_victims; i++)
		space_clear(m->s, m->victims[i]);
	for (i = 0; i < m->n_victims; i++)
		for (k = 0; k < old[i].n; k++)
			space_put(m->s, m->victims[i], old[i].runs[k]);
}

static bool
put_anew(struct mover *m)
{
	int32_t i;

	for (i = 0; i < m->n_victims; i++)
		if (!space_fill(m->s, m->victims[i], !draw(m, 4)))
			return false;
	return in_order(m, m->victims, m->n_victims);
}

static int64_t
copied(const struct mover *m)
{
	int64_t bytes = 0;
	int32_t i;

	for (i = 0; i < m->n_victims; i++)
		bytes += space_copied(&m->s->chains[m->victims[i]]);
	return bytes;
}

/* Takes some out and puts them back otherwise, where that copies no more. */
static bool
try_better(struct mover *m)
{
	struct arena_mark mark = arena_mark(m->arena);
	struct memory old[VICTIMS];
	int64_t before, after;

	if (!pick_victims(m))
		return false;
	shuffle(m);
	before = copied(m);
	take_out(m, old);
	after = put_anew(m) ? copied(m) : INT64_MAX;
	if (after > before)
		put_back(m, old);
	else
		m->bytes += after - before;
	arena_rewind(m->arena, mark);
	return true;
}

/* --- the result --- */

/* The buffers of each chain, as lists. */
struct members {
	int32_t *first, *next;
};

static struct members
members_of(const struct space *s, const struct pack_problem *p, struct arena *a)
{
	struct members m = {arena_new(a, int32_t, (size_t)s->n + 1),
			    arena_new(a, int32_t, (size_t)p->n + 1)};
	int32_t i;

	for (i = 0; i < s->n; i++)
		m.first[i] = -1;
	for (i = p->n - 1; i >= 0; i--) {
		if (s->chain_of[i] < 0)
			continue;
		m.next[i] = m.first[s->chain_of[i]];
		m.first[s->chain_of[i]] = i;
	}
	return m;
}

/* The one that is there before and after the beginning of a step. */
static int32_t
across(const struct members *m, const struct pack_problem *p, int32_t chain,
       int32_t step)
{
	int32_t b = m->first[chain];

	while (p->buffers[b].from >= step || p->buffers[b].to <= step)
		b = m->next[b];
	return b;
}

static void
add_pieces(struct moving_result *r, struct moving_piece *out, const struct chain *c,
	   const struct pack_buffer *b, int32_t number)
{
	int32_t i, from, to;

	for (i = 0; i < c->n_runs; i++) {
		from = (int32_t)max_i64(c->runs[i].from, b->from);
		to = (int32_t)min_i64(c->runs[i].to, b->to);
		if (from >= to)
			continue;
		r->height = max_i64(r->height, c->runs[i].offset + b->size);
		out[r->n_pieces++] =
			(struct moving_piece){number, from, to, c->runs[i].offset};
	}
}

static void
make_pieces(struct moving_result *r, const struct space *s,
	    const struct pack_problem *p, struct arena *a)
{
	struct moving_piece *list;
	int32_t b, n = 0;

	for (b = 0; b < p->n; b++)
		n += s->chain_of[b] < 0 ? 0 : s->chains[s->chain_of[b]].n_runs;
	r->pieces = list = arena_new(a, struct moving_piece, (size_t)n + 1);
	for (b = 0; b < p->n; b++)
		if (s->chain_of[b] >= 0)
			add_pieces(r, list, &s->chains[s->chain_of[b]], &p->buffers[b],
				   b);
}

static void
make_copies(struct moving_result *r, struct mover *m, const struct pack_problem *p,
	    struct arena *a)
{
	struct members members = members_of(m->s, p, a);
	struct moving_copy *list;
	const struct shift *x;
	int32_t i, step, n = 0;

	for (i = 0; i < m->s->n; i++)
		n += m->s->chains[i].n_runs;
	r->copies = list = arena_new(a, struct moving_copy, (size_t)n + 1);
	for (step = 0; step < m->s->steps; step++) {
		n = shifts_before(m->s, step, m->shifts);
		for (i = 0; i < n; i++) {
			x = &m->shifts[i];
			list[r->n_copies++] = (struct moving_copy){
				step, across(&members, p, x->chain, step), x->from,
				x->to};
			r->bytes += x->bytes;
		}
	}
}

void
moving_pack(struct moving_result *r, const struct pack_problem *p, const int64_t *near,
	    int64_t work, struct arena *a)
{
	struct mover m = {.dice = 1, .arena = a};
	struct space s;
	int32_t i;

	*r = (struct moving_result){0};
	if (!space_open(&s, p, a))
		return;
	m.s = &s;
	m.shifts = arena_new(a, struct shift, (size_t)s.n + 1);
	if (!begin(&m, p, near))
		return;
	for (i = 0; i < s.n; i++)
		m.bytes += space_copied(&s.chains[i]);
	while (s.work < work && m.bytes && try_better(&m))
		;
	r->found = true;
	r->work = s.work;
	make_pieces(r, &s, p, a);
	make_copies(r, &m, p, a);
}
