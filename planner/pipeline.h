/*
 * From a file to everything a plan needs, in order.
 */
#ifndef PLANNER_PIPELINE_H
#define PLANNER_PIPELINE_H

#include "analyzer/level.h"
#include "planner/demand.h"

struct bindings;

/*
 * Reads the model at PATH ("-" is standard input) and analyses it.  When a
 * shape could not be resolved the status is ERR_INPUT, and what was resolved
 * is there nevertheless; analysis->graph is NULL when there is nothing.
 */
enum status pipeline_analyse(struct analysis *, const char *path,
			     const struct bindings *, enum level, struct arena *,
			     struct diags *);

/* The same for a model in memory, which may be given back afterwards. */
enum status pipeline_analyse_bytes(struct analysis *, const void *bytes, size_t n,
				   const char *name, const struct bindings *,
				   enum level, struct arena *, struct diags *);

/* The digest of the model's graph, in hexadecimal: proto/digest.h. */
const char *pipeline_digest(const struct analysis *, struct arena *);

#endif
