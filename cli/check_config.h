/*
 * tidemark.json: what a repository promises about its models.
 *
 * docs/ci.md describes the format.  Capacity (sram, target) decides the plan;
 * budgets are tripwires below it.
 */
#ifndef CLI_CHECK_CONFIG_H
#define CLI_CHECK_CONFIG_H

#include <jansson.h>

#include "cli/command.h"
#include "cli/metric.h"

enum check_level { CHECK_OFF, CHECK_WARN, CHECK_DENY, CHECK_LEVELS };

extern const char *const check_level_names[CHECK_LEVELS];

/* A budget, for one batch or for all that have none of their own. */
struct budget_limit {
	int64_t batch; /* 0: all others */
	struct quantity limit;
	int32_t line;
};

struct budget {
	enum metric_id metric;
	enum check_level level;
	const char *message; /* or NULL: the model's */
	struct budget_limit *limits;
	int32_t n_limits;
};

/* Worse than the baseline by more than both is a regression. */
struct regress {
	enum metric_id metric;
	enum check_level level;
	double percent;
	struct quantity least;
	const char *message;
	int32_t line;
};

struct check_model {
	const char *name;
	const char *path; /* as written: relative to the configuration */
	const char *file; /* as the program opens it */
	const char *message;
	int32_t line;
	enum check_level fits;
	struct request *request; /* how it is planned */
	struct budget *budgets;
	struct regress *regress;
	int32_t n_budgets, n_regress;
};

struct check_config {
	const char *path, *directory;
	const char *baseline; /* or NULL */
	json_t *json;
	struct names *lines;
	struct check_model *models;
	int32_t n_models;
};

/* ERR_USAGE, with the line, when something is not understood. */
enum status check_config_read(struct check_config *, const char *path,
			      struct request *);

/* The limit of a budget at a batch (0 for the model's own numbers), or NULL. */
const struct budget_limit *budget_at(const struct budget *, int64_t batch);

#endif
