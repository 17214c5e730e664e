#include "planner/place_cover.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

static const double LEAST_VIOLATION = 0.003;

struct covers *
covers_open(int32_t most, int32_t most_items, struct arena *a)
{
	struct covers *c = arena_new(a, struct covers, 1);

	c->cover = arena_new(a, struct cover, most + 1);
	c->most = most;
	c->items = arena_new(a, struct cover_item, most_items + 1);
	c->most_items = most_items;
	return c;
}

double
cover_violation(const struct knapsack *k, const int64_t *weight, int64_t room)
{
	double sum = -(double)room, norm = 0;

	for (int32_t i = 0; i < k->n; i++) {
		sum += (double)weight[i] * k->part[i];
		norm += (double)weight[i] * (double)weight[i];
	}
	return norm > 0 ? sum / sqrt(norm) : 0;
}

/*
 * What two ends of an edge take together, at least: the one that is there more
 * in full, the other what it adds.  An end in several edges, or one that is
 * less than nothing, may take nothing.
 */
static void
relax_pairs(const struct row *r, const double *part, int64_t *weight, int64_t *room)
{
	for (int32_t k = 0; k < r->n_edges; k++) {
		int32_t a = r->pairs[k].a, b = r->pairs[k].b, less, times = 0;
		int64_t saved = r->edges[k].saved;

		for (int32_t i = 0; i < r->n_edges; i++)
			times += r->edges[i].from == r->edges[k].from ||
				 r->edges[i].to == r->edges[k].to;
		less = a < 0 ? b : b < 0 ? a : part[a] >= part[b] ? b : a;
		if (times > 1 || less < 0) {
			*room += saved;
			continue;
		}
		*room += max_i64(saved - weight[less], 0);
		weight[less] = max_i64(weight[less] - saved, 0);
	}
}

static bool
same_cover(const struct cover *a, const struct cover *b)
{
	if (a->step != b->step || a->n != b->n || a->room != b->room)
		return false;
	for (int32_t i = 0; i < a->n; i++)
		if (a->items[i].left != b->items[i].left ||
		    a->items[i].right != b->items[i].right ||
		    a->items[i].weight != b->items[i].weight)
			return false;
	return true;
}

static bool
add_cover(struct covers *c, const struct row *r, const struct knapsack *k,
	  const int64_t *weight, int64_t room)
{
	struct cover_item *items = c->items + c->n_items;
	struct cover *to = &c->cover[c->n];

	if (c->n == c->most || c->n_items + k->n > c->most_items)
		return false;
	*to = (struct cover){.step = r->step, .items = items, .room = room};
	for (int32_t i = 0; i < k->n; i++) {
		const struct item *x = &r->items[k->item[i]];

		if (weight[i] > 0)
			items[to->n++] =
				(struct cover_item){x->left, x->right, weight[i]};
	}
	for (int32_t i = 0; i < c->n; i++)
		if (same_cover(&c->cover[i], to))
			return false;
	c->n_items += to->n;
	c->n++;
	return true;
}

int32_t
covers_find(struct covers *c, const struct row *r, const double *part, struct arena *a)
{
	static bool (*const find[])(const struct knapsack *, int64_t *, int64_t *,
				    struct arena *) = {cover_lifted, cover_rounded};
	int64_t *relaxed = arena_new(a, int64_t, r->n_items + 1);
	int64_t *w = arena_new(a, int64_t, r->n_items + 1);
	double *x = arena_new(a, double, r->n_items + 1);
	int32_t *item = arena_new(a, int32_t, r->n_items + 1), found = 0;
	struct knapsack k = {0, item, w, x, r->room};
	int64_t sum = 0;

	for (int32_t i = 0; i < r->n_items; i++)
		relaxed[i] = r->items[i].weight;
	relax_pairs(r, part, relaxed, &k.room);
	for (int32_t i = 0; i < r->n_items; i++) {
		if (relaxed[i] <= 0)
			continue;
		sum += relaxed[i];
		item[k.n] = i;
		x[k.n] = part[i];
		w[k.n++] = relaxed[i];
	}
	if (sum <= k.room || k.room < 0)
		return 0;
	for (size_t i = 0; i < sizeof(find) / sizeof(*find); i++) {
		int64_t *weight = arena_new(a, int64_t, k.n + 1), room;

		if (find[i](&k, weight, &room, a) &&
		    cover_violation(&k, weight, room) > LEAST_VIOLATION)
			found += add_cover(c, r, &k, weight, room);
	}
	return found;
}
