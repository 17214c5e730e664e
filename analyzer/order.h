/*
 * Other orders of the layers.
 *
 * The file's order is kept unless it is asked for another one: order decides
 * the peak of networks that are several branches wide, and of no other.
 */
#ifndef ANALYZER_ORDER_H
#define ANALYZER_ORDER_H

#include "analyzer/live.h"

/*
 * A beam over the topological orders of the layers, for the least peak of
 * what is alive.  OUT gets the same layers in the order found (in the graph's
 * arena), also where that is not better than the given one: compare.  Of the
 * in-place chances those remain whose source still dies there.  False, and
 * OUT is the given order, when there are too many layers to search,
 * or Concats are joined: a storage then has more makers than the search knows.
 */
bool order_search(struct layers *out, const struct layers *, const struct lifetimes *,
		  const struct graph *);

/*
 * Layers in the order of others, which are the same but for Concats that are
 * joined: those stand among the others alone.  The lifetimes are of the former.
 */
void order_follow(struct layers *out, const struct layers *, const struct lifetimes *,
		  const struct layers *ordered, const struct graph *);

#endif
