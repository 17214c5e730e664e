/*
 * Which Concats are written in place by their producers: a choice, since the
 * joint buffer saves a copy, but is there from the first producer on, and has
 * to stay in SRAM until the last.
 */
#ifndef PLANNER_JOIN_H
#define PLANNER_JOIN_H

#include "planner/demand.h"

/*
 * The layers again, with these Concats joined as far as they can be, and in the
 * order that was found before any was.
 */
enum status join_apply(struct analysis *, const bool *wanted, struct diags *);

/*
 * For a target and N options (batches): none, all, or those found by trying
 * each Concat in turn, in the order of the file, as long as one helps: more
 * batches fit, fewer bytes move in all, or as many and the SRAM without spill
 * is less.  Trials are planned with the least effort, at most a fixed number of
 * them and of work; what was found is kept if, with the effort asked for, it is
 * better than none.  The analysis, which has none,
 * gets the layers chosen.  Concats at whose step nothing is moved and nothing is
 * full are not tried one by one.
 */
enum status join_choose(struct analysis *, const struct target *,
			const struct plan_options *, int32_t n, struct arena *,
			struct diags *);

/*
 * The SRAM that the analysis needs without any spill at a batch; INT64_MAX
 * where a size at that batch is not whole.
 */
int64_t join_no_spill(const struct analysis *, int64_t batch, struct arena *);

/* The same if nothing were joined. */
int64_t join_no_spill_apart(const struct analysis *, int64_t batch, struct arena *);

#endif
