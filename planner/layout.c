#include "planner/layout.h"

#include "base/num.h"
#include "planner/moving.h"
#include "planner/pack.h"

/* A buffer under construction, and where its offset belongs. */
struct slots {
	struct pack_buffer *buffers;
	int64_t **offsets;
	int32_t *value; /* whose residency it is, or -1 */
	int32_t n;
	int64_t alignment;
};

static int32_t
add(struct slots *s, int32_t value, int64_t size, int32_t from, int32_t to,
    const int64_t *offset)
{
	s->buffers[s->n] = (struct pack_buffer){.size = size,
						.from = from,
						.to = to,
						.alignment = s->alignment,
						PACK_DEFAULTS};
	s->offsets[s->n] = (int64_t *)offset;
	s->value[s->n] = value;
	return s->n++;
}

static size_t
count(const struct plan *p)
{
	size_t n = (size_t)p->n_workspace;
	int32_t i;

	for (i = 0; i < p->n_values; i++)
		n += (size_t)p->values[i].n_residency + (size_t)p->values[i].n_windows;
	return n;
}

static void
open_slots(struct slots *s, size_t n, int64_t alignment, struct arena *a)
{
	s->buffers = arena_new(a, struct pack_buffer, n + 1);
	s->offsets = arena_new(a, int64_t *, n + 1);
	s->value = arena_new(a, int32_t, n + 1);
	s->n = 0;
	s->alignment = alignment;
}

/* Numbers of the first and last SRAM buffer of each value, -1 for none. */
struct ends {
	int32_t *first, *last;
};

static void
add_values(struct slots *s, const struct plan *p, struct ends *e)
{
	const struct plan_value *v;
	int32_t i, k, number;

	for (i = 0; i < p->n_values; i++) {
		v = &p->values[i];
		e->first[i] = e->last[i] = -1;
		for (k = 0; !v->weight && k < v->n_residency; k++) {
			if (!v->residency[k].sram)
				continue;
			number = add(s, i, v->bytes, v->residency[k].from,
				     v->residency[k].to, &v->residency[k].offset);
			e->last[i] = number;
			if (e->first[i] < 0)
				e->first[i] = number;
		}
		for (k = 0; k < v->n_windows; k++)
			add(s, -1, v->windows[k].bytes, v->windows[k].step,
			    v->windows[k].step + 1, &v->windows[k].offset);
	}
	for (i = 0; i < p->n_workspace; i++)
		add(s, -1, p->workspace[i].bytes, p->workspace[i].step,
		    p->workspace[i].step + 1, &p->workspace[i].offset);
}

/* The later of a pair in place starts where the earlier one lies. */
static void
tie_pairs(struct slots *s, const struct plan *p, const struct analysis *analysis,
	  const struct ends *e)
{
	int32_t i, from, to;

	for (i = 0; i < p->n_inplace; i++) {
		from = analysis->lifetimes.of[p->inplace[i].from];
		to = analysis->lifetimes.of[p->inplace[i].to];
		s->buffers[e->first[to]].tie = e->last[from];
	}
}

static void
keep_offsets(struct slots *s, const int64_t *offsets)
{
	int32_t i;

	for (i = 0; i < s->n; i++)
		*s->offsets[i] = offsets[i];
}

/* All that needs an offset in SRAM, weights apart. */
static void
gather(struct slots *s, const struct plan *p, const struct analysis *analysis,
       struct arena *a)
{
	struct ends e = {arena_new(a, int32_t, (size_t)p->n_values + 1),
			 arena_new(a, int32_t, (size_t)p->n_values + 1)};

	open_slots(s, count(p), p->alignment, a);
	add_values(s, p, &e);
	tie_pairs(s, p, analysis, &e);
}

enum status
layout_sram(struct plan *p, const struct analysis *analysis, int32_t effort,
	    int32_t haste, int64_t limit, int64_t *height, struct arena *a,
	    struct diags *d)
{
	struct pack_problem problem = {
		.effort = effort, .haste = haste, .least = true, .brief = true};
	struct pack_result result;
	struct slots s;
	enum status status;

	gather(&s, p, analysis, a);
	*height = 0;
	if (!s.n)
		return OK;
	problem.buffers = s.buffers;
	problem.n = s.n;
	problem.capacity = max_i64(limit, 1);
	status = pack_run(&result, &problem, a, d);
	*height = status == OK ? result.height : -1;
	if (result.offsets)
		keep_offsets(&s, result.offsets);
	return status == NO ? OK : status;
}

/* The offsets of a packing without moves; NULL where there is none. */
static const int64_t *
offsets_now(const struct slots *s, struct arena *a)
{
	int64_t *offsets = arena_new(a, int64_t, (size_t)s->n + 1);
	int32_t i;

	for (i = 0; i < s->n; i++) {
		if (*s->offsets[i] == NO_OFFSET)
			return NULL;
		offsets[i] = *s->offsets[i];
	}
	return offsets;
}

/* A value's residencies, those in SRAM cut where it moves; *piece is its first. */
static void
cut_residencies(struct plan_value *v, const struct moving_piece **piece, int32_t buffer,
		int32_t n, struct arena *a)
{
	struct residency *list =
		arena_new(a, struct residency, (size_t)(v->n_residency + n) + 1);
	int32_t i, made = 0;

	for (i = 0; i < v->n_residency; i++) {
		if (!v->residency[i].sram) {
			list[made++] = v->residency[i];
			continue;
		}
		for (; n && (*piece)->buffer == buffer; ++*piece, n--)
			list[made++] = (struct residency){true, (*piece)->offset,
							  (*piece)->from, (*piece)->to};
		buffer++;
	}
	v->residency = list;
	v->n_residency = made;
}

/* Buffers of a value follow one another, as do their pieces. */
static void
keep_pieces(struct plan *p, const struct slots *s, const struct moving_result *r,
	    struct arena *a)
{
	const struct moving_piece *at = r->pieces, *end = at + r->n_pieces, *last;
	int32_t value;

	while (at < end) {
		value = s->value[at->buffer];
		if (value < 0) {
			*s->offsets[at->buffer] = at->offset;
			at++;
			continue;
		}
		for (last = at; last < end && s->value[last->buffer] == value; last++)
			;
		cut_residencies((struct plan_value *)&p->values[value], &at, at->buffer,
				(int32_t)(last - at), a);
	}
}

static void
keep_moves(struct plan *p, const struct slots *s, const struct moving_result *r,
	   struct arena *a)
{
	struct sram_move *list =
		arena_new(a, struct sram_move, (size_t)r->n_copies + 1);
	const struct moving_copy *c;
	int32_t i;

	for (i = 0; i < r->n_copies; i++) {
		c = &r->copies[i];
		list[i] = (struct sram_move){
			c->step, p->values[s->value[c->buffer]].value,
			s->buffers[c->buffer].size, c->from, c->to};
	}
	p->moves = list;
	p->n_moves = r->n_copies;
	p->moved = r->bytes;
}

void
layout_moving(struct plan *p, const struct analysis *analysis, int64_t work,
	      int64_t limit, int64_t *height, struct arena *a)
{
	struct pack_problem problem = {.capacity = limit};
	struct moving_result result;
	struct slots s;

	gather(&s, p, analysis, a);
	problem.buffers = s.buffers;
	problem.n = s.n;
	moving_pack(&result, &problem, offsets_now(&s, a), work, a);
	*height = result.found ? result.height : -1;
	if (!result.found)
		return;
	keep_pieces(p, &s, &result, a);
	keep_moves(p, &s, &result, a);
}

/* Moves everything but the weights up by BASE. */
static void
lift(struct plan *p, int64_t base)
{
	const struct plan_value *v;
	int32_t i, k;

	for (i = 0; i < p->n_values; i++) {
		v = &p->values[i];
		for (k = 0; k < v->n_windows; k++)
			((struct window *)v->windows)[k].offset += base;
		for (k = 0; !v->weight && k < v->n_residency; k++)
			if (v->residency[k].sram)
				((struct residency *)v->residency)[k].offset += base;
	}
	for (i = 0; i < p->n_workspace; i++)
		((struct window *)p->workspace)[i].offset += base;
	for (i = 0; i < p->n_moves; i++) {
		((struct sram_move *)p->moves)[i].from += base;
		((struct sram_move *)p->moves)[i].to += base;
	}
}

void
layout_weights(struct plan *p, int64_t height)
{
	int64_t base = 0, top = 0;
	struct residency *r;
	int32_t i;

	for (i = 0; i < p->n_values; i++) {
		if (!p->values[i].weight || !p->values[i].residency[0].sram)
			continue;
		r = (struct residency *)&p->values[i].residency[0];
		r->offset = base;
		top = p->values[i].bytes ? base + p->values[i].bytes : top;
		base = align_up(base + p->values[i].bytes, p->alignment);
	}
	lift(p, base);
	p->high_water = height ? base + height : top;
}

enum status
layout_dram(struct plan *p, const struct analysis *analysis, struct arena *a,
	    struct diags *d)
{
	struct pack_problem problem = {.effort = 0};
	struct pack_result result;
	const struct plan_value *v;
	struct slots s;
	int32_t i, k;

	open_slots(&s, count(p), p->alignment, a);
	for (i = 0; i < analysis->lifetimes.n; i++) {
		v = &p->values[i];
		for (k = 0; k < v->n_residency; k++)
			if (!v->residency[k].sram &&
			    !analysis->lifetimes.list[i].input &&
			    !analysis->lifetimes.list[i].output)
				add(&s, i, v->bytes, v->residency[k].from,
				    v->residency[k].to, &v->residency[k].offset);
	}
	p->dram_height = 0;
	if (!s.n)
		return OK;
	problem.buffers = s.buffers;
	problem.n = s.n;
	TRY(pack_run(&result, &problem, a, d));
	keep_offsets(&s, result.offsets);
	p->dram_height = result.height;
	return OK;
}
