/*
 * Which items of other rates are better taken, or better left, than the rate at
 * which a room runs out suggests.
 *
 * Taken in order of what a byte saves, a room runs out in the middle of one class
 * of equal rates.  Items of better rates are in, items of worse rates are out, and
 * the class fills what is left as well as its sums allow.  To flip an item, out or
 * in, lets the class take as many bytes more or less, and loses what the two rates
 * differ by.  Only flips that lose less than the best answer is away from the
 * bound can be part of a better one: usually few.  Those are tried in order, all
 * sets of them at once: a list of what they take and save, without those that
 * take more and save less than another.
 */
#ifndef PLANNER_FILL_CORE_H
#define PLANNER_FILL_CORE_H

#include <stdbool.h>

#include "planner/fill_class.h"

struct core_item {
	int64_t size, saves;
	int32_t number; /* the caller's */
	bool in;        /* unless it is flipped */
};

struct core_problem {
	struct fill_class *class;
	int64_t saves, per; /* the class saves so much per so many bytes */
	int64_t room;       /* beside those that are in */
	const struct core_item *items;
	int32_t n;
};

struct core_answer {
	int64_t saved;      /* by the class and the flips */
	int64_t bound;      /* none saves more; proven when equal */
	int64_t class_room; /* what is left for the class */
};

/* Scratch that grows, to be used again. */
struct core;
struct core *core_open(struct arena *);

/* flipped[i] is 1 or 0. */
void core_run(struct core *, const struct core_problem *, uint8_t *flipped,
	      struct core_answer *);

#endif
