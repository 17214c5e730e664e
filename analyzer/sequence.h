/*
 * Types of sequences: see struct type, element and items.
 */
#ifndef ANALYZER_SEQUENCE_H
#define ANALYZER_SEQUENCE_H

#include "analyzer/infer.h"

enum { SEQUENCE_MAX = 4096 }; /* longer ones know only what all share */

/*
 * Makes T a sequence of N elements (-1 unknown): ITEMS, or all like SHARED.
 * With ITEMS, SHARED is used only when there are none of them.
 */
void sequence_set(struct infer *, struct type *, struct type *items, int64_t n,
		  const struct type *shared);

/* Element I; never NULL. */
const struct type *sequence_item(const struct type *, int64_t i);

/* The dim is taken out; T owns its dims. */
void sequence_drop_axis(struct type *, int32_t axis);

#endif
