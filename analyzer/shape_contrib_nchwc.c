/*
 * com.microsoft.nchwc: ONNX Runtime's blocked layout, channels rounded up to
 * the block.  The dims stay [N, C, H, W] with C rounded up, and that size is
 * what memory holds.  The weights in such a file are rounded up already.
 */
#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

/*
 * The block is 8 or 16, by the vectors of the machine that wrote the file, and
 * no attribute says so.  The convolution that reads the blocks does: its
 * weights are [M, C / group, ...].  It is looked for among the next nodes only,
 * so that the work stays linear.
 */
enum { CHANNEL_BLOCK = 16, NEXT_NODES = 64 };

static const struct node *
blocked_reader(const struct graph *g, const struct node *node)
{
	const struct op *conv = op_find("com.microsoft.nchwc", "Conv");
	node_id id = (node_id)(node - g->nodes);

	if (node->n_outputs < 1 || node->outputs[0] == NO_VALUE)
		return NULL;
	for (node_id i = id + 1; i < g->n_nodes && i <= id + NEXT_NODES; i++)
		if (g->nodes[i].op == conv && g->nodes[i].n_inputs > 1 &&
		    g->nodes[i].inputs[0] == node->outputs[0])
			return &g->nodes[i];
	return NULL;
}

/* Channels rounded up: as the reader wants them, if that can be. */
static int64_t
blocked(const struct infer *in, const struct node *node, int64_t channels)
{
	const struct node *reader = blocked_reader(in->graph, node);
	const struct type *w = reader ? infer_input(in, reader, 1) : NULL;
	int64_t wanted;

	if (channels < 0)
		return DIM_UNKNOWN;
	wanted = reader ? dim_mul(dim_of(w, 1), attr_int(reader, "group", 1)) : -1;
	if (wanted >= channels && wanted <= align_up(channels, CHANNEL_BLOCK))
		return wanted;
	return align_up(channels, CHANNEL_BLOCK);
}

enum status
shape_reorder_input(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	bool last = attr_int(node, "channels_last", 0) != 0;
	int64_t channels;
	struct type *y;

	if (!infer_ranked(x) || x->rank < 3)
		return infer_unknown(in, node, 0, shape_dtype(x));
	channels = last ? x->dims[x->rank - 1] : x->dims[1];
	y = shape_from(in, node, 0, x, x->rank);
	y->dims[0] = x->dims[0];
	y->dims[1] = blocked(in, node, channels);
	for (int32_t i = 2; i < x->rank; i++)
		y->dims[i] = x->dims[last ? i - 1 : i];
	y->batch = batch_of(x) <= 0 ? batch_of(x) : BATCH_VIRTUAL;
	return OK;
}

enum status
shape_reorder_output(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	bool last = attr_int(node, "channels_last", 0) != 0;
	int64_t channels = attr_int(node, "channels", DIM_UNKNOWN);
	struct type *y;

	if (!infer_ranked(x) || x->rank < 3)
		return infer_unknown(in, node, 0, shape_dtype(x));
	y = shape_from(in, node, 0, x, x->rank);
	y->dims[0] = x->dims[0];
	y->dims[last ? x->rank - 1 : 1] = max_i64(channels, DIM_UNKNOWN);
	for (int32_t i = 2; i < x->rank; i++)
		y->dims[last ? i - 1 : i] = x->dims[i];
	y->batch = batch_of(x) <= 0 ? batch_of(x) : BATCH_VIRTUAL;
	return OK;
}

enum status
shape_nchwc_upsample(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int32_t n;
	const int64_t *scales = attr_ints(node, "scales", &n);
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	if (n != 0 && n != x->rank)
		return infer_error(in, node,
				   "scales has %d numbers where %d are wanted", n,
				   x->rank);
	y = infer_output_like(in, node, 0, x);
	for (int32_t i = 0; i < n; i++)
		y->dims[i] = dim_mul(x->dims[i], scales[i]);
	return OK;
}
