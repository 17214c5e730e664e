/*
 * --dump STAGE: what a stage of the pipeline made, as JSON, for whoever wants
 * to see or feed on the value that flows there.
 *
 *	graph       values and nodes of all scopes, with types
 *	layers      what runs as one, in order; views; in-place chances
 *	lifetimes   each storage: bytes, definition, uses
 *	problem     what the placement solver gets, in its file format
 *	            (planner/problem_json.h): `tidemark place` reads it
 *	placement   what came out of it, in the format of `tidemark place`
 *
 * The last two are one document per batch, at that batch; the others are as
 * shipped.
 */
#ifndef CLI_DUMP_H
#define CLI_DUMP_H

#include "cli/command.h"

/*
 * Analyses the first argument, plans it where the stage asks for that, and
 * prints the stage.  ERR_USAGE when there is none of this name; ERR_INPUT with
 * what could be resolved.  NO when a placement was asked for and none fits.
 */
enum status dump_run(struct request *);

#endif
