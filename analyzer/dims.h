/*
 * Dims that may be unknown, and batch axes that move from operand to result.
 *
 * Arithmetic with DIM_UNKNOWN gives DIM_UNKNOWN; what overflows is INT64_MAX.
 */
#ifndef ANALYZER_DIMS_H
#define ANALYZER_DIMS_H

#include "analyzer/infer.h"

/* A dim; a negative axis counts from the right.  Unknown when there is none. */
int64_t dim_of(const struct type *, int32_t axis);
int64_t dim_add(int64_t, int64_t);
int64_t dim_mul(int64_t, int64_t);
/* Rounded down. */
int64_t dim_div(int64_t, int64_t divisor);
/* The known one of two that must be equal; either when both are. */
int64_t dim_either(int64_t, int64_t);
/* The literal's element as a dim, or unknown. */
int64_t dim_from(const struct literal *, int32_t i);

/* BATCH_NONE when the type is unknown. */
int32_t batch_of(const struct type *);
/* Of two operands of one result: a real axis over a virtual one over none. */
int32_t batch_join(int32_t, int32_t);
/* Where X's batch goes when its axis I becomes TO[I]; virtual beyond N. */
int32_t batch_move(const struct type *x, const int32_t *to, int32_t n);
/*
 * The batch of an operand whose copies lie along AXIS by the operator's own
 * definition.  A virtual batch comes back there when the dim is the shipped
 * batch.
 */
int32_t batch_along(const struct infer *, const struct type *, int32_t axis);

/* Output I: N dims, unknown dtype and batch left to the caller. */
struct type *output_dims(struct infer *, struct node *, int i, enum dtype, int32_t n,
			 const int64_t *dims);

#endif
