/*
 * Which dims of the inputs are the batch.
 *
 * Where inputs have symbols: a symbol on a first axis that is named like a
 * batch (batch, N, bs), or else any there that is not named after something
 * else (seq, nodes), and the same symbol on any axis of another input.
 *
 * A symbol batch_plus_1, where batch is one of these, is one more unless bound.
 *
 * Where all is numbers, the inputs of rank 2 and more decide:
 *
 *	all begin with 1		that is the batch
 *	all begin alike, up to SHIPPED	so many copies were shipped
 *	all begin alike, beyond		one copy has so many rows
 *	some begin with 1		that is the batch of those; of others
 *					of rank 3 and more the first axis of 1
 *	otherwise			there is none
 *
 * An input that feeds a recurrent operator has its batch on axis 1.  One of
 * rank 1 is a parameter, unless all are [1], or it looks up rows of a
 * weight or gets axes behind its own (bind_batch_use.c): then it has one
 * element for each copy.
 */
#ifndef ANALYZER_BIND_BATCH_H
#define ANALYZER_BIND_BATCH_H

#include "analyzer/infer.h"

enum { SHIPPED = 64 };

/* Marks the symbols that are the batch and gives graph->batch. */
void batch_find(struct infer *);

/*
 * Whether a symbol is the batch and K more, by its name: batch_plus_1, of
 * the boundaries of that many sequences.
 */
bool batch_plus(const struct graph *, const char *symbol, int64_t *k);

/* The batch axis of an input whose dims are known. */
void batch_of_input(struct infer *, struct value *);

/* How the top graph uses an input, as far as it tells the batch. */
enum batch_use { USE_PLAIN, USE_RECURRENT, USE_ROWS };

enum batch_use batch_use_of(const struct infer *, value_id);

#endif
