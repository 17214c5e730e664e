/*
 * The stages of --dump, one function each.  Internal to cli/dump*.c.
 */
#ifndef CLI_DUMP_STAGES_H
#define CLI_DUMP_STAGES_H

#include "cli/out_plan.h"

json_t *dump_graph(const struct plan_report *);
json_t *dump_layers(const struct plan_report *);
json_t *dump_lifetimes(const struct plan_report *);

/* For the batch of this number; NULL with an error among the messages. */
json_t *dump_problem(const struct plan_report *, int32_t number);
json_t *dump_placement(const struct plan_report *, int32_t number);

#endif
