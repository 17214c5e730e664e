/*
 * An arena and a place for messages, new for each test of a case:
 *
 *	tcase_add_checked_fixture(t, arena_setup, arena_teardown);
 */
#ifndef BASE_TESTS_FIXTURE_H
#define BASE_TESTS_FIXTURE_H

#include "base/diag.h"
#include "base/tests/suite.h"

extern struct arena *arena;
extern struct diags *diags;

void arena_setup(void);
void arena_teardown(void);

/* The first message, or "". */
const char *complaint(void);

#endif
