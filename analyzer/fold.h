/*
 * Evaluation of small tensors: what the fold rules share.
 *
 * A fold rule runs after its node's shape rule, reads the inputs' literals
 * and makes the output's.  It makes none when it cannot.  Elements carry
 * what is certain about them (analyzer/graph.h):
 *
 *	unknown  is contagious, except where the others decide: 0 x unknown
 *	scaled   is kept by what is linear in the batch, and lost elsewhere:
 *		 the number is then that of the shipped batch
 *	bound    is kept by what is monotone, and is unknown elsewhere
 *
 * Numbers follow the element type: integers wrap, floats are computed in
 * double and rounded to the type.
 */
#ifndef ANALYZER_FOLD_H
#define ANALYZER_FOLD_H

#include "analyzer/infer.h"

/* Input I when it is known and has as many elements as its type; or NULL. */
const struct literal *fold_input(const struct infer *, const struct node *, int i);

/*
 * The same for all inputs of an operator that may know its result without
 * knowing each of them: a small one that is not known is one of unknown
 * elements.  False when one is neither, or none is known.
 */
bool fold_operands(const struct infer *, const struct node *, const struct literal **);

/* Takes back a literal of which nothing is known. */
void fold_drop_unknown(const struct infer *, const struct node *, int i);

/* The type of output I, NULL when it is absent. */
const struct type *fold_type(const struct infer *, const struct node *, int i);

/*
 * Output I's elements, all zero and certain.  NULL when the type is not
 * resolved, is only a bound, has over LITERAL_MAX elements, or is not one of
 * numbers.
 */
struct literal *fold_output(struct infer *, const struct node *, int i);

/* Rounds or wraps the elements to output I's type; NULL is allowed. */
void fold_narrow(const struct infer *, const struct node *, int i, struct literal *);
void fold_narrow_one(struct element *, enum dtype);

/* The element of IN that output element I of OUT reads when IN is broadcast. */
int64_t fold_source(const struct type *out, const struct type *in, int64_t i);

/* Row-major index to coordinates and back; DIMS of RANK. */
void fold_coordinates(const int64_t *dims, int32_t rank, int64_t i, int64_t *at);
int64_t fold_index(const int64_t *dims, int32_t rank, const int64_t *at);

/* A computation on two elements. */
struct arithmetic {
	/* false: the result is not defined, as in a division by zero */
	bool (*ints)(int64_t a, int64_t b, int64_t *r);
	double (*floats)(double a, double b);
	/* what is certain of the result r of a and b */
	uint8_t (*flags)(const struct element *a, const struct element *b,
			 bool is_float);
};

struct element fold_apply(const struct arithmetic *, const struct element *a,
			  const struct element *b, bool is_float);

extern const struct arithmetic arithmetic_add, arithmetic_mul, arithmetic_div,
	arithmetic_min, arithmetic_max;

/* Cut off towards zero; beyond the range of int64 its least number. */
int64_t fold_to_int(double);

/* Zero, as an integer or a float. */
bool fold_is_zero(const struct element *, bool is_float);

#endif
