/*
 * Which nodes run as one layer.
 */
#ifndef ANALYZER_FUSE_H
#define ANALYZER_FUSE_H

#include "analyzer/level.h"
#include "analyzer/scope_uses.h"

enum { NO_GROUP = -1 };

struct groups {
	/* per node: its group, NO_GROUP when it is a view, a head or never runs */
	int32_t *of;
	node_id *base, *last; /* per group: the node it is named for, its last node */
	value_id *residual;   /* per group: what it accumulates into, or NO_VALUE */
	bool *head;           /* per node: a dequantize that its readers absorb */
	int32_t n;
};

/*
 * One group per node that runs and is no view; at LEVEL_FUSED, chains of them.
 * A chain begins with a convolution or a matrix product and takes in, as long
 * as nothing else reads what flows along it: a bias, a normalisation, an
 * activation, quantize and dequantize, and one residual of the same size, into
 * which it accumulates.  Where two chains end in one addition, the one that
 * runs later takes it.  A quantize joins whatever makes its input; a
 * dequantize joins all that read it.
 */
void fuse_nodes(struct groups *, const struct graph *, scope_id, const struct uses *,
		const value_id *root, enum level);

#endif
