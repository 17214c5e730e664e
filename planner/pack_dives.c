#include "planner/pack_dives.h"

#include "base/num.h"
#include "planner/pack_dive.h"
#include "planner/pack_order.h"

/* Items and sections that dives may look at, per unit of effort. */
static const int64_t shake_work = INT64_C(750000), learn_work = INT64_C(250000);
enum { DIVES = 24, SHAKES = 48 };
/* Items up to which a search does better than shaking. */
enum { FEW = 512 };
/* Items from which on what is missing hardly counts. */
enum { MANY = 4096 };

struct dives {
	struct core *core;
	const char *name;
	struct order order;
	int32_t *rank;
	int64_t *offsets;
	struct arena *scratch;
};

static void
dives_init(struct dives *v, struct core *c, const struct rung *r, struct arena *scratch)
{
	*v = (struct dives){.core = c, .name = r->name, .scratch = scratch};
	order_init(&v->order, c->n, scratch);
	v->rank = arena_new(scratch, int32_t, (size_t)c->n);
	v->offsets = arena_new(scratch, int64_t, (size_t)c->n);
}

/* The item that got stuck below the limit, or -1. */
static int32_t
dive(struct dives *v, int64_t limit_bytes)
{
	struct dive d = {.rank = v->rank, .limit_bytes = limit_bytes};

	if (!dive_run(&d, v->core, v->offsets, v->scratch))
		return d.stuck;
	core_offer(v->core, v->offsets, v->name);
	return -1;
}

/* PART eighths from the best to the goal: what cannot become better ends soon. */
static int64_t
aim(const struct core *c, int64_t goal, int64_t part)
{
	return core_ceiling(c) - (core_ceiling(c) - goal) / 8 * part;
}

/* Of many items, a height is near enough when 1/4096 is missing. */
static int64_t
near(const struct core *c, int64_t goal)
{
	return c->least && c->n > MANY ? goal + goal / 4096 : goal;
}

void
climb_dive(struct core *c, const struct rung *r, int64_t goal, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	int64_t before = c->height_bytes;
	struct dives v;

	(void)goal;
	dives_init(&v, c, r, scratch);
	order_rank(&v.order, c, r->letters, NULL, v.rank, scratch);
	dive(&v, core_ceiling(c));
	if (c->height_bytes < before)
		c->letters = r->letters;
	arena_rewind(scratch, mark);
}

static uint64_t
draw(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *state >> 33;
}

/* Adds to each place up to one part in 8, 16 or 32 of it. */
static void
shake(struct dives *v, const int32_t *calm, int32_t round, uint64_t *state)
{
	struct key *keys = v->order.keys;
	int32_t i, n = v->core->n;

	for (i = 0; i < n; i++) {
		keys[i].id = i;
		keys[i].key = calm[i] * INT64_C(8192);
		keys[i].key += calm[i] * (int64_t)(draw(state) % 1024) >> round % 3;
	}
	keys_sort(keys, n, v->order.scratch);
	for (i = 0; i < n; i++)
		v->rank[keys[i].id] = i;
}

void
climb_shaken(struct core *c, const struct rung *r, int64_t goal, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	int32_t *calm, k;
	int64_t left = mul_sat(shake_work, c->effort + 1);
	uint64_t state = 1;
	struct dives v;

	if (!c->letters || c->n <= FEW)
		return;
	dives_init(&v, c, r, scratch);
	calm = arena_new(scratch, int32_t, (size_t)c->n);
	order_rank(&v.order, c, c->letters, NULL, calm, scratch);
	for (k = 0; k < SHAKES && left > 0 && c->height_bytes > near(c, goal); k++) {
		shake(&v, calm, k, &state);
		dive(&v, aim(c, goal, 4));
		left -= c->n + c->n_sections;
	}
	arena_rewind(scratch, mark);
}

void
climb_learning(struct core *c, const struct rung *r, int64_t goal,
	       struct arena *scratch)
{
	static const char *const letters[] = {"FS", "FTAW"};
	struct arena_mark mark = arena_mark(scratch);
	int64_t *all = arena_new(scratch, int64_t, 2 * (size_t)c->n), *fails;
	int64_t left = mul_sat(learn_work, c->effort + 1);
	int32_t k, stuck;
	struct dives v;

	dives_init(&v, c, r, scratch);
	for (k = 0; k < DIVES && left > 0 && c->height_bytes > near(c, goal); k++) {
		fails = all + k % 2 * c->n;
		order_rank(&v.order, c, letters[k % 2], fails, v.rank, scratch);
		stuck = dive(&v, aim(c, goal, 7));
		if (stuck >= 0)
			fails[stuck]++;
		left -= c->n + c->n_sections;
	}
	arena_rewind(scratch, mark);
}
