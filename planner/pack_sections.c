#include "planner/pack_core.h"

#include "base/num.h"

/*
 * A section is closed by the first end after a start: what exists then is a
 * largest set, and everything that meets, meets in some section.
 */
void
core_sections(struct core *c, struct key *starts, struct key *ends, struct key *scratch)
{
	int32_t n = c->n_pieces, s = 0, e = 0, section = 0;
	bool open = false;

	c->step = arena_new(c->arena, int64_t, (size_t)n);
	keys_sort(starts, n, scratch);
	keys_sort(ends, n, scratch);
	while (e < n) {
		while (s < n && starts[s].key < ends[e].key) {
			c->pieces[starts[s].id].from = section;
			c->step[section] = starts[s++].key;
			open = true;
		}
		if (open)
			section++;
		open = false;
		c->pieces[ends[e++].id].to = section;
	}
	c->n_sections = section;
}

static void
add_loads(struct core *c)
{
	const struct piece *p;
	int32_t i;

	c->load = arena_new(c->arena, int64_t, (size_t)c->n_sections + 1);
	for (i = 0; i < c->n_pieces; i++) {
		p = &c->pieces[i];
		c->load[p->from] += p->height;
		c->load[p->to] -= p->height;
	}
	for (i = 1; i < c->n_sections; i++)
		c->load[i] += c->load[i - 1];
}

/* The height at which BYTES of memory lie below it, walls left out. */
static int64_t
height_of(const struct core *c, int64_t bytes)
{
	int32_t w;

	for (w = 0; w < c->n_walls && c->walls[w].from < bytes; w++)
		bytes += c->walls[w].to - c->walls[w].from;
	return bytes;
}

/* By how much the topmost item of a section can end below its units. */
static int64_t
largest_pad(const struct core *c, int32_t section)
{
	int64_t pad = 0;
	int32_t i;

	for (i = 0; i < c->n && c->items[i].from <= section; i++)
		if (c->items[i].to > section)
			pad = max_i64(pad, c->items[i].pad);
	return pad;
}

/* Sections looked at closely where sizes were rounded. */
enum { CLOSE_LOOKS = 16 };

static void
raise_bound(struct core *c, int64_t bytes)
{
	c->bound_bytes = max_i64(c->bound_bytes, height_of(c, bytes));
}

static void
bound_padded(struct core *c, int64_t pad)
{
	int32_t s, looks = 0;
	int64_t bytes;

	for (s = 0; s < c->n_sections; s++)
		raise_bound(c, c->load[s] * c->unit_bytes - pad);
	for (s = 0; s < c->n_sections && looks < CLOSE_LOOKS; s++) {
		bytes = c->load[s] * c->unit_bytes;
		if (height_of(c, bytes) <= c->bound_bytes)
			continue;
		raise_bound(c, bytes - largest_pad(c, s));
		looks++;
	}
}

void
core_bound(struct core *c)
{
	int64_t pad = 0, at;
	int32_t i;

	add_loads(c);
	c->bound_bytes = 0;
	for (i = 0; i < c->n; i++) {
		pad = max_i64(pad, c->items[i].pad);
		at = c->items[i].fixed != PACK_FREE ? c->items[i].fixed
						    : core_raise(c, &c->items[i], 0);
		at = (at + c->items[i].size) * c->unit_bytes - c->items[i].pad;
		c->bound_bytes = max_i64(c->bound_bytes, at);
	}
	bound_padded(c, pad);
}
