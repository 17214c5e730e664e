/*
 * On which line of a JSON text a key stands; the parser does not say.
 */
#ifndef CLI_CHECK_LINES_H
#define CLI_CHECK_LINES_H

#include "base/str.h"

/*
 * From pointers such as "/models/0/budget/sram.no_spill" to lines, counted
 * from 1.  The text has been parsed before: it is JSON.
 */
struct names *lines_find_all(const char *json, struct arena *);

/* The line of a pointer, or of the nearest thing around it that has one. */
int32_t lines_get(const struct names *, const char *pointer, struct arena *);

#endif
