/*
 * The best prices, by a proximal bundle method.
 *
 * The bound is a concave function of the prices, made of planes.  Each
 * evaluation gives one plane: its value, and as its slope the bytes used less
 * the room of each row.  The next prices maximise the least of the planes seen,
 * less a charge on the distance from the best prices so far; that is a small
 * quadratic program over the weights of the planes.
 *
 * Doubles only choose where to look: the bound itself is whole numbers.  Built
 * without fused multiply-add, so that all machines look at the same places.
 */
#include "planner/place_planes.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

enum { MOST_NULL = 14 };
enum { BETWEEN = 12 }; /* rounds between two looks for covers, at least */

static uint8_t *
kept_of(const struct bundle *b, int32_t i)
{
	return b->kept + (size_t)i * b->p->task->flat->n_gaps;
}

static double
product(const double *x, const double *y, int32_t n)
{
	double sum = 0;

	for (int32_t r = 0; r < n; r++)
		sum += x[r] * y[r];
	return sum;
}

/* Look at the prices that the planes suggest; what they promise to gain. */
static double
look(struct bundle *b)
{
	double promise = 0;

	for (int32_t r = 0; r < b->rows; r++) {
		double price = b->centre[r] + b->by[r];

		if (price * b->scale >= (double)b->most[r])
			b->p->row[r] = b->most[r];
		else
			b->p->row[r] = (int64_t)(price * b->scale);
		b->at[r] = (double)b->p->row[r] / b->scale;
	}
	for (int32_t i = 0; i < b->n; i++) {
		const double *g = slope_of(b, i);
		double x = b->error[i];

		for (int32_t r = 0; r < b->rows; r++)
			x += g[r] * (b->at[r] - b->centre[r]);
		if (i == 0 || x < promise)
			promise = x;
	}
	prices_evaluate(b->p);
	return promise;
}

/* Room for a new plane: a free one, or the one that counts least. */
static int32_t
make_room(struct bundle *b)
{
	int32_t least = -1;
	double rest = 0;

	if (b->n < PLANES) {
		b->weight[b->n] = 0;
		return b->n++;
	}
	for (int32_t i = 0; i < b->n; i++)
		if (i != b->newest && (least < 0 || b->weight[i] < b->weight[least]))
			least = i;
	b->weight[least] = 0;
	for (int32_t i = 0; i < b->n; i++)
		rest += b->weight[i];
	for (int32_t i = 0; i < b->n; i++)
		b->weight[i] = rest > 0 ? b->weight[i] / rest : i == b->newest;
	return least;
}

/* The plane at the prices just evaluated. */
static void
add_plane(struct bundle *b, double error)
{
	int32_t i = make_room(b);
	double *g = slope_of(b, i);

	for (int32_t r = 0; r < b->rows; r++)
		g[r] = (double)(b->p->used[r] - b->p->room[r]);
	if (b->kept)
		memcpy(kept_of(b, i), b->p->kept, b->p->task->flat->n_gaps);
	b->error[i] = error > 0 ? error : 0;
	b->newest = i;
	if (b->n == 1)
		b->weight[i] = 1;
}

/* Slope of the new plane times the way back to the centre. */
static double
way_back(const struct bundle *b)
{
	double x = 0;

	for (int32_t r = 0; r < b->rows; r++)
		x += (double)(b->p->used[r] - b->p->room[r]) *
		     (b->centre[r] - b->at[r]);
	return x;
}

static void
recentre(struct bundle *b, double bound)
{
	for (int32_t i = 0; i < b->n; i++) {
		const double *g = slope_of(b, i);
		double x = 0;

		for (int32_t r = 0; r < b->rows; r++)
			x += g[r] * (b->at[r] - b->centre[r]);
		b->error[i] += x - (bound - b->best);
		if (b->error[i] < 0)
			b->error[i] = 0;
	}
	memcpy(b->centre, b->at, b->rows * sizeof(*b->at));
	memcpy(b->p->best, b->p->row, b->rows * sizeof(*b->p->row));
	b->best = bound;
}

static void
limit_prices(struct bundle *b, int32_t from)
{
	const struct task *t = b->p->task;

	for (int32_t r = from; r < b->rows; r++)
		b->most[r] = prices_most(
			b->p,
			r < t->n_rows ? t->rows[r].total
				      : cover_total(&b->p->priced[r - t->n_rows]),
			b->p->room[r]);
}

static void
bundle_open(struct bundle *b, struct prices *p, double goal, bool separate)
{
	double norm;

	b->p = p;
	b->rows = p->task->n_rows + p->n_covers;
	b->stride = b->rows + (separate ? p->covers->most : 0);
	b->scale = (double)(INT64_C(1) << p->shift);
	b->centre = arena_new(p->arena, double, b->stride);
	b->at = arena_new(p->arena, double, b->stride);
	b->by = arena_new(p->arena, double, b->stride);
	b->moved = arena_new(p->arena, int32_t, b->stride);
	b->sum = arena_new(p->arena, double, b->stride);
	b->is_free = arena_new(p->arena, bool, b->stride);
	b->most = arena_new(p->arena, int64_t, b->stride);
	limit_prices(b, 0);
	b->slope = arena_new(p->arena, double, (size_t)PLANES * b->stride);
	if (separate)
		b->kept = arena_new(p->arena, uint8_t,
				    (size_t)PLANES * p->task->flat->n_gaps + 1);
	for (int32_t r = 0; r < b->rows; r++)
		b->centre[r] = b->at[r] = (double)p->row[r] / b->scale;
	b->best = (double)p->bound / b->scale;
	memcpy(p->best, p->row, b->rows * sizeof(*p->row));
	prices_use(p);
	add_plane(b, 0);
	norm = product(b->slope, b->slope, b->rows);
	b->reach = norm > 0 ? fmax(goal - b->best, goal / 256) / norm : 0;
}

/* How much of an item the planes hold together. */
static double
part_of(const struct bundle *b, const struct item *x)
{
	double part = 0;

	for (int32_t i = 0; i < b->n; i++)
		if (b->weight[i] > 0 && item_kept(kept_of(b, i), x->left, x->right))
			part += b->weight[i];
	return part > 1 ? 1 : part;
}

/* New covers are priced at 0, and the planes say what they use of them. */
static void
extend(struct bundle *b)
{
	struct prices *p = b->p;
	int32_t n_rows = p->task->n_rows, from = b->rows;

	b->rows = n_rows + p->n_covers;
	limit_prices(b, from);
	for (int32_t r = from; r < b->rows; r++) {
		const struct priced_cover *c = &p->priced[r - n_rows];

		p->row[r] = p->best[r] = 0;
		b->centre[r] = b->at[r] = 0;
		for (int32_t i = 0; i < b->n; i++) {
			int64_t used = -c->room;

			for (int32_t k = 0; k < c->n; k++)
				if (item_kept(kept_of(b, i), c->items[k].left,
					      c->items[k].right))
					used += c->items[k].weight;
			slope_of(b, i)[r] = (double)used;
		}
	}
}

/* Covers that the planes together violate, for all rows; false: none. */
static bool
separate(struct bundle *b)
{
	struct prices *p = b->p;
	const struct task *t = p->task;
	int32_t before = p->covers->n;
	double *part;

	/* Far enough that the planes that count fit the rows together. */
	planes_balance(b);
	for (int32_t r = 0; r < t->n_rows; r++) {
		struct arena_mark m = arena_mark(p->arena);
		const struct row *row = &t->rows[r];

		part = arena_new(p->arena, double, row->n_items + 1);
		for (int32_t i = 0; i < row->n_items; i++)
			part[i] = part_of(b, &row->items[i]);
		p->work += row->n_items;
		covers_find(p->covers, row, part, p->arena);
		arena_rewind(p->arena, m);
	}
	if (p->covers->n == before)
		return false;
	prices_add_covers(p, before, true);
	extend(b);
	return true;
}

/* How far the planes that count lie above the bound at the centre. */
static double
weighted_error(const struct bundle *b)
{
	return product(b->weight, b->error, b->n);
}

/* One evaluation; false when there is nothing to gain. */
static bool
advance(struct bundle *b, int32_t *null)
{
	double promise, bound;

	planes_balance(b);
	promise = look(b);
	bound = (double)b->p->bound / b->scale;
	prices_use(b->p);
	if (bound > b->best && bound - b->best > promise / 10) {
		if (bound - b->best > promise / 2)
			b->reach *= 2;
		recentre(b, bound);
		add_plane(b, 0);
		*null = 0;
		return true;
	}
	++*null;
	/* Nothing to gain so near: look farther, or nearer where planes disagree. */
	if (promise <= 0.01)
		b->reach *= weighted_error(b) <= 0.01 ? 16 : 0.5;
	else if (*null % 3 == 0)
		b->reach *= 0.7;
	add_plane(b, bound + way_back(b) - b->best);
	return *null < MOST_NULL;
}

static void
keep_prices(struct prices *p)
{
	for (int32_t k = 0; k < p->n_covers; k++)
		p->priced[k].cover->price = p->row[p->task->n_rows + k]
					    << (24 - p->shift);
}

/* How the search for prices stands, to know when covers are due. */
struct progress {
	int32_t null, since;
	double last, reach;
};

/* The bound has stopped rising, or hardly rises. */
static bool
due(const struct bundle *b, const struct progress *g, double goal, bool more)
{
	return !more || (g->since >= BETWEEN && g->null >= 4 &&
			 b->best - g->last < (goal - b->best) / 50);
}

/* As after a fresh start: long steps again. */
static void
restart(struct bundle *b, struct progress *g)
{
	g->null = g->since = 0;
	g->last = b->best;
	if (b->reach < g->reach / 4)
		b->reach = g->reach / 4;
}

bool
prices_raise(struct prices *p, int64_t target, int32_t rounds, int32_t times)
{
	struct arena_mark m = arena_mark(p->arena);
	struct bundle *b = arena_new(p->arena, struct bundle, 1);
	struct progress g = {.null = 0};
	double goal = (double)target;
	bool more = true;

	if (p->task->n_rows == 0) {
		arena_rewind(p->arena, m);
		return prices_bound(p) >= p->task->cost + target;
	}
	bundle_open(b, p, goal, times > 0);
	g.last = b->best;
	g.reach = b->reach;
	while (more && b->reach > 0 && rounds-- > 0 && b->best < goal) {
		more = advance(b, &g.null);
		g.since++;
		if (g.null == 0 && b->reach > g.reach)
			g.reach = b->reach;
		if (times > 0 && due(b, &g, goal, more)) {
			times--;
			restart(b, &g);
			more |= separate(b);
		}
	}
	memcpy(p->row, p->best, b->rows * sizeof(*p->row));
	prices_evaluate(p);
	keep_prices(p);
	arena_rewind(p->arena, m);
	return prices_bound(p) >= p->task->cost + target;
}
