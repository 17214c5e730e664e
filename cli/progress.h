/*
 * How far a long run has come: one line on a terminal's standard error, from
 * half a second on.  It never touches a result.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool wanted, shown;
	double start, last; /* seconds */
	const char *what;   /* in front; may be NULL */
};

void progress_open(struct progress *);
/* A progress_fn of planner/sweep.h. */
void progress_tell(void *progress, int64_t done, int64_t all);
/* Takes the line away. */
void progress_close(struct progress *);

#endif
