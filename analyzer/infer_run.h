/*
 * Running the shape rules over a scope.
 */
#ifndef ANALYZER_INFER_RUN_H
#define ANALYZER_INFER_RUN_H

#include "analyzer/infer.h"

/*
 * Evaluations of nodes that loops may add by running their bodies more than
 * once: beyond, a body is run in general instead of turn by turn.
 */
enum { TURNS_MAX = 20000 };

/* Every node, in order; whatever an earlier run left is forgotten. */
void infer_scope(struct infer *, scope_id);

/* Whether all that the scope's nodes make is resolved, and none a bound. */
bool infer_scope_exact(const struct infer *, scope_id);

#endif
