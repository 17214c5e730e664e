#include "planner/pack_ladder.h"

#include "base/num.h"
#include "planner/pack_deepen.h"
#include "planner/pack_dives.h"
#include "planner/pack_repair.h"

/* Pairs a greedy method may look at per unit of effort. */
static const int64_t greedy_work = INT64_C(5000000);

static void
climb_greedy(struct core *c, const struct rung *r, int64_t goal, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	int64_t *offsets = arena_new(scratch, int64_t, (size_t)c->n);

	(void)goal;
	if (greedy(c, r->letters, r->hole, core_ceiling(c),
		   mul_sat(greedy_work, c->effort + 1), offsets, scratch))
		core_offer(c, offsets, r->name);
	arena_rewind(scratch, mark);
}

enum { ANY = INT32_MAX, SMALL = 4096, LARGE = 400000 };

/* clang-format off */
const struct rung pack_rungs[] = {
	/* name              climb           order  hole           items  nodes */
	{"skyline-S",        climb_dive,     "S",   HOLE_LOWEST,   ANY,   0},
	{"skyline-E",        climb_dive,     "E",   HOLE_LOWEST,   LARGE, 0},
	{"skyline-TAW",      climb_dive,     "TAW", HOLE_LOWEST,   ANY,   0},
	{"look",             climb_search,   "",    HOLE_LOWEST,   SMALL, 1000},
	{"skyline-QAW",      climb_dive,     "QAW", HOLE_LOWEST,   LARGE, 0},
	{"skyline-TWA",      climb_dive,     "TWA", HOLE_LOWEST,   LARGE, 0},
	{"skyline-WAT",      climb_dive,     "WAT", HOLE_LOWEST,   LARGE, 0},
	{"skyline-ATW",      climb_dive,     "ATW", HOLE_LOWEST,   LARGE, 0},
	{"skyline-SWT",      climb_dive,     "SWT", HOLE_LOWEST,   LARGE, 0},
	{"skyline-shaken",   climb_shaken,   "",    HOLE_LOWEST,   LARGE, 0},
	{"skyline-learning", climb_learning, "",    HOLE_LOWEST,   LARGE, 0},
	{"greedy-by-size",   climb_greedy,   "SW",  HOLE_LOWEST,   ANY,   0},
	{"greedy-best-fit",  climb_greedy,   "SW",  HOLE_SMALLEST, ANY,   0},
	{"best-fit",         climb_greedy,   "",    HOLE_SMALLEST, ANY,   0},
	{"search",           climb_search,   "",    HOLE_LOWEST,   SMALL, 300000},
	{"repair",           climb_repair,   "",    HOLE_LOWEST,   ANY,   20000},
};
/* clang-format on */
const int32_t n_pack_rungs = sizeof(pack_rungs) / sizeof(*pack_rungs);

static const struct rung hints = {"hints", climb_greedy, "HSW", HOLE_HINT, ANY, 0};

void
pack_climb_hints(struct core *c, struct arena *scratch)
{
	hints.climb(c, &hints, c->bound_bytes, scratch);
}

void
pack_climb(struct core *c, int64_t goal, struct arena *scratch)
{
	int32_t i;

	for (i = 0; i < n_pack_rungs && c->height_bytes > goal; i++)
		if (c->n <= pack_rungs[i].most && (c->effort || !pack_rungs[i].nodes))
			pack_rungs[i].climb(c, &pack_rungs[i], goal, scratch);
}
