/*
 * Models of any kind through everything that plan and inspect do, in every format.
 * Each must be answered or refused with a reason, within a second of CPU time and 64
 * MiB of arena.
 */
#ifndef BENCH_ATTEMPT_H
#define BENCH_ATTEMPT_H

#include <stddef.h>

/* Tries one; LABEL says which it is where it fails. */
void attempt(const char *label, const void *bytes, size_t n);

/* Prints what came of all; the exit status. */
int attempts_end(const char *what);

#endif
