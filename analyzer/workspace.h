/*
 * What runs inside one step: the bodies of If, Loop and Scan.
 *
 * A body's own values need SRAM while the node's step lasts: the peak of the
 * body's own schedule, its results left out because they are the node's
 * outputs.  Of If's branches the larger counts; a loop's iterations follow
 * one another, so one is enough.
 */
#ifndef ANALYZER_WORKSPACE_H
#define ANALYZER_WORKSPACE_H

#include "analyzer/layers.h"

/* Raises *WORKSPACE to what the node's bodies need. */
enum status workspace_of(struct footprint *workspace, const struct graph *,
			 const struct node *, enum level, struct diags *);

/* The initializers that the bodies hold themselves. */
void workspace_weights(const struct graph *, const struct node *, capture_fn *,
		       void *context);

#endif
