/*
 * What batch N means: see struct type, batch.
 */
#ifndef ANALYZER_BATCH_H
#define ANALYZER_BATCH_H

#include "analyzer/infer.h"

/* Gives the outputs that the rule left BATCH_UNSET their default. */
void batch_settle(const struct infer *, const struct node *);

/*
 * The dims at batch N into dims[rank].  False when no single dim carries the
 * copies, or N copies are no whole number of what was shipped.
 */
bool batch_dims_at(const struct graph *, value_id, int64_t n, int64_t *dims);

/* Counts what scales and what does not, for the top graph. */
void batch_report(struct infer *);

#endif
