#include "analyzer/fold.h"

#include "analyzer/literal.h"

#include <math.h>

const struct type *
fold_type(const struct infer *in, const struct node *node, int i)
{
	if (i >= node->n_outputs || node->outputs[i] == NO_VALUE)
		return NULL;
	return &in->graph->values[node->outputs[i]].type;
}

const struct literal *
fold_input(const struct infer *in, const struct node *node, int i)
{
	const struct literal *l = infer_literal(in, node, i);
	const struct type *t = infer_input(in, node, i);

	return l && infer_ranked(t) && type_elements(t) == l->n ? l : NULL;
}

enum { SMALL = 64 }; /* elements of an input that may stand for unknowns */

static const struct literal *
unknowns(const struct infer *in, const struct type *t)
{
	int64_t n = infer_ranked(t) && !t->bound ? type_elements(t) : -1;
	struct literal *l;

	if (n < 0 || n > SMALL)
		return NULL;
	l = literal_new(n, literal_is_float(t->dtype), in->arena);
	for (int64_t i = 0; i < n; i++)
		l->elements[i].flags = ELEMENT_UNKNOWN;
	return l;
}

bool
fold_operands(const struct infer *in, const struct node *node, const struct literal **l)
{
	bool known = false;

	for (int i = 0; i < node->n_inputs; i++) {
		l[i] = fold_input(in, node, i);
		known |= l[i] != NULL;
	}
	for (int i = 0; known && i < node->n_inputs; i++) {
		if (!l[i])
			l[i] = unknowns(in, infer_input(in, node, i));
		known = l[i] != NULL;
	}
	return known;
}

void
fold_drop_unknown(const struct infer *in, const struct node *node, int i)
{
	struct value *v = &in->graph->values[node->outputs[i]];

	for (int64_t k = 0; v->literal && k < v->literal->n; k++)
		if (!(v->literal->elements[k].flags & ELEMENT_UNKNOWN))
			return;
	if (v->literal && v->literal->n > 0)
		v->literal = NULL;
}

struct literal *
fold_output(struct infer *in, const struct node *node, int i)
{
	const struct type *t = fold_type(in, node, i);
	int64_t n = infer_ranked(t) && !t->bound ? type_elements(t) : -1;
	enum dtype_kind kind = t ? dtype_row(t->dtype)->kind : DTYPE_KIND_NONE;

	if (n < 0 || n > LITERAL_MAX || kind == DTYPE_KIND_NONE)
		return NULL;
	return infer_output_literal(in, (struct node *)node, i, n,
				    kind == DTYPE_KIND_FLOAT);
}

/* To BITS of mantissa; SMALLEST is the exponent of the least subnormal. */
static double
round_mantissa(double x, int bits, int smallest, double limit)
{
	int exponent, quantum;
	double r;

	if (!isfinite(x) || x == 0)
		return x;
	frexp(x, &exponent);
	quantum = exponent - bits > smallest ? exponent - bits : smallest;
	r = ldexp(nearbyint(ldexp(x, -quantum)), quantum);
	return fabs(r) > limit ? copysign(INFINITY, r) : r;
}

static int64_t
wrap(int64_t x, const struct dtype_row *row)
{
	int shift = 64 - row->bits;

	if (row->kind == DTYPE_KIND_UINT)
		return (int64_t)((uint64_t)x << shift >> shift);
	return (int64_t)((uint64_t)x << shift) >> shift;
}

void
fold_narrow_one(struct element *e, enum dtype dtype)
{
	const struct dtype_row *row = dtype_row(dtype);

	if (dtype == DTYPE_FLOAT)
		e->f = (double)(float)e->f;
	else if (dtype == DTYPE_FLOAT16)
		e->f = round_mantissa(e->f, 11, -24, 65504);
	else if (dtype == DTYPE_BFLOAT16)
		e->f = round_mantissa(e->f, 8, -133, 0x1.fep127);
	else if (dtype == DTYPE_BOOL)
		e->i = e->i != 0;
	else if (row->kind != DTYPE_KIND_FLOAT && row->bits > 0)
		e->i = wrap(e->i, row);
}

void
fold_narrow(const struct infer *in, const struct node *node, int i, struct literal *l)
{
	const struct type *t = fold_type(in, node, i);

	for (int64_t k = 0; l && k < l->n; k++)
		fold_narrow_one(&l->elements[k], t->dtype);
}

int64_t
fold_source(const struct type *out, const struct type *in, int64_t i)
{
	int64_t at = 0, stride = 1;

	for (int32_t k = 1; k <= in->rank; k++) {
		int64_t d = out->dims[out->rank - k], own = in->dims[in->rank - k];

		at += own == 1 ? 0 : i % d * stride;
		stride *= own;
		i /= d;
	}
	return at;
}

void
fold_coordinates(const int64_t *dims, int32_t rank, int64_t i, int64_t *at)
{
	for (int32_t k = rank - 1; k >= 0; k--) {
		at[k] = i % dims[k];
		i /= dims[k];
	}
}

int64_t
fold_index(const int64_t *dims, int32_t rank, const int64_t *at)
{
	int64_t i = 0;

	for (int32_t k = 0; k < rank; k++)
		i = i * dims[k] + at[k];
	return i;
}

int64_t
fold_to_int(double x)
{
	return x >= -0x1p63 && x < 0x1p63 ? (int64_t)x : INT64_MIN;
}

bool
fold_is_zero(const struct element *e, bool is_float)
{
	return !(e->flags & (ELEMENT_UNKNOWN | ELEMENT_BOUND)) &&
	       (is_float ? e->f == 0 : e->i == 0);
}

struct element
fold_apply(const struct arithmetic *op, const struct element *a,
	   const struct element *b, bool is_float)
{
	struct element r = {.flags = op->flags(a, b, is_float)};

	if (r.flags & ELEMENT_UNKNOWN)
		r.flags = ELEMENT_UNKNOWN;
	if (is_float)
		r.f = op->floats(a->f, b->f);
	else if (!op->ints(a->i, b->i, &r.i))
		r = (struct element){.flags = ELEMENT_UNKNOWN};
	return r;
}
