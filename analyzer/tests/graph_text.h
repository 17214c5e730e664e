/*
 * Graphs for tests, from one line of text.
 *
 *	x:f32[1,3,H]; w = f32[64,3]; y = Reshape(x, [1,-1]); z = Relu(y)
 *
 * Statements end with ';':
 *
 *	opset 11                   of ai.onnx; 21 otherwise
 *	x:f32[N,3]                 a graph input; letters are symbols, no
 *	                           brackets: a dim list that is not known
 *	w = f32[64,3]              an initializer whose elements were cut away
 *	c = i64[3]{1,2,3}          an initializer with elements
 *	a, b = Split(x, [1,2]) {axis=1}
 *
 * An argument is a name, nothing (absent), a list of numbers, or a number:
 * int64, or float32 when one of them has a point.  Attributes are ints,
 * floats, lists of either, "strings", and tensors as above (value=i32[1]{7}).
 * An operator of another domain is domain:Name(...).
 *
 * The graph's outputs are the values that no node reads.  Text that cannot
 * be read fails the test.
 */
#ifndef ANALYZER_TESTS_GRAPH_TEXT_H
#define ANALYZER_TESTS_GRAPH_TEXT_H

#include "analyzer/analyze.h"
#include "base/tests/suite.h"

/* The model, in the arena. */
struct model;
const struct model *model_from(const char *text, struct arena *);

/* Imported, not yet inferred. */
struct graph *graph_from(const char *text, struct arena *);

/* Inferred with no bindings; the test fails unless that gives WANTED. */
struct graph *graph_inferred(const char *text, enum status wanted, struct arena *);

/* The last messages, one per line, of graph_from() and graph_inferred(). */
const char *graph_messages(void);

/*
 * A value's type as text: "f32[1,3,?]", with @ after the batch axis
 * ("f32[1@,3]"), "virtual" or "bound" behind it; "?" when not known.
 */
const char *type_of(const struct graph *, const char *name);

/* Of all nodes, as shipped. */
int64_t total_macs(const struct graph *);

/* Its elements: "1 -2 4s ?", s for scaled, b for bound; "none" without. */
const char *literal_of(const struct graph *, const char *name);

/* "f32", "i64", "bool": short names, or those of analyzer/dtypes.def. */
enum dtype dtype_of_name(const char *);

#endif
