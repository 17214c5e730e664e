/*
 * Operators whose output's size depends on the data: the dims are an upper
 * bound, unless the data is known as well.
 */
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include "base/num.h"

#include <inttypes.h>

static bool
is_set(const struct literal *l, int64_t i)
{
	return l->is_float ? l->elements[i].f != 0 : l->elements[i].i != 0;
}

/* How many of the first N are not zero; -1 when that depends on data. */
static int64_t
count_set(const struct literal *l, int64_t n)
{
	int64_t count = 0;

	for (int64_t i = 0; i < n; i++) {
		if (l->elements[i].flags & (ELEMENT_UNKNOWN | ELEMENT_BOUND))
			return -1;
		count += is_set(l, i);
	}
	return count;
}

/* One column per element that is not zero. */
enum status
shape_non_zero(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct literal *l = infer_literal(in, node, 0);
	int64_t exact = l ? count_set(l, l->n) : -1;
	struct type *y = infer_output(in, node, 0, DTYPE_INT64, 2);

	if (!infer_ranked(x))
		return OK;
	y->dims[0] = max_i64(x->rank, 1);
	y->dims[1] = exact >= 0 ? exact : type_elements(x);
	y->bound = exact < 0 || x->bound;
	y->batch = x->batch == BATCH_NONE ? BATCH_NONE : 1;
	return OK;
}

/* What is left of a dim that a condition selects from. */
static int64_t
selected(const struct infer *in, const struct node *node, int64_t d, bool *bound)
{
	const struct literal *l = infer_literal(in, node, 1);
	const struct type *condition = infer_input(in, node, 1);
	int64_t exact = l && d >= 0 ? count_set(l, min_i64(l->n, d)) : -1, length;

	*bound |= exact < 0;
	if (exact >= 0)
		return exact;
	length = condition ? type_elements(condition) : -1;
	if (length >= 0 && (d < 0 || length < d))
		return length;
	return d;
}

enum status
shape_compress(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y;
	int32_t axis;

	if (!attr_present(node, "axis")) {
		y = infer_output(in, node, 0, shape_dtype(x), 1);
		y->dims[0] = selected(in, node, x ? type_elements(x) : -1, &y->bound);
		y->batch = x && x->batch != BATCH_NONE ? 0 : BATCH_UNSET;
		return OK;
	}
	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	TRY(infer_axis(in, node, attr_int(node, "axis", 0), x->rank, &axis));
	y = infer_output_like(in, node, 0, x);
	y->dims[axis] = selected(in, node, x->dims[axis], &y->bound);
	return OK;
}

enum { COUNTED = 512 }; /* elements compared with each other, at most */

/* The number of different elements, -1 when that depends on data. */
static int64_t
count_different(const struct literal *l)
{
	int64_t count = 0;

	if (!l || l->n > COUNTED || count_set(l, l->n) < 0)
		return -1;
	for (int64_t i = 0; i < l->n; i++) {
		int64_t k = 0;

		while (k < i && (l->is_float ? l->elements[k].f != l->elements[i].f
					     : l->elements[k].i != l->elements[i].i))
			k++;
		count += k == i;
	}
	return count;
}

static void
unique_list(struct infer *in, struct node *node, int i, int64_t n, bool bound,
	    const struct type *x)
{
	struct type *y = infer_output(in, node, i, DTYPE_INT64, 1);

	y->dims[0] = n;
	y->bound = bound;
	y->batch = x && x->batch != BATCH_NONE ? 0 : BATCH_UNSET;
}

enum status
shape_unique(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	bool flat = !attr_present(node, "axis"), bound;
	int64_t exact = flat ? count_different(infer_literal(in, node, 0)) : -1, n;
	int64_t all = x ? type_elements(x) : -1;
	struct type *y;
	int32_t axis;

	if (flat) {
		y = infer_output(in, node, 0, shape_dtype(x), 1);
		y->batch = x && x->batch != BATCH_NONE ? 0 : BATCH_UNSET;
		axis = 0;
	} else if (infer_ranked(x)) {
		TRY(infer_axis(in, node, attr_int(node, "axis", 0), x->rank, &axis));
		y = infer_output_like(in, node, 0, x);
		all = x->dims[axis];
	} else {
		y = infer_output(in, node, 0, shape_dtype(x), RANK_UNKNOWN);
		all = -1;
	}
	n = exact >= 0 ? exact : all;
	bound = exact < 0 && all != 1 && all != 0;
	if (y->rank > 0) {
		y->dims[axis] = n;
		y->bound |= bound;
	}
	unique_list(in, node, 1, n, bound, x);
	unique_list(in, node, 2, all, x && x->bound, x);
	unique_list(in, node, 3, n, bound, x);
	return OK;
}
