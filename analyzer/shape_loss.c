/*
 * Losses: scores [N, C, d1 ...], targets [N, d1 ...].  Without reduction the
 * loss is like the targets, else a scalar, which is one for all copies.
 */
#include <string.h>

#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"

static enum status
loss(struct infer *in, struct node *node)
{
	enum dtype dtype = shape_dtype(infer_input(in, node, 0));

	if (strcmp(attr_string(node, "reduction", "mean"), "none") == 0)
		return shape_as(in, node, 0, infer_input(in, node, 1), dtype);
	infer_output(in, node, 0, dtype, 0)->batch = BATCH_NONE;
	return OK;
}

enum status
shape_nll_loss(struct infer *in, struct node *node)
{
	return loss(in, node);
}

/* Output 1 is the logarithm of the probabilities, like the scores. */
enum status
shape_softmax_loss(struct infer *in, struct node *node)
{
	const struct type *scores = infer_input(in, node, 0);

	TRY(shape_as(in, node, 1, scores, shape_dtype(scores)));
	return loss(in, node);
}
