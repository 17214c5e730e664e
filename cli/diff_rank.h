/*
 * Which bodies are asked first when several have a layer that fits.
 */
#ifndef CLI_DIFF_RANK_H
#define CLI_DIFF_RANK_H

#include "cli/diff_outline.h"

/*
 * A number per layer of O, the same for all of one body: the body that has most
 * layers in common with the other outline is 0.
 */
int32_t *rank_layers(const struct outline *o, const struct outline *other,
		     struct arena *);

#endif
