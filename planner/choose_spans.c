#include "planner/choose_spans.h"

#include "base/num.h"

/* A step from the end of a span is slow when it is less than this part of it. */
enum { SLOW_PART = 16 };

/* Weights that differ by less than this part of a gap are not worth a split. */
enum { STEEP_PART = 32 };

/* What was done at the end of a span, without proof. */
enum tried { TRIED_NOT, TRIED_LITTLE, TRIED_MUCH };

struct span {
	int64_t low, high; /* both inclusive */
	int64_t floor;     /* of placements */
	int64_t weights;   /* at low, closely */
	int64_t gap;       /* by which what was tried at high misses its bound */
	enum tried tried;
	/* the last step from the end: so many bytes less, and so much higher a floor */
	int64_t step, rise;
	bool slow, blind; /* little work at the end told less than was known */
};

struct spans {
	struct span *list;
	int32_t n, room;
	weights_fn *weights;
	void *context;
	struct arena *arena;
};

static void
add_span(struct spans *s, struct span x)
{
	if (x.low > x.high)
		return;
	if (s->n == s->room) {
		s->room = s->room ? s->room * 2 : 16;
		s->list = arena_grow(s->arena, s->list, (size_t)s->n, (size_t)s->room,
				     sizeof(*s->list));
	}
	s->list[s->n++] = x;
}

struct spans *
spans_open(int64_t low, int64_t high, weights_fn *weights, void *context,
	   struct arena *a)
{
	struct spans *s = arena_new(a, struct spans, 1);

	*s = (struct spans){.weights = weights, .context = context, .arena = a};
	add_span(s, (struct span){.low = low,
				  .high = high,
				  .weights = weights(context, low, true)});
	return s;
}

static int64_t
bound_of(const struct span *x)
{
	return add_sat(x->floor, x->weights);
}

int64_t
spans_bound(const struct spans *s)
{
	int64_t least = INT64_MAX;
	int32_t i;

	for (i = 0; i < s->n; i++)
		least = min_i64(least, bound_of(&s->list[i]));
	return least;
}

/* One capacity of which nothing more is to be learnt. */
static bool
is_exhausted(const struct span *x)
{
	return x->tried == TRIED_MUCH && x->low == x->high;
}

/* The least bound below COST, of those equal the one of more SRAM. */
static int32_t
least_span(const struct spans *s, int64_t below, int64_t cost)
{
	int32_t best = -1, i;
	int64_t bound;

	for (i = 0; i < s->n; i++) {
		bound = bound_of(&s->list[i]);
		if (bound >= cost || s->list[i].low >= below ||
		    is_exhausted(&s->list[i]))
			continue;
		if (best < 0 || bound < bound_of(&s->list[best]) ||
		    (bound == bound_of(&s->list[best]) &&
		     s->list[i].low > s->list[best].low))
			best = i;
	}
	return best;
}

/* The upper part, from AT + 1 on, becomes a span of its own. */
static void
split(struct spans *s, int32_t i, int64_t at)
{
	struct span upper = s->list[i];

	if (at >= upper.high)
		return;
	upper.low = at + 1;
	upper.slow = false;
	upper.weights = s->weights(s->context, upper.low, true);
	s->list[i].high = at;
	s->list[i].tried = TRIED_NOT;
	add_span(s, upper);
}

/* The most of a span at which a plan could cost less than COST. */
static int64_t
worth_trying(const struct spans *s, const struct span *x, int64_t cost)
{
	int64_t low = x->low, high = x->high, middle;

	while (low < high) {
		middle = low + (high - low + 1) / 2;
		if (add_sat(x->floor, s->weights(s->context, middle, false)) < cost)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

/*
 * Much work at the end raises the floor by its gap at most; half the span by half
 * of what the weights differ by, and costs little.
 */
static bool
deserves_much(const struct spans *s, const struct span *x, int64_t cost)
{
	int64_t wanted = min_i64(x->gap, cost - bound_of(x)), slope;

	if (x->tried != TRIED_LITTLE || x->low == x->high || x->blind)
		return x->tried == TRIED_LITTLE;
	slope = s->weights(s->context, x->high, false) -
		s->weights(s->context, x->low, false);
	return slope < wanted / STEEP_PART;
}

/*
 * The middle, or less far from the end where the floor would be high enough to
 * close the rest if it went on rising half as fast as in the last step.
 */
static int64_t
inside(const struct span *x, int64_t cost)
{
	int64_t middle = x->low + (x->high - x->low) / 2, missing = cost - bound_of(x);
	__int128 far;

	if (!x->rise || x->tried != TRIED_NOT)
		return middle;
	far = (__int128)missing * 2 * x->step / x->rise + 1;
	return far < x->high - middle ? x->high - (int64_t)far : middle;
}

bool
spans_next(struct spans *s, int64_t below, int64_t cost, int64_t *at, bool *much)
{
	int32_t i = least_span(s, below, cost);
	struct span *x;

	if (i < 0)
		return false;
	split(s, i, min_i64(below - 1, worth_trying(s, &s->list[i], cost)));
	x = &s->list[i];
	*much = deserves_much(s, x, cost);
	*at = x->high;
	if (!*much && (x->tried != TRIED_NOT || x->slow))
		*at = inside(x, cost);
	return true;
}

/* What is known at AT of a span that ends there. */
static void
learn(struct span *x, int64_t at, bool much, const struct placement *p)
{
	int64_t width = x->high - x->low, floor = x->floor;

	x->floor = max_i64(x->floor, p->lower_bound);
	if (p->optimal && p->usage <= x->high) {
		x->slow = x->high == at && x->high - p->usage < width / SLOW_PART;
		x->step = x->high - p->usage + 1;
		x->rise = x->floor - floor;
		x->high = p->usage - 1;
		x->tried = TRIED_NOT;
	} else if (x->high == at) {
		x->tried = much ? TRIED_MUCH : TRIED_LITTLE;
		x->gap = p->cost - p->lower_bound;
		x->blind = p->lower_bound < floor;
	}
}

void
spans_placed(struct spans *s, int64_t at, bool much, const struct placement *p)
{
	int32_t n = s->n, kept = 0, i;

	for (i = 0; i < n; i++)
		if (s->list[i].low <= at)
			split(s, i, at);
	for (i = 0; i < s->n; i++) {
		if (s->list[i].low <= at)
			learn(&s->list[i], at, much, p);
		if (s->list[i].low <= s->list[i].high)
			s->list[kept++] = s->list[i];
	}
	s->n = kept;
}
