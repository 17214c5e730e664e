/*
 * What a shape rule works with.
 *
 * A rule reads its inputs' types, checks what it needs, and fills in its
 * outputs' types, dims and batch together.  A rule never fails because
 * something is unknown: it leaves the output unknown and returns OK.  It
 * fails, through infer_error(), when the model contradicts itself.
 *
 * The batch.  infer_output() starts with BATCH_UNSET; if a rule leaves it so
 * and an input is batched, the default applies when the rule returns: the
 * first batched input's axis when the output has the same dim there, axis 0
 * when dim 0 is the shipped batch, else BATCH_VIRTUAL.  No input batched:
 * BATCH_NONE.  A rule whose output is one for all copies sets BATCH_NONE.
 */
#ifndef ANALYZER_INFER_H
#define ANALYZER_INFER_H

#include "analyzer/bind.h"
#include "analyzer/graph.h"
#include "analyzer/ops.h"

struct infer {
	struct graph *graph;
	const struct bindings *bindings;
	struct arena *arena; /* the graph's */
	struct diags *diags;
	struct names *symbols; /* to graph->symbols */
	struct survey *survey; /* of the inputs: analyzer/bind_batch.h */
	int32_t depth;         /* of nested scopes */
	int64_t work;          /* evaluations of nodes so far */
	int64_t elements;      /* of their literals so far */
	enum status status;    /* the worst so far: one node's error stops no other */
};

/* --- inputs --- */

/* The type, or NULL when the input is absent or its type is unknown. */
const struct type *infer_input(const struct infer *, const struct node *, int i);
bool infer_present(const struct node *, int i);
/* The literal, or NULL when absent or not known before the model runs. */
const struct literal *infer_literal(const struct infer *, const struct node *, int i);
const struct literal *infer_value_literal(const struct infer *, value_id);
/* A one-element literal that is fully known. */
bool infer_scalar_int(const struct infer *, const struct node *, int i, int64_t *);
bool infer_scalar_float(const struct infer *, const struct node *, int i, double *);
/* Non-NULL with a known rank. */
bool infer_ranked(const struct type *);

/* --- attributes: the default is returned when absent or of another type --- */

int64_t attr_int(const struct node *, const char *name, int64_t otherwise);
double attr_float(const struct node *, const char *name, double otherwise);
const char *attr_string(const struct node *, const char *name, const char *otherwise);
/* NULL and 0 when absent. */
const int64_t *attr_ints(const struct node *, const char *name, int32_t *n);
const float *attr_floats(const struct node *, const char *name, int32_t *n);
int32_t attr_strings_count(const struct node *, const char *name);
/* The length of a list of any kind; 0 when absent. */
int32_t attr_count(const struct node *, const char *name);
/* A tensor, read through analyzer/literal.h. */
const struct tensor_def *attr_tensor(const struct node *, const char *name);
/* Of its elements: DTYPE_UNDEFINED when absent. */
enum dtype attr_tensor_dtype(const struct node *, const char *name);
const struct sparse_def *attr_sparse(const struct node *, const char *name);
/* A type, read through analyzer/declared.h. */
const struct type_def *attr_type(const struct node *, const char *name);
bool attr_present(const struct node *, const char *name);

/*
 * A list that is an attribute in old opsets and an input in new ones (axes,
 * pads, split, starts ...): input INPUT when present, else the attribute.
 * NULL and n = 0: absent.  *known is false when it is an input that is not
 * known.  The elements keep their flags.
 */
const struct element *infer_list(const struct infer *, const struct node *, int input,
				 const char *attr, int32_t *n, bool *known);

/* An axis in [0, rank) from [-rank, rank), or an error. */
enum status infer_axis(struct infer *, const struct node *, int64_t axis, int32_t rank,
		       int32_t *result);

/* --- outputs --- */

/*
 * The output's type: a tensor of RANK dims, all DIM_UNKNOWN, BATCH_UNSET.
 * When the output is absent the type is scratch, so that rules need not ask.
 */
struct type *infer_output(struct infer *, struct node *, int i, enum dtype,
			  int32_t rank);
/* A copy of a type, dims and batch included. */
struct type *infer_output_like(struct infer *, struct node *, int i,
			       const struct type *);
/* A type of another kind: a sequence, an optional, a map. */
struct type *infer_output_kind(struct infer *, struct node *, int i, enum type_kind);
/* Only the element type is known.  Returns OK. */
enum status infer_unknown(struct infer *, struct node *, int i, enum dtype);
/*
 * The output's elements, to fill in.  NULL when more than LITERAL_MAX, or
 * when the whole graph has made LITERALS_MAX.
 */
struct literal *infer_output_literal(struct infer *, struct node *, int i, int64_t n,
				     bool is_float);

/* Sets a dim from an element: unknown, bound and scaled (the batch) included. */
void infer_set_dim(struct infer *, struct type *, int32_t axis, const struct element *);

/*
 * Multidirectional broadcasting of two types, batch included: y gets the
 * joint dims (allocated), and the batch axis counted from the right.
 */
enum status infer_broadcast(struct infer *, const struct node *, const struct type *a,
			    const struct type *b, struct type *y);

/*
 * Reshape as the batch sees it: which axis of Y's dims carries the batch of
 * FROM, and where inside that axis; BATCH_VIRTUAL when none does.  OPEN is the
 * axis that was written as -1, or -1.  An axis that Y already names stays.
 */
void infer_reshape_batch(const struct infer *, const struct type *from, int32_t open,
			 struct type *y);

/* --- messages: "node 12 (Conv, '/conv1'): ...", id "shape-conflict" --- */

enum status infer_error(struct infer *, const struct node *, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void infer_warn(struct infer *, const struct node *, const char *id, const char *format,
		...) __attribute__((format(printf, 4, 5)));

#endif
