#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "analyzer/slice.h"

#include "base/num.h"

static const struct element unknown = {.flags = ELEMENT_UNKNOWN};

/* At most the whole dim, when its ends depend on data. */
static void
bound_dim(struct type *y, int32_t axis, int64_t d, int64_t step)
{
	y->dims[axis] =
		slice_of(d, step > 0 ? 0 : d - 1, step > 0 ? d : -1 - d, step).n;
	y->bound = true;
}

static void
slice_dim(struct infer *in, const struct node *node, const struct type *x, int32_t axis,
	  const struct element *start, const struct element *end, int64_t step,
	  struct type *y)
{
	int64_t d = x->dims[axis];

	if (d == DIM_UNKNOWN) {
		y->dims[axis] = DIM_UNKNOWN;
		return;
	}
	if ((start->flags | end->flags) & ELEMENT_UNKNOWN ||
	    start->flags & ELEMENT_BOUND) {
		bound_dim(y, axis, d, step);
		return;
	}
	y->dims[axis] = slice_of(d, start->i, end->i, step).n;
	y->bound |= (end->flags & ELEMENT_BOUND) != 0;
	if (end->flags & ELEMENT_SCALED && y->batch == BATCH_NONE && start->i == 0 &&
	    y->dims[axis] == end->i)
		y->batch = axis;
	else if (x->batch == axis && y->dims[axis] != d &&
		 !((start->flags | end->flags) & ELEMENT_SCALED))
		shape_cut_batch(in, node, x, y, "slices");
}

enum status
shape_slice(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct slice_lists s;
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	TRY(slice_read(in, node, &s));
	y = infer_output_like(in, node, 0, x);
	if (!s.known) {
		for (int32_t i = 0; i < y->rank; i++)
			y->bound |= y->dims[i] != 1;
		return OK;
	}
	for (int32_t k = 0; k < s.n; k++) {
		int32_t axis;
		int64_t step;

		TRY(slice_axis(in, node, &s, k, x->rank, &axis, &step));
		slice_dim(in, node, x, axis, s.starts ? &s.starts[k] : &unknown,
			  s.ends ? &s.ends[k] : &unknown, step, y);
	}
	return OK;
}
