#include "analyzer/rules.h"

/* The derivative by each x, the first inputs, is of its type. */
enum status
shape_gradient(struct infer *in, struct node *node)
{
	int32_t n = attr_strings_count(node, "xs"), i;
	const struct type *x;

	for (i = 0; i < node->n_outputs; i++) {
		x = i < n ? infer_input(in, node, i) : NULL;
		if (x)
			infer_output_like(in, node, i, x);
		else
			infer_unknown(in, node, i, DTYPE_UNDEFINED);
	}
	return OK;
}
