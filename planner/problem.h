/*
 * The placement problem: what stays in SRAM, step by step, for a fixed order.
 *
 * Knows values, steps and bytes; nothing of graphs.  The caller fills a struct
 * problem and owns everything it points to; planner/place.h solves it.
 *
 * Events.  A value has events at ascending, distinct steps: its definition
 * (unless it is an input), then its uses.  Two uses by one layer are one event.
 * A gap lies between two consecutive events; gap i of a value is the one after
 * its event i.  Each gap is resident or not; nothing else is decided.
 *
 * Room.  A resident gap (l, r) takes `size` bytes at every step l..r, both
 * included; an event between two resident gaps counts once.  An event with no
 * resident neighbour is streamed and takes that event's `window`.  `fixed`
 * bytes of a step are taken whatever is decided.  The sum of a step must not
 * exceed the capacity.
 *
 * In place.  An edge (from, to): from's last event is to's definition.  When
 * from's last gap and to's first gap are both resident, the edge may be used,
 * and the pair takes max(size, size) at that step instead of the sum.  Any
 * number of candidates may be given for one value; each value is overwritten
 * by at most one, and overwrites at most one.  Which of them is used has no
 * effect on other steps, so the best matching is always taken.
 *
 * Traffic.  An input's first use reads `size` bytes, and so does every use
 * after a gap that is not resident.  A produced value is written once if it is
 * an output, or if any of its gaps is not resident.
 *
 * Kept in SRAM.  `starts` puts one more event before step 0: the value is in
 * SRAM when the schedule starts, no first read is due, DRAM holds no copy (so it
 * counts as produced), and gap 0 (from before step 0 to the first use) must be
 * resident.  `ends` puts one more event after
 * the last step: the last gap reaches to the end and must be resident.  The two
 * events are implied, never listed; with `starts`, event 0 is the implied one,
 * and gap numbers count it.  A gap that reaches the start has l = -1, one that
 * reaches the end r = steps.
 */
#ifndef PLANNER_PROBLEM_H
#define PLANNER_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

/* What the user decided about a gap. */
enum pin { PIN_FREE, PIN_SRAM, PIN_DRAM };

struct problem_event {
	int32_t step;
	int64_t window; /* bytes when streamed: 0..size, 0 = the idealised model */
};

struct problem_value {
	const char *name; /* may be NULL */
	int64_t size;     /* bytes, 0 allowed */
	const struct problem_event *events;
	int32_t n_events;
	bool input;  /* in DRAM (or SRAM: starts) before step 0; all events are uses */
	bool output; /* must be in DRAM after the last step */
	bool starts; /* an input that is in SRAM before step 0 */
	bool ends;   /* still in SRAM after the last step */
	const uint8_t *pins; /* enum pin, one per gap; NULL: all free */
};

/* values[to] may overwrite values[from], which dies at the step `to` is born. */
struct problem_inplace {
	int32_t from, to;
};

struct problem {
	const char *name; /* may be NULL */
	int32_t steps;
	const struct problem_value *values;
	int32_t n_values;
	const struct problem_inplace *inplace;
	int32_t n_inplace;
	const int64_t *fixed; /* bytes per step always taken; NULL: none */
	/*
	 * What is minimised: read_price x bytes read + write_price x bytes
	 * written.  0 stands for 1, so an untouched problem counts bytes; for
	 * energy, give both as whole multiples of one small unit.
	 */
	int64_t read_price, write_price;
};

/*
 * OK, or ERR_INPUT with the first value, event or edge that breaks a rule
 * above.  A problem made of foreign data must pass it before it is solved.
 */
enum status problem_check(const struct problem *, struct diags *);

/* Gaps of one value, implied events included; never negative. */
int32_t problem_gaps(const struct problem_value *);

/* First and last step of a gap: -1 for before step 0, `steps` for after all. */
void problem_gap(const struct problem *, int32_t value, int32_t gap, int32_t *l,
		 int32_t *r);

/* Reads and writes in bytes, never negative. */
struct traffic_bytes {
	int64_t read, write;
};

/*
 * One answer.  Everything lives in the arena given to the solver and stays
 * valid whatever is asked afterwards.
 */
struct placement {
	int64_t sram; /* the capacity asked for */
	bool feasible;
	bool optimal;        /* proven: cost == lower_bound */
	int64_t cost;        /* what was minimised */
	int64_t lower_bound; /* of cost; no placement under this capacity is below */
	int64_t dram_bytes;  /* read + write */
	struct traffic_bytes moved;
	int64_t usage;     /* largest sum of any step: <= sram */
	int32_t peak_step; /* the first step with that sum */
	int32_t spills;    /* gaps not resident, those that could be counted only */
	const int32_t *first_gap; /* n_values + 1: value v has gaps first_gap[v].. */
	const uint8_t *resident;  /* per gap, 1 or 0 */
	const int32_t *inplace;   /* numbers of the edges used, ascending */
	int32_t n_inplace;
	int64_t work; /* labels made and compared: a count, the same everywhere */
	/* Not feasible: the least SRAM for which anything works, and the step
	 * that asks for it.  cost, usage and resident are then meaningless. */
	int64_t needed;
	int32_t needed_step;
};

/* Is this gap of this value resident? */
static inline bool
placement_has(const struct placement *p, int32_t value, int32_t gap)
{
	return p->resident[p->first_gap[value] + gap];
}

#endif
