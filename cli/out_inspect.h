/*
 * Layers, shapes, bytes, MACs and lifetimes of a model, at batch N.
 */
#ifndef CLI_OUT_INSPECT_H
#define CLI_OUT_INSPECT_H

#include "cli/command.h"

void inspect_json(struct request *, const struct analysis *, int64_t n);
void inspect_text(struct request *, const struct analysis *, int64_t n);
void inspect_csv(struct request *, const struct analysis *, int64_t n);
/*
 * One fact per line, and no step in any, so that a diff of two is short.  What
 * is wrong is such a fact: git shows nothing when a filter fails.  COMPLETE: all shapes
 * are known.
 */
void inspect_textconv(struct request *, const struct analysis *, int64_t n,
		      bool complete);

#endif
