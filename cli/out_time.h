/*
 * Modelled time and energy, for people and for machines.
 */
#ifndef CLI_OUT_TIME_H
#define CLI_OUT_TIME_H

#include "cli/out_plan.h"
#include "planner/time.h"

/* The clock for a plan: the report's, or one of its own where layers differ. */
const struct timer *timer_of(const struct plan_report *, const struct plan *);

/* Of one plan; NULL when the target states nothing that it would need. */
json_t *time_json(const struct timer *, const struct plan *, const struct analysis *,
		  struct arena *);

/* The same in two lines, or why there is no time. */
void time_text(struct text *, const struct timer *, const struct plan *,
	       const struct analysis *);

/*
 * The same in one sentence for a page; nothing, and false, where the target
 * states nothing that it would need.
 */
bool time_words(struct text *, const struct timer *, const struct plan *,
		const struct analysis *);

/* Adds latency_s, frames_per_s ... to an object; without the layers. */
void time_fields(json_t *, const struct schedule_time *);

/* "412 us", "3.21 ms": three digits */
enum { SECONDS_MAX = 32 };
const char *format_seconds(double, char buffer[SECONDS_MAX]);

#endif
