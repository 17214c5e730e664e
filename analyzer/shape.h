/*
 * What the shape rules of the tensor operators share: dims in bulk, lists of
 * axes, and where the batch goes when dimensions disappear.
 */
#ifndef ANALYZER_SHAPE_H
#define ANALYZER_SHAPE_H

#include "analyzer/infer.h"

/* DTYPE_UNDEFINED when the type is unknown. */
enum dtype shape_dtype(const struct type *);

/* Output I is X with another element type; unknown when X is NULL. */
enum status shape_as(struct infer *, struct node *, int i, const struct type *x,
		     enum dtype);

/*
 * Output I of RANK unknown dims that follows X: batch to be set, bound and outer
 * kept.
 */
struct type *shape_from(struct infer *, struct node *, int i, const struct type *x,
			int32_t rank);

/* An error for more dims than anybody needs. */
enum status shape_rank(struct infer *, const struct node *, int64_t rank);

/* Output 0 has the dims that input STATED lists; unknown when that is. */
enum status shape_stated(struct infer *, struct node *, int stated, enum dtype);

/* The product of N dims: DIM_UNKNOWN when one is, INT64_MAX on overflow. */
int64_t shape_product(const int64_t *dims, int32_t n);

/* Flags in marked[RANK] the axes that a list names. */
enum status shape_mark_axes(struct infer *, const struct node *,
			    const struct element *axes, int32_t n, int32_t rank,
			    bool *marked);
/* True when no element is unknown. */
bool shape_all_known(const struct element *, int32_t n);

/* The batch axis once the marked dims are removed: a lost one is virtual. */
int32_t shape_batch_without(const struct type *, const bool *removed);

/*
 * A virtual batch comes back as axis 0 when one copy has a leading dim of 1:
 * [1, ...] as shipped is [N, ...] at batch N.
 */
void shape_revive_batch(const struct infer *, struct type *);

/*
 * The batch axis of X was cut down to the dim that Y has there.  Whole blocks
 * of all copies keep their place, as one of [q k v] x batch.  Else it is still
 * the batch axis when it can hold all copies, or virtual, and HOW is warned of.
 */
void shape_cut_batch(struct infer *, const struct node *, const struct type *x,
		     struct type *y, const char *how);

/*
 * The second operand of a two-operand rule as broadcasting sees it: before
 * opset 7 the attribute `axis` says where its dims start, and the dims of 1
 * that right alignment needs are appended here.  SCRATCH is used for that.
 */
const struct type *shape_operand(const struct infer *, const struct node *, int i,
				 struct type *scratch);

/* Dims that must be equal: the known one; false when they are in conflict. */
bool shape_merge_dim(int64_t *into, int64_t dim);

#endif
