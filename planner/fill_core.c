#include "planner/fill_core.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

/* Sets that are listed at once, and gone through for one answer. */
enum { LISTED_MAX = 1 << 16, WORK_MAX = 1 << 22 };

/* A set of flips: what it takes and saves, against none. */
struct set {
	int64_t size, saves;
	int32_t link;
};

struct sets {
	struct set *list;
	int32_t n, room;
};

/* How a set came to be: that of an earlier link, and one flip more. */
struct link {
	int32_t before, item;
};

struct flip {
	int64_t size, saves; /* negative for what is in */
	int64_t most;        /* no set with this flip saves more */
	int32_t item;
};

struct core {
	struct arena *arena;
	struct flip *flips;
	struct sets listed, next;
	struct link *links;
	int32_t flips_room, links_room;
};

struct run {
	struct core *core;
	const struct core_problem *problem;
	int32_t n_flips, n_links;
	int64_t work;
	int64_t best, bound, class_room;
	int32_t best_link;
};

struct core *
core_open(struct arena *a)
{
	struct core *c = arena_new(a, struct core, 1);

	c->arena = a;
	return c;
}

/* Room for N elements, of which the first USED are kept. */
static void *
at_least(struct core *c, void *old, int32_t *room, int32_t used, int32_t n, size_t size)
{
	int32_t more = *room ? *room : 64;

	if (n <= *room)
		return old;
	while (more < n)
		more *= 2;
	*room = more;
	return arena_grow(c->arena, old, (size_t)used, (size_t)more, size);
}

/* Rounded down, also below 0. */
static int64_t
at_rate(const struct core_problem *p, int64_t bytes)
{
	__int128 x = (__int128)bytes * p->saves;
	__int128 whole = x / p->per;

	return (int64_t)(whole - (x % p->per < 0));
}

/* If the class could be cut: more flips only lose. */
static int64_t
most(const struct core_problem *p, int64_t size, int64_t saves)
{
	return saves + at_rate(p, p->room - size);
}

/* What the class saves beside a set, and whether that is the best. */
static void
try_set(struct run *r, const struct set *s)
{
	const struct core_problem *p = r->problem;
	int64_t room = p->room - s->size, saved;
	struct class_sum sum;

	if (room < 0)
		return;
	sum = class_best(p->class, room);
	r->bound = max_i64(r->bound, s->saves + at_rate(p, sum.bound));
	saved = s->saves + at_rate(p, sum.sum);
	if (saved <= r->best)
		return;
	r->best = saved;
	r->best_link = s->link;
	r->class_room = room;
}

static int
least_lost_first(const void *pa, const void *pb)
{
	const struct flip *a = pa, *b = pb;

	if (a->most != b->most)
		return a->most > b->most ? -1 : 1;
	return a->item < b->item ? -1 : a->item > b->item;
}

/* Those that can be part of a better answer than the one without any. */
static void
find_flips(struct run *r)
{
	const struct core_problem *p = r->problem;
	struct core *c = r->core;
	const struct core_item *x;
	struct flip f;
	int32_t i;

	c->flips = at_least(c, c->flips, &c->flips_room, 0, p->n, sizeof(*c->flips));
	for (i = 0; i < p->n; i++) {
		x = &p->items[i];
		f.size = x->in ? -x->size : x->size;
		f.saves = x->in ? -x->saves : x->saves;
		f.item = i;
		f.most = most(p, f.size, f.saves);
		if (f.most > r->best)
			c->flips[r->n_flips++] = f;
	}
	if (r->n_flips)
		qsort(c->flips, (size_t)r->n_flips, sizeof(*c->flips),
		      least_lost_first);
}

/* Neither beaten by what is listed, nor unable to beat the best. */
static bool
worth_listing(const struct run *r, const struct set *s)
{
	const struct sets *next = &r->core->next;

	return (!next->n || next->list[next->n - 1].saves < s->saves) &&
	       most(r->problem, s->size, s->saves) > r->best;
}

/* The list stays in order of size, and what is larger saves more. */
static void
append(struct sets *to, const struct set *s)
{
	if (to->n && to->list[to->n - 1].size == s->size)
		to->n--;
	to->list[to->n++] = *s;
}

static void
append_new(struct run *r, struct set *s, int32_t item)
{
	struct core *c = r->core;

	c->links = at_least(c, c->links, &c->links_room, r->n_links, r->n_links + 1,
			    sizeof(*c->links));
	c->links[r->n_links] = (struct link){s->link, item};
	s->link = r->n_links++;
	try_set(r, s);
	append(&c->next, s);
}

static bool
comes_first(const struct set *a, const struct set *b)
{
	return a->size != b->size ? a->size < b->size : a->saves >= b->saves;
}

/* Every set that is listed, without the flip and with it. */
static void
try_flip(struct run *r, const struct flip *f)
{
	struct core *c = r->core;
	struct sets *old = &c->listed, *next = &c->next, swap;
	struct set with = {0};
	int32_t i = 0, k = 0;

	next->list = at_least(c, next->list, &next->room, 0, 2 * old->n,
			      sizeof(*next->list));
	next->n = 0;
	r->work += 2 * old->n;
	while (k < old->n) {
		with = old->list[k];
		with.size += f->size;
		with.saves += f->saves;
		for (; i < old->n && comes_first(&old->list[i], &with); i++)
			if (worth_listing(r, &old->list[i]))
				append(next, &old->list[i]);
		if (worth_listing(r, &with))
			append_new(r, &with, f->item);
		k++;
	}
	for (; i < old->n; i++)
		if (worth_listing(r, &old->list[i]))
			append(next, &old->list[i]);
	swap = *old;
	*old = *next;
	*next = swap;
}

static void
try_flips(struct run *r)
{
	const struct flip *f = r->core->flips;
	int32_t i;

	for (i = 0; i < r->n_flips && f[i].most > r->best; i++) {
		if (r->core->listed.n > LISTED_MAX || r->work > WORK_MAX) {
			r->bound = max_i64(r->bound, f[i].most);
			return;
		}
		try_flip(r, &f[i]);
	}
}

void
core_run(struct core *c, const struct core_problem *p, uint8_t *flipped,
	 struct core_answer *out)
{
	struct run r = {.core = c, .problem = p, .best = -1, .best_link = -1};
	struct set none = {0, 0, -1};
	int32_t i;

	memset(flipped, 0, (size_t)p->n);
	try_set(&r, &none);
	find_flips(&r);
	c->listed.list = at_least(c, c->listed.list, &c->listed.room, 0, 1,
				  sizeof(*c->listed.list));
	c->listed.list[0] = none;
	c->listed.n = 1;
	try_flips(&r);
	for (i = r.best_link; i >= 0; i = c->links[i].before)
		flipped[c->links[i].item] = 1;
	*out = (struct core_answer){r.best, max_i64(r.bound, r.best), r.class_room};
}
