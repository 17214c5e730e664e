/*
 * "1,304,576 B = 802,816 res2a + 401,408 res3a": totals are printed as sums,
 * folded at 100 columns.
 */
#ifndef CLI_OUT_SUM_H
#define CLI_OUT_SUM_H

#include "cli/escape.h"

struct sum {
	struct text *text;
	size_t start; /* of the line */
	int n;
	enum sink sink; /* of the names; lines are folded for the terminal only */
};

/* The total, where the line stands. */
void sum_begin(struct sum *, struct text *, int64_t total);
/* One more term; the name is escaped. */
void sum_add(struct sum *, int64_t bytes, const char *name);

#endif
