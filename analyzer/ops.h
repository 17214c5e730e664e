/*
 * The operator table: one row per operator, all that is known of it.
 *
 * The rows are in analyzer/ops_*.def, by family:
 *
 *	OP(domain, name, versions, shape, fold, cost, memory, fusion, window)
 *
 * where NONE stands for a rule that there is not; analyzer/rules.h declares
 * the others.  What is drawn anew each time has fold_random.
 *
 * Differences between versions of an operator live in its rule, through
 * helpers (analyzer/infer.h), never in a second row.
 */
#ifndef ANALYZER_OPS_H
#define ANALYZER_OPS_H

#include "analyzer/graph.h"

struct infer;

/* What the operator does with memory. */
enum op_memory {
	MEMORY_NEW,     /* its outputs are new storage */
	MEMORY_INPLACE, /* elementwise: an output may overwrite an input of its size */
	MEMORY_VIEW,    /* output 0 is input 0's bytes under other dims */
	MEMORY_CAST,  /* a view when both element types have the same width, else new */
	MEMORY_SLICE, /* a view when it takes one contiguous run of input 0, else new */
	MEMORY_SPLIT, /* outputs are contiguous runs of input 0 when the axis is
			 outermost */
	MEMORY_CONCAT, /* inputs can be written straight into the output */
};

/* What it does in a fused layer. */
enum op_fusion {
	FUSION_NONE,
	FUSION_BASE,     /* Conv, Gemm, MatMul, ConvTranspose: others join it */
	FUSION_BASE_SUM, /* the same, and input 3 is a residual of its own */
	FUSION_TAIL,     /* elementwise on one activation: activation, normalisation,
			    quantize */
	FUSION_ADD,      /* bias, or a residual into which the layer accumulates */
	FUSION_SCALE,    /* Mul, Sub, Div: a tail when the other operand is a weight */
	FUSION_QUANTIZE, /* quantize: joins whatever layer makes its input */
	FUSION_HEAD,     /* dequantize: joins the layer that reads it */
};

/* What of an operand must be on chip while a layer streams over it. */
enum op_window {
	WINDOW_ROW,    /* one row: elementwise */
	WINDOW_KERNEL, /* kernel_shape rows along the first spatial axis */
	WINDOW_PANEL,  /* a panel of the reduction: MatMul, Gemm */
	WINDOW_WHOLE,  /* no order to slide in */
};

typedef enum status shape_rule(struct infer *, struct node *);
typedef void fold_rule(struct infer *, struct node *);
/* Multiply-accumulates as shipped; >= 0. */
typedef int64_t cost_rule(const struct graph *, const struct node *);

struct op {
	const char *domain, *name;
	const char *versions; /* "1,6,13": opsets at which its definition changed */
	shape_rule *shape;
	fold_rule *fold; /* NULL: its outputs are never evaluated */
	cost_rule *cost; /* NULL: no multiply-accumulates */
	enum op_memory memory;
	enum op_fusion fusion;
	enum op_window window;
};

/* Whether the node's operator has that shape rule: what it does, not its name. */
static inline bool
has_rule(const struct node *node, shape_rule *rule)
{
	return node->op && node->op->shape == rule;
}

/*
 * NULL when there is no such operator.  Domain "ai.onnx" is "".  Walks the
 * rows: import asks once for each operator that a model uses.
 */
const struct op *op_find(const char *domain, const char *name);

/* Drawn anew each time the model runs: known beforehand from no input. */
bool op_is_random(const struct op *);
/* Its outputs are worked out where its inputs are known. */
bool op_is_evaluated(const struct op *);

/* All rows, sorted by domain and name; the array is the arena's. */
const struct op **ops_all(struct arena *, int32_t *n);

#endif
