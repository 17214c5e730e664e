/*
 * Recurrent layers.
 *
 * layout 0: X [seq, batch, input], Y [seq, directions, batch, hidden], states
 * [directions, batch, hidden].  layout 1 (opset 14): X [batch, seq, input],
 * Y [batch, seq, directions, hidden], states [batch, directions, hidden].
 *
 * The batch has an axis of its own in each; a batch along the sequence (a
 * model that feeds its batch as time) stays there in Y and is lost in states.
 */
#include <string.h>

#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"

struct recurrence {
	const struct type *x;
	bool batch_first;
	int64_t seq, batch, directions, hidden;
	int32_t axis;         /* the batch's in X */
	int32_t joined_state; /* the batch of the initial states, as in a state */
};

static int64_t
directions_of(const struct node *node)
{
	return strcmp(attr_string(node, "direction", "forward"), "bidirectional") == 0
		       ? 2
		       : 1;
}

static void
read_recurrence(const struct infer *in, const struct node *node, struct recurrence *r)
{
	r->x = infer_input(in, node, 0);
	r->batch_first = attr_int(node, "layout", 0) != 0;
	r->axis = r->batch_first ? 0 : 1;
	r->seq = dim_of(r->x, 1 - r->axis);
	r->batch = dim_of(r->x, r->axis);
	r->directions = directions_of(node);
	r->hidden = attr_int(node, "hidden_size", DIM_UNKNOWN);
	if (r->hidden < 0) /* R is [directions, gates x hidden, hidden] */
		r->hidden = dim_of(infer_input(in, node, 2), 2);
	r->joined_state = batch_join(batch_of(infer_input(in, node, 5)),
				     batch_of(infer_input(in, node, 6)));
}

static void
set_outputs(struct infer *in, struct node *node, const struct recurrence *r)
{
	static const int32_t y_axes[2][2] = {{0, 2}, {0, 1}};
	static const int32_t state_axes[2][2] = {{BATCH_VIRTUAL, 1},
						 {0, BATCH_VIRTUAL}};
	int64_t seq_first[4] = {r->seq, r->directions, r->batch, r->hidden};
	int64_t batch_first[4] = {r->batch, r->seq, r->directions, r->hidden};
	int64_t state[3] = {r->directions, r->batch, r->hidden};
	int64_t state_first[3] = {r->batch, r->directions, r->hidden};
	bool first = r->batch_first;
	struct type x = r->x ? *r->x : (struct type){.batch = BATCH_NONE};
	enum dtype dtype = shape_dtype(r->x);
	struct type *y;

	x.batch = batch_along(in, r->x, r->axis);
	y = output_dims(in, node, 0, dtype, 4, first ? batch_first : seq_first);
	y->batch = batch_move(&x, y_axes[first], 2);
	if (y->batch == BATCH_NONE && r->joined_state != BATCH_NONE)
		y->batch = r->joined_state == r->axis ? y_axes[first][r->axis]
						      : BATCH_VIRTUAL;
	for (int32_t i = 1; i < node->n_outputs; i++) {
		y = output_dims(in, node, i, dtype, 3, first ? state_first : state);
		y->batch = batch_join(batch_move(&x, state_axes[first], 2),
				      r->joined_state);
	}
}

/* RNN, GRU and LSTM: Y, the last hidden state, LSTM's last cell state. */
enum status
shape_rnn(struct infer *in, struct node *node)
{
	struct recurrence r;

	read_recurrence(in, node, &r);
	if (infer_ranked(r.x) && r.x->rank != 3)
		return infer_error(in, node, "X has %d dims where 3 are wanted",
				   r.x->rank);
	set_outputs(in, node, &r);
	return OK;
}

/* DynamicQuantizeLSTM: R is [directions, hidden, gates x hidden]. */
enum status
shape_quantized_lstm(struct infer *in, struct node *node)
{
	struct recurrence r;

	read_recurrence(in, node, &r);
	if (infer_ranked(r.x) && r.x->rank != 3)
		return infer_error(in, node, "X has %d dims where 3 are wanted",
				   r.x->rank);
	if (!attr_present(node, "hidden_size"))
		r.hidden = dim_of(infer_input(in, node, 2), 1);
	set_outputs(in, node, &r);
	return OK;
}
