#include "planner/pack_order.h"

#include <string.h>

#include "base/num.h"
#include "planner/pack_skyline.h"

void
order_init(struct order *o, int32_t n, struct arena *a)
{
	o->keys = arena_new(a, struct key, (size_t)n);
	o->scratch = arena_new(a, struct key, (size_t)n);
	o->n = n;
}

/* What an order is made from. */
struct values {
	const struct core *core;
	const int64_t *total, *fails;
	struct key *scratch;
};

static int64_t
value_total(const struct values *v, int32_t id)
{
	return v->total[id];
}

static int64_t
value_tenths(const struct values *v, int32_t id)
{
	const struct core *c = v->core;

	return v->total[id] / max_i64(c->bound_bytes / c->unit_bytes / 10, 1);
}

static int64_t
value_fails(const struct values *v, int32_t id)
{
	return v->fails[id];
}

static int64_t
value_width(const struct values *v, int32_t id)
{
	return v->core->items[id].to - v->core->items[id].from;
}

static int64_t
value_area(const struct values *v, int32_t id)
{
	return value_width(v, id) * v->core->items[id].size;
}

static int64_t
value_size(const struct values *v, int32_t id)
{
	return v->core->items[id].size;
}

static int64_t
value_end(const struct values *v, int32_t id)
{
	return v->core->items[id].to;
}

static int64_t
value_hint(const struct values *v, int32_t id)
{
	return v->core->items[id].hint != PACK_FREE;
}

typedef int64_t value_of(const struct values *, int32_t id);

static value_of *const value_rows[] = {
	['T'] = value_total, ['Q'] = value_tenths, ['F'] = value_fails,
	['W'] = value_width, ['A'] = value_area,   ['S'] = value_size,
	['E'] = value_end,   ['H'] = value_hint,
};

/* By the first letter; those that are equal, by the rest. */
static void
sort_by(const struct values *v, const char *letters, struct key *keys, int32_t n)
{
	value_of *value;
	int32_t i, first;

	if (!*letters || n < 2)
		return;
	value = value_rows[(unsigned char)*letters];
	for (i = 0; i < n; i++)
		keys[i].key = -value(v, keys[i].id);
	keys_sort(keys, n, v->scratch);
	if (!letters[1])
		return;
	for (first = 0; first < n; first = i) {
		for (i = first + 1; i < n && keys[i].key == keys[first].key;)
			i++;
		sort_by(v, letters + 1, keys + first, i - first);
	}
}

void
order_sort(struct order *o, const struct core *c, const char *letters,
	   const int64_t *total, const int64_t *fails)
{
	struct values v = {c, total, fails, o->scratch};

	sort_by(&v, letters, o->keys, o->n);
}

void
order_rank(struct order *o, const struct core *c, const char *letters,
	   const int64_t *fails, int32_t *rank, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	int64_t *total = NULL;
	int32_t i;

	if (strpbrk(letters, "TQ")) {
		total = arena_new(scratch, int64_t, (size_t)c->n);
		order_span_max(c, c->load, total, scratch);
	}
	o->n = c->n;
	for (i = 0; i < c->n; i++)
		o->keys[i].id = i;
	order_sort(o, c, letters, total, fails);
	for (i = 0; i < c->n; i++)
		rank[o->keys[i].id] = i;
	arena_rewind(scratch, mark);
}

void
order_span_max(const struct core *c, const int64_t *values, int64_t *of_item,
	       struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct skyline s;
	int32_t i;

	skyline_init(&s, c->n_sections, scratch);
	for (i = 0; i < c->n_sections; i++)
		skyline_raise(&s, i, i + 1, values[i]);
	for (i = 0; i < c->n; i++)
		of_item[i] = skyline_top(&s, c->items[i].from, c->items[i].to);
	arena_rewind(scratch, mark);
}
