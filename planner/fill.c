#include "planner/fill.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "planner/fill_core.h"

struct item {
	int64_t size, saves;
	int32_t weight;
};

/* Items of which each byte saves the same; they are consecutive. */
struct rate {
	int64_t saves, per; /* so much per so many bytes */
	int32_t first, n;
	struct fill_class *class;
};

struct filler {
	const struct weight *weights;
	int32_t n;
	int64_t alignment;
	int64_t traffic, pinned, pinned_saves;
	struct item *items; /* free ones, best rate first, then larger first */
	int64_t *sizes;     /* theirs */
	int32_t n_items;
	struct rate *rates;
	int32_t n_rates;
	/* scratch */
	struct core *core;
	struct core_item *others;
	uint8_t *flipped, *taken;
};

static int
better_first(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;
	__int128 x = (__int128)a->saves * b->size, y = (__int128)b->saves * a->size;

	if (x != y)
		return x > y ? -1 : 1;
	if (a->size != b->size)
		return a->size > b->size ? -1 : 1;
	return a->weight < b->weight ? -1 : 1;
}

static void
sort_out(struct filler *f, struct arena *a)
{
	const struct weight *w;
	int64_t size;
	int32_t i;

	f->items = arena_new(a, struct item, (size_t)f->n + 1);
	for (i = 0; i < f->n; i++) {
		w = &f->weights[i];
		size = align_up(w->size, f->alignment);
		f->traffic = add_sat(f->traffic, w->traffic);
		if (w->pin == PIN_DRAM)
			continue;
		if (w->pin == PIN_SRAM || !size) {
			f->pinned = add_sat(f->pinned, size);
			f->pinned_saves += w->traffic;
		} else
			f->items[f->n_items++] = (struct item){size, w->traffic, i};
	}
	if (f->n_items)
		qsort(f->items, (size_t)f->n_items, sizeof(*f->items), better_first);
}

static bool
same_rate(const struct item *a, const struct item *b)
{
	return (__int128)a->saves * b->size == (__int128)b->saves * a->size;
}

static void
part_by_rate(struct filler *f, struct arena *a)
{
	struct rate *r = NULL;
	int32_t i;

	f->sizes = arena_new(a, int64_t, (size_t)f->n_items + 1);
	f->rates = arena_new(a, struct rate, (size_t)f->n_items + 1);
	for (i = 0; i < f->n_items; i++) {
		f->sizes[i] = f->items[i].size;
		if (!i || !same_rate(&f->items[i - 1], &f->items[i])) {
			r = &f->rates[f->n_rates++];
			r->first = i;
			r->saves = f->items[i].saves;
			r->per = f->items[i].size;
		}
		r->n++;
	}
	for (i = 0; i < f->n_rates; i++) {
		r = &f->rates[i];
		r->class = class_open(&f->sizes[r->first], r->n, a);
	}
}

struct filler *
fill_open(const struct weight *w, int32_t n, int64_t alignment, struct arena *a)
{
	struct filler *f = arena_new(a, struct filler, 1);

	f->weights = w;
	f->n = n;
	f->alignment = max_i64(alignment, 1);
	sort_out(f, a);
	part_by_rate(f, a);
	f->core = core_open(a);
	f->others = arena_new(a, struct core_item, (size_t)f->n_items + 1);
	f->flipped = arena_new(a, uint8_t, (size_t)f->n_items + 1);
	f->taken = arena_new(a, uint8_t, (size_t)f->n_items + 1);
	return f;
}

int64_t
fill_traffic(const struct filler *f)
{
	return f->traffic;
}

static int64_t
at_rate(const struct rate *r, int64_t bytes)
{
	return (int64_t)((__int128)bytes * r->saves / r->per);
}

/* Where a room runs out, taken by rates, without what is larger than all of it. */
struct cut {
	int32_t rate;   /* that runs out; n_rates when none does */
	int64_t before; /* what those before it save */
	int64_t room;   /* that they leave */
};

static struct cut
cut_at(const struct filler *f, int64_t room)
{
	struct cut c = {.room = room};
	int64_t fitting;

	for (; c.rate < f->n_rates; c.rate++) {
		fitting = class_fitting(f->rates[c.rate].class, room);
		if (fitting > c.room)
			break;
		c.before += at_rate(&f->rates[c.rate], fitting);
		c.room -= fitting;
	}
	return c;
}

/* No choice saves more beside the pinned ones. */
static int64_t
most_saved(const struct filler *f, const struct cut *c)
{
	const struct rate *r = &f->rates[c->rate];
	int64_t room = c->room;

	if (c->rate == f->n_rates)
		return c->before;
	if (f->n_rates == 1)
		room -= room % class_unit(r->class);
	return c->before + at_rate(r, room);
}

int64_t
fill_bound(const struct filler *f, int64_t room)
{
	struct cut c;

	if (room < f->pinned)
		return -1;
	c = cut_at(f, room - f->pinned);
	return f->pinned_saves + most_saved(f, &c);
}

/* --- a choice --- */

static void
mark(const struct filler *f, int32_t item, uint8_t *resident, struct fill *out)
{
	resident[f->items[item].weight] = 1;
	out->bytes += f->items[item].size;
}

/* All of one rate that fit by themselves. */
static void
mark_fitting(const struct filler *f, const struct rate *r, int64_t room,
	     uint8_t *resident, struct fill *out)
{
	int32_t i;

	for (i = r->first; i < r->first + r->n; i++)
		if (f->items[i].size <= room)
			mark(f, i, resident, out);
}

static void
mark_class(const struct filler *f, const struct rate *r, int64_t room,
	   uint8_t *resident, struct fill *out)
{
	int32_t i;

	class_take(r->class, room, f->taken);
	for (i = 0; i < r->n; i++)
		if (f->taken[i])
			mark(f, r->first + i, resident, out);
}

/* Those of other rates that could be taken at all. */
static int32_t
list_others(const struct filler *f, const struct cut *c, int64_t room)
{
	const struct rate *r = &f->rates[c->rate];
	int32_t i, n = 0;

	for (i = 0; i < f->n_items; i++) {
		if (i == r->first)
			i += r->n;
		if (i < f->n_items && f->items[i].size <= room)
			f->others[n++] = (struct core_item){
				f->items[i].size, f->items[i].saves, i, i < r->first};
	}
	return n;
}

/* Not all can be taken that fit. */
static void
choose(const struct filler *f, const struct cut *c, int64_t room, uint8_t *resident,
       struct fill *out)
{
	const struct rate *r = &f->rates[c->rate];
	struct core_problem p = {r->class, r->saves, r->per, c->room, f->others, 0};
	struct core_answer answer;
	int32_t i;

	p.n = list_others(f, c, room);
	core_run(f->core, &p, f->flipped, &answer);
	for (i = 0; i < p.n; i++)
		if (f->others[i].in != f->flipped[i])
			mark(f, f->others[i].number, resident, out);
	mark_class(f, r, answer.class_room, resident, out);
	out->saved += c->before + answer.saved;
	out->bound += c->before + answer.bound;
}

void
fill_room(const struct filler *f, int64_t room, uint8_t *resident, struct fill *out)
{
	struct cut c;
	int32_t i;

	*out = (struct fill){.feasible = room >= f->pinned};
	memset(resident, 0, (size_t)f->n);
	if (!out->feasible)
		return;
	for (i = 0; i < f->n; i++)
		resident[i] = f->weights[i].pin == PIN_SRAM ||
			      (f->weights[i].pin == PIN_FREE && !f->weights[i].size);
	out->bytes = f->pinned;
	out->saved = out->bound = f->pinned_saves;
	room -= f->pinned;
	c = cut_at(f, room);
	if (c.rate < f->n_rates) {
		choose(f, &c, room, resident, out);
		return;
	}
	for (i = 0; i < f->n_rates; i++)
		mark_fitting(f, &f->rates[i], room, resident, out);
	out->saved += c.before;
	out->bound = out->saved;
}
