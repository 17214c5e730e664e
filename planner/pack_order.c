#include "planner/pack_order.h"

#include "base/num.h"
#include "planner/pack_skyline.h"

void
order_init(struct order *o, int32_t n, struct arena *a)
{
	o->keys = arena_new(a, struct key, (size_t)n);
	o->scratch = arena_new(a, struct key, (size_t)n);
	o->n = n;
}

static int64_t
value(const struct core *c, int32_t id, char letter, const int64_t *total,
      const int64_t *fails)
{
	const struct item *i = &c->items[id];

	switch (letter) {
	case 'T':
		return total[id];
	case 'Q':
		return total[id] / max_i64(c->bound_bytes / c->unit_bytes / 10, 1);
	case 'F':
		return fails[id];
	case 'W':
		return i->to - i->from;
	case 'E':
		return i->to;
	case 'H':
		return i->hint != PACK_FREE;
	case 'S':
		return i->size;
	default:
		return (i->to - i->from) * i->size;
	}
}

/* What an order is made from. */
struct values {
	const struct core *core;
	const int64_t *total, *fails;
	struct key *scratch;
};

/* By the first letter; those that are equal, by the rest. */
static void
sort_by(const struct values *v, const char *letters, struct key *keys, int32_t n)
{
	int32_t i, first;

	if (!*letters || n < 2)
		return;
	for (i = 0; i < n; i++)
		keys[i].key = -value(v->core, keys[i].id, *letters, v->total, v->fails);
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
