/*
 * From the command line to what the planner wants.
 */
#ifndef CLI_SETUP_H
#define CLI_SETUP_H

#include "cli/command.h"
#include "planner/plan.h"

/* A built-in target, or a JSON file (planner/target_file.h). */
enum status setup_named_target(struct request *, const char *name, struct target *);

/* The named target, or the generic one, with --sram and --window applied. */
enum status setup_target(struct request *, struct target *);

void setup_options(const struct request *, int64_t batch, struct plan_options *);

/* The batches asked for, or the model's own. */
struct numbers setup_batches(const struct request *, const struct graph *);

/* ERR_USAGE when energy is asked for and the target does not state it. */
enum status setup_objective(const struct request *, const struct target *);

/*
 * --join auto: chooses the Concats that are joined, for this target and the
 * batches asked for; for other modes, nothing is left to do.
 */
enum status setup_joins(const struct request *, struct analysis *,
			const struct target *);

#endif
