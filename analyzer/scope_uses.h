/*
 * Who reads what inside one scope: the index that grouping works on.
 */
#ifndef ANALYZER_SCOPE_USES_H
#define ANALYZER_SCOPE_USES_H

#include "analyzer/graph.h"

struct uses {
	const int32_t *first; /* per value, n_values + 1: its readers are
				 readers[first[v]] .. readers[first[v + 1]] */
	const node_id *
		readers; /* in the order they run; one that reads twice is there once */
	const bool *result; /* per value: an output of the scope */
	const bool *runs;   /* per node */
};

/*
 * A reader of a value inside a body is the node that owns the body.  Nodes
 * that never run read nothing: folded ones, weights made from weights, and
 * those whose results nothing needs.
 */
void uses_build(struct uses *, const struct graph *, scope_id);

static inline int32_t
uses_count(const struct uses *u, value_id v)
{
	return u->first[v + 1] - u->first[v];
}

/* Exactly one node reads it, and it is no result: that node; else NO_NODE. */
node_id uses_only(const struct uses *, value_id);

/* Computed while the model runs: not a weight or a shape constant. */
bool value_is_computed(const struct graph *, value_id);

#endif
