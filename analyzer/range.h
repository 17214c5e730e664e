/*
 * The operator Range; the shape rule and the evaluator agree on it.
 */
#ifndef ANALYZER_RANGE_H
#define ANALYZER_RANGE_H

#include "analyzer/infer.h"

/* How many elements, with what is certain of that number. */
struct element range_length(const struct infer *, const struct node *);

#endif
