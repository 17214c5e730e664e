/*
 * Which dims of the inputs are the batch: the rules of analyzer/bind_graph.h.
 */
#ifndef ANALYZER_BIND_BATCH_H
#define ANALYZER_BIND_BATCH_H

#include "analyzer/infer.h"

/* Marks the symbols that are the batch and gives graph->batch. */
void batch_find(struct infer *);

/* The batch axis of an input whose dims are known. */
void batch_of_input(struct infer *, struct value *);

#endif
