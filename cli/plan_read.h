/*
 * A plan file, read back against the model it is about.
 */
#ifndef CLI_PLAN_READ_H
#define CLI_PLAN_READ_H

#include <jansson.h>

#include "cli/command.h"
#include "planner/plan.h"

/*
 * Parses a file ("-" is standard input) and checks its format and version.
 * ERR_INPUT with the line when it is no JSON, or not that format.
 */
enum status plan_load(json_t **, const char *path, const char *format,
		      struct request *);

/* The check of format and version alone. */
enum status plan_accept(const json_t *, const char *path, const char *format,
			struct request *);

/* The "options" of a plan, as if they had been on the command line. */
enum status plan_read_options(const json_t *, struct request *);

/* The Concats that a plan joins: its "joined", if there is one. */
enum status plan_read_joins(const json_t *, struct request *);

/* The "target" of a plan. */
enum status plan_read_target(const json_t *, struct target *, struct request *);

/* One of "plans"; names are looked up in the analysis. */
enum status plan_read_one(struct plan *, const json_t *, const struct target *,
			  const struct analysis *, struct request *);

#endif
