/*
 * A model as a random generator holds it: flat, so that a copy is an assignment and
 * any number in it may be changed.
 *
 * Values are numbered through the model and called v0, v1 ...; a body may use all
 * that its outer graphs made before it.
 */
#ifndef BENCH_FUZZ_SPEC_H
#define BENCH_FUZZ_SPEC_H

#include "analyzer/ops.h"
#include "proto/emit.h"

enum {
	SPEC_RANK = 5,
	SPEC_INTS = 6,
	SPEC_VALUES = 256,
	SPEC_NODES = 64,
	SPEC_GRAPHS = 12,
	SPEC_OPERANDS = 8,
	SPEC_ATTRS = 5
};

struct spec_value {
	int32_t dtype, rank;
	int64_t dims[SPEC_RANK]; /* below 0: the symbol N */
	int64_t data[SPEC_INTS]; /* of an int64 initializer */
	int32_t n_data;
};

enum spec_kind { SPEC_INT, SPEC_LIST, SPEC_TEXT, SPEC_FLOAT, SPEC_BODY };

struct spec_attr {
	const char *name, *text;
	enum spec_kind kind;
	int64_t ints[SPEC_INTS];
	int32_t n; /* of ints; of a body, its graph */
};

struct spec_node {
	const struct op *op;
	int32_t inputs[SPEC_OPERANDS], outputs[SPEC_OPERANDS]; /* -1: absent */
	int32_t n_inputs, n_outputs;
	struct spec_attr attrs[SPEC_ATTRS];
	int32_t n_attrs;
	int32_t graph; /* which one it is in */
};

struct spec_graph {
	int32_t inputs[SPEC_OPERANDS], outputs[SPEC_OPERANDS];
	int32_t n_inputs, n_outputs;
	int32_t outer; /* the graph around it, or -1 */
};

struct spec {
	int64_t opset;
	struct spec_value values[SPEC_VALUES];
	bool weight[SPEC_VALUES];   /* an initializer of the top graph */
	int32_t owner[SPEC_VALUES]; /* the graph it is in */
	struct spec_node nodes[SPEC_NODES];
	struct spec_graph graphs[SPEC_GRAPHS]; /* the first is the top graph */
	int32_t n_values, n_nodes, n_graphs;
};

/* A generator of numbers that is the same everywhere. */
struct chance {
	uint64_t state;
};
int32_t chance_below(struct chance *, int32_t n);

/* A new value of some type and shape; -1 when there is no room. */
int32_t spec_value(struct spec *, struct chance *);
/* A number that is small and sane, or, WILD, one that breaks arithmetic. */
int64_t spec_number(struct chance *, bool wild);

/* The bytes of an ONNX file; the last node of each graph makes its outputs. */
void spec_write(const struct spec *, struct emit *);

/*
 * Up to N nodes of any operators of the table, each kept only when the model can
 * still be inferred, or, rarely, all the same.
 */
void spec_grow(struct spec *, struct chance *, const struct op **ops, int32_t n_ops,
	       int32_t n);

/* One change of an attribute, a shape, an element type, an operand or an operator. */
void spec_mutate(struct spec *, struct chance *, const struct op **ops, int32_t n_ops);

#endif
