/*
 * Matrix products.
 *
 * MatMul follows NumPy: leading dims broadcast, an operand of one dim is a
 * row on the left and a column on the right.  Gemm is [M, K] x [K, N].
 *
 * The batch.  In a leading axis, in the rows of A or in the columns of B it
 * goes to the same place of the result; in the axis that is summed over it is
 * lost: virtual.
 */
#include "analyzer/matmul.h"

#include <inttypes.h>

#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

void
matmul_permute(struct infer *in, struct type *t, const int32_t *perm)
{
	const int64_t *dims = t->dims;
	int32_t batch = t->batch;

	t->dims = arena_new(in->arena, int64_t, t->rank);
	for (int32_t i = 0; i < t->rank; i++) {
		t->dims[i] = dims[perm[i]];
		if (batch == perm[i])
			t->batch = i;
	}
}

void
matmul_transpose(struct infer *in, struct type *t)
{
	int32_t *perm = arena_new(in->arena, int32_t, t->rank + 1);

	if (t->rank < 2)
		return;
	for (int32_t i = 0; i < t->rank; i++)
		perm[i] = i;
	perm[t->rank - 2] = t->rank - 1;
	perm[t->rank - 1] = t->rank - 2;
	matmul_permute(in, t, perm);
}

/* A vector becomes a matrix: a dim of 1 in front, or behind. */
static void
as_matrix(struct infer *in, struct type *t, bool behind)
{
	int64_t *dims;

	if (t->rank != 1)
		return;
	dims = arena_new(in->arena, int64_t, 2);
	dims[behind ? 0 : 1] = t->dims[0];
	dims[behind ? 1 : 0] = 1;
	if (t->batch == 0 && !behind)
		t->batch = 1;
	t->dims = dims;
	t->rank = 2;
}

/* Where an operand's batch is in the result of RANK; SUMMED is its reduced axis. */
static int32_t
carried(const struct type *t, int32_t rank, int32_t summed)
{
	if (batch_of(t) < 0)
		return batch_of(t);
	return t->batch == summed ? BATCH_VIRTUAL : t->batch + rank - t->rank;
}

static enum status
leading_dims(struct infer *in, const struct node *node, const struct type *a,
	     const struct type *b, struct type *y)
{
	for (int32_t i = 3; i <= y->rank; i++) {
		int64_t m = i <= a->rank ? a->dims[a->rank - i] : 1;
		int64_t n = i <= b->rank ? b->dims[b->rank - i] : 1;

		if (m >= 0 && n >= 0 && m != n && m != 1 && n != 1)
			return infer_error(in, node,
					   "cannot broadcast a dim of %" PRId64
					   " with one of %" PRId64,
					   m, n);
		y->dims[y->rank - i] = m == 1 ? n : n == 1 ? m : dim_either(m, n);
	}
	return OK;
}

/* Takes the axes away that as_matrix() gave. */
static void
without_made_axes(struct type *y, bool row, bool column)
{
	int32_t gone = y->rank - 2;

	if (column) {
		if (y->batch == y->rank - 1)
			y->batch = BATCH_VIRTUAL;
		y->rank--;
	}
	if (!row)
		return;
	for (int32_t i = gone; i < y->rank - 1; i++)
		y->dims[i] = y->dims[i + 1];
	y->rank--;
	if (y->batch == gone)
		y->batch = BATCH_VIRTUAL;
	else if (y->batch > gone)
		y->batch--;
}

enum status
matmul_result(struct infer *in, struct node *node, struct type a, struct type b,
	      enum dtype dtype)
{
	bool row = a.rank == 1, column = b.rank == 1;
	struct type *y;
	int32_t rank;

	if (a.rank == 0 || b.rank == 0)
		return infer_error(in, node, "a matrix product of a scalar");
	as_matrix(in, &a, false);
	as_matrix(in, &b, true);
	if (a.dims[a.rank - 1] >= 0 && b.dims[b.rank - 2] >= 0 &&
	    a.dims[a.rank - 1] != b.dims[b.rank - 2])
		return infer_error(in, node,
				   "the left has %" PRId64
				   " columns, the right %" PRId64 " rows",
				   a.dims[a.rank - 1], b.dims[b.rank - 2]);
	rank = a.rank > b.rank ? a.rank : b.rank;
	y = shape_from(in, node, 0, &a, rank);
	y->dtype = dtype;
	y->bound = a.bound || b.bound;
	TRY(leading_dims(in, node, &a, &b, y));
	y->dims[rank - 2] = a.dims[a.rank - 2];
	y->dims[rank - 1] = b.dims[b.rank - 1];
	y->batch = batch_join(carried(&a, rank, a.rank - 1),
			      carried(&b, rank, b.rank - 2));
	without_made_axes(y, row, column);
	return OK;
}

static enum status
multiply(struct infer *in, struct node *node, int a, int b, enum dtype dtype)
{
	const struct type *left = infer_input(in, node, a);
	const struct type *right = infer_input(in, node, b);

	if (!infer_ranked(left) || !infer_ranked(right))
		return infer_unknown(in, node, 0, dtype);
	return matmul_result(in, node, *left, *right, dtype);
}

enum status
shape_matmul(struct infer *in, struct node *node)
{
	return multiply(in, node, 0, 1, shape_dtype(infer_input(in, node, 0)));
}

enum status
shape_matmul_integer(struct infer *in, struct node *node)
{
	return multiply(in, node, 0, 1, DTYPE_INT32);
}

enum status
shape_matmul_integer_to_float(struct infer *in, struct node *node)
{
	return multiply(in, node, 0, 1, shape_dtype(infer_input(in, node, 2)));
}

enum status
shape_qlinear_matmul(struct infer *in, struct node *node)
{
	return multiply(in, node, 0, 3, shape_dtype(infer_input(in, node, 7)));
}

enum status
shape_qordered_matmul(struct infer *in, struct node *node)
{
	return multiply(in, node, 0, 2, shape_dtype(infer_input(in, node, 0)));
}

/* --- Gemm --- */

/* An operand of Gemm as [rows, columns]. */
static bool
gemm_operand(struct infer *in, const struct node *node, int i, const char *flag,
	     struct type *t)
{
	const struct type *given = infer_input(in, node, i);

	if (!infer_ranked(given))
		return false;
	*t = *given;
	if (attr_int(node, flag, 0))
		matmul_transpose(in, t);
	return true;
}

/* Of two dims although an operand is not known. */
static enum status
half_known(struct infer *in, struct node *node, const struct type *a,
	   const struct type *b, enum dtype dtype)
{
	int64_t dims[2] = {a ? a->dims[0] : DIM_UNKNOWN, b ? b->dims[1] : DIM_UNKNOWN};
	struct type *y = output_dims(in, node, 0, dtype, 2, dims);

	y->batch = batch_join(a ? carried(a, 2, 1) : BATCH_NONE,
			      b ? carried(b, 2, 0) : BATCH_NONE);
	return OK;
}

/*
 * Files for accelerators that batch it exist: operands of other than two dims
 * are multiplied as MatMul does.
 */
enum status
gemm_result(struct infer *in, struct node *node, int b, enum dtype dtype)
{
	struct type left, right;
	bool have_a = gemm_operand(in, node, 0, "transA", &left);
	bool have_b = gemm_operand(in, node, b, "transB", &right);
	bool plain = (!have_a || left.rank == 2) && (!have_b || right.rank == 2);

	if (!plain)
		infer_warn(
			in, node, "gemm-rank",
			"an operand has other than 2 dims: multiplied as MatMul does");
	if (have_a && have_b)
		return matmul_result(in, node, left, right, dtype);
	if (!plain)
		return infer_unknown(in, node, 0, dtype);
	return half_known(in, node, have_a ? &left : NULL, have_b ? &right : NULL,
			  dtype);
}

enum status
shape_gemm(struct infer *in, struct node *node)
{
	return gemm_result(in, node, 1, shape_dtype(infer_input(in, node, 0)));
}
