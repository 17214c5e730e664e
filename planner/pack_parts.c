#include "planner/pack_parts.h"

#include "base/num.h"

/* Levels of bottoms looked for; each may copy the items that are left. */
enum { LEVELS = 64 };

/* What ends below its units is better off at the top. */
static bool
spans_all(const struct core *c, const struct item *i)
{
	return i->from == 0 && i->to == c->n_sections && !i->pad;
}

/* Places what spans the part at its bottom; returns the height it takes. */
static int64_t
place_bottom(struct core *c, int64_t *offsets)
{
	int64_t height = 0;
	int32_t i, left = 0;

	for (i = 0; i < c->n; i++) {
		if (spans_all(c, &c->items[i])) {
			offsets[c->items[i].id] = c->base + height;
			height += c->items[i].size;
		} else {
			c->items[left++] = c->items[i];
		}
	}
	c->n = left;
	return height;
}

/* Items [first, end) and sections [from, to) of C as a problem of their own. */
static void
cut(struct core *part, const struct core *c, int32_t first, int32_t end, int32_t from,
    int32_t to, struct arena *a)
{
	const struct piece *p;
	struct item *item;
	int32_t i, k, n = 0;

	*part = *c;
	part->arena = a;
	part->n = end - first;
	part->n_sections = to - from;
	part->items = arena_new(a, struct item, (size_t)part->n);
	for (i = first; i < end; i++)
		n += c->items[i].n_pieces;
	part->pieces = arena_new(a, struct piece, (size_t)n);
	part->n_pieces = 0;
	part->n_fixed = 0;
	for (i = first; i < end; i++) {
		item = &part->items[i - first];
		*item = c->items[i];
		item->from -= from;
		item->to -= from;
		item->piece = part->n_pieces;
		part->n_fixed += item->fixed != PACK_FREE;
		p = &c->pieces[c->items[i].piece];
		for (k = 0; k < item->n_pieces; k++)
			part->pieces[part->n_pieces++] = (struct piece){
				p[k].from - from, p[k].to - from, p[k].height};
	}
	core_bound(part);
}

static void split(struct parts *, struct core *, int64_t *offsets, int32_t level,
		  struct arena *);

static void
add_part(struct parts *parts, const struct core *c, struct arena *a)
{
	if (parts->n == parts->room) {
		parts->room = parts->room ? parts->room * 2 : 8;
		parts->list = arena_grow(a, parts->list, (size_t)parts->n,
					 (size_t)parts->room, sizeof(*parts->list));
	}
	parts->list[parts->n++] = *c;
}

/* Items are ascending in `from`: a border is where all before it have ended. */
static int32_t
next_border(const struct core *c, int32_t first, int32_t *to)
{
	int32_t i;

	*to = c->items[first].to;
	for (i = first + 1; i < c->n && c->items[i].from < *to; i++)
		if (c->items[i].to > *to)
			*to = c->items[i].to;
	return i;
}

static void
split(struct parts *parts, struct core *c, int64_t *offsets, int32_t level,
      struct arena *a)
{
	int32_t first = 0, end, to;
	struct core part;
	int64_t bottom = 0;

	if (c->plain && level < LEVELS)
		bottom = place_bottom(c, offsets);
	c->base += bottom;
	c->limit_bytes -= bottom * c->unit_bytes;
	if (!c->n)
		return;
	end = next_border(c, 0, &to);
	if (!bottom && end == c->n) {
		add_part(parts, c, a);
		return;
	}
	for (; first < c->n; first = end) {
		end = next_border(c, first, &to);
		cut(&part, c, first, end, c->items[first].from, to, a);
		split(parts, &part, offsets, level + 1, a);
	}
}

void
parts_split(struct parts *parts, const struct core *whole, int64_t *offsets,
	    struct arena *a)
{
	struct core c = *whole;
	int32_t i;

	*parts = (struct parts){0};
	c.items = arena_new(a, struct item, (size_t)c.n);
	for (i = 0; i < c.n; i++)
		c.items[i] = whole->items[i];
	split(parts, &c, offsets, 0, a);
}
