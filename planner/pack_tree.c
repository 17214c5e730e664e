#include "planner/pack_tree.h"

#include <string.h>

#include "base/num.h"

static void
count_met(struct tree *t)
{
	const struct core *c = t->core;
	int32_t i, j;

	for (i = 0; i < c->n; i++)
		for (j = i + 1; j < c->n && c->items[j].from < c->items[i].to; j++)
			if (core_height_met(c, &c->items[j], &c->items[i])) {
				t->met_from[i + 1]++;
				t->met_from[j + 1]++;
			}
	for (i = 0; i < c->n; i++)
		t->met_from[i + 1] += t->met_from[i];
}

static void
add_met(struct tree *t, int32_t *next, int32_t a, int32_t b)
{
	t->met[next[a]] = b;
	if (t->met_height)
		t->met_height[next[a]] = core_height_met(t->core, &t->core->items[b],
							 &t->core->items[a]);
	next[a]++;
}

static void
list_met(struct tree *t)
{
	const struct core *c = t->core;
	int32_t *next = arena_new(t->arena, int32_t, (size_t)c->n + 1);
	int32_t i, j;

	t->met_from = arena_new(t->arena, int32_t, (size_t)c->n + 1);
	count_met(t);
	t->met = arena_new(t->arena, int32_t, (size_t)t->met_from[c->n]);
	if (!c->plain)
		t->met_height = arena_new(t->arena, int64_t, (size_t)t->met_from[c->n]);
	memcpy(next, t->met_from, (size_t)c->n * sizeof(*next));
	for (i = 0; i < c->n; i++)
		for (j = i + 1; j < c->n && c->items[j].from < c->items[i].to; j++)
			if (core_height_met(c, &c->items[j], &c->items[i])) {
				add_met(t, next, i, j);
				add_met(t, next, j, i);
			}
}

static void
list_members(struct tree *t)
{
	const struct core *c = t->core;
	int32_t *next = arena_new(t->arena, int32_t, (size_t)c->n_sections + 1);
	int32_t i, s, p;
	const struct piece *e;

	t->member_from = arena_new(t->arena, int32_t, (size_t)c->n_sections + 1);
	for (p = 0; p < c->n_pieces; p++)
		for (s = c->pieces[p].from; s < c->pieces[p].to; s++)
			t->member_from[s + 1]++;
	for (s = 0; s < c->n_sections; s++)
		t->member_from[s + 1] += t->member_from[s];
	t->member = arena_new(t->arena, int32_t, (size_t)t->member_from[c->n_sections]);
	memcpy(next, t->member_from, (size_t)c->n_sections * sizeof(*next));
	for (i = 0; i < c->n; i++) {
		e = &c->pieces[c->items[i].piece];
		for (p = 0; p < c->items[i].n_pieces; p++)
			for (s = e[p].from; s < e[p].to; s++)
				t->member[next[s]++] = i;
	}
}

static bool
identical(const struct core *c, const struct item *a, const struct item *b)
{
	int32_t p;

	if (a->size != b->size || a->align != b->align || a->from != b->from ||
	    a->to != b->to || a->n_pieces != b->n_pieces || a->pad != b->pad ||
	    a->fixed != PACK_FREE || b->fixed != PACK_FREE)
		return false;
	for (p = 0; p < a->n_pieces; p++)
		if (memcmp(&c->pieces[a->piece + p], &c->pieces[b->piece + p],
			   sizeof(struct piece)))
			return false;
	return true;
}

static void
find_twins(struct tree *t)
{
	const struct core *c = t->core;
	int32_t i, j;

	t->twin = arena_new(t->arena, int32_t, (size_t)c->n);
	for (i = 0; i < c->n; i++) {
		t->twin[i] = -1;
		for (j = i - 1; j >= 0 && c->items[j].from == c->items[i].from; j--)
			if (identical(c, &c->items[i], &c->items[j])) {
				t->twin[i] = j;
				break;
			}
	}
}

static void
make_masks(struct tree *t)
{
	const struct core *c = t->core;
	const struct item *item;
	int32_t i, p, s;

	t->words = (c->n_sections + 63) / 64;
	t->masks = arena_new(t->arena, uint64_t, (size_t)c->n * (size_t)t->words);
	for (i = 0; i < c->n; i++) {
		item = &c->items[i];
		for (p = item->piece; p < item->piece + item->n_pieces; p++)
			for (s = c->pieces[p].from; s < c->pieces[p].to; s++)
				t->masks[(size_t)i * (size_t)t->words +
					 (size_t)s / 64] |= UINT64_C(1) << s % 64;
	}
}

void
tree_init(struct tree *t, const struct core *c, struct arena *a)
{
	size_t n = (size_t)c->n, s = (size_t)c->n_sections;

	*t = (struct tree){.core = c, .arena = a};
	t->low = arena_new(a, int64_t, n);
	t->high = arena_new(a, int64_t, n);
	t->placed = arena_new(a, bool, n);
	t->rest = arena_new(a, int64_t, s);
	t->witness = arena_new(a, int32_t, s);
	t->crossing = arena_new(a, int32_t, s + 1);
	list_met(t);
	list_members(t);
	find_twins(t);
	make_masks(t);
	t->room = 4 * (c->n + c->n_sections);
	t->trail = arena_new(a, struct undo, (size_t)t->room);
}

static void
reset_items(struct tree *t, int64_t height_bytes)
{
	const struct core *c = t->core;
	const struct item *item;
	int32_t i;

	for (i = 0; i < c->n; i++) {
		item = &c->items[i];
		t->placed[i] = false;
		t->high[i] = core_highest(c, item, height_bytes);
		t->low[i] = core_raise(c, item, c->lowest ? c->lowest[i] : 0);
		if (item->fixed == PACK_FREE)
			continue;
		t->low[i] = item->fixed;
		t->high[i] = min_i64(item->fixed, t->high[i]);
	}
}

static void
remember(struct tree *t, int32_t id, int64_t value)
{
	if (t->n_trail == t->room) {
		t->trail = arena_grow(t->arena, t->trail, (size_t)t->n_trail,
				      (size_t)t->room * 2, sizeof(*t->trail));
		t->room *= 2;
	}
	t->trail[t->n_trail++] = (struct undo){id, value};
}

/* Looks for a witness that a section can still hold all it must. */
static bool
can_hold(struct tree *t, int32_t s)
{
	int64_t highest = t->cap - t->rest[s];
	int32_t w = t->witness[s], m, i;

	if (!t->rest[s] || (!t->placed[w] && t->low[w] <= highest))
		return true;
	for (m = t->member_from[s]; m < t->member_from[s + 1]; m++) {
		i = t->member[m];
		if (!t->placed[i] && t->low[i] <= highest) {
			remember(t, ~s, w);
			t->witness[s] = i;
			return true;
		}
	}
	return false;
}

bool
tree_reset(struct tree *t, int64_t height_bytes)
{
	const struct core *c = t->core;
	int32_t i, s;

	t->cap = ceil_div(height_bytes, c->unit_bytes);
	t->n_trail = 0;
	reset_items(t, height_bytes);
	memset(t->crossing, 0, ((size_t)c->n_sections + 1) * sizeof(*t->crossing));
	for (i = 0; i < c->n; i++) {
		if (t->low[i] > t->high[i])
			return false;
		for (s = c->items[i].from + 1; s < c->items[i].to; s++)
			t->crossing[s]++;
	}
	for (s = 0; s < c->n_sections; s++) {
		t->rest[s] = c->load[s];
		t->witness[s] = t->member[t->member_from[s]];
		if (!can_hold(t, s))
			return false;
	}
	t->n_trail = 0;
	return true;
}

/* Adds SIGN times the item to what sections must hold and borders are crossed by. */
static void
count_item(struct tree *t, int32_t id, int32_t sign)
{
	const struct item *item = &t->core->items[id];
	const struct piece *p = &t->core->pieces[item->piece];
	int32_t i, s;

	for (i = 0; i < item->n_pieces; i++)
		for (s = p[i].from; s < p[i].to; s++)
			t->rest[s] += sign * p[i].height;
	for (s = item->from + 1; s < item->to; s++)
		t->crossing[s] += sign;
}

static int32_t
fullest(const struct tree *t, int32_t id)
{
	const struct item *item = &t->core->items[id];
	int32_t s, best = item->from;

	for (s = item->from; s < item->to; s++)
		if (t->rest[s] > t->rest[best])
			best = s;
	return best;
}

static void
join(uint64_t *set, const uint64_t *more, int32_t words)
{
	int32_t w;

	for (w = 0; w < words; w++)
		set[w] |= more[w];
}

/* Lifts what item ID supports.  [*from, *to) grows to the sections concerned. */
static int32_t
lift(struct tree *t, int32_t id, int32_t *from, int32_t *to, uint64_t *influence)
{
	const struct core *c = t->core;
	int32_t k, j;
	int64_t low;

	for (k = t->met_from[id]; k < t->met_from[id + 1]; k++) {
		j = t->met[k];
		if (t->placed[j])
			continue;
		low = t->low[id] +
		      (t->met_height ? t->met_height[k] : c->items[id].size);
		if (low <= t->low[j])
			continue;
		low = core_raise(c, &c->items[j], low);
		remember(t, j, t->low[j]);
		t->low[j] = low;
		if (influence)
			join(influence, t->masks + (size_t)j * (size_t)t->words,
			     t->words);
		if (low > t->high[j])
			return fullest(t, j);
		if (c->items[j].from < *from)
			*from = c->items[j].from;
		if (c->items[j].to > *to)
			*to = c->items[j].to;
	}
	return -1;
}

int32_t
tree_place(struct tree *t, int32_t id, uint64_t *influence)
{
	const struct item *item = &t->core->items[id];
	int32_t from = item->from, to = item->to, s;

	t->placed[id] = true;
	count_item(t, id, -1);
	if (influence)
		memcpy(influence, t->masks + (size_t)id * (size_t)t->words,
		       (size_t)t->words * sizeof(*influence));
	s = lift(t, id, &from, &to, influence);
	if (s >= 0)
		return s;
	for (s = from; s < to; s++)
		if (!can_hold(t, s))
			return s;
	return -1;
}

void
tree_lift_off(struct tree *t, int32_t id)
{
	t->placed[id] = false;
	count_item(t, id, 1);
}

void
tree_undo(struct tree *t, int32_t id, int32_t trail)
{
	const struct undo *u;

	while (t->n_trail > trail) {
		u = &t->trail[--t->n_trail];
		if (u->id >= 0)
			t->low[u->id] = u->value;
		else
			t->witness[~u->id] = (int32_t)u->value;
	}
	tree_lift_off(t, id);
}
