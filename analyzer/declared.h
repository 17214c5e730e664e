/*
 * Types as a file declares them, with the symbols' numbers put in.
 */
#ifndef ANALYZER_DECLARED_H
#define ANALYZER_DECLARED_H

#include "analyzer/infer.h"

struct dim_def;

/* A dim of unknown or meaningless size is DIM_UNKNOWN; batch is BATCH_UNSET. */
void declared_type(struct infer *, const struct type_def *, struct type *);

/* The dim's number, or DIM_UNKNOWN. */
int64_t declared_dim(struct infer *, const struct dim_def *);

#endif
