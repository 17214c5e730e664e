#include "analyzer/fold.h"
#include "analyzer/rules.h"

/* OneHot over a known class list: torch writes one dim's repeats this way. */
void
fold_one_hot(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0), *values;
	const struct type *t = infer_input(in, node, 0), *ty = fold_type(in, node, 0);
	struct literal *y = NULL;
	int64_t inner = 1, depth, hot;
	int32_t axis, i;

	values = fold_input(in, node, 2);
	if (x && !x->is_float && values && values->n == 2)
		y = fold_output(in, node, 0);
	if (!y ||
	    infer_axis(in, node, attr_int(node, "axis", -1), ty->rank, &axis) != OK)
		return;
	for (i = axis; i < t->rank; i++)
		inner *= t->dims[i];
	depth = ty->dims[axis];
	for (int64_t k = 0; k < y->n; k++) {
		const struct element *e =
			&x->elements[k / (depth * inner) * inner + k % inner];

		hot = e->i < 0 ? e->i + depth : e->i;
		y->elements[k] = values->elements[hot == k / inner % depth];
		if (e->flags & (ELEMENT_UNKNOWN | ELEMENT_BOUND))
			y->elements[k].flags = ELEMENT_UNKNOWN;
	}
}
