/*
 * The parts of a comparison; cli/diff.h puts them together.
 */
#ifndef CLI_DIFF_ROWS_H
#define CLI_DIFF_ROWS_H

#include "cli/diff.h"

/* Tensors: [NEW], [DEL], sizes and lifetimes with their cause. */
void diff_tensor_rows(struct diff *, struct arena *);

/* Layers: [NEW], [DEL], attributes, weights and multiply-accumulates. */
void diff_layer_rows(struct diff *, struct arena *);

/* The batch, inputs and outputs, and where the peak is now. */
void diff_notes(struct diff *, struct arena *);

/* Why a matched tensor lives differently; NULL when it does not. */
const char *diff_life_cause(const struct diff *, int32_t old, int32_t now,
			    enum diff_kind *, struct arena *);

#endif
