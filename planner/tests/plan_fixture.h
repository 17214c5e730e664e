/*
 * Analyses and plans from one line of text, and graphs made by chance.
 */
#ifndef PLANNER_TESTS_PLAN_FIXTURE_H
#define PLANNER_TESTS_PLAN_FIXTURE_H

#include "analyzer/tests/graph_text.h"
#include "planner/plan.h"

/* The graph of a text, its layers and lifetimes; fails the test otherwise. */
void analysis_from(struct analysis *, const char *text, enum level, struct arena *);

/* A generator of numbers that is the same everywhere. */
struct dice {
	uint64_t state;
};

/* 0 .. n - 1 */
int dice_roll(struct dice *, int n);

/* A graph of some N operators with branches, views, weights and joins. */
const char *random_graph(struct dice *, int n, struct arena *);

#endif
