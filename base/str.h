/*
 * Strings: a buffer that grows, and a table from names to small numbers.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Text under construction; always ends in NUL. */
struct text {
	struct arena *arena;
	char *s;
	size_t n, room;
};

void text_open(struct text *, struct arena *);
void text_add(struct text *, const char *, size_t n);
void text_puts(struct text *, const char *);
void text_printf(struct text *, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * From names to numbers.  Names are not copied and must live as long as the
 * table.  Walk the numbers, never the table: its order means nothing.
 */
struct names;

struct names *names_new(struct arena *);
/* The number of a name, or -1. */
int32_t names_get(const struct names *, const char *);
/* Sets or replaces. */
void names_put(struct names *, const char *, int32_t);

/*
 * The candidate most like WORD (fewest edits), for "did you mean"; NULL when
 * none is near.
 */
const char *nearest(const char *word, const char *const *candidates, size_t n);

#endif
