/*
 * Plans, for people and for machines.
 */
#ifndef CLI_OUT_PLAN_H
#define CLI_OUT_PLAN_H

#include "cli/command.h"
#include "cli/json.h"
#include "planner/plan.h"
#include "planner/time.h"

struct plan_report {
	struct request *request;
	struct analysis analysis;
	struct target target;
	const struct timer *timer; /* or NULL: without time */
	struct plan *plans;        /* one per batch, in the order asked for */
	int32_t n;
};

json_t *plan_json(const struct plan_report *);
/* One of its "plans" without the lists: what check and diff compare. */
json_t *plan_summary_json(const struct plan_report *, const struct plan *);
/* Parts of it: of one step, or of one value, or (-1, NO_VALUE) of all. */
json_t *transfers_json(const struct plan_report *, const struct plan *, int32_t step,
		       value_id);
/* "moves", where there are any: copies within SRAM. */
void set_moves(json_t *, const struct plan_report *, const struct plan *, int32_t step,
	       value_id);
json_t *residencies_json(const struct plan_value *);
/* The options that a verifier, or whoever compares, has to repeat. */
json_t *options_json(const struct request *);
void plan_text(struct text *, const struct plan_report *);
/* What does not scale with the batch, or is only a bound; nothing mostly. */
void scaling_text(struct text *, const struct analysis *);
/* Model, level, target, scaling: the lines above the table. */
void plan_head_text(struct text *, const struct plan_report *);
void plan_csv(struct text *, const struct plan_report *);
/* At most 60,000 characters: what a comment of a code review takes. */
void plan_md(struct text *, const struct plan_report *);
/* A page that stands alone; beyond 8 batches, and many values, a summary. */
void plan_html(struct text *, const struct plan_report *);

/* "no plan moves less", or what else an optimal plan is the least of. */
const char *proof_words(const struct plan *);

/* An activation that moves though it need not. */
struct mover {
	int64_t bytes;
	int32_t number; /* of the plan's values */
};

/* The most bytes first. */
const struct mover *plan_movers(const struct plan *, int32_t *n, struct arena *);

/* Standard output in the request's format, and --json FILE and so on. */
enum status plan_write(struct plan_report *);

#endif
