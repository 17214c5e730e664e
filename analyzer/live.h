/*
 * When each storage is needed, and by whom.
 *
 * A value that is a view has no lifetime of its own: it extends that of its
 * storage root.  Intervals are half open: [from, to).
 */
#ifndef ANALYZER_LIVE_H
#define ANALYZER_LIVE_H

#include "analyzer/layers.h"

struct lifetime {
	value_id value; /* the storage root */
	int64_t bytes;  /* as shipped */
	bool batched;   /* bytes at N = bytes x N / shipped batch; else constant */
	bool input, output;
	int32_t def;         /* the step that makes it, -1 for a graph input */
	int32_t written;     /* the last step that writes it: def, if none joins */
	const int32_t *uses; /* steps that read it, or write more of it, ascending,
				each once */
	int32_t n_uses;
	int32_t from, to; /* inputs from 0, outputs to the end of the schedule */
};

struct lifetimes {
	const struct lifetime *list; /* by definition, then by value */
	int32_t n;
	const int32_t *of; /* per value: the lifetime of its root, or -1 */
};

/*
 * One lifetime per storage root that a layer of the scope touches; roots that nothing
 * reads and that are no graph output are left out.  ERR_INPUT when the size
 * of one is not known, and every such value is named; inside a body that is only
 * a warning, and the value counts as 0 bytes.
 */
enum status live_compute(struct lifetimes *, const struct graph *,
			 const struct layers *, scope_id, struct diags *);

#endif
