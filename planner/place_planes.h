/*
 * The planes of a bundle, and how much each of them counts.  Internal to
 * planner/place_bundle.c, which says what they are.
 */
#ifndef PLANNER_PLACE_PLANES_H
#define PLANNER_PLACE_PLANES_H

#include "planner/place_price.h"

enum { PLANES = 28 };

struct bundle {
	struct prices *p;
	int32_t rows, stride; /* rows: and covers */
	int32_t n, newest;
	double scale;            /* prices are whole multiples of 1 / scale */
	double reach;            /* how far one step may go: the factor on slopes */
	double best;             /* bound at the centre */
	double *centre, *at;     /* prices */
	double *by;              /* from one to the other */
	int32_t *moved, n_moved; /* rows whose price differs from the centre */
	double *sum;             /* weighted slopes */
	double *slope;           /* PLANES x stride */
	uint8_t *kept;           /* PLANES x gaps: the courses of a plane */
	double error[PLANES]; /* how far a plane lies above the bound at the centre */
	double weight[PLANES];
	double height[PLANES];
	double cross[PLANES][PLANES]; /* products of slopes over free rows; j <= i */
	bool *is_free;                /* per row: not stopped by 0 */
	int64_t *most;                /* per row: the highest price, scaled */
};

static inline double *
slope_of(const struct bundle *b, int32_t i)
{
	return b->slope + (size_t)i * b->stride;
}

/*
 * The quadratic program: weights whose planes are level, the slopes weighted by
 * them, and how far the prices move along these.
 */
void planes_balance(struct bundle *);

#endif
