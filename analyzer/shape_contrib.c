/*
 * What is left of com.microsoft: elementwise with parameters in between,
 * layouts, indices, quantization.
 *
 * Facts: ONNX Runtime, docs/ContribOperators.md.
 */
#include <string.h>

#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

/* Broadcasts inputs A and B; the others are scales and zero points. */
static enum status
joined(struct infer *in, struct node *node, int a, int b, enum dtype dtype)
{
	const struct type *left = infer_input(in, node, a);
	const struct type *right = infer_input(in, node, b);
	struct type *y;

	if (!infer_ranked(left) || !infer_ranked(right))
		return infer_unknown(in, node, 0, dtype);
	y = infer_output(in, node, 0, dtype, 0);
	return infer_broadcast(in, node, left, right, y);
}

/* QLinearAdd, QLinearMul */
enum status
shape_qlinear_binary(struct infer *in, struct node *node)
{
	return joined(in, node, 0, 3, shape_dtype(infer_input(in, node, 0)));
}

enum status
shape_mul_integer(struct infer *in, struct node *node)
{
	return joined(in, node, 0, 2, DTYPE_INT32);
}

enum status
shape_qlinear_where(struct infer *in, struct node *node)
{
	const struct type *condition = infer_input(in, node, 0);
	const struct type *x = infer_input(in, node, 1), *y = infer_input(in, node, 4);
	struct type both = {.kind = TYPE_TENSOR, .length = -1}, *z;

	if (!infer_ranked(condition) || !infer_ranked(x) || !infer_ranked(y))
		return infer_unknown(in, node, 0, shape_dtype(x));
	TRY(infer_broadcast(in, node, x, y, &both));
	z = infer_output(in, node, 0, x->dtype, 0);
	return infer_broadcast(in, node, condition, &both, z);
}

/* Y_scale, Y_zero_point, then (tensor, scale, zero point) each. */
enum status
shape_qlinear_concat(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 2);
	enum dtype dtype = shape_dtype(infer_input(in, node, 1));
	int64_t sum = 0;
	struct type *y;
	int32_t axis;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, dtype);
	TRY(infer_axis(in, node, attr_int(node, "axis", 0), x->rank, &axis));
	y = infer_output_like(in, node, 0, x);
	y->dtype = dtype;
	for (int32_t i = 2; i < node->n_inputs; i += 3) {
		const struct type *t = infer_input(in, node, i);

		sum = dim_add(sum, dim_of(t, axis));
		y->batch = batch_join(y->batch, batch_of(t));
		y->bound |= t && t->bound;
	}
	y->dims[axis] = sum;
	return OK;
}

/* Reduces the axes of the attribute `axes`. */
static enum status
reduce(struct infer *in, struct node *node, enum dtype dtype)
{
	const struct type *x = infer_input(in, node, 0);
	bool keep = attr_int(node, "keepdims", 1) != 0;
	int32_t n, rank = 0;
	const int64_t *axes = attr_ints(node, "axes", &n);
	struct type *y;
	bool *gone;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, dtype);
	gone = arena_new(in->arena, bool, x->rank + 1);
	for (int32_t i = 0; i < n; i++) {
		int32_t axis;

		TRY(infer_axis(in, node, axes[i], x->rank, &axis));
		gone[axis] = true;
	}
	y = infer_output_like(in, node, 0, x);
	y->dtype = dtype;
	for (int32_t i = 0; i < x->rank; i++) {
		if (gone[i] && x->batch == i)
			y->batch = BATCH_VIRTUAL;
		else if (x->batch == i)
			y->batch = rank;
		if (!gone[i] || keep)
			y->dims[rank++] = gone[i] ? 1 : x->dims[i];
	}
	y->rank = rank;
	return OK;
}

enum status
shape_qlinear_reduce(struct infer *in, struct node *node)
{
	return reduce(in, node, shape_dtype(infer_input(in, node, 0)));
}

enum status
shape_reduce_integer(struct infer *in, struct node *node)
{
	return reduce(in, node, DTYPE_INT32);
}

/* Output 0 like input 1: NGramRepeatBlock, the gradients that say so. */
enum status
shape_like_second(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 1);

	return shape_as(in, node, 0, x, shape_dtype(x));
}

/* Outputs 0 and 1 both like input 0. */
enum status
shape_like_twice(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	TRY(shape_as(in, node, 1, x, shape_dtype(x)));
	return shape_as(in, node, 0, x, shape_dtype(x));
}

/* Outputs like inputs 1 and 3: GemmaRotaryEmbedding. */
enum status
shape_gemma_rotary(struct infer *in, struct node *node)
{
	const struct type *k = infer_input(in, node, 3);

	TRY(shape_as(in, node, 1, k, shape_dtype(k)));
	return shape_like_second(in, node);
}

/* Outputs like inputs 1: EngramGate gives the query's dims twice. */
enum status
shape_engram_gate(struct infer *in, struct node *node)
{
	const struct type *q = infer_input(in, node, 1);

	TRY(shape_as(in, node, 1, q, shape_dtype(q)));
	return shape_like_second(in, node);
}

/* The last dim in half: BiasSplitGelu, SwiGLU of one operand. */
enum status
shape_half_last(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	struct type *y;

	if (!infer_ranked(x) || x->rank < 1)
		return infer_unknown(in, node, 0, shape_dtype(x));
	y = infer_output_like(in, node, 0, x);
	y->dims[x->rank - 1] = dim_div(x->dims[x->rank - 1], 2);
	return OK;
}

enum status
shape_ms_swiglu(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	if (infer_present(node, 1))
		return shape_as(in, node, 0, x, shape_dtype(x));
	return shape_half_last(in, node);
}

/* --- dropout: output 1 is the mask --- */

enum status
shape_bias_dropout(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	TRY(shape_as(in, node, 1, x, DTYPE_BOOL));
	return shape_as(in, node, 0, x, shape_dtype(x));
}

/* One bit for each element, in words of 32. */
enum status
shape_bitmask_dropout(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t n = x ? type_elements(x) : DIM_UNKNOWN;
	int64_t words = n < 0 ? DIM_UNKNOWN : ceil_div(n, 32);

	output_dims(in, node, 1, DTYPE_UINT32, 1, &words);
	return shape_as(in, node, 0, x, shape_dtype(x));
}

/* --- rows and columns --- */

/* [M, N], [K, N] -> [M, K] */
enum status
shape_cdist(struct infer *in, struct node *node)
{
	const struct type *a = infer_input(in, node, 0), *b = infer_input(in, node, 1);
	int64_t dims[2] = {dim_of(a, 0), dim_of(b, 0)};
	struct type *y = output_dims(in, node, 0, shape_dtype(a), 2, dims);

	y->batch = batch_join(batch_of(a) > 0 ? BATCH_VIRTUAL : batch_of(a),
			      batch_of(b) == 0 ? 1 : batch_of(b));
	return OK;
}

enum status
shape_expand_dims(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t stated;
	struct type *y;
	int32_t axis;

	if (!infer_ranked(x) || !infer_scalar_int(in, node, 1, &stated))
		return infer_unknown(in, node, 0, shape_dtype(x));
	TRY(infer_axis(in, node, stated, x->rank + 1, &axis));
	y = shape_from(in, node, 0, x, x->rank + 1);
	for (int32_t i = 0; i <= x->rank; i++)
		y->dims[i] = i == axis ? 1 : x->dims[i - (i > axis)];
	y->batch = batch_of(x) >= axis ? batch_of(x) + 1 : batch_of(x);
	return OK;
}

/* Windows of SIZE along DIM become a last axis. */
enum status
shape_unfold(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t size = attr_int(node, "size", 0), step = attr_int(node, "step", 1);
	struct type *y;
	int32_t axis;

	if (!infer_ranked(x) || size < 0 || step < 1)
		return infer_unknown(in, node, 0, shape_dtype(x));
	TRY(infer_axis(in, node, attr_int(node, "dim", -1), x->rank, &axis));
	y = shape_from(in, node, 0, x, x->rank + 1);
	for (int32_t i = 0; i < x->rank; i++)
		y->dims[i] = x->dims[i];
	if (x->dims[axis] >= size)
		y->dims[axis] = (x->dims[axis] - size) / step + 1;
	else
		y->dims[axis] = DIM_UNKNOWN;
	y->dims[x->rank] = size;
	y->batch = batch_of(x) == axis ? BATCH_VIRTUAL : batch_of(x);
	return OK;
}

/* Costs [M, N] or [1, M, N] -> a path [2, at most M + N - 1]. */
enum status
shape_time_warping(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t sum = dim_add(dim_of(x, -2), dim_of(x, -1));
	int64_t dims[2] = {2, sum > 0 ? sum - 1 : sum};

	output_dims(in, node, 0, DTYPE_INT32, 2, dims)->bound = true;
	return OK;
}

/* --- indices --- */

static int64_t
packed_factor(const struct node *node, enum dtype dtype)
{
	int64_t bits = attr_int(node, "bits", 4);

	return dtype == DTYPE_UINT8 && bits > 0 && bits < 8 ? 8 / bits : 1;
}

/* Gather of rows that are packed along the quantized axis, then dequantized. */
enum status
shape_gather_block_quantized(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0), *at = infer_input(in, node, 1);
	enum dtype dtype = shape_dtype(infer_input(in, node, 2));
	int32_t axis, quantized;
	struct type *y;

	if (!infer_ranked(x) || !infer_ranked(at))
		return infer_unknown(in, node, 0, dtype);
	TRY(infer_axis(in, node, attr_int(node, "gather_axis", 0), x->rank, &axis));
	TRY(infer_axis(in, node, attr_int(node, "quantize_axis", 1), x->rank,
		       &quantized));
	y = shape_from(in, node, 0, x, x->rank - 1 + at->rank);
	y->dtype = dtype;
	y->bound = at->bound;
	for (int32_t i = 0; i < x->rank; i++) {
		int64_t dim = i == quantized ? dim_mul(x->dims[i],
						       packed_factor(node, x->dtype))
					     : x->dims[i];

		if (i != axis)
			y->dims[i < axis ? i : i - 1 + at->rank] = dim;
	}
	for (int32_t i = 0; i < at->rank; i++)
		y->dims[axis + i] = at->dims[i];
	y->batch = batch_of(at) >= 0 ? batch_of(at) + axis : batch_of(at);
	return OK;
}

/* indices [...] -> [..., LAST] */
static enum status
looked_up(struct infer *in, struct node *node, enum dtype dtype, int64_t last)
{
	const struct type *at = infer_input(in, node, 1);
	struct type *y;

	if (!infer_ranked(at))
		return infer_unknown(in, node, 0, dtype);
	y = shape_from(in, node, 0, at, at->rank + 1);
	y->dtype = dtype;
	for (int32_t i = 0; i < at->rank; i++)
		y->dims[i] = at->dims[i];
	y->dims[at->rank] = max_i64(last, DIM_UNKNOWN);
	y->batch = batch_of(at);
	return OK;
}

enum status
shape_torch_embedding(struct infer *in, struct node *node)
{
	const struct type *table = infer_input(in, node, 0);

	return looked_up(in, node, shape_dtype(table), dim_of(table, 1));
}

enum status
shape_gather_packed(struct infer *in, struct node *node)
{
	return looked_up(in, node,
			 dtype_by_onnx(attr_int(node, "output_dtype", DTYPE_FLOAT)),
			 attr_int(node, "K", DIM_UNKNOWN));
}

/* [n] -> the values, at most n; where each was; how many of each. */
enum status
shape_ms_unique(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	TRY(shape_as(in, node, 0, x, shape_dtype(x)));
	TRY(shape_as(in, node, 1, x, DTYPE_INT64));
	TRY(shape_as(in, node, 2, x, DTYPE_INT64));
	for (int i = 0; i < node->n_outputs && i < 3; i += 2)
		if (node->outputs[i] != NO_VALUE)
			in->graph->values[node->outputs[i]].type.bound = true;
	return OK;
}

enum status
shape_murmur_hash(struct infer *in, struct node *node)
{
	return shape_as(in, node, 0, infer_input(in, node, 0),
			attr_int(node, "positive", 1) ? DTYPE_UINT32 : DTYPE_INT32);
}

enum status
shape_is_all_finite(struct infer *in, struct node *node)
{
	infer_output(in, node, 0, DTYPE_BOOL, 0)->batch = BATCH_NONE;
	return OK;
}

/* --- block formats --- */

/* The bytes of the block format; the dims; the strides. */
enum status
shape_quantize_bfp(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t rank = infer_ranked(x) ? x->rank : DIM_UNKNOWN;

	output_dims(in, node, 1, DTYPE_INT64, 1, &rank)->batch = BATCH_NONE;
	output_dims(in, node, 2, DTYPE_INT64, 1, &rank)->batch = BATCH_NONE;
	infer_output(in, node, 0, DTYPE_UINT8, 1);
	return OK;
}

enum status
shape_dequantize_bfp(struct infer *in, struct node *node)
{
	return shape_stated(in, node, 1,
			    dtype_by_onnx(attr_int(node, "dtype", DTYPE_FLOAT)));
}

enum status
shape_quantize_order(struct infer *in, struct node *node)
{
	return shape_as(in, node, 0, infer_input(in, node, 0), DTYPE_INT8);
}

enum status
shape_dequantize_order(struct infer *in, struct node *node)
{
	return shape_as(in, node, 0, infer_input(in, node, 0),
			dtype_by_onnx(attr_int(node, "to", DTYPE_FLOAT)));
}

/* A compiled part of a model: what the file declares is all there is. */
enum status
shape_declared(struct infer *in, struct node *node)
{
	for (int32_t i = 0; i < node->n_outputs; i++)
		TRY(infer_unknown(in, node, i, DTYPE_UNDEFINED));
	return OK;
}
