#include "planner/pack_greedy.h"

#include "base/num.h"
#include "planner/pack_order.h"

struct greed {
	const struct core *core;
	int64_t *offsets;
	int32_t *until;  /* tree over items: the last section of a placed one below */
	int32_t size;    /* leaves */
	struct key *met; /* placed items in the way, by offset */
	struct key *scratch;
	int32_t n_met;
};

static void
mark_placed(struct greed *g, int32_t i)
{
	int32_t to = g->core->items[i].to;

	for (i += g->size; i && g->until[i] < to; i /= 2)
		g->until[i] = to;
}

/* Items are ascending in `from`, so those that start too late end the walk. */
static bool
meet(struct greed *g, const struct item *item, int32_t node, int32_t first,
     int32_t leaves)
{
	const struct item *other;

	if (g->until[node] <= item->from)
		return true;
	if (first >= g->core->n || g->core->items[first].from >= item->to)
		return false;
	if (leaves > 1)
		return meet(g, item, 2 * node, first, leaves / 2) &&
		       meet(g, item, 2 * node + 1, first + leaves / 2, leaves / 2);
	other = &g->core->items[first];
	if (core_height_met(g->core, item, other))
		g->met[g->n_met++] = (struct key){g->offsets[first], first};
	return true;
}

static bool
hint_is_free(const struct greed *g, const struct item *item)
{
	const struct item *other;
	int32_t i;

	if (item->hint == PACK_FREE ||
	    core_raise(g->core, item, item->hint) != item->hint)
		return false;
	for (i = 0; i < g->n_met; i++) {
		other = &g->core->items[g->met[i].id];
		if (g->met[i].key < item->hint + item->size &&
		    g->met[i].key + core_height_met(g->core, item, other) > item->hint)
			return false;
	}
	return true;
}

static int64_t
choose(struct greed *g, const struct item *item, enum greedy_hole hole)
{
	int64_t at = core_raise(g->core, item, 0), best = -1, room, least = INT64_MAX;
	const struct item *other;
	int32_t i;

	if (hole == HOLE_HINT && hint_is_free(g, item))
		return item->hint;
	for (i = 0; i < g->n_met; i++) {
		other = &g->core->items[g->met[i].id];
		room = g->met[i].key - at;
		if (room >= item->size && room < least) {
			best = at;
			least = room;
			if (hole != HOLE_SMALLEST)
				break;
		}
		at = max_i64(at,
			     core_raise(g->core, item,
					g->met[i].key +
						core_height_met(g->core, item, other)));
	}
	return best >= 0 ? best : at;
}

static void
place_fixed(struct greed *g)
{
	int32_t i;

	for (i = 0; i < g->core->n; i++) {
		if (g->core->items[i].fixed == PACK_FREE)
			continue;
		g->offsets[i] = g->core->items[i].fixed;
		mark_placed(g, i);
	}
}

static bool
place_all(struct greed *g, const struct order *order, enum greedy_hole hole,
	  int64_t limit_bytes)
{
	const struct item *item;
	int32_t i, id;

	for (i = 0; i < order->n; i++) {
		id = order->keys[i].id;
		item = &g->core->items[id];
		if (item->fixed != PACK_FREE)
			continue;
		g->n_met = 0;
		meet(g, item, 1, 0, g->size);
		keys_sort(g->met, g->n_met, g->scratch);
		g->offsets[id] = choose(g, item, hole);
		if (g->offsets[id] > core_highest(g->core, item, limit_bytes - 1))
			return false;
		mark_placed(g, id);
	}
	return true;
}

/* How many pairs exist together, lifetimes with gaps as if they had none. */
static int64_t
count_pairs(const struct core *c)
{
	int64_t pairs = 0;
	int32_t low, high, middle, i;

	for (i = 0; i < c->n; i++) {
		low = i + 1;
		high = c->n;
		while (low < high) {
			middle = low + (high - low) / 2;
			if (c->items[middle].from < c->items[i].to)
				low = middle + 1;
			else
				high = middle;
		}
		pairs += low - i - 1;
	}
	return pairs;
}

bool
greedy(const struct core *c, const char *letters, enum greedy_hole hole,
       int64_t limit_bytes, int64_t most_pairs, int64_t *offsets, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct greed g = {.core = c, .offsets = offsets, .size = 1};
	struct order order;
	int32_t i;
	bool found;

	if (count_pairs(c) > most_pairs)
		return false;
	while (g.size < c->n)
		g.size *= 2;
	g.until = arena_new(scratch, int32_t, (size_t)g.size * 2);
	g.met = arena_new(scratch, struct key, (size_t)c->n);
	g.scratch = arena_new(scratch, struct key, (size_t)c->n);
	order_init(&order, c->n, scratch);
	for (i = 0; i < c->n; i++)
		order.keys[i].id = i;
	order_sort(&order, c, letters, NULL, NULL);
	place_fixed(&g);
	found = place_all(&g, &order, hole, limit_bytes);
	arena_rewind(scratch, mark);
	return found;
}
