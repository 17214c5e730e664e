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

/*
 * The same at batch N: inferred again where the batch is a symbol and nothing
 * is in conflict at N, otherwise as it is, to be scaled.  The result's
 * batching says which.  The arena is the graph's.
 */
void pipeline_at(struct analysis *, const struct analysis *, int64_t n);

/*
 * Finds the batching of an analysis, once: inferred again at one other batch,
 * does it say what scaling says?  Then pipeline_planned() need not for any.
 */
void pipeline_probe(struct analysis *);

/* What a plan at batch N is made from, of a probed analysis. */
void pipeline_planned(struct analysis *, const struct analysis *, int64_t n);

/* How sizes at batch N came about: "shipped", "copies", "scaled", "inferred". */
const char *pipeline_rule(const struct analysis *, int64_t n);

/* The digest of the model's graph, in hexadecimal: proto/digest.h. */
const char *pipeline_digest(const struct analysis *, struct arena *);

#endif
