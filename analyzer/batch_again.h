/*
 * The graph at another batch, where the file itself says what that is.
 *
 * A batch that is a symbol can be another number: bound to N and inferred
 * again, each tensor is what the graph makes of N, even where that is not N
 * times as much.  A batch that is a number cannot, nor one whose shapes are
 * in conflict at N (a Reshape to a constant [1, 128], say) or that fold two
 * copies into one (a Reshape to [1, -1], and the last state of what runs over
 * it): there N independent copies are meant, and sizes are scaled (analyzer/sizes.h).
 */
#ifndef ANALYZER_BATCH_AGAIN_H
#define ANALYZER_BATCH_AGAIN_H

#include "analyzer/bind.h"
#include "analyzer/graph.h"

/*
 * BINDINGS are those that BASE was inferred with.  False, and *OUT is NULL,
 * when copies are meant.  Values and nodes keep their numbers.
 */
bool batch_again(struct graph **out, const struct graph *base, const struct bindings *,
		 int64_t n);

#endif
