#include "analyzer/sequence.h"

#include <string.h>

static const struct type unknown = {.rank = RANK_UNKNOWN, .length = -1};

const struct type *
sequence_item(const struct type *t, int64_t i)
{
	if (t->items)
		return &t->items[i];
	return t->element ? t->element : &unknown;
}

static void
share(struct infer *in, struct type *t, struct type *items, int64_t n)
{
	bool same = true;
	int64_t i;

	type_copy(t->element, &items[0], in->arena);
	for (i = 1; i < n; i++) {
		same &= type_same(&items[0], &items[i]);
		type_relax(t->element, &items[i]);
		if (t->element->batch == BATCH_NONE)
			t->element->batch = items[i].batch;
	}
	if (!same)
		t->items = items;
}

void
sequence_set(struct infer *in, struct type *t, struct type *items, int64_t n,
	     const struct type *shared)
{
	t->length = n;
	t->items = NULL;
	in->work += items ? n : 1; /* what loops may spend */
	t->element = arena_new(in->arena, struct type, 1);
	*t->element = unknown;
	t->element->batch = BATCH_NONE;
	if (items && n > 0)
		share(in, t, items, n);
	else if (shared)
		type_copy(t->element, shared, in->arena);
	t->batch = t->element->batch == BATCH_NONE ? BATCH_NONE : BATCH_VIRTUAL;
}

void
sequence_drop_axis(struct type *t, int32_t axis)
{
	memmove(t->dims + axis, t->dims + axis + 1,
		sizeof(int64_t) * (size_t)(t->rank - axis - 1));
	t->rank--;
	if (t->batch == axis)
		t->batch = BATCH_VIRTUAL;
	else if (t->batch > axis)
		t->batch--;
}
