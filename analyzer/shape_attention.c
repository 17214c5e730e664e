/*
 * Attention as ONNX defines it: Attention, FlexAttention, LinearAttention,
 * CausalConvWithState, RotaryEmbedding.
 *
 * Q, K and V are [batch, heads, seq, size], or [batch, seq, heads x size] with
 * the head counts as attributes.  The keys and values of the past come first:
 * total = past + seq.
 *
 * The batch is axis 0 of all; one in another axis of Q stays there in Y.
 */
#include "analyzer/attention.h"

#include <inttypes.h>

#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

void
attention_heads(const struct type *t, int64_t heads, struct heads *h)
{
	*h = (struct heads){dim_of(t, 0), heads, DIM_UNKNOWN, DIM_UNKNOWN};
	if (!infer_ranked(t))
		return;
	if (t->rank == 4) {
		h->heads = t->dims[1];
		h->seq = t->dims[2];
		h->size = t->dims[3];
	} else if (t->rank == 3) {
		h->seq = t->dims[1];
		h->size = heads > 0 ? dim_div(t->dims[2], heads) : DIM_UNKNOWN;
	}
}

int32_t
attention_batch(const struct infer *in, const struct type *q, const struct type *k,
		const int32_t *to, int32_t n)
{
	struct type moved;
	int32_t keys = batch_of(k);

	if (q) {
		moved = *q;
		moved.batch = batch_along(in, q, 0);
		q = &moved;
	}
	if (keys != BATCH_NONE)
		keys = batch_along(in, k, 0) == 0 ? 0 : BATCH_VIRTUAL;
	return batch_join(batch_move(q, to, n), keys);
}

struct type *
attention_cache(struct infer *in, struct node *node, int i, const struct type *past,
		const struct type *now, const struct heads *h, int64_t total,
		enum dtype dtype)
{
	static const int32_t same[] = {0, 1, 2, 3};
	int64_t dims[4] = {h->batch, h->heads, total, h->size};
	struct type *y = output_dims(in, node, i, dtype, 4, dims);

	y->batch = batch_join(
		batch_move(past, same, 3),
		attention_batch(in, now, NULL, same,
				infer_ranked(now) && now->rank == 4 ? 2 : 1));
	return y;
}

/* Q x K', before or after the softmax: [batch, heads, seq, total]. */
static void
scores(struct infer *in, struct node *node, int i, const struct type *q,
       const struct type *k, const struct heads *h, int64_t total)
{
	static const int32_t from3[] = {0, 2}, from4[] = {0, 1, 2};
	int64_t dims[4] = {h->batch, h->heads, h->seq, total};
	struct type *y = output_dims(in, node, i, shape_dtype(q), 4, dims);
	bool flat = infer_ranked(q) && q->rank == 3;

	y->batch = attention_batch(in, q, k, flat ? from3 : from4, flat ? 2 : 3);
}

static void
set_result(struct infer *in, struct node *node, const struct type *q,
	   const struct type *k, const struct heads *h, int64_t size)
{
	static const int32_t same[] = {0, 1, 2};
	int64_t flat[3] = {h->batch, h->seq, dim_mul(h->heads, size)};
	int64_t dims[4] = {h->batch, h->heads, h->seq, size};
	bool is_flat = q->rank == 3;
	struct type *y =
		output_dims(in, node, 0, q->dtype, q->rank, is_flat ? flat : dims);

	y->bound = q->bound;
	y->batch = attention_batch(in, q, k, same, is_flat ? 2 : 3);
}

static enum status
check_rank(struct infer *in, const struct node *node, const struct type *q)
{
	if (q->rank != 3 && q->rank != 4)
		return infer_error(in, node,
				   "the query has %d dims where 3 or 4 are wanted",
				   q->rank);
	return OK;
}

enum status
shape_attention(struct infer *in, struct node *node)
{
	const struct type *q = infer_input(in, node, 0), *k = infer_input(in, node, 1);
	const struct type *v = infer_input(in, node, 2);
	const struct type *past = infer_input(in, node, 4);
	int64_t kv_heads = attr_int(node, "kv_num_heads", DIM_UNKNOWN);
	struct heads hq, hk, hv;
	int64_t total;

	if (!infer_ranked(q))
		return infer_unknown(in, node, 0, shape_dtype(q));
	TRY(check_rank(in, node, q));
	attention_heads(q, attr_int(node, "q_num_heads", DIM_UNKNOWN), &hq);
	attention_heads(k, kv_heads, &hk);
	attention_heads(v, kv_heads, &hv);
	total = infer_present(node, 4) ? dim_add(hk.seq, dim_of(past, 2)) : hk.seq;
	set_result(in, node, q, k, &hq, hv.size);
	attention_cache(in, node, 1, past, k, &hk, total, shape_dtype(k));
	attention_cache(in, node, 2, infer_input(in, node, 5), v, &hv, total,
			shape_dtype(v));
	scores(in, node, 3, q, k, &hq, total);
	return OK;
}

enum status
shape_flex_attention(struct infer *in, struct node *node)
{
	const struct type *q = infer_input(in, node, 0);
	struct heads hq;

	if (!infer_ranked(q))
		return infer_unknown(in, node, 0, shape_dtype(q));
	TRY(check_rank(in, node, q));
	attention_heads(q, DIM_UNKNOWN, &hq);
	set_result(in, node, q, infer_input(in, node, 1), &hq,
		   dim_of(infer_input(in, node, 2), -1));
	return OK;
}

/* --- recurrent forms: a state instead of a cache --- */

/* [batch, heads, key size, value size], or that W times with a state window. */
static void
linear_state(struct infer *in, struct node *node, const struct type *k,
	     const struct heads *hk, const struct heads *hv)
{
	static const int32_t same[] = {0}, behind[] = {1};
	const struct type *past = infer_input(in, node, 3);
	int64_t window = attr_int(node, "state_window", 0);
	int64_t dims[5] = {window, hk->batch, hk->heads, hk->size, hv->size};
	bool plain = window <= 0;
	struct type *y = output_dims(in, node, 1, shape_dtype(past ? past : k),
				     plain ? 4 : 5, plain ? dims + 1 : dims);

	y->batch = attention_batch(in, k, NULL, plain ? same : behind, 1);
	if (y->batch == BATCH_NONE)
		y->batch = batch_of(past);
}

/* One output per query head, or per key head where those are more. */
enum status
shape_linear_attention(struct infer *in, struct node *node)
{
	const struct type *q = infer_input(in, node, 0), *k = infer_input(in, node, 1);
	int64_t heads = attr_int(node, "q_num_heads", DIM_UNKNOWN);
	int64_t kv_heads = attr_int(node, "kv_num_heads", DIM_UNKNOWN);
	struct heads hq, hk, hv;

	if (!infer_ranked(q))
		return infer_unknown(in, node, 0, shape_dtype(q));
	TRY(check_rank(in, node, q));
	attention_heads(q, heads, &hq);
	attention_heads(k, kv_heads, &hk);
	attention_heads(infer_input(in, node, 2), kv_heads, &hv);
	if (hq.heads > 0 && kv_heads > hq.heads)
		hq.heads = kv_heads;
	set_result(in, node, q, k, &hq, hv.size);
	linear_state(in, node, k, &hk, &hv);
	return OK;
}

/*
 * The last (kernel - 1) x dilation places are carried to the next step:
 * [batch, channels, places], or [batch, places, ...] with channels last.
 */
enum status
shape_causal_conv(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0), *w = infer_input(in, node, 1);
	const struct type *past = infer_input(in, node, 3);
	bool last = attr_int(node, "channels_last", 0) != 0;
	int64_t taps = dim_of(w, 2);
	int64_t places =
		taps < 1 ? DIM_UNKNOWN
			 : mul_sat(taps - 1, max_i64(attr_int(node, "dilation", 1), 0));
	struct type *y;

	TRY(shape_as(in, node, 0, x, shape_dtype(x)));
	if (past)
		return shape_as(in, node, 1, past, past->dtype);
	if (!infer_ranked(x) || x->rank < 3)
		return infer_unknown(in, node, 1, shape_dtype(x));
	y = infer_output_like(in, node, 1, x);
	y->dims[last ? 1 : x->rank - 1] = places;
	y->batch = batch_of(x) <= 0 ? batch_of(x) : BATCH_VIRTUAL;
	return OK;
}

/* The same over packed sequences [tokens, channels]; input 4 is the state. */
enum status
shape_varlen_causal_conv(struct infer *in, struct node *node)
{
	static const int32_t first[] = {0};
	const struct type *x = infer_input(in, node, 0),
			  *past = infer_input(in, node, 4);
	int64_t dims[3] = {dim_of(past, 0), attr_int(node, "state_update_capacity", 0),
			   dim_of(x, 1)};

	TRY(shape_as(in, node, 0, x, shape_dtype(x)));
	TRY(shape_as(in, node, 1, past, shape_dtype(past)));
	output_dims(in, node, 2, shape_dtype(x), 3, dims)->batch =
		batch_move(past, first, 1);
	return OK;
}

/*
 * Packed sequences [tokens, heads, size]; the state is input 6, [batch, value
 * heads, value size, key size], and says the sizes of packed queries.
 */
enum status
shape_gated_delta_net(struct infer *in, struct node *node)
{
	const struct type *q = infer_input(in, node, 0), *v = infer_input(in, node, 2);
	const struct type *state = infer_input(in, node, 6);
	int64_t heads = infer_present(node, 2) ? dim_of(v, 1) : dim_of(state, 1);
	int64_t size = infer_present(node, 2) ? dim_of(v, 2) : dim_of(state, 2);
	int64_t dims[3] = {dim_of(q, 0), heads, size};

	if (infer_present(node, 2) && dim_of(q, 1) > heads)
		dims[1] = dim_of(q, 1);
	output_dims(in, node, 0, shape_dtype(q), 3, dims)->batch =
		batch_of(q) <= 0 ? batch_of(q) : BATCH_VIRTUAL;
	return shape_as(in, node, 1, state, shape_dtype(state));
}
