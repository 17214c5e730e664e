/*
 * Which values are there before the model runs.
 *
 * What a node makes of weights and constants alone is a weight, or a constant
 * when it is shape arithmetic: integers, or made of constants only, with all
 * elements known.  What random operators make never is.
 */
#ifndef ANALYZER_INFER_KIND_H
#define ANALYZER_INFER_KIND_H

#include "analyzer/infer.h"

/* Gives the outputs their kinds, and says whether the node is folded. */
void infer_kind(const struct infer *, struct node *);

/* An initializer: small integers are constants. */
void infer_initializer_kind(struct value *);

#endif
