/*
 * Matrix products of com.microsoft: fused, transposed, quantized.
 *
 * Facts: ONNX Runtime, docs/ContribOperators.md.
 */
#include "analyzer/dims.h"
#include "analyzer/matmul.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

/* transBatchX: the matrices lie along axis 0 as rows; it moves before the last. */
static void
rows_inside(struct infer *in, struct type *t)
{
	int32_t *perm = arena_new(in->arena, int32_t, t->rank + 1);

	if (t->rank < 2)
		return;
	for (int32_t i = 0; i < t->rank - 2; i++)
		perm[i] = i + 1;
	perm[t->rank - 2] = 0;
	perm[t->rank - 1] = t->rank - 1;
	matmul_permute(in, t, perm);
}

static struct type
operand(struct infer *in, const struct node *node, const struct type *given,
	const char *trans, const char *trans_batch)
{
	struct type t = *given;

	if (attr_int(node, trans_batch, 0))
		rows_inside(in, &t);
	if (attr_int(node, trans, 0))
		matmul_transpose(in, &t);
	return t;
}

/* FusedMatMul, FusedMatMulActivation, TransposeMatMul, SparseToDenseMatMul. */
enum status
shape_fused_matmul(struct infer *in, struct node *node)
{
	const struct type *a = infer_input(in, node, 0);
	const struct type *b = infer_input(in, node, 1);

	if (!infer_ranked(a) || !infer_ranked(b))
		return infer_unknown(in, node, 0, shape_dtype(b));
	return matmul_result(in, node, operand(in, node, a, "transA", "transBatchA"),
			     operand(in, node, b, "transB", "transBatchB"), b->dtype);
}

enum status
shape_gemm_float8(struct infer *in, struct node *node)
{
	enum dtype dtype = dtype_by_onnx(attr_int(node, "dtype", DTYPE_FLOAT));

	return gemm_result(in, node, 1, dtype);
}

/* Quantized when the zero point of y is there, else float32. */
enum status
shape_qgemm(struct infer *in, struct node *node)
{
	const struct type *zero = infer_input(in, node, 8);

	return gemm_result(in, node, 3, zero ? zero->dtype : DTYPE_FLOAT);
}

/* A with its last dim replaced; the batch in it is summed over. */
static void
project(struct infer *in, struct node *node, int i, int64_t columns)
{
	const struct type *a = infer_input(in, node, 0);
	struct type *y;

	if (!infer_ranked(a) || a->rank < 1) {
		infer_unknown(in, node, i, shape_dtype(a));
		return;
	}
	y = infer_output_like(in, node, i, a);
	y->dims[a->rank - 1] = max_i64(columns, DIM_UNKNOWN);
	if (y->batch == a->rank - 1)
		y->batch = BATCH_VIRTUAL;
}

/* The weights are packed: N is an attribute. */
enum status
shape_matmul_packed(struct infer *in, struct node *node)
{
	project(in, node, 0, attr_int(node, "N", DIM_UNKNOWN));
	return OK;
}

/* Rows of packed weights: [N, ...]. */
enum status
shape_matmul_rows(struct infer *in, struct node *node)
{
	project(in, node, 0, dim_of(infer_input(in, node, 1), 0));
	return OK;
}

/* Input 2 holds [K, N]. */
enum status
shape_matmul_fpq4(struct infer *in, struct node *node)
{
	project(in, node, 0, dim_from(infer_literal(in, node, 2), 1));
	return OK;
}

/* Output 1 is the sum with the skip, like A. */
enum status
shape_matmul_mlp(struct infer *in, struct node *node)
{
	const struct type *a = infer_input(in, node, 0);

	project(in, node, 0, attr_int(node, "N", DIM_UNKNOWN));
	return shape_as(in, node, 1, a, shape_dtype(a));
}

enum status
shape_matmul_qkv(struct infer *in, struct node *node)
{
	const struct type *a = infer_input(in, node, 0);

	project(in, node, 0, attr_int(node, "Nq", DIM_UNKNOWN));
	project(in, node, 1, attr_int(node, "Nkv", DIM_UNKNOWN));
	project(in, node, 2, attr_int(node, "Nkv", DIM_UNKNOWN));
	return shape_as(in, node, 3, a, shape_dtype(a));
}
