#include "planner/choose.h"

#include "base/num.h"
#include "planner/choose_spans.h"

/* Placements drawn, and tries of a repair, at most. */
enum { DRAWN_MAX = 2000, REPAIRS_MAX = 16 };

struct candidate {
	const struct placement *placement;
	int64_t cost;   /* with its weights: at least, or exactly once it is packed */
	int64_t bound;  /* of any plan at the capacities that it closed */
	int64_t height; /* once packed, within WANTED if anything moves */
	int64_t wanted;
	bool packed, dead, moves;
};

struct chooser {
	struct placer *placer;
	const struct filler *filler;
	const struct byte_prices *prices;
	int64_t sram;
	struct spans *spans;
	struct candidate *list;
	int32_t n, room, drawn;
	int64_t least_usage; /* of all candidates */
	struct arena *arena;
	int64_t work, most_work;
	uint8_t *resident, *scratch; /* which weights stay */
	int32_t failures;            /* to pack, in a row */
};

/* weights_fn */
static int64_t
weights_cost(void *context, int64_t height, bool closely)
{
	const struct chooser *c = context;
	struct fill fill = {.bound = -1};

	if (closely)
		fill_room(c->filler, c->sram - height, c->scratch, &fill);
	else
		fill.bound = fill_bound(c->filler, c->sram - height);
	if (closely ? !fill.feasible : fill.bound < 0)
		return INT64_MAX;
	return mul_sat(fill_traffic(c->filler) - fill.bound, c->prices->read);
}

/* Past the limit nothing more is drawn, unless there is no plan at all yet. */
static bool
spent(const struct chooser *c)
{
	return c->work >= c->most_work;
}

enum { PATIENCE = 6 };

/*
 * Where placements go on failing to pack, the next takes less SRAM than any, and
 * ever less.
 */
static int64_t
ceiling(const struct chooser *c)
{
	if (!c->n || (c->failures < PATIENCE && !spent(c)))
		return INT64_MAX;
	if (spent(c))
		return c->least_usage - c->least_usage / 4;
	return c->least_usage -
	       c->least_usage / 64 * min_i64(c->failures - PATIENCE + 1, 32);
}

static bool
is_listed(const struct chooser *c, const struct placement *p)
{
	int32_t i;

	for (i = 0; i < c->n; i++)
		if (c->list[i].placement->usage == p->usage &&
		    c->list[i].placement->cost == p->cost)
			return true;
	return false;
}

static struct candidate *
add_candidate(struct chooser *c, const struct placement *p)
{
	struct candidate *x;

	if (c->n == c->room) {
		c->room = c->room ? c->room * 2 : 16;
		c->list = arena_grow(c->arena, c->list, (size_t)c->n, (size_t)c->room,
				     sizeof(*c->list));
	}
	x = &c->list[c->n++];
	*x = (struct candidate){
		.placement = p,
		.cost = add_sat(p->cost, weights_cost(c, p->usage, true)),
		.bound = INT64_MAX};
	c->least_usage = c->n > 1 ? min_i64(c->least_usage, p->usage) : p->usage;
	return x;
}

/* False when no place is left that could have a plan for less than COST. */
static bool
draw(struct chooser *c, int64_t cost)
{
	const struct placement *p;
	struct candidate *x;
	int64_t at;
	bool much;

	if (!spans_next(c->spans, ceiling(c), cost, &at, &much))
		return false;
	much = (much || !c->drawn) && !spent(c);
	p = (much ? place_at : place_quick)(c->placer, at);
	c->work = add_sat(c->work, p->work);
	c->drawn++;
	spans_placed(c->spans, at, much, p);
	if (is_listed(c, p))
		return true;
	x = add_candidate(c, p);
	if (p->optimal)
		x->bound = x->cost;
	return true;
}

/* The cheapest candidate that may still be packed, or NULL. */
static struct candidate *
cheapest(const struct chooser *c, int64_t *cost)
{
	struct candidate *best = NULL;
	int32_t i;

	*cost = INT64_MAX;
	for (i = 0; i < c->n; i++)
		if (!c->list[i].dead && c->list[i].cost < *cost) {
			best = &c->list[i];
			*cost = best->cost;
		}
	return best;
}

/* The least that any capacity allows. */
static int64_t
lowest_bound(const struct chooser *c)
{
	int64_t least = spans_bound(c->spans);
	int32_t i;

	for (i = 0; i < c->n; i++)
		least = min_i64(least, c->list[i].bound);
	return least;
}

static enum status
pack_one(struct chooser *c, struct candidate *x, bool quick, pack_fn *pack,
	 void *context)
{
	const struct placement *p = x->placement;
	struct packing packing;
	struct move_choice l;

	x->wanted = move_wanted(c->filler, p->usage, c->sram, c->scratch);
	TRY(pack(context, p, quick, x->wanted, &packing));
	move_choose(&l, c->filler, c->prices, p->cost, &packing, c->sram, c->scratch);
	x->packed = true;
	x->dead = !l.feasible;
	x->height = l.height;
	x->moves = l.moves;
	x->placement = packing.placement;
	x->cost = l.cost;
	c->failures = x->dead ? c->failures + 1 : 0;
	return OK;
}

/*
 * Draws and packs until the cheapest candidate is a packed one and no capacity
 * could beat it.  Where packing goes on failing, points are drawn on: with less in
 * SRAM it gets easier, and with nothing there it is trivial.
 */
static enum status
settle(struct chooser *c, struct candidate **winner, pack_fn *pack, void *context)
{
	int64_t cost;

	for (;;) {
		*winner = cheapest(c, &cost);
		if (c->drawn < DRAWN_MAX && (!*winner || !spent(c)) && draw(c, cost))
			continue;
		if (!*winner || (*winner)->packed)
			return OK;
		TRY(pack_one(c, *winner, false, pack, context));
	}
}

/* The least SRAM of those that cost less than the winner and do not pack. */
static int64_t
too_tight(const struct chooser *c, const struct candidate *winner)
{
	int64_t least = INT64_MAX, w;
	int32_t i;

	for (i = 0; i < c->n; i++) {
		const struct candidate *x = &c->list[i];

		w = weights_cost((void *)c, x->placement->usage, false);
		if (x->packed && x->placement->usage > winner->placement->usage &&
		    add_sat(x->placement->cost, w) < winner->cost)
			least = min_i64(least, x->placement->usage);
	}
	return least;
}

/*
 * Between what packs and what does not, by halves.  What is found there is no
 * part of the curve and bounds nothing.
 */
static enum status
repair(struct chooser *c, struct candidate **winner, pack_fn *pack, void *context)
{
	int64_t high = too_tight(c, *winner) - 1, low = (*winner)->placement->usage;
	int32_t best = (int32_t)(*winner - c->list), i;

	for (i = 0; high < INT64_MAX - 1 && i < REPAIRS_MAX && low < high; i++) {
		int64_t middle = low + (high - low + 1) / 2;
		const struct placement *p = place_quick(c->placer, middle);
		struct candidate *x = add_candidate(c, p);

		c->work = add_sat(c->work, p->work);
		TRY(pack_one(c, x, true, pack, context));
		if (!x->dead && x->cost < c->list[best].cost)
			best = c->n - 1;
		if (!x->dead && x->cost <= c->list[best].cost)
			low = middle;
		else
			high = min_i64(middle, p->usage) - 1;
	}
	*winner = &c->list[best];
	return OK;
}

enum status
height_by_sum(void *context, const struct placement *placement, bool quick,
	      int64_t wanted, struct packing *packing)
{
	(void)context;
	(void)quick;
	(void)wanted;
	*packing = (struct packing){placement, placement->usage, -1, 0};
	return OK;
}

enum status
choose_run(struct chosen *out, struct placer *placer, const struct filler *filler,
	   int32_t n_weights, const struct byte_prices *prices, int64_t sram,
	   int64_t work, pack_fn *pack, void *context, struct arena *a)
{
	struct chooser c = {.placer = placer,
			    .filler = filler,
			    .prices = prices,
			    .sram = sram,
			    .most_work = work,
			    .arena = a};
	struct candidate *winner = NULL;
	struct fill fill;

	*out = (struct chosen){0};
	c.resident = arena_new(a, uint8_t, (size_t)n_weights + 1);
	c.scratch = arena_new(a, uint8_t, (size_t)n_weights + 1);
	c.spans = spans_open(place_needed(placer, NULL), sram, weights_cost, &c, a);
	TRY(settle(&c, &winner, pack, context));
	if (winner)
		TRY(repair(&c, &winner, pack, context));
	out->work = c.work;
	if (!winner)
		return OK;
	fill_room(filler, sram - winner->height, c.resident, &fill);
	out->feasible = true;
	out->placement = winner->placement;
	out->weights = c.resident;
	out->height = winner->height;
	out->moves = winner->moves;
	out->wanted = winner->wanted;
	out->cost = winner->cost;
	out->lower_bound = min_i64(lowest_bound(&c), out->cost);
	return OK;
}
