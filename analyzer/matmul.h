/*
 * What the matrix products share, in all domains.
 */
#ifndef ANALYZER_MATMUL_H
#define ANALYZER_MATMUL_H

#include "analyzer/infer.h"

/* Output 0 is a x b, both of a known rank; the types are changed copies. */
enum status matmul_result(struct infer *, struct node *, struct type a, struct type b,
			  enum dtype);
/* Output 0 is input 0 x input B, transposed as transA and transB say. */
enum status gemm_result(struct infer *, struct node *, int b, enum dtype);

/* Axis I of T becomes its axis PERM[I]; the batch follows. */
void matmul_permute(struct infer *, struct type *, const int32_t *perm);
/* Swaps the last two axes, if there are two. */
void matmul_transpose(struct infer *, struct type *);

#endif
