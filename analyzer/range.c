#include "analyzer/range.h"

#include "analyzer/fold.h"
#include "analyzer/rules.h"
#include "base/num.h"

#include <math.h>

/* The three inputs: start, limit, delta; false when one is not at hand. */
static bool
read_range(const struct infer *in, const struct node *node, struct element e[3],
	   bool *is_float)
{
	for (int i = 0; i < 3; i++) {
		const struct literal *l = infer_literal(in, node, i);

		if (!l || l->n != 1)
			return false;
		e[i] = l->elements[0];
		*is_float = l->is_float;
	}
	return !((e[0].flags | e[1].flags | e[2].flags) & ELEMENT_UNKNOWN);
}

/* The same elements in twice the distance: steps grow, or ends do. */
static uint8_t
length_flags(const struct element e[3])
{
	bool zero = e[0].i == 0; /* of a float as well: all bits are 0 */
	uint8_t flags = 0;

	if (e[1].flags & ELEMENT_SCALED && !(e[2].flags & ELEMENT_SCALED) &&
	    (zero || e[0].flags & ELEMENT_SCALED))
		flags |= ELEMENT_SCALED;
	if (e[1].flags & ELEMENT_BOUND)
		flags |= ELEMENT_BOUND;
	if ((e[0].flags | e[2].flags) & ELEMENT_BOUND)
		flags |= ELEMENT_UNKNOWN;
	return flags;
}

static double
float_length(const struct element e[3], enum dtype dtype)
{
	double distance = e[1].f - e[0].f;

	if (dtype == DTYPE_FLOAT)
		distance = (double)((float)e[1].f - (float)e[0].f);
	return ceil(distance / e[2].f);
}

static int64_t
int_length(const struct element e[3])
{
	int64_t distance, step = e[2].i;

	if (__builtin_sub_overflow(e[1].i, e[0].i, &distance) || step == INT64_MIN)
		return -1;
	if ((distance > 0) != (step > 0) || distance == 0)
		return 0;
	return distance > 0 ? ceil_div(distance, step) : ceil_div(-distance, -step);
}

struct element
range_length(const struct infer *in, const struct node *node)
{
	struct element e[3], n = {.flags = ELEMENT_UNKNOWN};
	bool is_float = false;
	double length;

	if (!read_range(in, node, e, &is_float))
		return n;
	if (is_float) {
		length = float_length(e, infer_input(in, node, 0)->dtype);
		if (!(length < (double)INT64_MAX))
			return n;
		n.i = length > 0 ? (int64_t)length : 0;
	} else {
		if (e[2].i == 0)
			return n;
		n.i = int_length(e);
		if (n.i < 0)
			return n;
	}
	n.flags = length_flags(e);
	return n;
}

/* One step on; runtimes add up, and a float32 is rounded at each step. */
static struct element
next(const struct element *e, const struct element *step, bool is_float,
     enum dtype dtype)
{
	struct element r = {0};

	if (is_float)
		r.f = e->f + step->f;
	else
		r.i = (int64_t)((uint64_t)e->i + (uint64_t)step->i);
	fold_narrow_one(&r, dtype);
	return r;
}

void
fold_range(struct infer *in, struct node *node)
{
	struct element e[3], n = range_length(in, node);
	bool is_float = false;
	struct literal *y;

	if (n.flags & (ELEMENT_UNKNOWN | ELEMENT_BOUND) ||
	    !read_range(in, node, e, &is_float))
		return;
	y = fold_output(in, node, 0);
	for (int64_t i = 0; y && i < y->n; i++) {
		y->elements[i] = (struct element){.i = e[0].i};
		e[0] = next(&e[0], &e[2], is_float, fold_type(in, node, 0)->dtype);
	}
}
