/*
 * Detection heads.
 */
#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"
#include "base/num.h"

/*
 * boxes [B, N, 4], scores [B, C, N] -> [selected, 3].  At most N boxes, and
 * max_output_boxes_per_class (0 when absent), of each class of each image.
 */
enum status
shape_nms(struct infer *in, struct node *node)
{
	const struct type *boxes = infer_input(in, node, 0);
	const struct type *scores = infer_input(in, node, 1);
	int64_t each = dim_either(dim_of(boxes, 1), dim_of(scores, 2));
	int64_t dims[2] = {DIM_UNKNOWN, 3};
	int64_t most = 0;
	struct type *y;

	if (!infer_present(node, 2))
		each = 0;
	else if (infer_scalar_int(in, node, 2, &most) && (each < 0 || most < each))
		each = max_i64(most, 0);
	dims[0] = dim_mul(dim_mul(each, dim_of(scores, 1)),
			  dim_either(dim_of(boxes, 0), dim_of(scores, 0)));
	y = output_dims(in, node, 0, DTYPE_INT64, 2, dims);
	y->bound = true;
	y->batch = batch_join(batch_of(boxes), batch_of(scores));
	if (y->batch > 0)
		y->batch = BATCH_VIRTUAL;
	return OK;
}

/*
 * X [N, C, H, W], rois [n, ...] -> [n, C, height, width].  Each copy has its n
 * regions, wherever the rois' own batch is.
 */
static enum status
pool_regions(struct infer *in, struct node *node, int64_t height, int64_t width)
{
	const struct type *x = infer_input(in, node, 0);
	const struct type *rois = infer_input(in, node, 1);
	int64_t dims[4] = {dim_of(rois, 0), dim_of(x, 1), max_i64(height, DIM_UNKNOWN),
			   max_i64(width, DIM_UNKNOWN)};
	struct type *y = output_dims(in, node, 0, shape_dtype(x), 4, dims);

	y->bound = rois && rois->bound;
	y->batch =
		batch_join(batch_of(rois), batch_of(x)) == BATCH_NONE ? BATCH_NONE : 0;
	return OK;
}

enum status
shape_roi_align(struct infer *in, struct node *node)
{
	return pool_regions(in, node, attr_int(node, "output_height", 1),
			    attr_int(node, "output_width", 1));
}

enum status
shape_roi_pool(struct infer *in, struct node *node)
{
	int32_t n;
	const int64_t *size = attr_ints(node, "pooled_shape", &n);

	if (n != 2)
		return infer_error(in, node,
				   "pooled_shape has %d numbers where 2 are wanted", n);
	return pool_regions(in, node, size[0], size[1]);
}
