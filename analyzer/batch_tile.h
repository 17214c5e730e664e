/*
 * Constants that a batch of N needs N times.
 *
 * What is made from constants alone is one for all copies, and broadcasting
 * serves where it meets batched data.  Not so where an operator wants the
 * batch on that very operand: joined along another axis, or as the initial
 * state of a recurrence.  There the constant is tiled, and so is what it was
 * made from, back to where it got its size (Expand, ConstantOfShape) or to a
 * weight, which stays as it is and is repeated when read.
 */
#ifndef ANALYZER_BATCH_TILE_H
#define ANALYZER_BATCH_TILE_H

#include "analyzer/infer.h"

/* Gives such values their batch axis; counts them in graph->n_tiled. */
void batch_tile(struct infer *);

#endif
