/*
 * Signals: Fourier transforms and the mel filter bank.
 */
#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

/* How many frequencies of a transform of LENGTH are given. */
static int64_t
bins(int64_t length, bool onesided)
{
	return onesided && length >= 0 ? length / 2 + 1 : length;
}

/* The axis: an attribute in opset 17, an input since 20. */
static enum status
transform_axis(struct infer *in, const struct node *node, int32_t rank, int32_t *axis,
	       bool *known)
{
	int64_t stated = attr_int(node, "axis", node->opset < 20 ? 1 : -2);

	*known = true;
	if (infer_present(node, 2))
		*known = infer_scalar_int(in, node, 2, &stated);
	return *known ? infer_axis(in, node, stated, rank, axis) : OK;
}

/* Its length: the input, else the signal; one-sided spectra are half as long. */
static int64_t
transform_length(const struct infer *in, const struct node *node, int64_t dim,
		 bool from_half)
{
	if (infer_present(node, 1))
		return dim_from(infer_literal(in, node, 1), 0);
	return from_half && dim > 0 ? mul_sat(dim - 1, 2) : dim;
}

/*
 * x is [..., 1] (real) or [..., 2] (complex), y likewise.  One-sided: a real
 * signal gives half a spectrum; the inverse gives a real signal (opset 20).
 */
enum status
shape_dft(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	bool inverse = attr_int(node, "inverse", 0) != 0;
	bool onesided = attr_int(node, "onesided", 0) != 0;
	struct type *y;
	int64_t length;
	int32_t axis;
	bool known;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	TRY(transform_axis(in, node, x->rank, &axis, &known));
	y = infer_output_like(in, node, 0, x);
	if (x->rank < 2)
		return infer_error(in, node, "a signal has 2 dims or more");
	y->dims[x->rank - 1] = inverse && onesided ? 1 : 2;
	if (!known) {
		for (int32_t i = 0; i < x->rank - 1; i++)
			y->dims[i] = DIM_UNKNOWN;
		return OK;
	}
	length = transform_length(in, node, x->dims[axis], inverse && onesided);
	y->dims[axis] = bins(length, onesided && !inverse);
	if (y->batch == axis)
		y->batch = BATCH_VIRTUAL;
	return OK;
}

/* frame_length, or the length of the window. */
static int64_t
frame_length(const struct infer *in, const struct node *node)
{
	if (infer_present(node, 3))
		return dim_from(infer_literal(in, node, 3), 0);
	return dim_of(infer_input(in, node, 2), 0);
}

/* signal [batch, length, 1 or 2] -> [batch, frames, bins, 2] */
enum status
shape_stft(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int64_t step = dim_from(infer_literal(in, node, 1), 0);
	int64_t length = frame_length(in, node);
	bool onesided = attr_int(node, "onesided", 1) != 0;
	int64_t signal = dim_of(x, 1);
	int64_t dims[4] = {dim_of(x, 0), DIM_UNKNOWN, bins(length, onesided), 2};
	struct type *y;

	if (signal >= 0 && length >= 0 && step > 0)
		dims[1] = signal < length ? 0 : (signal - length) / step + 1;
	y = output_dims(in, node, 0, shape_dtype(x), 4, dims);
	y->batch = batch_of(x) == 0 || batch_of(x) == BATCH_NONE ? batch_of(x)
								 : BATCH_VIRTUAL;
	return OK;
}

/* num_mel_bins, dft_length, ... -> [dft_length / 2 + 1, num_mel_bins] */
enum status
shape_mel_weights(struct infer *in, struct node *node)
{
	int64_t dims[2] = {bins(dim_from(infer_literal(in, node, 1), 0), true),
			   dim_from(infer_literal(in, node, 0), 0)};

	output_dims(in, node, 0,
		    dtype_by_onnx(attr_int(node, "output_datatype", DTYPE_FLOAT)), 2,
		    dims);
	return OK;
}

/* com.microsoft: the last SIGNAL_NDIM axes, a complex pair behind them. */
enum status
shape_rfft(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	bool onesided = attr_int(node, "onesided", 1) != 0;
	struct type *y;

	if (!infer_ranked(x) || x->rank < 1)
		return infer_unknown(in, node, 0, shape_dtype(x));
	y = shape_from(in, node, 0, x, x->rank + 1);
	for (int32_t i = 0; i < x->rank; i++)
		y->dims[i] = x->dims[i];
	y->dims[x->rank - 1] = bins(x->dims[x->rank - 1], onesided);
	y->dims[x->rank] = 2;
	return OK;
}

enum status
shape_irfft(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	bool onesided = attr_int(node, "onesided", 1) != 0;
	int64_t half;
	struct type *y;

	if (!infer_ranked(x) || x->rank < 2)
		return infer_unknown(in, node, 0, shape_dtype(x));
	half = x->dims[x->rank - 2];
	y = shape_from(in, node, 0, x, x->rank - 1);
	for (int32_t i = 0; i < x->rank - 2; i++)
		y->dims[i] = x->dims[i];
	y->dims[x->rank - 2] = onesided && half > 0 ? mul_sat(half - 1, 2) : half;
	return OK;
}
