/*
 * Arithmetic, comparison and logic on two operands.
 */
#include "analyzer/fold.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"

#include <math.h>
#include <string.h>

/* --- what is certain of a result --- */

static uint8_t
either(const struct element *a, const struct element *b)
{
	return a->flags | b->flags;
}

/* No proportion survives, and a bound says nothing. */
static uint8_t
flags_other(const struct element *a, const struct element *b, bool is_float)
{
	(void)is_float;
	return either(a, b) & (ELEMENT_UNKNOWN | ELEMENT_BOUND) ? ELEMENT_UNKNOWN : 0;
}

/* Both in proportion, or one of them zero. */
static uint8_t
both_scaled(const struct element *a, const struct element *b, bool is_float)
{
	bool sa = a->flags & ELEMENT_SCALED, sb = b->flags & ELEMENT_SCALED;

	return (sa || sb) && (sa || fold_is_zero(a, is_float)) &&
			       (sb || fold_is_zero(b, is_float))
		       ? ELEMENT_SCALED
		       : 0;
}

static uint8_t
flags_add(const struct element *a, const struct element *b, bool is_float)
{
	return (either(a, b) & (ELEMENT_UNKNOWN | ELEMENT_BOUND)) |
	       both_scaled(a, b, is_float);
}

static uint8_t
flags_sub(const struct element *a, const struct element *b, bool is_float)
{
	if (b->flags & ELEMENT_BOUND)
		return ELEMENT_UNKNOWN;
	return flags_add(a, b, is_float);
}

static bool
negative(const struct element *e, bool is_float)
{
	return is_float ? e->f < 0 : e->i < 0;
}

static uint8_t
flags_mul(const struct element *a, const struct element *b, bool is_float)
{
	bool sa = a->flags & ELEMENT_SCALED, sb = b->flags & ELEMENT_SCALED;
	uint8_t flags = either(a, b) & (ELEMENT_UNKNOWN | ELEMENT_BOUND);

	if (fold_is_zero(a, is_float) || fold_is_zero(b, is_float))
		return 0;
	if (flags & ELEMENT_BOUND && (negative(a, is_float) || negative(b, is_float)))
		return ELEMENT_UNKNOWN;
	return flags | (sa != sb ? ELEMENT_SCALED : 0);
}

/* Scaled by plain stays in proportion where nothing is cut off. */
static uint8_t
flags_div(const struct element *a, const struct element *b, bool is_float)
{
	bool sa = a->flags & ELEMENT_SCALED, sb = b->flags & ELEMENT_SCALED;
	uint8_t flags = either(a, b) & (ELEMENT_UNKNOWN | ELEMENT_BOUND);

	if (b->flags & ELEMENT_BOUND ||
	    (flags & ELEMENT_BOUND && negative(b, is_float)))
		return ELEMENT_UNKNOWN;
	if (sa && !sb && (is_float || (b->i != 0 && b->i != -1 && a->i % b->i == 0)))
		flags |= ELEMENT_SCALED;
	return flags;
}

static uint8_t
flags_mod(const struct element *a, const struct element *b, bool is_float)
{
	if (a->flags & b->flags & ELEMENT_SCALED)
		return flags_other(a, b, is_float) | ELEMENT_SCALED;
	return flags_other(a, b, is_float);
}

/* The winner's proportion. */
static uint8_t
flags_of_winner(const struct element *a, const struct element *b, bool a_wins, bool tie)
{
	uint8_t won = (a_wins ? a : b)->flags;

	if (tie)
		won |= either(a, b);
	return (either(a, b) & (ELEMENT_UNKNOWN | ELEMENT_BOUND)) |
	       (won & ELEMENT_SCALED);
}

static uint8_t
flags_max(const struct element *a, const struct element *b, bool is_float)
{
	if (is_float)
		return flags_of_winner(a, b, a->f > b->f, a->f == b->f);
	return flags_of_winner(a, b, a->i > b->i, a->i == b->i);
}

/* The least of a bound and another is a bound even if the bound is unknown. */
static uint8_t
flags_min(const struct element *a, const struct element *b, bool is_float)
{
	if (is_float)
		return flags_of_winner(a, b, a->f < b->f, a->f == b->f);
	return flags_of_winner(a, b, a->i < b->i, a->i == b->i);
}

static uint8_t
flags_pow(const struct element *a, const struct element *b, bool is_float)
{
	bool one = !(b->flags & ELEMENT_UNKNOWN) && (is_float ? b->f == 1 : b->i == 1);

	return one ? a->flags : flags_other(a, b, is_float);
}

/* False decides And, true decides Or. */
static uint8_t
flags_and(const struct element *a, const struct element *b, bool is_float)
{
	if (fold_is_zero(a, is_float) || fold_is_zero(b, is_float))
		return 0;
	return flags_other(a, b, is_float);
}

static bool
is_true(const struct element *e)
{
	return !(e->flags & (ELEMENT_UNKNOWN | ELEMENT_BOUND)) && e->i;
}

static uint8_t
flags_or(const struct element *a, const struct element *b, bool is_float)
{
	return is_true(a) || is_true(b) ? 0 : flags_other(a, b, is_float);
}

/* --- the numbers --- */

static bool
divide(int64_t a, int64_t b, int64_t *r)
{
	if (b == 0)
		return false;
	*r = b == -1 ? (int64_t)(0 - (uint64_t)a) : a / b;
	return true;
}

static bool
remainder_of_dividend(int64_t a, int64_t b, int64_t *r)
{
	if (b == 0)
		return false;
	*r = b == -1 ? 0 : a % b;
	return true;
}

static bool
remainder_of_divisor(int64_t a, int64_t b, int64_t *r)
{
	if (!remainder_of_dividend(a, b, r))
		return false;
	if (*r != 0 && (*r < 0) != (b < 0))
		*r += b;
	return true;
}

static double
float_remainder_of_divisor(double a, double b)
{
	double r = fmod(a, b);

	return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

/* Exact where the result fits; a negative exponent leaves 1, -1 or 0. */
static bool
power(int64_t a, int64_t b, int64_t *r)
{
	double approximate = pow((double)a, (double)b);
	uint64_t base = (uint64_t)a, exact = 1;

	if (!(fabs(approximate) < 0x1p63))
		return false;
	*r = (int64_t)approximate;
	if (b < 0)
		return true;
	for (; b; b >>= 1, base *= base)
		exact *= b & 1 ? base : 1;
	*r = (int64_t)exact;
	return true;
}

static bool
shift_left(int64_t a, int64_t b, int64_t *r)
{
	*r = b >= 0 && b < 64 ? (int64_t)((uint64_t)a << b) : 0;
	return true;
}

static bool
shift_right(int64_t a, int64_t b, int64_t *r)
{
	*r = b >= 0 && b < 64 ? (int64_t)((uint64_t)a >> b) : 0;
	return true;
}

/* INTS and FLOATS are expressions of a and b. */
#define ARITHMETIC(storage, id, flags, INTS, FLOATS)                                   \
	static bool id##_ints(int64_t a, int64_t b, int64_t *r)                        \
	{                                                                              \
		*r = (int64_t)(INTS);                                                  \
		return true;                                                           \
	}                                                                              \
	static double id##_floats(double a, double b)                                  \
	{                                                                              \
		return FLOATS;                                                         \
	}                                                                              \
	storage struct arithmetic arithmetic_##id = {id##_ints, id##_floats, flags};

ARITHMETIC(const, add, flags_add, (uint64_t)a + (uint64_t)b, a + b)
ARITHMETIC(const, mul, flags_mul, (uint64_t)a *(uint64_t)b, a *b)
ARITHMETIC(const, min, flags_min, a < b ? a : b, isnan(a) || a < b ? a : b)
ARITHMETIC(const, max, flags_max, a > b ? a : b, isnan(a) || a > b ? a : b)

ARITHMETIC(static const, sub, flags_sub, (uint64_t)a - (uint64_t)b, a - b)
ARITHMETIC(static const, equal, flags_other, a == b, a == b)
ARITHMETIC(static const, less, flags_other, a < b, a < b)
ARITHMETIC(static const, greater, flags_other, a > b, a > b)
ARITHMETIC(static const, less_or_equal, flags_other, a <= b, a <= b)
ARITHMETIC(static const, greater_or_equal, flags_other, a >= b, a >= b)
ARITHMETIC(static const, and, flags_and, a &&b, a != 0 && b != 0)
ARITHMETIC(static const, or, flags_or, a || b, a != 0 || b != 0)
ARITHMETIC(static const, xor, flags_other, !a != !b, (a != 0) != (b != 0))
ARITHMETIC(static const, bit_and, flags_other, a &b, 0 * a * b)
ARITHMETIC(static const, bit_or, flags_other, a | b, 0 * a * b)
ARITHMETIC(static const, bit_xor, flags_other, a ^ b, 0 * a * b)
#undef ARITHMETIC

static double
float_divide(double a, double b)
{
	return a / b;
}

const struct arithmetic arithmetic_div = {divide, float_divide, flags_div};

static const struct arithmetic arithmetic_mod = {remainder_of_divisor,
						 float_remainder_of_divisor, flags_mod};
static const struct arithmetic arithmetic_fmod = {remainder_of_dividend, fmod,
						  flags_mod};
static const struct arithmetic arithmetic_pow = {power, pow, flags_pow};
static const struct arithmetic arithmetic_left = {shift_left, fmod, flags_other};
static const struct arithmetic arithmetic_right = {shift_right, fmod, flags_other};

/* --- rules --- */

/* A float's element as the other operand has it: Pow mixes types. */
static struct element
as_kind(const struct literal *l, int64_t i, bool is_float)
{
	struct element e = l->elements[i];

	if (is_float && !l->is_float)
		e.f = (double)e.i;
	return e;
}

static void
fold_two(struct infer *in, struct node *node, const struct arithmetic *op)
{
	const struct literal *l[2], *a, *b;
	const struct type *ta, *tb, *ty = fold_type(in, node, 0);
	struct type scratch[2];
	struct literal *y;

	if (node->n_inputs != 2 || !fold_operands(in, node, l))
		return;
	y = fold_output(in, node, 0);
	if (!y)
		return;
	a = l[0];
	b = l[1];
	ta = shape_operand(in, node, 0, &scratch[0]);
	tb = shape_operand(in, node, 1, &scratch[1]);
	for (int64_t i = 0; i < y->n; i++) {
		bool is_float = a->is_float || b->is_float;
		struct element ea = as_kind(a, fold_source(ty, ta, i), is_float);
		struct element eb = as_kind(b, fold_source(ty, tb, i), is_float);

		y->elements[i] = fold_apply(op, &ea, &eb, is_float);
		if (is_float && !y->is_float)
			y->elements[i].i = fold_to_int(y->elements[i].f);
	}
	fold_narrow(in, node, 0, y);
	fold_drop_unknown(in, node, 0);
}

#define FOLD_TWO(id)                                                                   \
	void fold_##id(struct infer *in, struct node *node)                            \
	{                                                                              \
		fold_two(in, node, &arithmetic_##id);                                  \
	}

FOLD_TWO(add)
FOLD_TWO(sub)
FOLD_TWO(mul)
FOLD_TWO(div)
FOLD_TWO(pow)
FOLD_TWO(equal)
FOLD_TWO(less)
FOLD_TWO(greater)
FOLD_TWO(less_or_equal)
FOLD_TWO(greater_or_equal)
FOLD_TWO(and)
FOLD_TWO(or)
FOLD_TWO(xor)
FOLD_TWO(bit_and)
FOLD_TWO(bit_or)
FOLD_TWO(bit_xor)
#undef FOLD_TWO

void
fold_mod(struct infer *in, struct node *node)
{
	bool as_c = attr_int(node, "fmod", 0) != 0;

	fold_two(in, node, as_c ? &arithmetic_fmod : &arithmetic_mod);
}

void
fold_bit_shift(struct infer *in, struct node *node)
{
	bool left = !strcmp(attr_string(node, "direction", ""), "LEFT");

	fold_two(in, node, left ? &arithmetic_left : &arithmetic_right);
}
