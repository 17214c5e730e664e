/*
 * What batch N means: see struct type, batch.
 */
#ifndef ANALYZER_BATCH_H
#define ANALYZER_BATCH_H

#include "analyzer/infer.h"

/* Gives the outputs that the rule left BATCH_UNSET their default. */
void batch_settle(const struct infer *, const struct node *);

/* Counts what scales and what does not, for the top graph. */
void batch_report(struct infer *);

#endif
