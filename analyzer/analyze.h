/*
 * The analyzer's first stages, in the order they run.
 *
 *	import   model -> graph: names to numbers, functions inlined, order
 *	infer    bindings -> every type, literal and cost
 *	layers   graph -> layers, views, in-place chances     (analyzer/layers.h)
 *	live     layers -> lifetimes                          (analyzer/live.h)
 */
#ifndef ANALYZER_ANALYZE_H
#define ANALYZER_ANALYZE_H

#include "analyzer/bind.h"
#include "analyzer/graph.h"

/* The graph takes the model's strings and tensors: same arena, same life. */
enum status import_graph(struct graph **, const struct model *, struct arena *,
			 struct diags *);

/*
 * Fills in types, literals, kinds, batch axes and MACs.  ERR_INPUT when a
 * symbol is unbound or a shape is in conflict; everything that could be
 * resolved is filled in nevertheless.  One pass: a graph is inferred once.
 */
enum status infer_graph(struct graph *, const struct bindings *, struct diags *);

#endif
