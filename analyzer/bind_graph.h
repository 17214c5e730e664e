/*
 * What the bindings make of a graph's inputs: types, values, and the batch.
 *
 * The batch of an input is a symbol on its first axis with a name like one
 * (batch, N, bs), or else any symbol there that is not named after something
 * else (seq, nodes); such a symbol on another axis of another input is the
 * batch of that one.  Without symbols it is the first dim that all inputs of
 * rank 2 and more share, or else 1 for those that start with 1.
 */
#ifndef ANALYZER_BIND_GRAPH_H
#define ANALYZER_BIND_GRAPH_H

#include "analyzer/infer.h"

/* ERR_INPUT when a symbol or an input's size is missing, ERR_USAGE when a
 * binding names nothing; what is known is filled in nevertheless. */
enum status bind_graph(struct infer *);

#endif
