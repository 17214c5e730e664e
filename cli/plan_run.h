/*
 * A model, analysed and planned as a request says: for plan, check and diff.
 *
 *	struct plan_report p = {.request = r};
 *
 *	TRY(plan_open(&p, &(struct model_input){.name = path}));
 *	TRY(plan_batches(&p));
 */
#ifndef CLI_PLAN_RUN_H
#define CLI_PLAN_RUN_H

#include "cli/out_plan.h"

struct model_input {
	const char *name;  /* a path, "-", or what to call the bytes */
	const char *bytes; /* NULL: read the path */
	size_t n;
};

/* The target, and the analysis; its graph is NULL when there is none. */
enum status plan_open(struct plan_report *, const struct model_input *);

/* The analysis alone, for a target that is known. */
enum status plan_analyse(struct plan_report *, const struct model_input *);

/* A plan for each batch asked for. */
enum status plan_batches(struct plan_report *);

#endif
