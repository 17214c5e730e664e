/*
 * Arithmetic in the names of dimensions: "past_sequence_length + 1",
 * "2*(s0//2)", "Max(1, s0 - 4)", "floor(width/32)".
 *
 * A text that is no such arithmetic is one symbol, whatever it contains:
 * "batch-size" and "a/b" are names, "n-1" and "n / 2" are not.
 */
#ifndef ANALYZER_BIND_EXPR_H
#define ANALYZER_BIND_EXPR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* What a symbol stands for; false when it is not known. */
typedef bool symbol_value(void *context, const char *name, int64_t *value);

/*
 * False when a symbol is unknown or the result is no size.  Every symbol in
 * the text is asked for, after unknown ones too.  Names are the arena's.
 */
bool expr_value(const char *text, symbol_value *, void *context, struct arena *,
		int64_t *result);

/* The text is a symbol rather than arithmetic. */
bool expr_is_symbol(const char *text, struct arena *);

#endif
