/*
 * A model as the analyzer sees it: values with numbers, nodes in order.
 *
 * One graph holds everything: the top graph, the bodies of If, Loop and Scan,
 * and model-local functions, which import has already inlined.  A scope is
 * one of these node lists.  Value and node numbers are unique in the whole
 * graph, so that a body's reader of an outer value is an ordinary use.
 *
 * Everything lives in the graph's arena.  Import makes it, infer fills in
 * types, literals and costs; later stages only read.
 */
#ifndef ANALYZER_GRAPH_H
#define ANALYZER_GRAPH_H

#include "analyzer/type.h"
#include "base/diag.h"

typedef int32_t value_id;
typedef int32_t node_id;
typedef int32_t scope_id;

enum { NO_VALUE = -1, NO_NODE = -1, NO_SCOPE = -1, TOP_SCOPE = 0 };

struct attr_def;   /* proto/model.h, seen by import, bind, attr and fold only */
struct tensor_def; /* likewise */
struct sparse_def; /* likewise */
struct type_def;   /* likewise */
struct model;
struct names;
struct op; /* analyzer/ops.h */

/* One element of a literal, and what is certain about it. */
struct element {
	union {
		int64_t i; /* integers and booleans */
		double f;  /* floating point */
	};
	uint8_t flags;
};

enum {
	ELEMENT_UNKNOWN = 1, /* not known before the model runs */
	ELEMENT_SCALED = 2,  /* proportional to the batch: i is as shipped */
	ELEMENT_BOUND = 4,   /* an upper bound of a data-dependent number */
};

/* The elements of a small tensor that is known before the model runs. */
struct literal {
	int64_t n;
	bool is_float;
	struct element *elements; /* row major */
};

enum {
	LITERAL_MAX = 4096,     /* larger tensors are not evaluated */
	LITERALS_MAX = 1 << 20, /* elements that one graph may evaluate: 16 MiB */
};

enum value_kind {
	VALUE_ACTIVATION,
	VALUE_INPUT,    /* a graph input that no initializer gives */
	VALUE_WEIGHT,   /* an initializer, or computed from weights alone */
	VALUE_CONSTANT, /* shape arithmetic: resolved at plan time, owns no memory */
};

struct value {
	const char
		*name; /* as in the file; unique names are made for inlined functions */
	enum value_kind kind;
	struct type type;
	const struct type_def *declared; /* value_info or graph input/output; a hint */
	const struct literal *literal;   /* NULL unless known */
	const struct tensor_def *tensor; /* the initializer behind a weight, or NULL */
	node_id producer;  /* NO_NODE: inputs (a body's too), initializers */
	int32_t output;    /* which of the producer's outputs */
	scope_id scope;    /* where it is defined */
	bool opaque;       /* the tensor's elements cannot be had */
	bool graph_output; /* of the top graph */
};

/* A subgraph attribute of a node: If's branches, the body of Loop or Scan. */
struct body {
	const char *attr;
	scope_id scope;
};

struct node {
	const char *name;             /* as in the file, may be "" */
	const char *op_type, *domain; /* domain "" is ai.onnx */
	const struct op *op;          /* the operator's row, NULL when unknown */
	int64_t opset;                /* of its domain, as imported */
	int32_t n_inputs, n_outputs;
	value_id *inputs, *outputs; /* NO_VALUE where absent */
	int32_t n_attrs;
	const struct attr_def **attrs; /* read through analyzer/infer.h, attr_*() */
	int32_t n_bodies;
	struct body *bodies;
	scope_id scope;
	int32_t function; /* index of the inlined call it came from, or -1 */
	/* from inference */
	int32_t branch;     /* If: the body that always runs, or -1 */
	int64_t trip_count; /* Loop, Scan: iterations; -1 unknown, or not a loop */
	bool folded;        /* outputs known at plan time: it never runs */
	int64_t macs;       /* multiply-accumulates as shipped */
};

struct scope {
	scope_id parent; /* NO_SCOPE for the top graph */
	node_id owner;   /* the node whose body this is */
	const char *name;
	int32_t n_nodes, n_inputs, n_outputs;
	node_id *nodes; /* in topological order, otherwise as in the file */
	value_id *inputs, *outputs;
};

/* A symbol and the number it stands for. */
struct symbol {
	const char *name;
	int64_t value;
	bool batch;     /* it is the batch: value is graph->batch */
	bool defaulted; /* nobody said so: the batch is 1 unless bound */
	bool inner;     /* only of elements of sequences: may stay unknown, -1 */
};

/* The model's own words about itself, for the head of every report. */
struct model_facts {
	const char *name; /* of the model's graph: a file may be renamed */
	int64_t ir_version;
	int32_t n_opsets;
	const char **domains; /* "ai.onnx" for the default one */
	int64_t *opsets;
};

struct graph {
	struct arena *arena;
	const struct model *model;
	struct model_facts facts;
	struct names *names; /* of the top graph's values */
	int32_t n_values, n_nodes, n_scopes;
	struct value *values;
	struct node *nodes;
	struct scope *scopes; /* scopes[TOP_SCOPE] is the model's own graph */
	int64_t batch;        /* the shipped batch that dims are given at; >= 1 */
	bool batched;         /* false: no input has a batch at all */
	/* what float values are sized as: --activation-type, --weight-type */
	enum dtype activation_type, weight_type; /* DTYPE_UNDEFINED: their own */
	int32_t n_symbols; /* of the graph's inputs, in their order */
	struct symbol *symbols;
	/* the report of what a batch N means here */
	int32_t n_scaled, n_virtual, n_tiled, n_unscaled;
};

/* The value of the top graph with this name, or NO_VALUE. */
value_id graph_find(const struct graph *, const char *name);

/* "node 12 (Conv, '/layer1/conv')": for messages; unescaped. */
const char *node_label(const struct graph *, const struct node *, struct arena *);

#endif
