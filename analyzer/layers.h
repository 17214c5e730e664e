/*
 * What runs as one: nodes grouped into layers, in the order they run.
 *
 * Storage.  Several values can be the same bytes: a view and what it views.
 * The value that owns them is the storage root, and only roots have memory.
 * Values inside a fused layer, shape constants and weights have none here.
 *
 * Nodes that never run have no layer: folded ones, those that compute weights
 * from weights (a layer that reads such a weight reads the initializers behind
 * it), views, and nodes nothing depends on.
 *
 * A fused layer runs where its last node stands in the file.
 */
#ifndef ANALYZER_LAYERS_H
#define ANALYZER_LAYERS_H

#include "analyzer/graph.h"
#include "analyzer/level.h"
#include "analyzer/ops.h"
#include "base/num.h"

/* Bytes that grow with the batch, and bytes that do not; as shipped. */
struct footprint {
	int64_t batched, constant;
};

/* Unknown bytes, below 0, add nothing; sums stop at INT64_MAX. */
static inline void
footprint_add(struct footprint *f, bool batched, int64_t bytes)
{
	int64_t *part = batched ? &f->batched : &f->constant;

	*part = add_sat(*part, max_i64(bytes, 0));
}

struct layer {
	const char *name; /* of its base node; made from its output when empty */
	const char *op;   /* of its base node */
	node_id base;     /* the node that decides the layer's window */
	const node_id *nodes;
	const value_id *inputs;  /* storage roots it reads, each once, in order */
	const value_id *outputs; /* storage roots it writes */
	const value_id *weights; /* initializers it reads, each once */
	int32_t n_nodes, n_inputs, n_outputs, n_weights;
	struct footprint macs;      /* multiply-accumulates */
	struct footprint workspace; /* SRAM inside its step: bodies of If, Loop, Scan */
};

/*
 * An output may take the place of an input that dies at that layer: the
 * layer reads each element before it writes it.
 */
struct inplace {
	value_id from, to; /* storage roots of the same size */
	int32_t step;
};

/* A Concat without a copy: the layers before it write into its output. */
struct join {
	value_id value; /* its output; inside another join, that one's storage */
	node_id node;
	bool outer; /* each input is one run of bytes of it, no rows with gaps */
};

struct layers {
	enum level level;
	const struct layer *list;
	const struct inplace *inplace; /* by step, then in operand order */
	const value_id *root;          /* per value: its storage root, or NO_VALUE */
	const int32_t *step_of;        /* per value: the layer that makes it, or -1 */
	const struct join *joins;      /* in the order the Concats stand in the file */
	int32_t n, n_inplace, n_joins;
};

/* The layers of the top graph.  They live in the graph's arena. */
enum status layers_build(struct layers *, const struct graph *, enum level,
			 struct diags *);

/*
 * The same, where the Concats whose output is WANTED (per value, or NULL) are
 * joined, if they can be: analyzer/join.h.  `joins` says which are.  A storage
 * may then be an output of several layers.
 */
enum status layers_build_joined(struct layers *, const struct graph *, enum level,
				const bool *wanted, struct diags *);

/* The same for the body of an If, Loop or Scan. */
enum status layers_build_scope(struct layers *, const struct graph *, scope_id,
			       enum level, struct diags *);

/*
 * Calls BACK with every outer value that the bodies of a node read, in order,
 * repeats included.
 */
typedef void capture_fn(void *context, value_id);
void node_captures(const struct graph *, const struct node *, capture_fn *,
		   void *context);

#endif
