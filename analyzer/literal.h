/*
 * Elements from a file's tensors, and literals made of plain numbers.
 */
#ifndef ANALYZER_LITERAL_H
#define ANALYZER_LITERAL_H

#include "analyzer/graph.h"

/* N unknown elements. */
struct literal *literal_new(int64_t n, bool is_float, struct arena *);

/* NULL when the elements are not at hand, too many, or not numbers. */
struct literal *literal_of_tensor(const struct tensor_def *, struct arena *);

/* No element is unknown. */
bool literal_known(const struct literal *);

/* Whether elements of this type are kept as f rather than i. */
bool literal_is_float(enum dtype);

#endif
