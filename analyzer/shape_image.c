/*
 * Images and grids.
 */
#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

static enum status
grid_sample(struct infer *in, struct node *node, bool channels_last)
{
	const struct type *x = infer_input(in, node, 0);
	const struct type *grid = infer_input(in, node, 1);
	int32_t first = channels_last ? 1 : 2;
	struct type *y;

	if (!infer_ranked(x) || x->rank < 3)
		return infer_unknown(in, node, 0, shape_dtype(x));
	y = infer_output_like(in, node, 0, x);
	for (int32_t i = 0; i < x->rank - 2; i++)
		y->dims[first + i] = dim_of(grid, 1 + i);
	y->dims[0] = dim_either(x->dims[0], dim_of(grid, 0));
	if (y->batch >= first && y->batch < first + x->rank - 2)
		y->batch = BATCH_VIRTUAL;
	if (batch_of(grid) == 0)
		y->batch = batch_join(y->batch, 0);
	else if (batch_of(grid) != BATCH_NONE)
		y->batch = batch_join(y->batch, BATCH_VIRTUAL);
	return OK;
}

/* X [N, C, ...], grid [N, spatial..., r] -> [N, C, spatial...] */
enum status
shape_grid_sample(struct infer *in, struct node *node)
{
	return grid_sample(in, node, false);
}

enum status
shape_grid_sample_nhwc(struct infer *in, struct node *node)
{
	return grid_sample(in, node, true);
}

/* theta [N, r, r + 1], size [N, C, spatial...] -> [N, spatial..., r] */
enum status
shape_affine_grid(struct infer *in, struct node *node)
{
	const struct type *theta = infer_input(in, node, 0);
	const struct literal *size = infer_literal(in, node, 1);
	int64_t n = dim_either(dim_of(infer_input(in, node, 1), 0),
			       dim_add(dim_of(theta, 1), 2));
	int32_t rank = (int32_t)n;
	struct type *y;

	if (n < 3 || n > 5)
		return infer_unknown(in, node, 0, shape_dtype(theta));
	y = infer_output(in, node, 0, shape_dtype(theta), rank);
	for (int32_t i = 2; size && i < rank && i < size->n; i++)
		infer_set_dim(in, y, i - 1, &size->elements[i]);
	y->dims[0] = dim_either(dim_of(theta, 0), dim_from(size, 0));
	y->dims[rank - 1] = rank - 2;
	y->batch = batch_of(theta) == 0            ? 0
		   : batch_of(theta) == BATCH_NONE ? BATCH_NONE
						   : BATCH_VIRTUAL;
	return OK;
}

/* input [N, C x block, L], image_shape, block_shape -> [N, C, image_shape...] */
enum status
shape_col2im(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct literal *image = infer_literal(in, node, 1);
	const struct literal *block = infer_literal(in, node, 2);
	int64_t n = dim_of(infer_input(in, node, 1), 0);
	int64_t elements = 1;
	struct type *y;

	if (n < 0 && image)
		n = image->n;
	if (n < 0 || n > LITERAL_MAX)
		return infer_unknown(in, node, 0, shape_dtype(x));
	y = infer_output(in, node, 0, shape_dtype(x), (int32_t)n + 2);
	y->dims[0] = dim_of(x, 0);
	for (int32_t i = 0; i < (int32_t)n; i++) {
		if (image && i < image->n)
			infer_set_dim(in, y, i + 2, &image->elements[i]);
		elements = dim_mul(elements, dim_from(block, i));
	}
	y->dims[1] = dim_div(dim_of(x, 1), elements);
	y->batch = batch_of(x) > 1 ? BATCH_VIRTUAL : batch_of(x);
	return OK;
}

/* The picture's size is in its data: [height, width, channels]; G for gray. */
enum status
shape_image_decoder(struct infer *in, struct node *node)
{
	const char *format = attr_string(node, "pixel_format", "RGB");
	int64_t dims[3] = {DIM_UNKNOWN, DIM_UNKNOWN, format[0] == 'G' ? 1 : 3};

	output_dims(in, node, 0, DTYPE_UINT8, 3, dims);
	return OK;
}

/* com.microsoft: X [N, C, H, W], rois [n, 4], crop_size [2] -> [n, C, h, w] */
enum status
shape_crop_and_resize(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct type *rois = infer_input(in, node, 1);
	const struct literal *size = infer_literal(in, node, 3);
	int64_t dims[4] = {dim_of(rois, 0), dim_of(x, 1), dim_from(size, 0),
			   dim_from(size, 1)};
	struct type *y = output_dims(in, node, 0, shape_dtype(x), 4, dims);

	y->batch =
		batch_join(batch_of(rois), batch_of(x)) == BATCH_NONE ? BATCH_NONE : 0;
	return OK;
}

/* Experimental: border [left, top, right, bottom], or scale [height, width]. */
enum status
shape_crop(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	int32_t n_border, n_scale;
	const int64_t *border = attr_ints(node, "border", &n_border);
	const int64_t *scale = attr_ints(node, "scale", &n_scale);
	struct type *y;

	if (!infer_ranked(x) || x->rank != 4 || (n_scale != 2 && n_border != 4))
		return infer_unknown(in, node, 0, shape_dtype(x));
	y = infer_output_like(in, node, 0, x);
	for (int32_t i = 0; i < 2; i++) {
		int64_t cut = n_border == 4 ? add_sat(max_i64(border[1 - i], 0),
						      max_i64(border[3 - i], 0))
					    : 0;
		int64_t dim = x->dims[2 + i];

		y->dims[2 + i] = n_scale == 2 ? max_i64(scale[i], DIM_UNKNOWN)
				 : dim < cut  ? DIM_UNKNOWN
					      : dim - cut;
	}
	return OK;
}
