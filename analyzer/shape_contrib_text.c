/*
 * Language operators of com.microsoft: embeddings, padding, generation.
 *
 * Facts: ONNX Runtime, docs/ContribOperators.md.  What a generation loop
 * makes is as long as its limit at most: a bound.
 */
#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

/* ids [batch, seq], table [words, hidden] -> [batch, seq, hidden], mask [batch] */
static enum status
embed(struct infer *in, struct node *node, int table, enum dtype dtype)
{
	static const int32_t same[] = {0, 1};
	const struct type *ids = infer_input(in, node, 0);
	int64_t dims[3] = {dim_of(ids, 0), dim_of(ids, 1),
			   dim_of(infer_input(in, node, table), 1)};
	static const int outputs[] = {0, 2};

	for (int i = 0; i < 2; i++)
		output_dims(in, node, outputs[i], dtype, 3, dims)->batch =
			batch_move(ids, same, 2);
	output_dims(in, node, 1, DTYPE_INT32, 1, dims)->batch =
		batch_move(ids, same, 1);
	return OK;
}

enum status
shape_embed_layer_norm(struct infer *in, struct node *node)
{
	return embed(in, node, 2, shape_dtype(infer_input(in, node, 2)));
}

enum status
shape_qembed_layer_norm(struct infer *in, struct node *node)
{
	return embed(in, node, 2, shape_dtype(infer_input(in, node, 8)));
}

/* [batch, seq, hidden] -> [tokens, hidden], at most all of them. */
enum status
shape_remove_padding(struct infer *in, struct node *node)
{
	static const int32_t same[] = {0, 1}, first[] = {0, 0};
	const struct type *x = infer_input(in, node, 0);
	int64_t tokens[2] = {dim_mul(dim_of(x, 0), dim_of(x, 1)), dim_of(x, 2)};
	int64_t offsets[2] = {dim_of(x, 0), dim_of(x, 1)};
	int64_t cumulated = dim_add(dim_of(x, 0), 1), one = 1;
	struct type *y = output_dims(in, node, 0, shape_dtype(x), 2, tokens);

	y->bound = true;
	y->batch = batch_move(x, first, 2);
	output_dims(in, node, 1, DTYPE_INT32, 2, offsets)->batch =
		batch_move(x, same, 2);
	output_dims(in, node, 2, DTYPE_INT32, 1, &cumulated);
	output_dims(in, node, 3, DTYPE_INT32, 1, &one)->batch = BATCH_NONE;
	return OK;
}

enum status
shape_restore_padding(struct infer *in, struct node *node)
{
	static const int32_t same[] = {0, 1};
	const struct type *x = infer_input(in, node, 0);
	const struct type *offset = infer_input(in, node, 1);
	int64_t dims[3] = {dim_of(offset, 0), dim_of(offset, 1), dim_of(x, 1)};
	struct type *y = output_dims(in, node, 0, shape_dtype(x), 3, dims);

	y->batch = batch_move(offset, same, 2);
	return OK;
}

/* [1, heads, query length, key length] */
enum status
shape_relative_position_bias(struct infer *in, struct node *node)
{
	const struct type *table = infer_input(in, node, 0);
	int64_t dims[4] = {1, dim_of(table, 1), dim_from(infer_literal(in, node, 1), 0),
			   dim_from(infer_literal(in, node, 2), 0)};

	output_dims(in, node, 0, shape_dtype(table), 4, dims)->batch = BATCH_NONE;
	return OK;
}

/* [batch, heads, seq, seq]; packed queries say the sizes in the token offsets. */
enum status
shape_gated_position_bias(struct infer *in, struct node *node)
{
	static const int32_t first[] = {0};
	const struct type *q = infer_input(in, node, 0);
	const struct type *sizes =
		infer_present(node, 6) ? infer_input(in, node, 6) : q;
	int64_t seq = dim_of(sizes, 1);
	int64_t dims[4] = {dim_of(sizes, 0), attr_int(node, "num_heads", DIM_UNKNOWN),
			   seq, seq};

	output_dims(in, node, 0, shape_dtype(q), 4, dims)->batch =
		batch_move(sizes, first, 1);
	return OK;
}

/* --- generation --- */

static void
generated(struct infer *in, struct node *node, int i, enum dtype dtype, int32_t n,
	  const int64_t *dims, int32_t axis)
{
	struct type *y = output_dims(in, node, i, dtype, n, dims);

	y->bound = true;
	y->batch = batch_of(infer_input(in, node, 0)) == BATCH_NONE ? BATCH_NONE : axis;
}

/* BeamSearch, WhisperBeamSearch */
enum status
shape_beam_search(struct infer *in, struct node *node)
{
	const struct type *ids = infer_input(in, node, 0);
	int64_t batch = dim_of(ids, 0);
	int64_t most = dim_from(infer_literal(in, node, 1), 0);
	int64_t beams = dim_from(infer_literal(in, node, 3), 0);
	int64_t vocabulary = attr_int(node, "vocab_size", DIM_UNKNOWN);
	int64_t dims[3] = {batch, dim_from(infer_literal(in, node, 4), 0), most};
	int64_t scores[4] = {most, batch, beams,
			     vocabulary > 0 ? vocabulary : DIM_UNKNOWN};
	enum dtype dtype = shape_dtype(infer_input(in, node, 5));

	generated(in, node, 0, DTYPE_INT32, 3, dims, 0);
	generated(in, node, 1, dtype == DTYPE_UNDEFINED ? DTYPE_FLOAT : dtype, 2, dims,
		  0);
	generated(in, node, 2, dtype == DTYPE_UNDEFINED ? DTYPE_FLOAT : dtype, 4,
		  scores, 1);
	generated(in, node, 4, DTYPE_FLOAT, 1, dims, 0);
	return OK;
}

/* GreedySearch, Sampling */
enum status
shape_greedy_search(struct infer *in, struct node *node)
{
	int64_t batch = dim_of(infer_input(in, node, 0), 0);
	int64_t vocabulary = attr_int(node, "vocab_size", DIM_UNKNOWN);
	int64_t dims[2] = {batch, dim_from(infer_literal(in, node, 1), 0)};
	int64_t logits[2] = {batch, vocabulary > 0 ? vocabulary : DIM_UNKNOWN};

	generated(in, node, 0, DTYPE_INT32, 2, dims, 0);
	generated(in, node, 1, DTYPE_FLOAT, 2, logits, 0);
	return OK;
}

/* The draft that is kept, at most all of both and one more token. */
enum status
shape_bifurcation_detector(struct infer *in, struct node *node)
{
	const struct type *now = infer_input(in, node, 1);
	const struct type *more = infer_input(in, node, 3);
	const struct type *match = infer_input(in, node, 2);
	int64_t length = dim_of(now, 0);
	struct type *y;

	if (infer_present(node, 3))
		length = dim_add(length, dim_of(more, 0));
	length = dim_add(length, 1);
	y = output_dims(in, node, 0, shape_dtype(now), 1, &length);
	y->bound = true;
	return shape_as(in, node, 1, match, shape_dtype(match));
}

/* The ids that are carried: one less than the longest n-gram. */
static int64_t
ngram_past(const struct node *node)
{
	int64_t n = attr_int(node, "max_ngram_size", 0);

	return n > 0 ? n - 1 : DIM_UNKNOWN;
}

/* ids [batch, seq] -> [batch, seq, (n - 1) x heads]; the last n - 1 ids. */
enum status
shape_ngram_hash(struct infer *in, struct node *node)
{
	static const int32_t same[] = {0, 1};
	const struct type *ids = infer_input(in, node, 0);
	int64_t past = ngram_past(node);
	int64_t heads = dim_mul(past, attr_int(node, "n_head_per_ngram", DIM_UNKNOWN));
	int64_t dims[3] = {dim_of(ids, 0), dim_of(ids, 1), heads};
	int64_t kept[2] = {dim_of(ids, 0), past};

	output_dims(in, node, 0, shape_dtype(ids), 3, dims)->batch =
		batch_move(ids, same, 2);
	output_dims(in, node, 1, shape_dtype(ids), 2, kept)->batch =
		batch_move(ids, same, 1);
	return OK;
}

/* The same for packed sequences: ids [tokens], requests in input 3. */
enum status
shape_varlen_ngram_hash(struct infer *in, struct node *node)
{
	static const int32_t same[] = {0};
	const struct type *ids = infer_input(in, node, 0);
	int64_t past = ngram_past(node);
	int64_t heads = dim_mul(past, attr_int(node, "n_head_per_ngram", DIM_UNKNOWN));
	int64_t requests = dim_of(infer_input(in, node, 3), 0) - 1;
	int64_t dims[2] = {dim_of(ids, 0), heads};
	int64_t kept[3] = {requests < 0 ? DIM_UNKNOWN : requests, past, past};

	output_dims(in, node, 0, shape_dtype(ids), 2, dims)->batch =
		batch_move(ids, same, 1);
	output_dims(in, node, 1, shape_dtype(ids), 2, kept);
	output_dims(in, node, 2, DTYPE_INT32, 2, kept);
	kept[1] = attr_int(node, "state_update_capacity", DIM_UNKNOWN);
	output_dims(in, node, 3, shape_dtype(ids), 3, kept);
	return OK;
}

/* Words of characters [..., chars] -> [..., filters] */
enum status
shape_word_conv_embedding(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0), *w = infer_input(in, node, 1);
	struct type *y;

	if (!infer_ranked(x) || x->rank < 1)
		return infer_unknown(in, node, 0, shape_dtype(w));
	y = infer_output_like(in, node, 0, x);
	y->dtype = shape_dtype(w);
	y->dims[x->rank - 1] = dim_of(w, 0);
	return OK;
}

/* Strings [N] or [N, C] -> one more dim: the most tokens of any string. */
enum status
shape_tokenizer(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, DTYPE_STRING);
	y = shape_from(in, node, 0, x, x->rank + 1);
	y->dtype = DTYPE_STRING;
	for (int32_t i = 0; i < x->rank; i++)
		y->dims[i] = x->dims[i];
	y->batch = batch_of(x);
	return OK;
}
