/*
 * Functions of one element.
 */
#include "analyzer/fold.h"
#include "analyzer/rules.h"

#include <math.h>

/* What a function keeps of the certainty of its argument. */
enum keeps {
	KEEPS_ALL,     /* x itself, or a multiple */
	KEEPS_ROUNDED, /* monotone; in proportion where x was whole already */
	KEEPS_BOUND,   /* monotone */
	KEEPS_NONE,
	KEEPS_SCALE, /* f(n x) = n f(x), not monotone */
};

struct function {
	int64_t (*ints)(int64_t);
	double (*floats)(double);
	enum keeps keeps;
};

static uint8_t
kept(enum keeps keeps, const struct element *x, bool is_float, double result)
{
	uint8_t scaled = x->flags & ELEMENT_SCALED;
	bool bound = x->flags & ELEMENT_BOUND;

	if (x->flags & ELEMENT_UNKNOWN || (bound && keeps >= KEEPS_NONE))
		return ELEMENT_UNKNOWN;
	if (keeps == KEEPS_ROUNDED && is_float && x->f != result)
		scaled = 0;
	if (keeps == KEEPS_BOUND || keeps == KEEPS_NONE)
		scaled = 0;
	return scaled | (bound ? ELEMENT_BOUND : 0);
}

static void
fold_function(struct infer *in, struct node *node, const struct function *f)
{
	const struct literal *x = fold_input(in, node, 0);
	struct literal *y = x ? fold_output(in, node, 0) : NULL;

	for (int64_t i = 0; y && i < y->n; i++) {
		const struct element *e = &x->elements[i];
		struct element *r = &y->elements[i];

		if (!x->is_float)
			r->i = f->ints(e->i);
		else if (y->is_float)
			r->f = f->floats(e->f);
		else
			r->i = fold_to_int(f->floats(e->f));
		r->flags = kept(f->keeps, e, x->is_float, y->is_float ? r->f : 0);
	}
	fold_narrow(in, node, 0, y);
}

/* Half to even, as IEEE rounds. */
static double
round_even(double x)
{
	return nearbyint(x);
}

/* INTS and FLOATS are expressions of x. */
#define FUNCTION(id, keeps, INTS, FLOATS)                                              \
	static int64_t id##_ints(int64_t x)                                            \
	{                                                                              \
		return (int64_t)(INTS);                                                \
	}                                                                              \
	static double id##_floats(double x)                                            \
	{                                                                              \
		return FLOATS;                                                         \
	}                                                                              \
	void fold_##id(struct infer *in, struct node *node)                            \
	{                                                                              \
		static const struct function f = {id##_ints, id##_floats, keeps};      \
                                                                                       \
		fold_function(in, node, &f);                                           \
	}

FUNCTION(neg, KEEPS_SCALE, 0 - (uint64_t)x, -x)
FUNCTION(abs, KEEPS_SCALE, x < 0 ? 0 - (uint64_t)x : (uint64_t)x, fabs(x))
FUNCTION(relu, KEEPS_ALL, x > 0 ? x : 0, x > 0 ? x : 0)
FUNCTION(floor, KEEPS_ROUNDED, x, floor(x))
FUNCTION(ceil, KEEPS_ROUNDED, x, ceil(x))
FUNCTION(round, KEEPS_ROUNDED, x, round_even(x))
FUNCTION(sqrt, KEEPS_BOUND, x, sqrt(x))
FUNCTION(exp, KEEPS_BOUND, x, exp(x))
FUNCTION(log, KEEPS_BOUND, x, log(x))
FUNCTION(sign, KEEPS_NONE, (x > 0) - (x < 0), (x > 0) - (x < 0))
FUNCTION(reciprocal, KEEPS_NONE, 0 * x, 1 / x)
FUNCTION(not, KEEPS_NONE, !x, x == 0)
FUNCTION(bit_not, KEEPS_NONE, ~(uint64_t)x, 0 * x)
FUNCTION(is_nan, KEEPS_NONE, 0 * x, isnan(x))
#undef FUNCTION

void
fold_is_inf(struct infer *in, struct node *node)
{
	bool positive = attr_int(node, "detect_positive", 1) != 0;
	bool minus = attr_int(node, "detect_negative", 1) != 0;
	const struct literal *x = fold_input(in, node, 0);
	struct literal *y = x && x->is_float ? fold_output(in, node, 0) : NULL;

	for (int64_t i = 0; y && i < y->n; i++) {
		const struct element *e = &x->elements[i];

		y->elements[i].i = isinf(e->f) && (e->f > 0 ? positive : minus);
		y->elements[i].flags = kept(KEEPS_NONE, e, true, 0);
	}
}

/* Only the element type changes; floats are cut off towards zero. */
static void
cast_one(const struct element *e, bool from_float, bool to_float, enum dtype to,
	 struct element *r)
{
	if (from_float == to_float)
		*r = *e;
	else if (to_float)
		r->f = (double)e->i;
	else if (to == DTYPE_BOOL)
		r->i = e->f != 0;
	else
		r->i = fold_to_int(e->f);
	r->flags = kept(to == DTYPE_BOOL ? KEEPS_NONE : KEEPS_ROUNDED, e, from_float,
			to_float ? e->f : (double)r->i);
}

void
fold_cast(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	const struct type *t = fold_type(in, node, 0);
	struct literal *y = x ? fold_output(in, node, 0) : NULL;

	for (int64_t i = 0; y && i < y->n; i++)
		cast_one(&x->elements[i], x->is_float, y->is_float, t->dtype,
			 &y->elements[i]);
	fold_narrow(in, node, 0, y);
}

/* One end of Clip, from an attribute or an input; true when it is there. */
static bool
clip_end(const struct infer *in, const struct node *node, const char *name, int input,
	 bool is_float, struct element *e)
{
	const struct literal *l = infer_literal(in, node, input);

	*e = (struct element){.flags = ELEMENT_UNKNOWN};
	if (infer_present(node, input)) {
		if (l && l->n == 1 && l->is_float == is_float)
			*e = l->elements[0];
		return true;
	}
	if (!attr_present(node, name))
		return false;
	*e = (struct element){.f = attr_float(node, name, 0)};
	if (!is_float)
		*e = (struct element){.i = fold_to_int(e->f)};
	return true;
}

void
fold_clip(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	struct literal *y = x ? fold_output(in, node, 0) : NULL;
	struct element low, high;
	bool has_low, has_high;

	if (!y)
		return;
	has_low = clip_end(in, node, "min", 1, y->is_float, &low);
	has_high = clip_end(in, node, "max", 2, y->is_float, &high);
	for (int64_t i = 0; i < y->n; i++) {
		struct element *r = &y->elements[i];

		*r = x->elements[i];
		if (has_low)
			*r = fold_apply(&arithmetic_max, r, &low, y->is_float);
		if (has_high)
			*r = fold_apply(&arithmetic_min, r, &high, y->is_float);
	}
}
