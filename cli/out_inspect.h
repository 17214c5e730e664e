/*
 * Layers, shapes, bytes, MACs and lifetimes of a model, at batch N.
 */
#ifndef CLI_OUT_INSPECT_H
#define CLI_OUT_INSPECT_H

#include "cli/command.h"

void inspect_json(struct request *, const struct analysis *, int64_t n);
void inspect_text(struct request *, const struct analysis *, int64_t n);
void inspect_csv(struct request *, const struct analysis *, int64_t n);

#endif
