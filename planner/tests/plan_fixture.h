/*
 * Analyses and plans from one line of text, and graphs made by chance.
 */
#ifndef PLANNER_TESTS_PLAN_FIXTURE_H
#define PLANNER_TESTS_PLAN_FIXTURE_H

#include "analyzer/tests/graph_text.h"
#include "base/tests/fixture.h"
#include "planner/plan.h"

/* Of one test: plan_setup() gives the target "generic" and the least options. */
extern struct analysis analysis;
extern struct target target;
extern struct plan_options options;
extern struct plan plan;

void plan_setup(void);

/* Plans `analysis` as target and options say; fails the test otherwise. */
void plan_analysis(int64_t sram);
/* The same from a text. */
void plan_text(const char *text, enum level, int64_t sram);

/* The verifier refuses `plan` with a fault of this id; fails the test otherwise. */
void refused_for(const char *id);

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
