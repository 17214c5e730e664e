/* From buffers to items: ties, gaps, and the unit everything is counted in. */
#include "planner/pack_core.h"

#include <inttypes.h>

#include "base/num.h"
#include "planner/pack_input.h"

/* Far above every sum of sizes that is let in, far below overflow. */
static const int64_t no_limit = INT64_MAX / 2;

struct reader {
	struct core *core;
	const struct pack_problem *problem;
	int32_t *root; /* union-find over buffers; the smallest is the root */
	int32_t *next; /* the next member of a group, or -1 */
	struct key *starts, *ends;
	int64_t common; /* of all alignments, bytes */
	int32_t clash;
};

static int32_t
find_root(int32_t *root, int32_t b)
{
	while (root[b] != b)
		b = root[b] = root[root[b]];
	return b;
}

static void
join_ties(struct reader *r)
{
	const struct pack_problem *p = r->problem;
	int32_t i, a, b;

	for (i = 0; i < p->n; i++)
		r->root[i] = i;
	for (i = 0; i < p->n; i++) {
		if (p->buffers[i].tie == PACK_UNTIED)
			continue;
		a = find_root(r->root, i);
		b = find_root(r->root, p->buffers[i].tie);
		r->root[a > b ? a : b] = a > b ? b : a;
	}
	for (i = p->n - 1; i >= 0; i--) {
		a = find_root(r->root, i);
		if (a == i)
			continue;
		r->next[i] = r->next[a];
		r->next[a] = i;
	}
}

static bool
needs_memory(const struct pack_buffer *b)
{
	return b->size > 0 && b->to > b->from;
}

static int64_t
lcm(int64_t a, int64_t b)
{
	return mul_sat(a / gcd_i64(a, b), b);
}

static void
agree(struct reader *r, struct item *item, int32_t b)
{
	const struct pack_buffer *buffer = &r->problem->buffers[b];

	if (needs_memory(buffer))
		item->align = lcm(item->align, max_i64(buffer->alignment, 1));
	if (item->hint == PACK_FREE)
		item->hint = buffer->hint;
	if (buffer->fixed == PACK_FREE)
		return;
	if (item->fixed != PACK_FREE && item->fixed != buffer->fixed)
		r->clash = b;
	item->fixed = buffer->fixed;
}

static void
add_piece(struct reader *r, struct item *item, int64_t from, int64_t to, int64_t height)
{
	struct core *c = r->core;
	int32_t p = c->n_pieces;

	if (from == to)
		return;
	c->pieces[p].height = height;
	r->starts[p] = (struct key){from, p};
	r->ends[p] = (struct key){to, p};
	item->size = max_i64(item->size, height);
	item->n_pieces++;
	c->n_pieces++;
}

static void
add_alone(struct reader *r, struct item *item, const struct pack_buffer *b)
{
	int64_t at = b->from;
	int32_t g;

	for (g = 0; g < b->n_gaps; g++) {
		add_piece(r, item, at, b->gaps[g].from, b->size);
		at = b->gaps[g].to;
	}
	add_piece(r, item, at, b->to, b->size);
}

/* An interval of a tied buffer, on the way to the outline of its group. */
struct live {
	int64_t from, to, size;
};

static int32_t
list_live(const struct reader *r, int32_t first, struct live *live)
{
	const struct pack_buffer *b;
	int32_t n = 0, i, g;
	int64_t at;

	for (i = first; i >= 0; i = r->next[i]) {
		b = &r->problem->buffers[i];
		if (!needs_memory(b))
			continue;
		at = b->from;
		for (g = 0; g < b->n_gaps; g++) {
			live[n++] = (struct live){at, b->gaps[g].from, b->size};
			at = b->gaps[g].to;
		}
		live[n++] = (struct live){at, b->to, b->size};
	}
	return n;
}

/* Paints [from, to) of the borders' cells where nothing larger is painted. */
static void
paint(const struct key *border, int32_t n, int64_t *height, int32_t *skip,
      const struct live *l)
{
	int32_t lo = 0, hi = n, mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (border[mid].key < l->from)
			lo = mid + 1;
		else
			hi = mid;
	}
	lo = find_root(skip, lo);
	while (lo < n && border[lo].key < l->to) {
		height[lo] = l->size;
		skip[lo] = lo + 1;
		lo = find_root(skip, lo);
	}
}

static void
add_outline(struct reader *r, struct item *item, const struct live *live, int32_t n)
{
	struct arena *a = r->core->arena;
	struct key *border = arena_new(a, struct key, 2 * (size_t)n);
	struct key *order = arena_new(a, struct key, (size_t)n);
	struct key *scratch = arena_new(a, struct key, 2 * (size_t)n);
	int64_t *height = arena_new(a, int64_t, 2 * (size_t)n);
	int32_t *skip = arena_new(a, int32_t, 2 * (size_t)n + 1);
	int32_t i, j;

	for (i = 0; i < n; i++) {
		border[2 * i] = (struct key){live[i].from, i};
		border[2 * i + 1] = (struct key){live[i].to, i};
		order[i] = (struct key){-live[i].size, i};
	}
	for (i = 0; i <= 2 * n; i++)
		skip[i] = i;
	keys_sort(border, 2 * n, scratch);
	keys_sort(order, n, scratch);
	for (i = 0; i < n; i++)
		paint(border, 2 * n, height, skip, &live[order[i].id]);
	for (i = 0; i < 2 * n - 1; i = j) {
		for (j = i + 1; j < 2 * n - 1 && height[j] == height[i];)
			j++;
		if (height[i])
			add_piece(r, item, border[i].key, border[j].key, height[i]);
	}
}

static int32_t
count_live(const struct reader *r, int32_t first)
{
	int32_t n = 0, i;

	for (i = first; i >= 0; i = r->next[i])
		n += r->problem->buffers[i].n_gaps + 1;
	return n;
}

static void
read_group(struct reader *r, int32_t first)
{
	struct core *c = r->core;
	struct item *item = &c->items[c->n];
	struct arena_mark mark;
	struct live *live;
	int32_t i;

	*item = (struct item){.align = 1, .fixed = PACK_FREE, .hint = PACK_FREE};
	item->piece = c->n_pieces;
	item->id = first;
	for (i = first; i >= 0; i = r->next[i])
		agree(r, item, i);
	if (r->next[first] < 0) {
		if (needs_memory(&r->problem->buffers[first]))
			add_alone(r, item, &r->problem->buffers[first]);
	} else {
		mark = arena_mark(c->arena);
		live = arena_new(c->arena, struct live, (size_t)count_live(r, first));
		add_outline(r, item, live, list_live(r, first, live));
		arena_rewind(c->arena, mark);
	}
	if (item->fixed != PACK_FREE && item->fixed % item->align)
		r->clash = first;
	if (!item->n_pieces)
		return;
	r->common = gcd_i64(r->common, item->align);
	c->n_fixed += item->fixed != PACK_FREE;
	c->n++;
}

static void
count_in_units(struct core *c, int64_t common)
{
	int64_t unit = 0, size;
	struct item *t;
	int32_t i;

	for (i = 0; i + 1 < c->n_walls; i++)
		unit = gcd_i64(align_up(c->walls[i].to, common), unit);

	for (i = 0; i < c->n_pieces; i++)
		unit = gcd_i64(align_up(c->pieces[i].height, common), unit);
	for (i = 0; i < c->n; i++) {
		if (c->items[i].align > 1)
			unit = gcd_i64(c->items[i].align, unit);
		if (c->items[i].fixed != PACK_FREE)
			unit = gcd_i64(c->items[i].fixed, unit);
	}
	c->unit_bytes = unit ? unit : 1;
	for (i = 0; i < c->n_pieces; i++)
		c->pieces[i].height =
			align_up(c->pieces[i].height, common) / c->unit_bytes;
	c->step_bytes = c->unit_bytes;
	for (i = 0; i < c->n; i++) {
		t = &c->items[i];
		size = align_up(t->size, common);
		t->pad = size - t->size;
		if (t->pad)
			c->step_bytes = 1;
		t->size = size / c->unit_bytes;
		t->align = max_i64(t->align / c->unit_bytes, 1);
		if (t->fixed != PACK_FREE)
			t->fixed /= c->unit_bytes;
		if (t->hint != PACK_FREE)
			t->hint /= c->unit_bytes;
	}
}

static void
order_items(struct core *c, int32_t *item_of, struct key *keys, struct key *scratch)
{
	struct item *sorted = arena_new(c->arena, struct item, (size_t)c->n);
	int32_t i, p;
	struct item *t;

	for (i = 0; i < c->n; i++) {
		t = &c->items[i];
		t->from = INT32_MAX;
		t->to = 0;
		for (p = t->piece; p < t->piece + t->n_pieces; p++)
			core_widen(t, &c->pieces[p]);
		keys[i] = (struct key){t->from, i};
	}
	keys_sort(keys, c->n, scratch);
	for (i = 0; i < c->n; i++) {
		sorted[i] = c->items[keys[i].id];
		item_of[sorted[i].id] = i;
		sorted[i].id = i;
	}
	c->items = sorted;
}

static bool
is_plain(const struct core *c)
{
	int32_t i;

	if (c->n_walls || c->n_fixed)
		return false;
	for (i = 0; i < c->n; i++)
		if (c->items[i].n_pieces != 1 || c->items[i].align != 1)
			return false;
	return true;
}

static void
read_walls(struct core *c, const struct pack_problem *p)
{
	struct pack_span *w;
	int64_t at = 0;
	int32_t r;

	c->end_bytes = p->n_ranges ? p->ranges[p->n_ranges - 1].to : no_limit;
	c->limit_bytes =
		p->capacity ? min_i64(p->capacity, c->end_bytes) : c->end_bytes;
	if (!p->n_ranges)
		return;
	w = arena_new(c->arena, struct pack_span, (size_t)p->n_ranges + 1);
	for (r = 0; r < p->n_ranges; r++) {
		if (r || p->ranges[r].from)
			w[c->n_walls++] = (struct pack_span){at, p->ranges[r].from};
		at = p->ranges[r].to;
	}
	w[c->n_walls++] = (struct pack_span){at, no_limit};
	c->walls = w;
}

static size_t
count_pieces(const struct pack_problem *p)
{
	size_t n = 0;
	int32_t i;

	for (i = 0; i < p->n; i++)
		n += (size_t)(p->buffers[i].n_gaps + 1) *
		     (p->buffers[i].tie == PACK_UNTIED ? 1 : 2);
	return n * 2;
}

enum status
core_read(struct core *c, const struct pack_problem *p, int32_t *item_of,
	  int32_t *clash, struct arena *a, struct diags *d)
{
	struct reader r = {.core = c, .problem = p, .clash = -1};
	size_t n = (size_t)p->n, pieces;
	struct key *scratch;
	int32_t i;

	TRY(pack_input_check(p, d));
	pieces = count_pieces(p);
	*c = (struct core){.arena = a,
			   .height_bytes = INT64_MAX,
			   .effort = p->effort,
			   .haste = p->haste ? p->haste : 1,
			   .least = p->least || !p->capacity,
			   .brief = p->brief};
	c->items = arena_new(a, struct item, n + 1);
	c->pieces = arena_new(a, struct piece, pieces);
	r.root = arena_new(a, int32_t, n);
	r.next = arena_new(a, int32_t, n);
	r.starts = arena_new(a, struct key, pieces);
	r.ends = arena_new(a, struct key, pieces);
	scratch = arena_new(a, struct key, pieces + n);
	for (i = 0; i < p->n; i++)
		r.next[i] = item_of[i] = -1;
	join_ties(&r);
	for (i = 0; i < p->n; i++)
		if (r.root[i] == i)
			read_group(&r, i);
	*clash = r.clash;
	read_walls(c, p);
	count_in_units(c, r.common ? r.common : 1);
	core_sections(c, r.starts, r.ends, scratch);
	order_items(c, item_of, r.starts, scratch);
	for (i = 0; i < p->n; i++)
		item_of[i] = item_of[find_root(r.root, i)];
	c->plain = is_plain(c);
	core_bound(c);
	return OK;
}
