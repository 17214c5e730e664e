/*
 * The attention operators of com.microsoft.
 *
 * Facts: ONNX Runtime, docs/ContribOperators.md.  Sequences are
 * [batch, seq, hidden]; merged caches are [2, batch, heads, total, size],
 * separate ones [batch, heads, total, size].
 */
#include "analyzer/attention.h"
#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

static const int32_t same[] = {0, 1, 2};

/* The hidden size of V behind merged weights or a bias of three parts. */
static int64_t
value_hidden(const struct infer *in, const struct node *node, int weights)
{
	int32_t n;
	const int64_t *sizes = attr_ints(node, "qkv_hidden_sizes", &n);

	if (n == 3)
		return max_i64(sizes[2], DIM_UNKNOWN);
	return dim_div(dim_of(infer_input(in, node, weights), -1), 3);
}

static int64_t
key_hidden(const struct infer *in, const struct node *node, int weights)
{
	int32_t n;
	const int64_t *sizes = attr_ints(node, "qkv_hidden_sizes", &n);

	if (n == 3)
		return max_i64(sizes[1], DIM_UNKNOWN);
	return dim_div(dim_of(infer_input(in, node, weights), -1), 3);
}

/* x with another last dim. */
static struct type *
with_last(struct infer *in, struct node *node, int i, const struct type *x,
	  int64_t last)
{
	struct type *y = infer_output_like(in, node, i, x);

	if (y->rank > 0)
		y->dims[y->rank - 1] = last;
	if (y->rank > 0 && y->batch == y->rank - 1)
		y->batch = BATCH_VIRTUAL;
	return y;
}

/* [2, batch, heads, past + seq, size], or like a past whose buffer is shared. */
static enum status
merged_cache(struct infer *in, struct node *node, int input, const struct type *x,
	     int64_t hidden)
{
	const struct type *past = infer_input(in, node, input);
	int64_t heads = attr_int(node, "num_heads", DIM_UNKNOWN);
	int64_t seq = dim_of(x, 1);
	int64_t dims[5] = {2, dim_of(x, 0), heads, DIM_UNKNOWN, DIM_UNKNOWN};
	struct type *y;

	if (past && attr_int(node, "past_present_share_buffer", 0))
		return shape_as(in, node, 1, past, past->dtype);
	dims[3] = infer_present(node, input) ? dim_add(seq, dim_of(past, 3)) : seq;
	dims[4] = dim_div(hidden, heads);
	y = output_dims(in, node, 1, shape_dtype(past ? past : x), 5, dims);
	y->batch = batch_join(batch_of(past) == 0 ? BATCH_VIRTUAL : batch_of(past),
			      batch_of(x) == 0 ? 1 : batch_of(x));
	return OK;
}

/* Attention, DecoderMaskedSelfAttention: the projection is part of it. */
enum status
shape_ms_attention(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	with_last(in, node, 0, x, value_hidden(in, node, 1));
	return merged_cache(in, node, 4, x, key_hidden(in, node, 1));
}

enum status
shape_qattention(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t hidden = dim_div(dim_of(infer_input(in, node, 1), -1), 3);
	enum dtype dtype = shape_dtype(infer_input(in, node, 3));
	struct type as_float;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, dtype);
	as_float = *x;
	as_float.dtype = dtype;
	with_last(in, node, 0, &as_float, hidden);
	return merged_cache(in, node, 8, &as_float, hidden);
}

enum status
shape_qordered_attention(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	with_last(in, node, 0, x, dim_of(infer_input(in, node, 7), 1));
	return OK;
}

enum status
shape_packed_attention(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	with_last(in, node, 0, x, value_hidden(in, node, 1));
	return OK;
}

/* --- multi-head: Q, K, V apart, or packed together --- */

struct multi_head {
	const struct type *q, *k, *v, *past_k, *past_v;
	int64_t heads;
	struct heads hk, hv; /* of the keys and values of this step */
	int64_t hidden;      /* of the output */
};

/* Packed [batch, seq, heads, 3 or 2, size]. */
static void
packed_heads(const struct type *t, struct heads *h)
{
	*h = (struct heads){dim_of(t, 0), dim_of(t, 2), dim_of(t, 1), dim_of(t, 4)};
}

static void
read_heads(struct multi_head *m)
{
	const struct type *packed = m->k ? m->k : m->q;

	attention_heads(m->k, m->heads, &m->hk);
	attention_heads(m->v, m->heads, &m->hv);
	if (infer_ranked(packed) && packed->rank == 5) {
		packed_heads(packed, &m->hk);
		m->hv = m->hk;
	} else if (!m->k && infer_ranked(m->q) && m->q->rank == 3) {
		/* [batch, seq, 3 x hidden] */
		m->hk = (struct heads){m->q->dims[0], m->heads, m->q->dims[1],
				       dim_div(dim_div(m->q->dims[2], 3), m->heads)};
		m->hv = m->hk;
	}
	m->hidden = dim_mul(m->hv.heads, m->hv.size);
}

static int64_t
total_length(const struct node *node, const struct multi_head *m, int past)
{
	if (!infer_present(node, past))
		return m->hk.seq;
	if (attr_int(node, "past_present_share_buffer", 0))
		return dim_of(m->past_k, 2);
	return dim_add(m->hk.seq, dim_of(m->past_k, 2));
}

static enum status
multi_head(struct infer *in, struct node *node, int past)
{
	struct multi_head m = {infer_input(in, node, 0), infer_input(in, node, 1),
			       infer_input(in, node, 2), infer_input(in, node, past),
			       infer_input(in, node, past + 1)};
	int64_t dims[3], scores[4], total;
	struct type *y;

	m.heads = attr_int(node, "num_heads", DIM_UNKNOWN);
	read_heads(&m);
	total = total_length(node, &m, past);
	dims[0] = dim_of(m.q, 0);
	dims[1] = dim_of(m.q, 1);
	dims[2] = m.hidden;
	y = output_dims(in, node, 0, shape_dtype(m.q), 3, dims);
	y->batch = attention_batch(in, m.q, m.k, same, 2);
	attention_cache(in, node, 1, m.past_k, m.k ? m.k : m.q, &m.hk, total,
			shape_dtype(m.q));
	attention_cache(in, node, 2, m.past_v, m.v ? m.v : m.q, &m.hv, total,
			shape_dtype(m.q));
	scores[0] = dims[0];
	scores[1] = m.heads;
	scores[2] = dims[1];
	scores[3] = total;
	y = output_dims(in, node, 3, shape_dtype(m.q), 4, scores);
	y->batch = attention_batch(in, m.q, m.k, same, 1);
	return OK;
}

enum status
shape_multi_head_attention(struct infer *in, struct node *node)
{
	return multi_head(in, node, 6);
}

enum status
shape_masked_multi_head_attention(struct infer *in, struct node *node)
{
	return multi_head(in, node, 5);
}

/* query [tokens, hidden] or [tokens, heads, 3, size] */
enum status
shape_packed_multi_head_attention(struct infer *in, struct node *node)
{
	const struct type *q = infer_input(in, node, 0);
	int64_t dims[2] = {dim_of(q, 0), dim_of(infer_input(in, node, 2), 1)};
	struct type *y;

	if (infer_ranked(q) && q->rank == 4)
		dims[1] = dim_mul(q->dims[1], q->dims[3]);
	y = output_dims(in, node, 0, shape_dtype(q), 2, dims);
	y->batch = batch_move(q, same, 1);
	return OK;
}

/* --- groups of query heads that share keys and values --- */

struct grouped {
	const struct type *q, *k;
	int64_t heads, kv_heads, size;
};

static void
read_grouped(const struct infer *in, const struct node *node, struct grouped *g)
{
	int64_t parts;

	g->q = infer_input(in, node, 0);
	g->k = infer_input(in, node, 1);
	g->heads = attr_int(node, "num_heads", DIM_UNKNOWN);
	g->kv_heads = attr_int(node, "kv_num_heads", DIM_UNKNOWN);
	parts = g->heads;
	if (!infer_present(node, 1)) /* packed Q, K, V */
		parts = dim_add(parts, dim_mul(g->kv_heads, 2));
	g->size = dim_div(dim_of(g->q, -1), parts);
}

/*
 * The cache grows to the total length; one that is longer already (a buffer
 * shared by past and present) stays as it is.
 */
static int64_t
grown(const struct infer *in, const struct node *node, int past, int total, int64_t seq)
{
	int64_t before = dim_of(infer_input(in, node, past), 2);
	int64_t stated = dim_from(infer_literal(in, node, total), 0);

	if (!infer_present(node, past))
		return stated > 0 ? stated : seq;
	if (attr_int(node, "sliding_window_cache", 0))
		return before;
	return stated >= 0 && before >= 0 ? max_i64(stated, before)
					  : dim_add(before, seq);
}

enum status
shape_group_query_attention(struct infer *in, struct node *node)
{
	const struct type *past = infer_input(in, node, 3);
	const struct type *past_v = infer_input(in, node, 4);
	struct grouped g;
	struct heads h;
	int64_t total, scores[4];
	struct type *y;

	read_grouped(in, node, &g);
	if (!infer_ranked(g.q))
		return infer_unknown(in, node, 0, shape_dtype(g.q));
	with_last(in, node, 0, g.q, dim_mul(g.heads, g.size));
	h = (struct heads){dim_of(g.q, 0), g.kv_heads, dim_of(g.q, 1), g.size};
	if (past)
		h.size = dim_of(past, 3);
	total = grown(in, node, 3, 6, h.seq);
	attention_cache(in, node, 1, past, g.q, &h, total,
			shape_dtype(past ? past : g.q));
	attention_cache(in, node, 2, past_v, g.q, &h, total,
			shape_dtype(past_v ? past_v : g.q));
	scores[0] = h.batch;
	scores[1] = g.heads;
	scores[2] = h.seq;
	scores[3] = total;
	y = output_dims(in, node, 3, shape_dtype(g.q), 4, scores);
	y->batch = attention_batch(in, g.q, NULL, same, 1);
	return OK;
}

/* The output, and caches that are updated where they are: inputs 3 and 4. */
static enum status
with_caches(struct infer *in, struct node *node, int64_t hidden)
{
	const struct type *q = infer_input(in, node, 0);

	for (int i = 1; i < 3; i++) {
		const struct type *cache = infer_input(in, node, i + 2);

		TRY(shape_as(in, node, i, cache, shape_dtype(cache)));
	}
	if (!infer_ranked(q))
		return infer_unknown(in, node, 0, shape_dtype(q));
	with_last(in, node, 0, q, hidden);
	return OK;
}

enum status
shape_sparse_attention(struct infer *in, struct node *node)
{
	struct grouped g;

	read_grouped(in, node, &g);
	return with_caches(in, node, dim_mul(g.heads, g.size));
}

enum status
shape_paged_attention(struct infer *in, struct node *node)
{
	int64_t size = attr_int(node, "v_head_size", 0);
	struct grouped g;

	read_grouped(in, node, &g);
	return with_caches(in, node, dim_mul(g.heads, size > 0 ? size : g.size));
}

/* --- sequence first: query [seq, batch, hidden] --- */

static int64_t
decoder_length(const struct infer *in, const struct node *node)
{
	int64_t fixed = 0, use_past = 0, has_state = 0;
	int64_t cached = dim_of(infer_input(in, node, 6), 2);
	bool known = infer_scalar_int(in, node, 8, &fixed) &&
		     infer_scalar_int(in, node, 9, &use_past) &&
		     infer_scalar_int(in, node, 10, &has_state);

	if (!known)
		return DIM_UNKNOWN;
	if (use_past && has_state && fixed)
		return cached;
	if (fixed)
		return dim_of(infer_input(in, node, 1), 0);
	if (use_past && has_state)
		return dim_add(cached, dim_of(infer_input(in, node, 0), 0));
	return dim_of(infer_input(in, node, 0), 0);
}

enum status
shape_decoder_attention(struct infer *in, struct node *node)
{
	static const int32_t to[] = {BATCH_VIRTUAL, 0};
	const struct type *q = infer_input(in, node, 0);
	int64_t heads = attr_int(node, "num_heads", DIM_UNKNOWN);
	int64_t dims[4] = {dim_of(q, 1), heads, decoder_length(in, node),
			   dim_div(dim_of(q, 2), heads)};

	for (int i = 1; i < 3; i++)
		output_dims(in, node, i, shape_dtype(q), 4, dims)->batch =
			batch_move(q, to, 2);
	return shape_as(in, node, 0, q, shape_dtype(q));
}
