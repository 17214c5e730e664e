/*
 * How many bytes a value is, with --activation-type and --weight-type applied.
 *
 * Only floating point values are sized as another type.  Strings have no
 * fixed size and count as 0 bytes.
 */
#ifndef ANALYZER_SIZES_H
#define ANALYZER_SIZES_H

#include "analyzer/graph.h"

/* Bytes as shipped; -1 unknown, INT64_MAX when it overflows. */
int64_t value_bytes(const struct graph *, value_id);

/* Bytes at batch N; -1 unknown, or when N copies are no whole size. */
int64_t value_bytes_at(const struct graph *, value_id, int64_t n);

/* One warning for all tensors that hold strings: it names the first. */
void sizes_warn(const struct graph *, struct diags *);

/* Does it grow with the batch? */
bool value_batched(const struct graph *, value_id);

/* BYTES as shipped, of something batched, at batch N; -1 when not whole. */
int64_t bytes_at(const struct graph *, int64_t bytes, int64_t n);

#endif
