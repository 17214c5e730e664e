/*
 * What the user says about a model: numbers for its symbols, other input
 * sizes, values of inputs, batch axes.  The cli fills it from the options.
 */
#ifndef ANALYZER_BIND_H
#define ANALYZER_BIND_H

#include "analyzer/type.h"
#include "base/diag.h"

struct bind_symbol { /* --bind seq=128; name "*" is all that are left */
	const char *name;
	int64_t value;
};

struct bind_shape { /* --input name=1x3x224x224, --shape tensor=1x3x8 */
	const char *name;
	int32_t rank;
	int64_t *dims;
};

struct bind_value { /* --value name=16000 or name=1,2,3 */
	const char *name;
	int32_t n;
	double *numbers;
};

struct bind_axis { /* --batch-axis past=1; none: name=none */
	const char *name;
	int32_t axis; /* BATCH_NONE: a parameter, not batched */
};

/* --join: Concats whose inputs are written straight into the output */
enum join_mode {
	JOIN_OFF,
	JOIN_AUTO, /* whoever makes the plan chooses: planner/join.h */
	JOIN_ALL,
	JOIN_NAMED /* as a plan says */
};

struct bindings {
	struct bind_symbol *symbols;
	struct bind_shape *inputs, *shapes;
	struct bind_value *values;
	struct bind_axis *axes;
	int32_t n_symbols, n_inputs, n_shapes, n_values, n_axes;
	enum dtype activation_type, weight_type; /* DTYPE_UNDEFINED: as in the file */
	bool memory_order; /* layers in another order, where that lowers the peak */
	enum join_mode join;
	const char **joined; /* JOIN_NAMED: the outputs of the Concats */
	int32_t n_joined;
};

/* The parsers of the options' arguments; each appends one row. */
enum status bind_add_symbol(struct bindings *, const char *, struct arena *,
			    struct diags *);
enum status bind_add_input(struct bindings *, const char *, struct arena *,
			   struct diags *);
enum status bind_add_shape(struct bindings *, const char *, struct arena *,
			   struct diags *);
enum status bind_add_value(struct bindings *, const char *, struct arena *,
			   struct diags *);
enum status bind_add_axis(struct bindings *, const char *, struct arena *,
			  struct diags *);

#endif
