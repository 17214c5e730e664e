/*
 * JSON out, by jansson: keys in the order they are set, names made valid.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <jansson.h>

#include "base/diag.h"
#include "base/str.h"

/*
 * From now on documents live in the arena, under its limit, and end with it,
 * whatever way out of a command is taken.  Nothing of before may be dropped after,
 * and nothing is ever freed with free().
 */
void json_use_arena(struct arena *);

/* Adds a document or a scalar, in one line. */
void json_add_compact(struct text *, const json_t *);

/* A string; bytes that are no UTF-8 are written as \xNN. */
json_t *json_name(struct arena *, const char *);

/* An integer, or null when it is negative. */
json_t *json_known(int64_t);

/* The messages: [{"id", "severity", "message"}]; errors are not among them. */
json_t *json_warnings(struct arena *, const struct diags *);

/* Adds the text of a value, with jansson's flags. */
void json_text(struct text *, const json_t *, size_t flags);

/* Adds the text of the document and a line end, and drops the document. */
void json_print(struct text *, json_t *);

#endif
