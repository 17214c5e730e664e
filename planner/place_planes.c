#include "planner/place_planes.h"

#include <string.h>

enum { MOST_EXCHANGES = 300, BATCH = 8 };

/* The products of all slopes over row R come or go with it. */
static void
count_row(struct bundle *b, int32_t r, double sign)
{
	for (int32_t i = 0; i < b->n; i++) {
		double x = sign * slope_of(b, i)[r];

		for (int32_t j = 0; j <= i; j++)
			b->cross[i][j] += x * slope_of(b, j)[r];
	}
}

/*
 * The weighted slopes, and how far the prices move along them from the centre,
 * none below 0: few rows do.  Free rows are those that 0 does not stop; cross
 * is kept for them.
 */
static void
combine(struct bundle *b)
{
	memset(b->sum, 0, b->rows * sizeof(*b->sum));
	for (int32_t i = 0; i < b->n; i++) {
		const double *g = slope_of(b, i);

		if (b->weight[i] == 0)
			continue;
		for (int32_t r = 0; r < b->rows; r++)
			b->sum[r] += b->weight[i] * g[r];
	}
	b->n_moved = 0;
	for (int32_t r = 0; r < b->rows; r++) {
		double by = b->reach * b->sum[r];
		bool is_free = b->centre[r] + by > 0;

		b->by[r] = is_free ? by : -b->centre[r];
		if (b->by[r] != 0)
			b->moved[b->n_moved++] = r;
		if (is_free != b->is_free[r])
			count_row(b, r, is_free ? 1 : -1);
		b->is_free[r] = is_free;
	}
}

/* Each plane above the bound at the centre, at the prices moved to. */
static void
find_heights(struct bundle *b)
{
	for (int32_t i = 0; i < b->n; i++) {
		const double *g = slope_of(b, i);
		double x = b->error[i];

		for (int32_t k = 0; k < b->n_moved; k++)
			x += g[b->moved[k]] * b->by[b->moved[k]];
		b->height[i] = x;
	}
}

static double
product_of(const struct bundle *b, int32_t i, int32_t j)
{
	return i > j ? b->cross[i][j] : b->cross[j][i];
}

/*
 * Move weight from the plane that lies highest to the one that lies lowest, as
 * long as the same rows are free; false when they are level.
 */
static bool
exchange(struct bundle *b)
{
	int32_t lo = 0, hi = -1;
	double step, curve, gap;

	for (int32_t i = 0; i < b->n; i++) {
		if (b->height[i] < b->height[lo])
			lo = i;
		if (b->weight[i] > 0 && (hi < 0 || b->height[i] > b->height[hi]))
			hi = i;
	}
	if (hi < 0 || hi == lo || b->height[hi] - b->height[lo] < 1e-4)
		return false;
	gap = b->height[hi] - b->height[lo];
	curve = product_of(b, lo, lo) + product_of(b, hi, hi) -
		2 * product_of(b, lo, hi);
	step = b->weight[hi];
	if (curve > 0 && gap / (b->reach * curve) < step)
		step = gap / (b->reach * curve);
	b->weight[lo] += step;
	b->weight[hi] -= step;
	for (int32_t i = 0; i < b->n; i++)
		b->height[i] +=
			b->reach * step * (product_of(b, i, lo) - product_of(b, i, hi));
	return true;
}

void
planes_balance(struct bundle *b)
{
	int32_t n = 0, before;

	memset(b->cross, 0, sizeof(b->cross));
	memset(b->is_free, 0, b->rows * sizeof(*b->is_free));
	do {
		combine(b);
		find_heights(b);
		before = n;
		while (n < before + BATCH && exchange(b))
			n++;
	} while (n > before && n < MOST_EXCHANGES);
	combine(b);
	b->p->work += n;
}
