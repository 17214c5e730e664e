/*
 * What every program of tests needs: memory, and to run.
 */
#ifndef BASE_TESTS_SUITE_H
#define BASE_TESTS_SUITE_H

#include <check.h>

#include "base/arena.h"

/* An arena that lives as long as the test. */
struct arena *test_arena(void);

/* Runs a suite of one case: what main() returns. */
int suite_main(const char *name, TCase *);

#endif
