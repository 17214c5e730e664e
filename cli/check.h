/*
 * Judges models by their configuration, and by a baseline.
 */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include "cli/check_config.h"
#include "cli/diff.h"

enum baseline_kind { BASELINE_NONE, BASELINE_GIT, BASELINE_PLAN, BASELINE_LOCK };

struct baseline {
	enum baseline_kind kind;
	const char *label;  /* as asked for */
	const char *commit; /* BASELINE_GIT */
	json_t *json;       /* BASELINE_PLAN, BASELINE_LOCK; NULL: none yet */
};

enum check_rule { RULE_READ, RULE_FITS, RULE_BUDGET, RULE_REGRESS, RULES };

enum check_verdict {
	VERDICT_PASS,
	VERDICT_OVER,      /* a budget */
	VERDICT_REGRESSED, /* against the baseline */
	VERDICT_NO_FIT,
	VERDICT_MISSING, /* not measured: neither yes nor no */
	VERDICTS
};

extern const char *const check_rule_names[RULES];
extern const char *const check_verdict_names[VERDICTS];

struct check_row {
	const struct check_model *model;
	int64_t batch; /* 0: of the whole model */
	enum check_rule rule;
	enum metric_id metric;        /* METRIC_COUNT: none */
	struct quantity value, limit; /* limit: the budget, or the baseline's value */
	enum check_verdict verdict;
	enum check_level level;
	int32_t line;        /* of the configuration */
	const char *text;    /* one sentence; unescaped */
	const char *message; /* the configuration's, or NULL */
};

enum { CAUSES_MAX = 3 };

struct check_result {
	const struct check_model *model;
	enum status status; /* of reading and planning it */
	struct diff diff;   /* side[1] is the model, side[0] its baseline */
	bool compared;      /* there is a baseline for it */
	const char *change; /* "no change: ...", or NULL without a baseline */
	const char *causes[CAUSES_MAX];
	int32_t n_causes;
};

struct check_report {
	struct request *request;
	struct check_config config;
	struct baseline baseline;
	struct check_result *results; /* one per model */
	struct check_row *rows;
	int32_t n_rows;
	int32_t count[VERDICTS]; /* rows, those at level warn among them */
	int32_t warned;          /* not passed, but only at level warn */
	enum status status;      /* what the program exits with */
};

/* The row fails the check, or only warns. */
bool check_row_fails(const struct check_row *);
bool check_row_warns(const struct check_row *);

/* --baseline, or the configuration's. */
enum status baseline_open(struct baseline *, const struct check_config *,
			  struct request *);

/* Plans the model's baseline into diff.side[0] and compares. */
enum status baseline_compare(const struct baseline *, struct check_result *,
			     struct request *);

/* Appends the rows of a model. */
void check_judge(struct check_report *, struct check_result *);

/* Writes the configuration anew with measured budgets, and the lock file. */
enum status check_update(struct check_report *);

/* The lock file: tidemark.lock. */
json_t *lock_json(const struct check_report *);

void check_text(struct text *, const struct check_report *);
void check_md(struct text *, const struct check_report *);
void check_json(struct text *, const struct check_report *);
void check_junit(struct text *, const struct check_report *);
void check_openmetrics(struct text *, const struct check_report *);
void check_github(struct text *, const struct check_report *);

/* "5 checks: 3 passed, 1 over budget, 1 regressed" */
const char *check_summary(const struct check_report *, struct arena *);

#endif
