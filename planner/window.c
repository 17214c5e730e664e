#include "planner/window.h"

#include "analyzer/infer.h"
#include "analyzer/sizes.h"
#include "base/num.h"

/* Axes 0 and 1 are batch and channel where there are three or more. */
static int64_t
rows_of(const struct type *t)
{
	int64_t n = 1;
	int32_t i;

	if (t->kind != TYPE_TENSOR || t->rank < 1)
		return 1;
	if (t->rank >= 3)
		return max_i64(t->dims[2], 1) *
		       max_i64(t->batch == 2 ? 1 : t->dims[0], 1);
	for (i = 0; i < t->rank - 1; i++)
		n = mul_sat(n, max_i64(t->dims[i], 1));
	return n;
}

static int64_t
rows_bytes(const struct graph *g, value_id v, int64_t size, int64_t rows, int64_t n)
{
	const struct type *t = &g->values[v].type;
	int64_t all = rows_of(t);

	if (!type_resolved(t))
		return size;
	if (t->batch == 0 && n > 0)
		all = max_i64(all / g->batch, 1) * n;
	return min_i64(mul_sat(ceil_div(size, all), rows), size);
}

/* Rows of the first spatial axis that one output row reads. */
static int64_t
kernel_rows(const struct graph *g, const struct node *base)
{
	int32_t n_kernel, n_dilation;
	const int64_t *kernel = attr_ints(base, "kernel_shape", &n_kernel);
	const int64_t *dilation = attr_ints(base, "dilations", &n_dilation);
	const struct type *w;
	int64_t rows = INT64_MAX;

	if (n_kernel > 0)
		rows = kernel[0];
	else if (base->n_inputs > 1 && base->inputs[1] != NO_VALUE) {
		w = &g->values[base->inputs[1]].type;
		if (w->rank > 2)
			rows = w->dims[2];
	}
	if (rows == INT64_MAX || rows < 1)
		return INT64_MAX;
	return add_sat(mul_sat(rows - 1, n_dilation > 0 ? dilation[0] : 1), 1);
}

static bool
is_operand(const struct node *base, int i, value_id v)
{
	return i < base->n_inputs && base->inputs[i] == v;
}

/* A weight passes filter by filter, or column by column; tables by row. */
static int64_t
weight_window(const struct graph *g, const struct layer *l, value_id v, int64_t size)
{
	const struct node *base = &g->nodes[l->base];
	const struct type *t = &g->values[v].type;
	int32_t axis = 0;

	if (!base->op || base->op->window == WINDOW_WHOLE || !type_resolved(t) ||
	    t->rank < 1)
		return size;
	if (base->op->window == WINDOW_PANEL && t->rank >= 2 &&
	    !attr_int(base, "transB", 0))
		axis = t->rank - 1;
	return ceil_div(size, max_i64(t->dims[axis], 1));
}

static int64_t
by_operator(const struct graph *g, const struct layer *l, value_id v, bool written,
	    int64_t size, int64_t n)
{
	const struct node *base = &g->nodes[l->base];
	bool of_base = is_operand(base, 0, v) || is_operand(base, 1, v);

	if (g->values[v].kind == VALUE_WEIGHT)
		return weight_window(g, l, v, size);
	if (!base->op)
		return size;
	switch (base->op->window) {
	case WINDOW_ROW:
		return rows_bytes(g, v, size, 1, n);
	case WINDOW_KERNEL:
		return rows_bytes(g, v, size,
				  written || !of_base ? 1 : kernel_rows(g, base), n);
	case WINDOW_PANEL:
		if (!written && is_operand(base, 1, v))
			return size;
		return rows_bytes(g, v, size, 1, n);
	case WINDOW_WHOLE:
		break;
	}
	return size;
}

int64_t
window_of(const struct target *t, const struct graph *g, const struct layer *l,
	  value_id v, bool written, int64_t size, int64_t n)
{
	switch (t->window) {
	case WINDOW_NONE:
		return 0;
	case WINDOW_FIXED:
		return min_i64(t->window_bytes, size);
	case WINDOW_ROWS:
		break;
	}
	return by_operator(g, l, v, written, size, n);
}
