/*
 * The graph of a model without its weights, as a smaller file in memory.
 *
 * One pass, front to back.  Every length, tag and nesting is checked here,
 * so that what comes out is a well-formed ModelProto: an error says the byte,
 * what was found and what was wanted.  skim.def says what is left out.
 *
 * SKIM_READ drops unknown fields, and leaves a note in the place of elements
 * that were cut: a field of number CUT_NOTE, which the schema does not have.
 * SKIM_STRIP makes a file for others: unknown fields stay, elements that were
 * cut are declared external, and skimming the result again changes nothing.
 */
#ifndef PROTO_SKIM_H
#define PROTO_SKIM_H

#include "base/diag.h"
#include "proto/emit.h"
#include "proto/grammar.h"
#include "proto/source.h"

/* Messages inside messages; a graph in a graph takes three. */
enum { SKIM_DEPTH = 200 };

/* A singular message that comes again is merged, which costs: few may. */
enum { SKIM_MERGES = 16 };

/* Where a skeleton stops being one. */
#define SKELETON_MAX ((size_t)1 << 30)

enum { CUT_NOTE = 536870911 };

enum { MODEL_GRAPH = 7, MODEL_FUNCTIONS = 25 }; /* fields of ModelProto */

struct cut_note {
	int64_t field; /* of the elements */
	int64_t offset, length;
};

/* A message that is complete; the bytes are only lent. */
struct piece {
	uint32_t parent; /* 0 in the model, else the model's field: its graph */
	uint32_t field;  /* in the parent */
	const unsigned char *bytes;
	size_t n;
	struct arena *scratch; /* to be left as it was */
};

/*
 * Takes the parts of the main graph and the functions one by one, as soon as
 * they are complete, so that the skeleton is never large nor cold in cache.
 */
struct sink {
	enum status (*take)(struct sink *, const struct piece *);
};

/*
 * The skeleton grows in its arena: take one for scratch.  With a sink, it is
 * what the sink did not get.
 */
enum status skim(struct emit *skeleton, struct source *, enum skim_mode, struct sink *,
		 struct diags *);

#endif
