/*
 * Shapes against the truth of a corpus: what the conformance program's parts
 * share.  A suite is a folder's models with one kind of truth.
 */
#ifndef ANALYZER_TESTS_CONFORMANCE_H
#define ANALYZER_TESTS_CONFORMANCE_H

#include <jansson.h>
#include <stdbool.h>

#include "analyzer/analyze.h"
#include "proto/model.h"

/* One model, read and inferred; everything is the arena's. */
struct run {
	struct arena *arena;
	struct diags *diags;
	struct model *model;
	struct graph *graph; /* NULL when it could not even be imported */
	enum status status;
	struct bindings bindings;
};

/* Which inputs' elements are bound, apart from their sizes. */
enum values {
	SIZES, /* none */
	GIVEN, /* those that the truth file gives */
	ZEROS, /* and small integers that it does not: the runtime got zeros */
};

/*
 * INPUTS: {name: {dims, data, fill}} as in the truth files, or the same as a
 * list with names; NULL for none.
 * False when the file cannot be read.
 */
bool run_model(struct run *, const char *path, const json_t *inputs, enum values);
/* What --batch does: the graph at N where that can be had, or as it was. */
void run_batch(struct run *, int64_t n);
void run_close(struct run *);

enum verdict { RIGHT, BOUNDED, WRONG, UNRESOLVED, N_VERDICTS };

struct tally {
	const char *suite;
	long models, refused, tensors;
	long by[N_VERDICTS];
};

/* A value against {dtype, dims, data_dependent}; BATCH 0: as bound. */
enum verdict compare_value(const struct run *, value_id, const json_t *truth,
			   int64_t batch);

/* The value that a truth file names in a body, "If:then_branch/NAME". */
value_id find_in_body(const struct graph *, const char *name);

/* Verbose: every verdict but RIGHT is printed. */
extern bool verbose;
void count_value(struct tally *, const struct run *, const char *model,
		 const char *name, value_id, const json_t *truth, int64_t batch);
void count_refused(struct tally *, const struct run *, const char *model);

/* A string of an object, "" when it has none. */
const char *truth_text(const json_t *, const char *key);

/* Each file that matches, FILE.shapes.json, with its model's path. */
void each_truth(const char *pattern,
		void (*each)(struct tally *, const char *path, const json_t *),
		struct tally *);

/* One run of a model against one set of truths, and of those in bodies. */
void one_run(struct tally *, const char *path, const json_t *inputs, enum values,
	     const json_t *truths, const json_t *bodies);

/* The suites; each fills one tally or more, and returns how many. */
int suite_models(const char *corpus, struct tally *);
int suite_lines(const char *corpus, struct tally *);
int suite_tests(const char *corpus, struct tally *);
int suite_exports(const char *corpus, struct tally *);

/* The other program: 200 files of the corpus, damaged.  1 when one fails. */
int damage_corpus(const char *corpus);

#endif
