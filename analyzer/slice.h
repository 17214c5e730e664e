/*
 * What Slice takes of one dim; the shape rule and the evaluator agree on it.
 */
#ifndef ANALYZER_SLICE_H
#define ANALYZER_SLICE_H

#include "analyzer/infer.h"

struct slice {
	int64_t start, step, n; /* n elements: start, start + step, ... */
};

/* Of a dim of D elements; ends are clamped as the operator does; step != 0. */
struct slice slice_of(int64_t d, int64_t start, int64_t end, int64_t step);

/* The operator's lists, as attributes or inputs. */
struct slice_lists {
	const struct element *starts, *ends, *axes, *steps; /* NULL: absent */
	int32_t n;
	bool known; /* false: an axis or step is not, or a whole list */
};

enum status slice_read(struct infer *, const struct node *, struct slice_lists *);

/* The axis and the step of the K-th entry. */
enum status slice_axis(struct infer *, const struct node *, const struct slice_lists *,
		       int32_t k, int32_t rank, int32_t *axis, int64_t *step);

#endif
