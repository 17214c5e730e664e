/*
 * Losses: scores [N, C, d1 ...], targets [N, d1 ...].  Without reduction the
 * loss is like the targets, else a scalar, which is one for all copies.
 */
#include <string.h>

#include "analyzer/declared.h"
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

/* Trainers exist that keep the probabilities alone, and declare so. */
static bool
only_probabilities(struct infer *in, const struct node *node, const struct type *scores)
{
	const struct value *y;
	struct type said;

	if (node->n_outputs != 1 || node->outputs[0] == NO_VALUE ||
	    !infer_ranked(scores))
		return false;
	y = &in->graph->values[node->outputs[0]];
	if (!y->declared)
		return false;
	declared_type(in, y->declared, &said);
	return infer_ranked(&said) && said.rank == scores->rank && said.rank > 1;
}

/* Output 1 is the logarithm of the probabilities, like the scores. */
enum status
shape_softmax_loss(struct infer *in, struct node *node)
{
	const struct type *scores = infer_input(in, node, 0);

	if (only_probabilities(in, node, scores)) {
		infer_warn(in, node, "loss-output",
			   "the only output is declared like the scores: taken as the "
			   "probabilities, not the loss");
		return shape_as(in, node, 0, scores, shape_dtype(scores));
	}
	TRY(shape_as(in, node, 1, scores, shape_dtype(scores)));
	return loss(in, node);
}
