/*
 * Sequences of tensors.  A sequence knows what its elements share, and each
 * of them where they differ.
 */
#include "analyzer/sequence.h"

#include "analyzer/fold.h"
#include "analyzer/rules.h"

enum status
shape_sequence_empty(struct infer *in, struct node *node)
{
	struct type *t = infer_output_kind(in, node, 0, TYPE_SEQUENCE);
	struct type element = {.kind = TYPE_TENSOR,
			       .rank = RANK_UNKNOWN,
			       .batch = BATCH_NONE,
			       .length = -1};

	element.dtype = dtype_by_onnx(attr_int(node, "dtype", DTYPE_FLOAT));
	sequence_set(in, t, NULL, 0, &element);
	t->batch = BATCH_NONE;
	return OK;
}

enum status
shape_sequence_construct(struct infer *in, struct node *node)
{
	struct type *items = arena_new(in->arena, struct type, node->n_inputs);
	const struct type *x;
	int32_t i;

	for (i = 0; i < node->n_inputs; i++) {
		x = infer_input(in, node, i);
		items[i].rank = RANK_UNKNOWN;
		if (x)
			type_copy(&items[i], x, in->arena);
	}
	sequence_set(in, infer_output_kind(in, node, 0, TYPE_SEQUENCE), items,
		     node->n_inputs, NULL);
	return OK;
}

/* A position in [0, n], from its input; false when it is not known. */
static bool
position(struct infer *in, const struct node *node, int input, int64_t n, int64_t last,
	 int64_t *at)
{
	*at = last;
	if (infer_present(node, input) && !infer_scalar_int(in, node, input, at))
		return false;
	*at += *at < 0 ? n : 0;
	return *at >= 0 && *at <= n;
}

/* Only what all elements share is known of the result. */
static void
put_shared(struct infer *in, struct node *node, const struct type *sequence,
	   const struct type *added, int64_t length)
{
	struct type *t = infer_output_kind(in, node, 0, TYPE_SEQUENCE);
	struct type element = {.rank = RANK_UNKNOWN, .length = -1};

	if (sequence->element && sequence->length != 0)
		type_copy(&element, sequence->element, in->arena);
	else if (added)
		type_copy(&element, added, in->arena);
	if (added)
		type_relax(&element, added);
	sequence_set(in, t, NULL, length, &element);
}

enum status
shape_sequence_insert(struct infer *in, struct node *node)
{
	const struct type *s = infer_input(in, node, 0), *x = infer_input(in, node, 1);
	struct type *items;
	int64_t at, i;

	if (!s || s->kind != TYPE_SEQUENCE || !x)
		return infer_unknown(in, node, 0, DTYPE_UNDEFINED);
	if (s->length < 0 || s->length >= SEQUENCE_MAX ||
	    !position(in, node, 2, s->length, s->length, &at)) {
		put_shared(in, node, s, x, s->length < 0 ? -1 : s->length + 1);
		return OK;
	}
	items = arena_new(in->arena, struct type, s->length + 1);
	for (i = 0; i <= s->length; i++)
		items[i] = i == at ? *x : *sequence_item(s, i < at ? i : i - 1);
	sequence_set(in, infer_output_kind(in, node, 0, TYPE_SEQUENCE), items,
		     s->length + 1, NULL);
	return OK;
}

enum status
shape_sequence_erase(struct infer *in, struct node *node)
{
	const struct type *s = infer_input(in, node, 0);
	struct type *items;
	int64_t at, i;

	if (!s || s->kind != TYPE_SEQUENCE)
		return infer_unknown(in, node, 0, DTYPE_UNDEFINED);
	if (s->length <= 0 || s->length > SEQUENCE_MAX ||
	    !position(in, node, 1, s->length, s->length - 1, &at)) {
		put_shared(in, node, s, NULL, s->length <= 0 ? -1 : s->length - 1);
		return OK;
	}
	items = arena_new(in->arena, struct type, s->length);
	for (i = 0; i < s->length - 1; i++)
		items[i] = *sequence_item(s, i < at ? i : i + 1);
	sequence_set(in, infer_output_kind(in, node, 0, TYPE_SEQUENCE), items,
		     s->length - 1, s->element);
	return OK;
}

enum status
shape_sequence_at(struct infer *in, struct node *node)
{
	const struct type *s = infer_input(in, node, 0), *item;
	int64_t at;

	if (!s || s->kind != TYPE_SEQUENCE || !s->element)
		return infer_unknown(in, node, 0, DTYPE_UNDEFINED);
	item = s->element;
	if (s->items && position(in, node, 1, s->length, 0, &at) && at < s->length)
		item = &s->items[at];
	infer_output_like(in, node, 0, item);
	return OK;
}

enum status
shape_sequence_length(struct infer *in, struct node *node)
{
	infer_output(in, node, 0, DTYPE_INT64, 0)->batch = BATCH_NONE;
	return OK;
}

void
fold_sequence_length(struct infer *in, struct node *node)
{
	const struct type *s = infer_input(in, node, 0);
	struct literal *y;

	if (!s || s->kind != TYPE_SEQUENCE || s->length < 0)
		return;
	y = fold_output(in, node, 0);
	if (y)
		y->elements[0].i = s->length;
}

/* The sizes along the axis: NULL when they are not known. */
static int64_t *
split_sizes(struct infer *in, const struct node *node, int64_t dim, int64_t *n)
{
	const struct literal *l = infer_literal(in, node, 1);
	const struct type *t = infer_input(in, node, 1);
	int64_t each = 1, *sizes, i;
	bool list = l && t && t->rank == 1;

	if ((infer_present(node, 1) && !l) || dim < 0)
		return NULL;
	if (l && !list)
		each = l->n == 1 ? l->elements[0].i : 0;
	if (each <= 0)
		return NULL;
	*n = list ? l->n : dim / each + (dim % each != 0);
	if (*n > SEQUENCE_MAX)
		return NULL;
	sizes = arena_new(in->arena, int64_t, *n);
	for (i = 0; i < *n; i++)
		sizes[i] = list ? l->elements[i].i : i < dim / each ? each : dim % each;
	return sizes;
}

enum status
shape_split_to_sequence(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	bool keep = infer_present(node, 1) || attr_int(node, "keepdims", 1) != 0;
	struct type *t = infer_output_kind(in, node, 0, TYPE_SEQUENCE), *items, shared;
	int64_t n = -1, *sizes, i;
	int32_t axis;

	if (!infer_ranked(x))
		return OK;
	TRY(infer_axis(in, node, attr_int(node, "axis", 0), x->rank, &axis));
	sizes = split_sizes(in, node, x->dims[axis], &n);
	type_copy(&shared, x, in->arena);
	shared.dims[axis] = infer_present(node, 1) ? DIM_UNKNOWN : 1;
	if (shared.batch == axis)
		shared.batch = BATCH_VIRTUAL;
	if (!keep)
		sequence_drop_axis(&shared, axis);
	if (!sizes) {
		sequence_set(in, t, NULL, infer_present(node, 1) ? -1 : x->dims[axis],
			     &shared);
		return OK;
	}
	items = arena_new(in->arena, struct type, n);
	for (i = 0; i < n; i++) {
		type_copy(&items[i], &shared, in->arena);
		if (keep)
			items[i].dims[axis] = sizes[i];
	}
	sequence_set(in, t, items, n, &shared);
	return OK;
}

/* The sum of the elements' dims along the axis. */
static int64_t
joint_dim(const struct type *s, int32_t axis)
{
	const struct type *item;
	int64_t sum = 0, i;

	for (i = 0; s->length >= 0 && i < s->length; i++) {
		item = sequence_item(s, i);
		if (!infer_ranked(item) || axis >= item->rank || item->dims[axis] < 0)
			return DIM_UNKNOWN;
		sum += item->dims[axis];
		if (!s->items)
			return item->dims[axis] * s->length;
	}
	return s->length < 0 ? DIM_UNKNOWN : sum;
}

enum status
shape_concat_from_sequence(struct infer *in, struct node *node)
{
	const struct type *s = infer_input(in, node, 0), *e = s ? s->element : NULL;
	bool stack = attr_int(node, "new_axis", 0) != 0;
	struct type *y;
	int32_t axis, i;

	if (!infer_ranked(e))
		return infer_unknown(in, node, 0, e ? e->dtype : DTYPE_UNDEFINED);
	TRY(infer_axis(in, node, attr_int(node, "axis", 0), e->rank + stack, &axis));
	y = infer_output(in, node, 0, e->dtype, e->rank + stack);
	for (i = 0; i < y->rank; i++)
		y->dims[i] = i != axis ? e->dims[stack && i > axis ? i - 1 : i]
			     : stack   ? s->length
				       : joint_dim(s, axis);
	y->batch = e->batch;
	y->bound = e->bound;
	if (stack && e->batch >= axis)
		y->batch = e->batch + 1;
	if (y->batch == BATCH_VIRTUAL && y->dims[axis] == in->graph->batch)
		y->batch = axis; /* an element for each copy */
	return OK;
}
