/*
 * The placement problem as an integer program in LP format, for a solver that
 * shares nothing with ours.  Written from the rules in planner/problem.h.
 */
#ifndef BENCH_PLACE_MIP_H
#define BENCH_PLACE_MIP_H

#include <stdio.h>

#include "planner/place.h"

/*
 * Minimise cost under SRAM, with N weights (0 for none).  Traffic that no
 * choice can change is left out of the program: add what is returned.
 */
int64_t mip_write(FILE *, const struct problem *, const struct weight *, int32_t n,
		  int64_t sram);

#endif
