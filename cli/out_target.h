/*
 * Targets, for people and for machines.
 */
#ifndef CLI_OUT_TARGET_H
#define CLI_OUT_TARGET_H

#include "cli/command.h"
#include "cli/json.h"
#include "planner/target.h"

/* What a target file holds: fields that are not stated are left out. */
json_t *target_json(const struct target *);
void target_text(struct text *, const struct target *);

/* A table, then the words of each; only for built-in ones, whose words are ours. */
void targets_md(struct text *, const struct target *list, int32_t n);

/* All of them: one line each, or {"format": "tidemark.targets", "targets"}. */
json_t *targets_json(void);
void targets_text(struct text *);

#endif
