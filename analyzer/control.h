/*
 * What the rules of If, Loop, Scan and SequenceMap share: a body's values
 * filled in from its node, and its outputs handed back.
 */
#ifndef ANALYZER_CONTROL_H
#define ANALYZER_CONTROL_H

#include "analyzer/infer.h"

/* What one value is, apart from the graph: type (owned) and literal. */
struct sight {
	struct type type;
	const struct literal *literal;
};

/* The body that an attribute holds, or NO_SCOPE. */
scope_id control_body(const struct node *, const char *attr);

/* A value as it is now; all unknown for NO_VALUE. */
struct sight control_see(struct infer *, value_id);

/* Fills a body's input; one that the body lacks is left out. */
void control_give(struct infer *, scope_id, int32_t input, const struct sight *);
/* What a body's output is. */
struct sight control_take(struct infer *, scope_id, int32_t output);
/* Fills the node's output. */
void control_put(struct infer *, struct node *, int32_t output, const struct sight *);

/* A tensor without, or with one more, dim at AXIS; the batch moves along. */
void control_remove_axis(struct infer *, const struct node *, struct type *,
			 int64_t axis);
void control_insert_axis(struct infer *, struct type *, int64_t axis, int64_t dim);

/* A known scalar: the number of a turn, a condition. */
struct sight control_scalar(struct infer *, enum dtype, int64_t);
/* 1 true, 0 false, -1 not known. */
int control_truth(const struct sight *);

#endif
