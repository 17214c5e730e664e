/*
 * Which values are other values' bytes.
 */
#ifndef ANALYZER_VIEWS_H
#define ANALYZER_VIEWS_H

#include "analyzer/scope_uses.h"

/*
 * Per value computed in the scope: its storage root.  A value that is no view
 * is its own root; NO_VALUE for weights and constants.  A view that would make
 * two results of the scope, or an input and a result, the same bytes is a copy
 * and its own root.
 */
value_id *views_find(const struct graph *, scope_id, const struct uses *);

/* Is the node's output 0 (for a split: every output) a view of its input 0? */
bool node_is_view(const struct node *, const value_id *root);

/*
 * Is Y, a part of X, one run of it at every batch?  Only one axis differs,
 * every axis before it is 1, and the batch does not lie before it.
 */
bool is_outer_run(const struct type *x, const struct type *y);

#endif
