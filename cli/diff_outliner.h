/*
 * An outline while it is made: what is added goes behind what is there.
 */
#ifndef CLI_DIFF_OUTLINER_H
#define CLI_DIFF_OUTLINER_H

#include "cli/diff_outline.h"

struct outliner {
	const struct analysis *analysis;
	int64_t batch;
	struct outline_layer *layers;
	struct outline_value *values;
	int32_t n_layers, n_values, layers_room, values_room;
	int32_t n_bodies; /* so far, the top graph among them */
	int32_t *index;   /* per value of the graph: one of the values, or -1 */
	struct arena *arena;
};

/* Adds a layer of the body that OWNER has, or of the top graph (-1); its number. */
int32_t outliner_layer(struct outliner *, const struct layer *, int32_t owner);

/* Adds storage as its lifetime says, without an owner; its number. */
int32_t outliner_value(struct outliner *, const struct lifetime *);

/*
 * Adds what the bodies of a layer hold, and theirs.  A body that cannot be laid out
 * stays closed.
 */
void outliner_bodies(struct outliner *, int32_t layer);

#endif
