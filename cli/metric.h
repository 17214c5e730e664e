/*
 * The numbers of a plan by name: "sram.no_spill", "model.macs".
 */
#ifndef CLI_METRIC_H
#define CLI_METRIC_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

enum unit { UNIT_TRUTH, UNIT_BYTES, UNIT_COUNT, UNIT_SECONDS, UNIT_RATE, UNIT_ENERGY };

enum metric_id {
#define METRIC(id, path, unit, better) METRIC_##id,
#include "cli/metrics.def"
#undef METRIC
	METRIC_COUNT
};

struct metric {
	const char *path;
	enum unit unit;
	int better; /* -1: less, 1: more, 0: neither */
};

extern const struct metric metrics[METRIC_COUNT];

/* By its path; METRIC_COUNT when there is none, and *near is the nearest or NULL. */
enum metric_id metric_find(const char *path, const char **near);

/* A number that may be unknown; whole ones are exact. */
struct quantity {
	bool known, whole;
	int64_t n; /* whole */
	double x;  /* either */
};

struct quantity quantity_of(int64_t);
struct quantity quantity_real(double);
/* A number, or a truth as 0 or 1; anything else is unknown. */
struct quantity quantity_json(const json_t *);
json_t *quantity_to_json(const struct quantity *);
/* < 0, 0, > 0; exact where both are whole. */
int quantity_order(const struct quantity *, const struct quantity *);
struct quantity quantity_minus(const struct quantity *, const struct quantity *);

/* Of a plan's model and one of its batches; unknown when it is not there. */
struct quantity metric_get(enum metric_id, const json_t *model, const json_t *batch);

/* "1,304,576 B", "412 us", "yes", "?" */
const char *quantity_text(const struct quantity *, enum unit, struct arena *);
/* "+802,816 B" */
const char *change_text(const struct quantity *, enum unit, struct arena *);
/* "+61.5 %", or "" where the old one is 0 or unknown */
const char *percent_text(const struct quantity *old, const struct quantity *now,
			 struct arena *);

/*
 * From a configuration: a size for bytes, a time for seconds, else a number.
 * ERR_USAGE with a message that starts with WHERE.
 */
enum status quantity_read(struct quantity *, const json_t *, enum unit,
			  const char *where, struct diags *);

#endif
