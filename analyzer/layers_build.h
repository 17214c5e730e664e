/*
 * What the files that put layers together share; nobody else includes it.
 *
 *	layers.c     which nodes are which layer, and in which order
 *	operands.c   what a layer reads and writes: storages and weights
 *	join.c       which layers write into one output without a Concat
 *	inplace.c    which output may take the place of which input
 */
#ifndef ANALYZER_LAYERS_BUILD_H
#define ANALYZER_LAYERS_BUILD_H

#include "analyzer/fuse.h"
#include "analyzer/layers.h"
#include "analyzer/scope_uses.h"

/* Everything that is known while the layers of one scope are put together. */
struct builder {
	const struct graph *graph;
	const struct scope *scope;
	struct uses uses;
	struct groups groups;
	value_id *root;
	struct layer *list;
	int32_t *layer_of; /* per group */
	bool *result;      /* per storage root: it, or a view of it, is a result */
	bool *joined;      /* per storage root: several layers write into it */
	int32_t *stamp;    /* per value: the latest list it was put in */
	int32_t now;
	enum level level;
	struct diags *diags;
};

/* The storage that is read when a node reads a value: behind a dequantize too. */
value_id operand_storage(const struct builder *, value_id);

/* Is the value made by a node of this layer? */
bool made_inside(const struct builder *, const struct layer *, value_id);

/* Fills in the layer's inputs, outputs and weights from its nodes. */
void operands_find(struct builder *, struct layer *);

/* Fills in `result`. */
void results_mark(struct builder *);

/* All in-place chances, of the layers in the builder's list. */
void inplace_find(struct builder *, struct layers *);

#endif
