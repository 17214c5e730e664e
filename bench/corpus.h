/*
 * Every model below some folders, at every level and some batches and SRAM sizes:
 * int8 activations, symbols 1.
 */
#ifndef BENCH_CORPUS_H
#define BENCH_CORPUS_H

#include "planner/demand.h"

enum { CORPUS_SIZES = 11, CORPUS_BATCHES = 3 };

/* 64 KiB to 64 MiB. */
#define CORPUS_SRAM(i) (INT64_C(65536) << (i))
extern const int64_t corpus_batches[CORPUS_BATCHES];
extern const char *const corpus_levels[];

/* One model at one level; what it takes of the arena goes with it. */
typedef void corpus_fn(const char *name, const struct analysis *, enum level,
		       struct arena *);

struct corpus {
	int models, refused; /* that do not resolve */
	int failed;          /* out of memory */
};

/* In the order of their paths; FIRST and on of ARGV are folders. */
struct corpus corpus_run(int argc, char **argv, int first, corpus_fn *);

#endif
