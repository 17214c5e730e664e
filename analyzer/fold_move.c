/*
 * Elements taken from elsewhere: every output element is one input element.
 */
#include "analyzer/fold.h"
#include "analyzer/rules.h"
#include "analyzer/slice.h"

#include "base/num.h"

/* The same elements in the same order: Reshape, Squeeze, Identity ... */
void
fold_same(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	struct literal *y = x ? fold_output(in, node, 0) : NULL;

	for (int64_t i = 0; y && y->n == x->n && i < y->n; i++)
		y->elements[i] = x->elements[i];
}

/* y[at] = x[start + at . strides] over the dims of output I. */
static void
take_strided(struct infer *in, struct node *node, int i, const struct literal *x,
	     int64_t start, const int64_t *strides)
{
	const struct type *t = fold_type(in, node, i);
	struct literal *y = fold_output(in, node, i);
	int64_t *at = y ? arena_new(in->arena, int64_t, t->rank) : NULL;

	for (int64_t k = 0; y && k < y->n; k++) {
		int64_t from = start;

		fold_coordinates(t->dims, t->rank, k, at);
		for (int32_t d = 0; d < t->rank; d++)
			from += at[d] * strides[d];
		y->elements[k] = x->elements[from];
	}
}

/* The distance of neighbours along each axis. */
static int64_t *
strides_of(struct infer *in, const struct type *t)
{
	int64_t *strides = arena_new(in->arena, int64_t, t->rank), stride = 1;

	for (int32_t k = t->rank - 1; k >= 0; k--) {
		strides[k] = stride;
		stride *= t->dims[k];
	}
	return strides;
}

void
fold_transpose(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	const struct type *t = infer_input(in, node, 0);
	const int64_t *perm;
	int64_t *from, *strides;
	int32_t n;

	if (!x)
		return;
	perm = attr_ints(node, "perm", &n);
	from = strides_of(in, t);
	strides = arena_new(in->arena, int64_t, t->rank);
	for (int32_t k = 0; k < t->rank; k++) {
		int64_t axis = n ? perm[k] : t->rank - 1 - k;

		strides[k] = from[axis < 0 ? axis + t->rank : axis];
	}
	take_strided(in, node, 0, x, 0, strides);
}

void
fold_expand(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	const struct type *t = infer_input(in, node, 0), *ty = fold_type(in, node, 0);
	struct literal *y = x ? fold_output(in, node, 0) : NULL;

	for (int64_t i = 0; y && i < y->n; i++)
		y->elements[i] = x->elements[fold_source(ty, t, i)];
}

void
fold_tile(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	const struct type *t = infer_input(in, node, 0), *ty = fold_type(in, node, 0);
	struct literal *y = x ? fold_output(in, node, 0) : NULL;
	int64_t *at = y ? arena_new(in->arena, int64_t, t->rank) : NULL;

	for (int64_t i = 0; y && i < y->n; i++) {
		fold_coordinates(ty->dims, ty->rank, i, at);
		for (int32_t k = 0; k < t->rank; k++)
			at[k] %= t->dims[k];
		y->elements[i] = x->elements[fold_index(t->dims, t->rank, at)];
	}
}

void
fold_slice(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	const struct type *t = infer_input(in, node, 0);
	struct slice_lists s;
	int64_t *strides, start = 0;

	if (!x || x->n == 0 || slice_read(in, node, &s) != OK || !s.known ||
	    !s.starts || !s.ends || !fold_output(in, node, 0))
		return;
	strides = strides_of(in, t);
	for (int32_t k = 0; k < s.n; k++) {
		struct slice part;
		int64_t step;
		int32_t axis;

		if (slice_axis(in, node, &s, k, t->rank, &axis, &step) != OK)
			return;
		part = slice_of(t->dims[axis], s.starts[k].i, s.ends[k].i, step);
		start += part.start * strides[axis];
		strides[axis] *= part.step;
	}
	take_strided(in, node, 0, x, start, strides);
}

void
fold_split(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	const struct type *t = infer_input(in, node, 0), *ty;
	int64_t *strides, start = 0;
	int32_t axis;

	if (!x || infer_axis(in, node, attr_int(node, "axis", 0), t->rank, &axis) != OK)
		return;
	strides = strides_of(in, t);
	for (int i = 0; i < node->n_outputs; i++) {
		ty = fold_type(in, node, i);
		if (!ty || ty->bound || !type_resolved(ty))
			return;
		take_strided(in, node, i, x, start, strides);
		start += ty->dims[axis] * strides[axis];
	}
}

void
fold_concat(struct infer *in, struct node *node)
{
	const struct type *ty = fold_type(in, node, 0);
	const struct literal **l;
	struct literal *y;
	int64_t *at, first = 0;
	int32_t axis;

	l = arena_new(in->arena, const struct literal *, node->n_inputs);
	if (!fold_operands(in, node, l))
		return;
	y = fold_output(in, node, 0);
	if (!y ||
	    infer_axis(in, node, attr_int(node, "axis", 1), ty->rank, &axis) != OK)
		return;
	at = arena_new(in->arena, int64_t, ty->rank);
	for (int i = 0; i < node->n_inputs; i++) {
		const struct literal *x = l[i];
		const struct type *t = infer_input(in, node, i);

		for (int64_t k = 0; k < x->n; k++) {
			fold_coordinates(t->dims, t->rank, k, at);
			at[axis] += first;
			y->elements[fold_index(ty->dims, ty->rank, at)] =
				x->elements[k];
		}
		first += t->dims[axis];
	}
}

/* Constant padding only. */
void
fold_pad(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	const struct literal *fill = infer_literal(in, node, 2);
	const struct type *t = infer_input(in, node, 0), *ty = fold_type(in, node, 0);
	const struct element *pads;
	struct literal *y;
	int64_t *at;
	bool known;
	int32_t n;

	pads = infer_list(in, node, 1, "pads", &n, &known);
	if (!x || !pads || n != 2 * t->rank || infer_present(node, 3) ||
	    attr_string(node, "mode", "constant")[0] != 'c' ||
	    (infer_present(node, 2) && (!fill || fill->n != 1)))
		return;
	y = fold_output(in, node, 0);
	at = arena_new(in->arena, int64_t, t->rank);
	for (int64_t i = 0; y && i < y->n; i++) {
		bool inside = true;

		fold_coordinates(ty->dims, ty->rank, i, at);
		for (int32_t k = 0; k < t->rank; k++) {
			at[k] -= pads[k].i;
			inside &= at[k] >= 0 && at[k] < t->dims[k];
		}
		if (inside)
			y->elements[i] = x->elements[fold_index(t->dims, t->rank, at)];
		else if (fill)
			y->elements[i] = fill->elements[0];
		else if (y->is_float)
			y->elements[i].f = attr_float(node, "value", 0);
	}
}
