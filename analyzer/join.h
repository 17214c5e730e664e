/*
 * Concats without a copy: their inputs are written straight into the output.
 */
#ifndef ANALYZER_JOIN_H
#define ANALYZER_JOIN_H

#include "analyzer/layers_build.h"

/*
 * Joins the Concats of the top scope whose output is WANTED (per value) and
 * that can be: every input is written by a layer of the same scope, or by a
 * Concat that was joined before, has memory of its own, is no result, is
 * there once and not empty.  The storage of the inputs becomes that of the
 * output, and the Concat is no layer.  Call it between grouping and numbering.
 *
 * Where the axis is not the outermost, the producers write rows with gaps
 * between them; such a join is not `outer`.
 */
void joins_find(struct builder *, struct layers *, const bool *wanted);

/* The Concats among the layers, those that are joined included. */
int32_t joins_possible(const struct layers *, const struct graph *);

#endif
