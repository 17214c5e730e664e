#include "analyzer/window.h"

#include <inttypes.h>
#include <string.h>

#include "analyzer/dims.h"
#include "base/num.h"

static const int64_t *
filled(struct infer *in, int32_t n, int64_t fill)
{
	int64_t *list = arena_new(in->arena, int64_t, n);

	for (int32_t i = 0; i < n; i++)
		list[i] = fill;
	return list;
}

/* N numbers of an attribute, each at least LEAST; FILL when it is absent. */
static enum status
numbers(struct infer *in, const struct node *node, const char *name, int32_t n,
	int64_t least, int64_t fill, const int64_t **result)
{
	int32_t found;
	const int64_t *list = attr_ints(node, name, &found);

	*result = list;
	if (!list) {
		*result = filled(in, n, fill);
		return OK;
	}
	if (found != n)
		return infer_error(in, node, "%s has %d numbers where %d are wanted",
				   name, found, n);
	for (int32_t i = 0; i < n; i++)
		if (list[i] < least || list[i] > INT32_MAX)
			return infer_error(in, node, "%s %" PRId64 " is out of range",
					   name, list[i]);
	return OK;
}

static enum auto_pad
auto_pad(const struct node *node)
{
	const char *name = attr_string(node, "auto_pad", "NOTSET");

	if (strncmp(name, "SAME_", 5) == 0)
		return PAD_SAME;
	return strcmp(name, "VALID") == 0 ? PAD_VALID : PAD_GIVEN;
}

static enum status
read_kernel(struct infer *in, const struct node *node, const struct type *weights,
	    struct window *w)
{
	const int64_t *given;

	w->kernel = arena_new(in->arena, int64_t, w->n);
	if (attr_present(node, "kernel_shape")) {
		TRY(numbers(in, node, "kernel_shape", w->n, 1, 1, &given));
		memcpy(w->kernel, given, (size_t)w->n * sizeof(*given));
		return OK;
	}
	for (int32_t i = 0; i < w->n; i++) {
		w->kernel[i] = dim_of(weights, i - w->n);
		if (w->kernel[i] > INT32_MAX)
			return infer_error(in, node,
					   "a kernel of %" PRId64 " is out of range",
					   w->kernel[i]);
	}
	return OK;
}

enum status
window_read(struct infer *in, const struct node *node, int32_t n,
	    const struct type *weights, struct window *w)
{
	w->n = n;
	w->auto_pad = auto_pad(node);
	w->ceil = attr_int(node, "ceil_mode", 0) != 0;
	TRY(read_kernel(in, node, weights, w));
	TRY(numbers(in, node, "strides", n, 1, 1, &w->stride));
	TRY(numbers(in, node, "dilations", n, 1, 1, &w->dilation));
	if (w->auto_pad != PAD_GIVEN)
		w->begin = filled(in, 2 * n, 0);
	else
		TRY(numbers(in, node, "pads", 2 * n, -INT32_MAX, 0, &w->begin));
	w->end = w->begin + n;
	return OK;
}

/* The kernel with its gaps. */
static int64_t
extent(const struct window *w, int32_t i)
{
	return (w->kernel[i] - 1) * w->dilation[i] + 1;
}

enum status
window_places(struct infer *in, const struct node *node, const struct window *w,
	      int32_t i, int64_t size, int64_t *places)
{
	int64_t stride = w->stride[i];
	int64_t room, n;

	*places = DIM_UNKNOWN;
	if (size >= 0 && w->auto_pad == PAD_SAME)
		*places = ceil_div(size, stride);
	else if (size == 0)
		*places = 0;
	if (*places >= 0 || size < 0 || w->kernel[i] < 0)
		return OK;
	room = add_sat(size, w->begin[i] + w->end[i]) - extent(w, i);
	n = room / stride + 1;
	if (w->ceil && room > 0 && room % stride != 0)
		n++;
	if (w->ceil && mul_sat(n - 1, stride) >= add_sat(size, w->begin[i]))
		n--;
	if (n <= 0)
		return infer_error(in, node,
				   "a kernel of %" PRId64
				   " does not fit into an axis of %" PRId64
				   " with pads %" PRId64 " and %" PRId64,
				   extent(w, i), size, w->begin[i], w->end[i]);
	*places = n;
	return OK;
}

int64_t
window_spread(const struct window *w, int32_t i, int64_t in, int64_t more)
{
	int64_t natural;

	if (in < 0 || w->kernel[i] < 0)
		return DIM_UNKNOWN;
	if (in == 0)
		return 0;
	natural = add_sat(mul_sat(in - 1, w->stride[i]), extent(w, i) + more);
	if (w->auto_pad == PAD_SAME)
		return min_i64(natural, mul_sat(in, w->stride[i]));
	return max_i64(natural - w->begin[i] - w->end[i], 0);
}

bool
window_is_point(const struct window *w, int32_t i)
{
	return w->kernel[i] == 1 && w->stride[i] == 1 && w->begin[i] == 0 &&
	       w->end[i] == 0;
}
