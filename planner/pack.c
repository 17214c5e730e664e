#include "planner/pack.h"

#include <string.h>

#include "base/num.h"
#include "planner/pack_blame.h"
#include "planner/pack_ladder.h"
#include "planner/pack_parts.h"

struct packer {
	const struct pack_problem *problem;
	struct pack_result *result;
	struct core whole;
	struct parts parts;
	int64_t *offsets; /* of items, units */
	int32_t *item_of;
	struct arena *arena;
};

static int32_t
fullest_section(const struct core *c)
{
	int32_t s, best = 0;

	for (s = 1; s < c->n_sections; s++)
		if (c->load[s] > c->load[best])
			best = s;
	return best;
}

/* A fixed item in a wall, or beyond the capacity. */
static bool
fixed_clash(const struct packer *k)
{
	const struct core *c = &k->whole;
	const struct item *i;
	int32_t n;

	for (n = 0; c->n_fixed && n < c->n; n++) {
		i = &c->items[n];
		if (i->fixed != PACK_FREE &&
		    (core_raise(c, i, i->fixed) != i->fixed ||
		     i->fixed > core_highest(c, i, k->whole.limit_bytes)))
			return true;
	}
	return false;
}

static bool
has_hints(const struct core *c)
{
	int32_t i;

	for (i = 0; i < c->n; i++)
		if (c->items[i].hint != PACK_FREE)
			return true;
	return false;
}

/* What a part may reach, and whether all parts together are within it. */
static int64_t
part_goal(const struct packer *k, const struct core *part)
{
	int64_t goal = k->result->lower_bound;

	if (!part->least)
		goal = k->whole.limit_bytes;
	return goal - part->base * part->unit_bytes;
}

static void
take_part(struct packer *k, const struct core *part)
{
	struct pack_result *r = k->result;
	int64_t base = part->base * part->unit_bytes;
	int32_t i;

	r->nodes += part->nodes;
	r->lower_bound = max_i64(r->lower_bound, part->bound_bytes + base);
	r->height = part->height_bytes == INT64_MAX || r->height == INT64_MAX
			    ? INT64_MAX
			    : max_i64(r->height, part->height_bytes + base);
	if (part->height_bytes == INT64_MAX)
		return;
	if (part->height_bytes + base == r->height)
		r->strategy = part->strategy;
	for (i = 0; i < part->n; i++)
		k->offsets[part->items[i].id] = part->base + part->offsets[i];
}

/* Takes the hinted packing of the whole, whatever its height. */
static void
follow_hints(struct packer *k)
{
	struct arena_mark mark;
	struct core *c = &k->whole;

	c->offsets = arena_new(k->arena, int64_t, (size_t)c->n);
	mark = arena_mark(k->arena);
	pack_climb_hints(c, k->arena);
	arena_rewind(k->arena, mark);
}

static void
solve_parts(struct packer *k)
{
	struct arena_mark mark;
	struct core *part;
	int32_t p;

	parts_split(&k->parts, &k->whole, k->offsets, k->arena);
	for (p = 0; p < k->parts.n; p++) {
		part = &k->parts.list[p];
		part->offsets = arena_new(k->arena, int64_t, (size_t)part->n);
		k->result->lower_bound =
			max_i64(k->result->lower_bound,
				part->bound_bytes + part->base * part->unit_bytes);
	}
	for (p = 0; p < k->parts.n; p++) {
		part = &k->parts.list[p];
		mark = arena_mark(k->arena);
		pack_climb(part, part_goal(k, part), k->arena);
		arena_rewind(k->arena, mark);
		take_part(k, part);
	}
}

/* Lower than the bound is no packing; without `least`, what fits will do. */
static bool
hints_will_do(const struct packer *k)
{
	const struct core *c = &k->whole;

	return c->height_bytes <= (c->least ? c->bound_bytes : c->limit_bytes);
}

/* The hinted packing, where the searches found nothing lower. */
static void
prefer_hints(struct packer *k)
{
	const struct core *c = &k->whole;

	if (c->height_bytes == INT64_MAX ||
	    (!hints_will_do(k) && k->result->height < c->height_bytes))
		return;
	memcpy(k->offsets, c->offsets, (size_t)c->n * sizeof(*k->offsets));
	k->result->height = c->height_bytes;
	k->result->strategy = c->strategy;
}

static int64_t
offset_of_empty(const struct pack_buffer *buffers, int32_t b)
{
	return buffers[b].fixed == PACK_FREE ? 0 : buffers[b].fixed;
}

static void
give_offsets(struct packer *k)
{
	struct pack_result *r = k->result;
	const struct pack_buffer *buffer;
	int32_t b, i;

	if (r->height == INT64_MAX)
		return;
	r->height = 0;
	r->offsets = arena_new(k->arena, int64_t, (size_t)k->problem->n);
	for (b = 0; b < k->problem->n; b++) {
		i = k->item_of[b];
		r->offsets[b] = i < 0 ? offset_of_empty(k->problem->buffers, b)
				      : k->offsets[i] * k->whole.unit_bytes;
		buffer = &k->problem->buffers[b];
		if (buffer->to > buffer->from && buffer->size)
			r->height = max_i64(r->height, r->offsets[b] + buffer->size);
	}
}

static enum pack_verdict
judge(const struct packer *k)
{
	const struct pack_result *r = k->result;

	if (r->lower_bound > k->whole.limit_bytes)
		return PACK_IMPOSSIBLE;
	if (r->height > k->whole.limit_bytes)
		return PACK_UNKNOWN;
	return r->height == r->lower_bound ? PACK_OPTIMAL : PACK_FITS;
}

/* Fixed buffers that overlap each other: everything else is left out. */
static bool
fixed_overlap(const struct packer *k)
{
	const struct pack_problem *p = k->problem;
	struct arena_mark mark = arena_mark(k->arena);
	struct pack_buffer *list =
		arena_new(k->arena, struct pack_buffer, (size_t)p->n);
	int64_t *offsets = arena_new(k->arena, int64_t, (size_t)p->n), height;
	struct pack_problem only = {.buffers = list, .n = p->n};
	const struct item *item;
	struct pack_fault fault;
	bool sound;
	int32_t b;

	for (b = 0; b < p->n; b++) {
		list[b] = p->buffers[b];
		list[b].fixed = PACK_FREE;
		item = k->item_of[b] < 0 ? NULL : &k->whole.items[k->item_of[b]];
		if (item && item->fixed != PACK_FREE)
			offsets[b] = item->fixed * k->whole.unit_bytes;
		else
			list[b].size = 0;
	}
	sound = pack_check(&only, offsets, &height, &fault, k->arena);
	arena_rewind(k->arena, mark);
	return !sound;
}

static enum pack_verdict
pack(struct packer *k, struct diags *d, enum status *status)
{
	struct pack_result *r = k->result;
	int32_t clash;

	k->item_of = arena_new(k->arena, int32_t, (size_t)k->problem->n);
	*status = core_read(&k->whole, k->problem, k->item_of, &clash, k->arena, d);
	if (*status != OK)
		return PACK_UNKNOWN;
	r->lower_bound = k->whole.bound_bytes;
	r->strategy = "bottom";
	r->height = INT64_MAX;
	if (clash >= 0 || fixed_clash(k) || r->lower_bound > k->whole.limit_bytes)
		return PACK_IMPOSSIBLE;
	if (k->whole.n_fixed && fixed_overlap(k))
		return PACK_IMPOSSIBLE;
	r->height = 0;
	k->offsets = arena_new(k->arena, int64_t, (size_t)k->whole.n);
	if (has_hints(&k->whole))
		follow_hints(k);
	if (!hints_will_do(k))
		solve_parts(k);
	prefer_hints(k);
	give_offsets(k);
	return judge(k);
}

static int64_t
memory_below(const struct pack_problem *p, int64_t capacity)
{
	int64_t bytes = 0;
	int32_t r;

	if (!p->n_ranges)
		return capacity;
	for (r = 0; r < p->n_ranges && p->ranges[r].from < capacity; r++)
		bytes += min_i64(p->ranges[r].to, capacity) - p->ranges[r].from;
	return bytes;
}

static enum pack_verdict
oracle(const struct pack_problem *p, struct arena *a, struct diags *d)
{
	struct pack_result result = {0};
	struct packer k = {.problem = p, .result = &result, .arena = a};
	enum status status;

	return pack(&k, d, &status);
}

static void
refuse(struct packer *k, struct diags *d)
{
	struct pack_result *r = k->result;
	struct pack_refusal *why = &r->refusal;
	const struct core *c = &k->whole;
	int32_t s = fullest_section(c);

	why->available = memory_below(k->problem, k->whole.limit_bytes);
	if (c->n_sections) {
		why->required = c->load[s] * c->unit_bytes;
		why->step = c->step[s];
	}
	if (why->required <= why->available) {
		why->required = r->height == INT64_MAX ? r->lower_bound : r->height;
		why->available = k->whole.limit_bytes;
	}
	why->excess = max_i64(why->required - why->available, 0);
	if (r->verdict == PACK_IMPOSSIBLE)
		pack_blame(why, k->problem, oracle, k->arena, d);
}

/* What is promised is checked by code that did not make it. */
static enum status
verify(const struct packer *k, struct diags *d)
{
	struct pack_result *r = k->result;
	struct pack_problem all = *k->problem;
	struct pack_fault fault;
	int64_t height;

	if (!r->offsets)
		return OK;
	all.capacity = 0;
	if (!pack_check(&all, r->offsets, &height, &fault, k->arena) ||
	    height != r->height)
		return diag_error(d, ERR_INTERNAL, "bad-packing",
				  "%s made a packing with a fault: %s", r->strategy,
				  fault.what);
	return OK;
}

enum status
pack_run(struct pack_result *r, const struct pack_problem *p, struct arena *a,
	 struct diags *d)
{
	struct packer k = {.problem = p, .result = r, .arena = a};
	enum status status;

	*r = (struct pack_result){0};
	r->verdict = pack(&k, d, &status);
	TRY(status);
	r->gap = r->height == INT64_MAX ? 0 : r->height - r->lower_bound;
	TRY(verify(&k, d));
	if (r->verdict == PACK_OPTIMAL || r->verdict == PACK_FITS)
		return OK;
	refuse(&k, d);
	return NO;
}
