#include "planner/choose.h"

#include "base/num.h"

/* Points drawn, and tries of a repair, at most. */
enum { POINTS_MAX = 2000, REPAIRS_MAX = 16 };

struct candidate {
	const struct placement *placement;
	int64_t height; /* SRAM it takes: by sum until packed */
	int64_t cost;   /* with its weights, once packed */
	int64_t floor;  /* of any placement with its SRAM */
	int64_t bound;  /* of any plan with this placement's SRAM or more */
	bool packed, dead, refined;
};

struct chooser {
	struct placer *placer;
	const struct filler *filler;
	int64_t price, sram;
	struct candidate *list;
	int32_t n, room;
	bool drawn; /* to the end */
	struct arena *arena;
	int64_t work, most_work;
	uint8_t *resident, *scratch; /* which weights stay */
	int64_t floor;               /* of any placement below the last point */
	int64_t below_bound;         /* of points not drawn: by the weights alone */
	int64_t jumped_bound;        /* of points that were jumped over */
	int32_t failures;            /* to pack, in a row */
};

/* What the weights cost at least, in the room that is left; -1: no room. */
static int64_t
weights_cost(const struct chooser *c, int64_t height)
{
	int64_t saved = fill_bound(c->filler, c->sram - height);

	return saved < 0 ? -1 : mul_sat(fill_traffic(c->filler) - saved, c->price);
}

/* The total of a candidate, by the height that is known; -1: no room. */
static int64_t
total(const struct chooser *c, const struct candidate *x)
{
	int64_t w;

	if (x->packed)
		return x->cost;
	w = weights_cost(c, x->height);
	return w < 0 ? -1 : add_sat(x->placement->cost, w);
}

/* Past the limit nothing more is drawn, unless there is no plan at all yet. */
static bool
spent(const struct chooser *c)
{
	return c->work >= c->most_work;
}

/* What any point that is not drawn yet costs at least. */
static int64_t
undrawn_bound(const struct chooser *c)
{
	if (c->drawn || c->below_bound < 0)
		return INT64_MAX;
	return add_sat(c->floor, c->below_bound);
}

enum { PATIENCE = 6 };

/*
 * The capacity to try next: a byte less than the last point used, or, where
 * placements go on failing to pack, ever more.
 */
static int64_t
next_capacity(struct chooser *c)
{
	const struct candidate *last;
	int64_t below, jump, bound;

	if (!c->n)
		return c->sram;
	last = &c->list[c->n - 1];
	below = last->placement->usage - 1;
	if (below < 0 || (c->failures < PATIENCE && !spent(c)))
		return below;
	jump = spent(c) ? below / 4
			: below / 64 * min_i64(c->failures - PATIENCE + 1, 32);
	bound = weights_cost(c, below - jump);
	if (jump && bound >= 0)
		c->jumped_bound = min_i64(c->jumped_bound, add_sat(c->floor, bound));
	return below - jump;
}

/*
 * The most SRAM, at most FROM, with which a point below the last one could
 * cost less than COST: the weights must gain enough.  -1: with none.
 */
static int64_t
worth_trying(const struct chooser *c, int64_t from, int64_t cost)
{
	int64_t low = -1, high = from, middle, w;

	if (cost == INT64_MAX)
		return from;
	while (low < high) {
		middle = low + (high - low + 1) / 2;
		w = weights_cost(c, middle);
		if (w >= 0 && add_sat(c->floor, w) < cost)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

static struct candidate *
add_candidate(struct chooser *c, const struct placement *p, int64_t bound)
{
	struct candidate *x;

	if (c->n == c->room) {
		c->room = c->room ? c->room * 2 : 16;
		c->list = arena_grow(c->arena, c->list, (size_t)c->n, (size_t)c->room,
				     sizeof(*c->list));
	}
	x = &c->list[c->n++];
	*x = (struct candidate){
		.placement = p, .height = p->usage, .floor = c->floor, .bound = bound};
	return x;
}

static void
draw(struct chooser *c, int64_t cost)
{
	int64_t below = worth_trying(c, next_capacity(c), cost), bound;
	const struct placement *p;

	if (below < 0) {
		c->drawn = true;
		return;
	}
	p = (spent(c) ? place_quick : place_at)(c->placer, below);
	c->work = add_sat(c->work, p->work);
	if (!p->feasible) {
		c->drawn = true;
		return;
	}
	c->floor = max_i64(c->floor, p->lower_bound);
	bound = weights_cost(c, p->usage);
	add_candidate(c, p, bound < 0 ? INT64_MAX : add_sat(c->floor, bound));
}

/* The cheapest candidate that may still be packed, or NULL. */
static struct candidate *
cheapest(const struct chooser *c, int64_t *cost)
{
	struct candidate *best = NULL;
	int64_t t;
	int32_t i;

	*cost = INT64_MAX;
	for (i = 0; i < c->n; i++) {
		if (c->list[i].dead)
			continue;
		t = total(c, &c->list[i]);
		if (t < 0 || t >= *cost)
			continue;
		*cost = t;
		best = &c->list[i];
	}
	return best;
}

/* What weights cost at least with so much room, searched instead of bounded. */
static int64_t
searched_weights_cost(const struct chooser *c, int64_t height)
{
	struct fill fill;

	fill_room(c->filler, c->sram - height, c->scratch, &fill);
	return fill.feasible ? mul_sat(fill_traffic(c->filler) - fill.bound, c->price)
			     : -1;
}

/*
 * The least that any candidate's SRAM allows.  Bounds below COST are searched
 * for more closely, the least first.
 */
static int64_t
lowest_bound(struct chooser *c, int64_t cost)
{
	int64_t least = min_i64(undrawn_bound(c), c->jumped_bound), w;
	struct candidate *x, *low;
	int32_t i;

	for (;;) {
		low = NULL;
		for (i = 0; i < c->n; i++) {
			x = &c->list[i];
			if (x->bound < cost && (!low || x->bound < low->bound))
				low = x;
		}
		if (!low || low->refined || low->bound >= least)
			return min_i64(low ? low->bound : cost, least);
		w = searched_weights_cost(c, low->placement->usage);
		low->bound = add_sat(low->floor, w);
		low->refined = true;
	}
}

static enum status
pack_one(struct chooser *c, struct candidate *x, bool quick, height_fn *height,
	 void *context)
{
	struct fill fill;
	int64_t h = -1;

	TRY(height(context, x->placement, quick, c->sram, &h));
	x->packed = true;
	fill_room(c->filler, c->sram - h, c->scratch, &fill);
	x->dead = h < 0 || !fill.feasible;
	x->height = h;
	c->failures = x->dead ? c->failures + 1 : 0;
	x->cost = add_sat(x->placement->cost,
			  mul_sat(fill_traffic(c->filler) - fill.saved, c->price));
	return OK;
}

/*
 * Draws and packs until the cheapest candidate is a packed one and no point
 * below could beat it.  Where packing goes on failing, points are drawn on:
 * with less in SRAM it gets easier, and with nothing there it is trivial.
 */
static enum status
settle(struct chooser *c, struct candidate **winner, height_fn *height, void *context)
{
	int64_t cost;
	int32_t drawn;

	for (;;) {
		*winner = cheapest(c, &cost);
		if (!c->drawn && c->n < POINTS_MAX &&
		    (!*winner || (!spent(c) && undrawn_bound(c) < cost))) {
			drawn = c->n;
			/* a cost may still rise until it is packed */
			draw(c, *winner && (*winner)->packed ? cost : INT64_MAX);
			if (c->n == drawn && !c->drawn)
				return OK;
			continue;
		}
		if (!*winner || (*winner)->packed)
			return OK;
		TRY(pack_one(c, *winner, false, height, context));
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

		w = weights_cost(c, x->placement->usage);
		if (x->packed && w >= 0 &&
		    x->placement->usage > winner->placement->usage &&
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
repair(struct chooser *c, struct candidate **winner, height_fn *height, void *context)
{
	int64_t high = too_tight(c, *winner) - 1, low = (*winner)->placement->usage;
	int32_t best = (int32_t)(*winner - c->list), i;

	for (i = 0; high < INT64_MAX - 1 && i < REPAIRS_MAX && low < high; i++) {
		int64_t middle = low + (high - low + 1) / 2;
		const struct placement *p = place_quick(c->placer, middle);
		struct candidate *x = add_candidate(c, p, INT64_MAX);

		c->work = add_sat(c->work, p->work);
		TRY(pack_one(c, x, true, height, context));
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
	      int64_t limit, int64_t *height)
{
	(void)context;
	(void)quick;
	(void)limit;
	*height = placement->usage;
	return OK;
}

enum status
choose_run(struct chosen *out, struct placer *placer, const struct filler *filler,
	   int32_t n_weights, int64_t price, int64_t sram, int64_t work,
	   height_fn *height, void *context, struct arena *a)
{
	struct chooser c = {.placer = placer,
			    .filler = filler,
			    .price = price,
			    .sram = sram,
			    .jumped_bound = INT64_MAX,
			    .most_work = work,
			    .arena = a};
	struct candidate *winner = NULL;
	struct fill fill;

	*out = (struct chosen){0};
	c.resident = arena_new(a, uint8_t, (size_t)n_weights + 1);
	c.scratch = arena_new(a, uint8_t, (size_t)n_weights + 1);
	c.below_bound = searched_weights_cost(&c, 0);
	TRY(settle(&c, &winner, height, context));
	if (winner)
		TRY(repair(&c, &winner, height, context));
	out->work = c.work;
	if (!winner)
		return OK;
	fill_room(filler, sram - winner->height, c.resident, &fill);
	out->feasible = true;
	out->placement = winner->placement;
	out->weights = c.resident;
	out->height = winner->height;
	out->cost = winner->cost;
	out->lower_bound = min_i64(lowest_bound(&c, out->cost), out->cost);
	return OK;
}
