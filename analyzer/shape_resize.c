/*
 * Resize and its ancestor Upsample.
 *
 * Sizes are written, or follow from scales that are float32: the product of
 * a dim and a scale is rounded to float32 before it is cut off, as runtimes
 * do.  Lists may be for some axes only (from opset 18 on).
 */
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include "base/num.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* One of the lists, and for which axes it is. */
struct resize {
	const struct element *scales, *sizes, *roi, *axes;
	int32_t n_scales, n_sizes, n_roi, n_axes;
	bool known; /* the list that counts is at hand */
};

static int64_t
scaled_dim(int64_t dim, double scale, double part)
{
	float product = part == 1 ? (float)dim * (float)scale
				  : (float)((float)dim * (float)part) * (float)scale;

	if (!(product >= 0) || product >= (float)INT64_MAX)
		return DIM_UNKNOWN;
	return (int64_t)floorf(product);
}

/* Upsample in its first version has two scales, by name. */
static void
read_named_scales(const struct infer *in, const struct node *node, struct resize *r)
{
	struct element *e = arena_new(in->arena, struct element, 4);

	e[0].f = e[1].f = 1;
	e[2].f = attr_float(node, "height_scale", 1);
	e[3].f = attr_float(node, "width_scale", 1);
	r->scales = e;
	r->n_scales = 4;
}

/* Before opset 11 the scales come first and there is nothing else. */
static void
read_resize(const struct infer *in, const struct node *node, bool first,
	    struct resize *r)
{
	bool axes, roi, scales, sizes = true;

	memset(r, 0, sizeof(*r));
	r->axes = infer_list(in, node, -1, "axes", &r->n_axes, &axes);
	r->scales =
		infer_list(in, node, first ? 1 : 2, "scales", &r->n_scales, &scales);
	if (!first) {
		r->sizes = infer_list(in, node, 3, NULL, &r->n_sizes, &sizes);
		r->roi = infer_list(in, node, 1, NULL, &r->n_roi, &roi);
	}
	if (first && !r->scales && attr_present(node, "height_scale"))
		read_named_scales(in, node, r);
	r->known = r->n_sizes > 0 || (sizes && r->n_scales > 0);
}

/* The part of the dim that is kept, when the region of interest counts. */
static double
kept_part(const struct node *node, const struct resize *r, int32_t k, int32_t n)
{
	const char *mode = attr_string(node, "coordinate_transformation_mode", "");

	if (strcmp(mode, "tf_crop_and_resize") || r->n_roi != 2 * n)
		return 1;
	return (double)(float)(r->roi[k + n].f - r->roi[k].f);
}

/* Without stretching: one scale for all axes, the smallest or the largest. */
static bool
common_scale(const struct node *node, const struct resize *r, const int32_t *axis,
	     const struct type *x, double *scale)
{
	const char *policy = attr_string(node, "keep_aspect_ratio_policy", "stretch");
	bool larger = !strcmp(policy, "not_smaller");

	if (!larger && strcmp(policy, "not_larger"))
		return false;
	for (int32_t k = 0; k < r->n_sizes; k++) {
		double s = (double)((float)r->sizes[k].i / (float)x->dims[axis[k]]);

		if (k == 0 || (larger ? s > *scale : s < *scale))
			*scale = s;
	}
	return r->n_sizes > 0;
}

static void
apply_sizes(struct infer *in, const struct node *node, const struct resize *r,
	    const int32_t *axis, const struct type *x, struct type *y)
{
	double scale;
	bool common = shape_all_known(r->sizes, r->n_sizes) && type_resolved(x) &&
		      common_scale(node, r, axis, x, &scale);

	for (int32_t k = 0; k < r->n_sizes; k++) {
		infer_set_dim(in, y, axis[k], &r->sizes[k]);
		if (common)
			y->dims[axis[k]] =
				(int64_t)roundf((float)scale * (float)x->dims[axis[k]]);
	}
}

static void
apply_scales(const struct node *node, const struct resize *r, const int32_t *axis,
	     const struct type *x, struct type *y)
{
	for (int32_t k = 0; k < r->n_scales; k++) {
		bool known = !(r->scales[k].flags & ELEMENT_UNKNOWN) &&
			     x->dims[axis[k]] >= 0;

		y->dims[axis[k]] =
			known ? scaled_dim(x->dims[axis[k]], r->scales[k].f,
					   kept_part(node, r, k, r->n_scales))
			      : DIM_UNKNOWN;
		y->bound |= (r->scales[k].flags & ELEMENT_BOUND) != 0;
	}
}

/* The axes that the lists are for; a list may also leave out the batch dims. */
static enum status
resized_axes(struct infer *in, const struct node *node, const struct resize *r,
	     int32_t rank, int32_t n, int32_t *axis)
{
	if (n != (r->axes ? r->n_axes : rank))
		return infer_error(in, node,
				   "%" PRId32 " sizes or scales for %" PRId32 " axes",
				   n, r->axes ? r->n_axes : rank);
	for (int32_t k = 0; k < n; k++)
		TRY(infer_axis(in, node, r->axes ? r->axes[k].i : k, rank, &axis[k]));
	return OK;
}

/* Neither list is at hand: only the axes that are not resized are known. */
static enum status
resize_unknown(struct infer *in, const struct node *node, const struct resize *r,
	       struct type *y)
{
	for (int32_t k = 0; k < (r->axes ? r->n_axes : y->rank); k++) {
		int32_t axis;

		TRY(infer_axis(in, node, r->axes ? r->axes[k].i : k, y->rank, &axis));
		y->dims[axis] = DIM_UNKNOWN;
	}
	return OK;
}

static enum status
resize(struct infer *in, struct node *node, bool first)
{
	const struct type *x = infer_input(in, node, 0);
	struct resize r;
	int32_t n, *axis;
	struct type *y;

	if (!infer_ranked(x))
		return infer_unknown(in, node, 0, shape_dtype(x));
	read_resize(in, node, first, &r);
	y = infer_output_like(in, node, 0, x);
	if (!r.known)
		return resize_unknown(in, node, &r, y);
	n = r.n_sizes ? r.n_sizes : r.n_scales;
	axis = arena_new(in->arena, int32_t, n);
	TRY(resized_axes(in, node, &r, x->rank, n, axis));
	if (r.n_sizes)
		apply_sizes(in, node, &r, axis, x, y);
	else
		apply_scales(node, &r, axis, x, y);
	return OK;
}

enum status
shape_resize(struct infer *in, struct node *node)
{
	return resize(in, node, node->opset < 11);
}

enum status
shape_upsample(struct infer *in, struct node *node)
{
	return resize(in, node, true);
}
