/*
 * The tables and the words of the page of a plan; its pictures are in
 * cli/out_plan_html.c.
 */
#ifndef CLI_OUT_PLAN_HTML_H
#define CLI_OUT_PLAN_HTML_H

#include "cli/out_plan.h"

/* A row per batch. */
void plan_table_html(struct text *, const struct plan_report *);
/* At most MOST values, those that move most first, with their reasons. */
void plan_values_html(struct text *, const struct plan_report *, const struct plan *,
		      int32_t most);
/* What the numbers mean. */
void plan_words_html(struct text *);

#endif
