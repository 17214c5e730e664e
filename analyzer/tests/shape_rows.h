/*
 * Tests of shape and cost rules as tables: a sentence, and what `y` must be.
 */
#ifndef ANALYZER_TESTS_SHAPE_ROWS_H
#define ANALYZER_TESTS_SHAPE_ROWS_H

#include <stddef.h>
#include <stdint.h>

struct shape_row {
	const char *text;
	const char *type; /* of y, as type_of() writes it; NULL: a conflict */
	int64_t macs;     /* of the whole graph; 0 is not looked at */
};

struct shape_table {
	const char *name;
	const struct shape_row *rows;
	size_t n;
};

#define SHAPE_TABLE(id)                                                                \
	{                                                                              \
#id, id, sizeof(id) / sizeof((id)[0])                                  \
	}

/* A test program of N tables, one test each: what main() returns. */
int shape_rows_main(const char *suite, const struct shape_table *, size_t n);

#endif
