/*
 * Which tensor is which, by the layers that make and read them, or, where only
 * plans are known, by name, size and lifetime.
 */
#ifndef CLI_DIFF_VALUES_H
#define CLI_DIFF_VALUES_H

#include "cli/diff_match.h"

/* Layers that are one. */
struct pair {
	int32_t old, now;
};

/* Fills the values of a match; they must all be unmatched. */
void match_values(struct match *, const struct outline *old, const struct outline *now,
		  const struct pair *, int32_t n, struct arena *);

#endif
