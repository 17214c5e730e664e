/*
 * Sorting of numbered keys: stable, so that equal keys stay in the order they
 * were given, and quick on the short lists that most problems are.
 */
#ifndef PLANNER_PACK_SORT_H
#define PLANNER_PACK_SORT_H

#include <stdint.h>

struct key {
	int64_t key;
	int32_t id;
};

/* Ascending; SCRATCH has room for N as well. */
void keys_sort(struct key *, int32_t n, struct key *scratch);

#endif
