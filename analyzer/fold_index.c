/*
 * Elements picked, or replaced, by number.
 */
#include "analyzer/fold.h"
#include "analyzer/rules.h"

#include "base/num.h"

/* An index in [0, d), or -1 when it is unknown or outside. */
static int64_t
index_of(const struct element *e, int64_t d)
{
	int64_t i = e->i < 0 ? e->i + d : e->i;

	if (e->flags & (ELEMENT_UNKNOWN | ELEMENT_BOUND) || i < 0 || i >= d)
		return -1;
	return i;
}

static const struct element unknown = {.flags = ELEMENT_UNKNOWN};

void
fold_gather(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0),
			     *at = fold_input(in, node, 1);
	const struct type *t = infer_input(in, node, 0);
	struct literal *y;
	int64_t inner = 1;
	int32_t axis;

	if (!x || !at || at->is_float ||
	    infer_axis(in, node, attr_int(node, "axis", 0), t->rank, &axis) != OK)
		return;
	y = fold_output(in, node, 0);
	for (int32_t k = axis + 1; k < t->rank; k++)
		inner *= t->dims[k];
	for (int64_t i = 0; y && i < y->n; i++) {
		int64_t outer = i / inner / at->n;
		int64_t d = index_of(&at->elements[i / inner % at->n], t->dims[axis]);

		y->elements[i] =
			d < 0 ? unknown
			      : x->elements[(outer * t->dims[axis] + d) * inner +
					    i % inner];
	}
}

void
fold_gather_elements(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0),
			     *at = fold_input(in, node, 1);
	const struct type *t = infer_input(in, node, 0), *ty = fold_type(in, node, 0);
	struct literal *y;
	int64_t *where;
	int32_t axis;

	if (!x || !at || at->is_float || ty->rank != t->rank ||
	    infer_axis(in, node, attr_int(node, "axis", 0), t->rank, &axis) != OK)
		return;
	y = fold_output(in, node, 0);
	where = arena_new(in->arena, int64_t, t->rank);
	for (int64_t i = 0; y && i < y->n; i++) {
		bool inside = true;

		fold_coordinates(ty->dims, ty->rank, i, where);
		where[axis] = index_of(&at->elements[i], t->dims[axis]);
		for (int32_t k = 0; k < t->rank; k++)
			inside &= where[k] >= 0 && where[k] < t->dims[k];
		y->elements[i] =
			inside ? x->elements[fold_index(t->dims, t->rank, where)]
			       : unknown;
	}
}

/* The first element that a tuple of N indices points at, or -1. */
static int64_t
tuple_offset(const struct type *t, const struct element *tuple, int64_t n,
	     int64_t inner)
{
	int64_t at = 0;

	for (int64_t k = 0; k < n; k++) {
		int64_t i = index_of(&tuple[k], t->dims[k]);

		if (i < 0)
			return -1;
		at = at * t->dims[k] + i;
	}
	return at * inner;
}

/* The elements below the first N dims, and the length of index tuples. */
static int64_t
tuple_length(const struct type *indices, const struct type *t, int64_t *inner)
{
	int64_t n = indices->rank > 0 ? indices->dims[indices->rank - 1] : -1;

	if (n < 0 || n > t->rank)
		return -1;
	*inner = 1;
	for (int64_t k = n; k < t->rank; k++)
		*inner *= t->dims[k];
	return n;
}

void
fold_gather_nd(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0),
			     *at = fold_input(in, node, 1);
	const struct type *t = infer_input(in, node, 0);
	struct literal *y;
	int64_t n, inner;

	if (!x || !at || at->is_float || attr_int(node, "batch_dims", 0))
		return;
	n = tuple_length(infer_input(in, node, 1), t, &inner);
	y = n < 0 ? NULL : fold_output(in, node, 0);
	for (int64_t i = 0; y && i < y->n; i++) {
		int64_t from = tuple_offset(t, &at->elements[i / inner * n], n, inner);

		y->elements[i] = from < 0 ? unknown : x->elements[from + i % inner];
	}
}

/* A copy of input 0 in output 0. */
static struct literal *
copy_data(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	struct literal *y = x ? fold_output(in, node, 0) : NULL;

	for (int64_t i = 0; y && i < y->n; i++)
		y->elements[i] = x->elements[i];
	return y;
}

static void
all_unknown(struct literal *y)
{
	for (int64_t i = 0; i < y->n; i++)
		y->elements[i] = unknown;
}

/* Replacing only; a reduction is left unknown. */
void
fold_scatter_nd(struct infer *in, struct node *node)
{
	const struct literal *at = fold_input(in, node, 1),
			     *u = fold_input(in, node, 2);
	const struct type *t = infer_input(in, node, 0);
	struct literal *y;
	int64_t n, inner;

	if (!at || !u || at->is_float ||
	    attr_string(node, "reduction", "none")[0] != 'n')
		return;
	y = copy_data(in, node);
	n = y ? tuple_length(infer_input(in, node, 1), t, &inner) : -1;
	for (int64_t i = 0; n >= 0 && i < u->n && i / inner * n + n <= at->n; i++) {
		int64_t to = tuple_offset(t, &at->elements[i / inner * n], n, inner);

		if (to < 0) {
			all_unknown(y);
			return;
		}
		y->elements[to + i % inner] = u->elements[i];
	}
}

void
fold_scatter_elements(struct infer *in, struct node *node)
{
	const struct literal *at = fold_input(in, node, 1),
			     *u = fold_input(in, node, 2);
	const struct type *t = infer_input(in, node, 0), *ti = infer_input(in, node, 1);
	struct literal *y;
	int64_t *where;
	int32_t axis;

	if (!at || !u || at->n != u->n || at->is_float || !infer_ranked(t) ||
	    ti->rank != t->rank || attr_string(node, "reduction", "none")[0] != 'n' ||
	    infer_axis(in, node, attr_int(node, "axis", 0), t->rank, &axis) != OK)
		return;
	y = copy_data(in, node);
	where = arena_new(in->arena, int64_t, t->rank);
	for (int64_t i = 0; y && i < u->n; i++) {
		bool inside = true;

		fold_coordinates(ti->dims, ti->rank, i, where);
		where[axis] = index_of(&at->elements[i], t->dims[axis]);
		for (int32_t k = 0; k < t->rank; k++)
			inside &= where[k] >= 0 && where[k] < t->dims[k];
		if (!inside) {
			all_unknown(y);
			return;
		}
		y->elements[fold_index(t->dims, t->rank, where)] = u->elements[i];
	}
}

/* The coordinates of what is not zero; the shape rule has counted it. */
void
fold_non_zero(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	const struct type *t = infer_input(in, node, 0), *ty = fold_type(in, node, 0);
	struct literal *y = x ? fold_output(in, node, 0) : NULL;
	int64_t *at = y ? arena_new(in->arena, int64_t, t->rank) : NULL, column = 0;

	for (int64_t i = 0; y && i < x->n && column < ty->dims[1]; i++) {
		if (fold_is_zero(&x->elements[i], x->is_float))
			continue;
		fold_coordinates(t->dims, t->rank, i, at);
		for (int32_t k = 0; k < t->rank; k++)
			y->elements[k * ty->dims[1] + column].i = at[k];
		column++;
	}
}

/* The elements whose condition is known to hold. */
void
fold_compress(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0), *c = fold_input(in, node, 1);
	const struct type *t = infer_input(in, node, 0);
	bool flat = !attr_present(node, "axis");
	struct literal *y =
		x && c && (flat || t->rank == 1) ? fold_output(in, node, 0) : NULL;
	int64_t to = 0;

	for (int64_t i = 0; y && i < min_i64(x->n, c->n) && to < y->n; i++)
		if (c->elements[i].i)
			y->elements[to++] = x->elements[i];
}
