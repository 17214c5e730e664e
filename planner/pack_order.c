#include "planner/pack_order.h"

#include <string.h>

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
	case 'F':
		return fails[id];
	case 'W':
		return i->to - i->from;
	case 'H':
		return i->hint != PACK_FREE;
	case 'S':
		return i->size;
	default:
		return (i->to - i->from) * i->size;
	}
}

void
order_sort(struct order *o, const struct core *c, const char *letters,
	   const int64_t *total, const int64_t *fails)
{
	size_t l = strlen(letters);
	int32_t i;

	while (l-- > 0) {
		for (i = 0; i < o->n; i++)
			o->keys[i].key =
				-value(c, o->keys[i].id, letters[l], total, fails);
		keys_sort(o->keys, o->n, o->scratch);
	}
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
