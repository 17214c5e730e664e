/*
 * Refuses problems that contradict themselves; private to pack*.c.
 */
#ifndef PLANNER_PACK_INPUT_H
#define PLANNER_PACK_INPUT_H

#include "planner/pack.h"

enum status pack_input_check(const struct pack_problem *, struct diags *);

#endif
