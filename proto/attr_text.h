/*
 * An attribute as text: "kernel_shape=3,3", "value=float32[64]".
 *
 * What a reviewer compares, and what a hash of a graph's structure is made of:
 * elements of tensors and lists of floats are weights, so that only their type
 * and their number are said; a subgraph is only said to be one.
 */
#ifndef PROTO_ATTR_TEXT_H
#define PROTO_ATTR_TEXT_H

#include "base/str.h"

struct attr_def;

/* Adds it; names and strings are the file's own, unescaped. */
void attr_text(struct text *, const struct attr_def *);

const char *attr_name(const struct attr_def *);

#endif
