/*
 * Who is to blame when a problem does not fit; private to pack*.c.
 */
#ifndef PLANNER_PACK_BLAME_H
#define PLANNER_PACK_BLAME_H

#include "planner/pack.h"

/* Can a problem be packed?  Scratch is the arena. */
typedef enum pack_verdict pack_oracle(const struct pack_problem *, struct arena *,
				      struct diags *);

/* Fills the blamed buffers of a problem that cannot be packed; r->step is set. */
void pack_blame(struct pack_refusal *, const struct pack_problem *, pack_oracle *,
		struct arena *, struct diags *);

#endif
