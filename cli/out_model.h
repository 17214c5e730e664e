/*
 * What every report says of the model, its bindings and its layers.
 */
#ifndef CLI_OUT_MODEL_H
#define CLI_OUT_MODEL_H

#include "cli/command.h"
#include "cli/json.h"

/* Of a footprint at batch N. */
int64_t footprint_at(const struct graph *, const struct footprint *, int64_t n);

int64_t model_macs(const struct analysis *, int64_t n);
/* All weights that layers read, each once. */
int64_t model_weight_bytes(const struct analysis *, struct arena *);

json_t *model_json(struct arena *, const struct analysis *, int64_t n);
/* {"batch": N, "seq": 128}; the batch is left out when several are planned. */
json_t *bindings_json(struct arena *, const struct graph *, int64_t n);

/* "ResNet-50: 161 nodes, 56 layers (fused), 25.5 M weight bytes ..." */
void model_text(struct text *, const struct analysis *, int64_t n);

#endif
