#include "analyzer/type.h"

#include <string.h>

static bool
items_same(const struct type *a, const struct type *b)
{
	int64_t i;

	if (!a->items || !b->items)
		return !a->items && !b->items;
	for (i = 0; i < a->length; i++)
		if (!type_same(&a->items[i], &b->items[i]))
			return false;
	return true;
}

bool
type_same(const struct type *a, const struct type *b)
{
	if (a->kind != b->kind || a->dtype != b->dtype || a->rank != b->rank ||
	    a->length != b->length || !a->element != !b->element)
		return false;
	if (a->rank > 0 &&
	    memcmp(a->dims, b->dims, sizeof(int64_t) * (size_t)a->rank) != 0)
		return false;
	if (a->element && !type_same(a->element, b->element))
		return false;
	return items_same(a, b);
}

static bool
relax_dims(struct type *t, const struct type *other)
{
	bool lost = false;
	int32_t i;

	if (t->rank == RANK_UNKNOWN)
		return false;
	if (t->rank != other->rank) {
		t->rank = RANK_UNKNOWN;
		return true;
	}
	for (i = 0; i < t->rank; i++)
		if (t->dims[i] != other->dims[i] && t->dims[i] != DIM_UNKNOWN) {
			t->dims[i] = DIM_UNKNOWN;
			lost = true;
		}
	return lost;
}

bool
type_relax(struct type *t, const struct type *other)
{
	bool lost = false;

	if (t->kind != other->kind || t->dtype != other->dtype) {
		lost = t->kind != TYPE_UNKNOWN;
		*t = (struct type){
			.rank = RANK_UNKNOWN, .batch = t->batch, .length = -1};
		return lost;
	}
	lost = relax_dims(t, other);
	if (t->items && !items_same(t, other)) {
		t->items = NULL;
		lost = true;
	}
	if (t->length != other->length && t->length >= 0) {
		t->length = -1;
		lost = true;
	}
	if (t->element && other->element)
		lost |= type_relax(t->element, other->element);
	t->bound |= other->bound;
	return lost;
}
