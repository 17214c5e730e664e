/*
 * A model as a comparison sees it: layers, the storage between them, and who
 * made and reads it.  Made from an analysis, or, without layers, from a plan
 * file.
 *
 * The layers and the storage inside the bodies of If, Loop and Scan follow those
 * of the top graph, each with the layer that owns its body.  What a branch of an If
 * makes as a result is the storage of the If's output.
 */
#ifndef CLI_DIFF_OUTLINE_H
#define CLI_DIFF_OUTLINE_H

#include <jansson.h>

#include "cli/out_plan.h"

/* Storage of an activation, an input or an output. */
struct outline_value {
	const char *name;
	const char *type;    /* "float32 [1,64,56,56]"; "" when only a plan is known */
	int64_t bytes;       /* at the batch that is compared; -1 unknown */
	int32_t from, to;    /* steps of its own graph or body */
	int32_t owner;       /* the layer in whose body it is, or -1 */
	int32_t def;         /* the layer that makes it, or -1 */
	int32_t output;      /* which of its outputs */
	const int32_t *uses; /* layers that read it, each once: those in bodies, then
				those beside it, ascending */
	int32_t n_uses;
	bool is_output;  /* of the model */
	bool overwrites; /* at the peak: it takes the place of one of its inputs */
	bool fullest;    /* it is alive at the fullest step of its body */
};

struct outline_layer {
	const char *name, *op; /* "Conv+Add+Relu" */
	const char *attributes;
	const int32_t *inputs, *outputs; /* values; -1: not in memory */
	int32_t n_inputs, n_outputs;
	int64_t weight_bytes, macs; /* as shipped; of what has bodies: beside theirs */
	uint64_t strict;            /* what it does, sizes included, names not */
	uint64_t loose;             /* its operators only */
	uint64_t base;              /* the operator of its main node */
	const struct layer *layer;
	int32_t owner; /* the layer in whose body it is, or -1 */
	int32_t body;  /* 0: the top graph; each body has a number of its own */
	int64_t trips; /* how often it runs */
	bool fullest;  /* of its body's steps */
};

struct outline {
	const struct outline_value *values;
	const struct outline_layer *layers;
	int32_t n_values, n_layers;
	int32_t n_top_values, n_top_layers;
	int32_t n_bodies;     /* the top graph among them */
	const int32_t *index; /* per value of the graph: one of these, or -1 */
	int32_t peak;         /* the step at which most bytes are alive; -1: none */
	uint64_t structure;   /* a hash of all that can change a plan; of no name, no
				 weight */
	const struct analysis *analysis; /* NULL: from a plan file */
};

/* At batch N. */
void outline_analysis(struct outline *, const struct analysis *, int64_t n,
		      struct arena *);

/* Bytes that a value adds at the peak. */
int64_t outline_at_peak(const struct outline *, int32_t value);

/* From one of a plan file's "plans". */
void outline_plan(struct outline *, const json_t *plan, struct arena *);

/* The hash of the structure alone. */
uint64_t outline_structure(const struct analysis *, struct arena *);

/* Adds the attributes of a node, in the order of their names. */
void outline_attributes(struct text *, const struct node *);

/*
 * "block3/add": the node of a layer that reads this storage, by its name, or
 * by its output's where it has none.
 */
const char *outline_reader(const struct outline *, int32_t layer, int32_t value);

#endif
