#include "analyzer/slice.h"

#include "analyzer/shape.h"
#include "base/num.h"

#include <inttypes.h>

static int64_t
clamp(int64_t x, int64_t low, int64_t high)
{
	return max_i64(low, min_i64(x, high));
}

struct slice
slice_of(int64_t d, int64_t start, int64_t end, int64_t step)
{
	struct slice s = {.step = max_i64(step, -INT64_MAX)};
	int64_t last;

	start += start < 0 ? d : 0;
	end += end < 0 ? d : 0;
	if (step > 0) {
		s.start = clamp(start, 0, d);
		last = clamp(end, 0, d);
		s.n = last > s.start ? ceil_div(last - s.start, s.step) : 0;
	} else {
		s.start = clamp(start, 0, d - 1);
		last = clamp(end, -1, d - 1);
		s.n = last < s.start ? ceil_div(s.start - last, -s.step) : 0;
	}
	return s;
}

static enum status
check_lengths(struct infer *in, const struct node *node, int32_t starts, int32_t ends,
	      int32_t axes, int32_t steps, const struct slice_lists *s)
{
	if (starts != ends || (s->axes && axes != starts) ||
	    (s->steps && steps != starts))
		return infer_error(in, node,
				   "%" PRId32 " starts, %" PRId32 " ends, %" PRId32
				   " axes and %" PRId32 " steps do not match",
				   starts, ends, axes, steps);
	return OK;
}

enum status
slice_read(struct infer *in, const struct node *node, struct slice_lists *s)
{
	int32_t n_ends, n_axes, n_steps;
	bool starts, ends, axes, steps;

	s->starts = infer_list(in, node, 1, "starts", &s->n, &starts);
	s->ends = infer_list(in, node, 2, "ends", &n_ends, &ends);
	s->axes = infer_list(in, node, 3, "axes", &n_axes, &axes);
	s->steps = infer_list(in, node, 4, NULL, &n_steps, &steps);
	s->known = axes && steps && (starts || ends || s->axes) &&
		   shape_all_known(s->axes, n_axes) &&
		   shape_all_known(s->steps, n_steps);
	if (!s->known)
		return OK;
	if (!starts || !ends) {
		s->n = starts ? s->n : ends ? n_ends : n_axes;
		n_ends = s->n;
	}
	return check_lengths(in, node, s->n, n_ends, n_axes, n_steps, s);
}

enum status
slice_axis(struct infer *in, const struct node *node, const struct slice_lists *s,
	   int32_t k, int32_t rank, int32_t *axis, int64_t *step)
{
	*step = s->steps ? s->steps[k].i : 1;
	if (*step == 0)
		return infer_error(in, node, "step 0 of entry %" PRId32, k);
	return infer_axis(in, node, s->axes ? s->axes[k].i : k, rank, axis);
}
