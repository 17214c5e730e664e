/*
 * Reductions, sums up to each element, and the place of the largest.
 */
#include "analyzer/fold.h"
#include "analyzer/rules.h"

#include "base/num.h"

/* Which axes the node reduces; the shape rule has checked them. */
static bool *
reduced_axes(struct infer *in, const struct node *node, int32_t rank)
{
	bool *reduced = arena_new(in->arena, bool, rank), known;
	const struct element *axes;
	int32_t n;

	axes = infer_list(in, node, 1, "axes", &n, &known);
	for (int32_t i = 0; i < n; i++)
		reduced[axes[i].i < 0 ? axes[i].i + rank : axes[i].i] = true;
	for (int32_t i = 0; n == 0 && i < rank; i++)
		reduced[i] = !attr_int(node, "noop_with_empty_axes", 0);
	return reduced;
}

/* The output element that input element I is reduced into. */
static int64_t
target_of(const struct type *t, const bool *reduced, int64_t i, int64_t *at)
{
	int64_t to = 0;

	fold_coordinates(t->dims, t->rank, i, at);
	for (int32_t k = 0; k < t->rank; k++)
		if (!reduced[k])
			to = to * t->dims[k] + at[k];
	return to;
}

static struct literal *
fold_reduction(struct infer *in, struct node *node, const struct arithmetic *op)
{
	const struct literal *x = fold_input(in, node, 0);
	const struct type *t = infer_input(in, node, 0), *ty = fold_type(in, node, 0);
	struct literal *y = x && x->n > 0 ? fold_output(in, node, 0) : NULL;
	bool *reduced, *started;
	int64_t *at;

	if (!y)
		return NULL;
	in->elements += x->n; /* what is read counts, as what is made */
	reduced = reduced_axes(in, node, t->rank);
	started = arena_new(in->arena, bool, y->n);
	at = arena_new(in->arena, int64_t, t->rank);
	for (int64_t i = 0; i < x->n; i++) {
		int64_t to = target_of(t, reduced, i, at);
		struct element *r = &y->elements[to];

		*r = started[to] ? fold_apply(op, r, &x->elements[i], y->is_float)
				 : x->elements[i];
		started[to] = true;
		fold_narrow_one(r, ty->dtype);
	}
	return y;
}

void
fold_reduce_sum(struct infer *in, struct node *node)
{
	fold_reduction(in, node, &arithmetic_add);
}

/* The product over nothing is 1: what tf and torch make of a scalar's shape. */
void
fold_reduce_prod(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	struct literal *y;

	if (!x || x->n > 0) {
		fold_reduction(in, node, &arithmetic_mul);
		return;
	}
	y = fold_output(in, node, 0);
	for (int64_t i = 0; y && i < y->n; i++) {
		if (y->is_float)
			y->elements[i].f = 1;
		else
			y->elements[i].i = 1;
	}
}

void
fold_reduce_max(struct infer *in, struct node *node)
{
	fold_reduction(in, node, &arithmetic_max);
}

void
fold_reduce_min(struct infer *in, struct node *node)
{
	fold_reduction(in, node, &arithmetic_min);
}

void
fold_reduce_mean(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	struct literal *y = fold_reduction(in, node, &arithmetic_add);
	struct element n = {0};

	if (!y || y->n == 0)
		return;
	if (y->is_float)
		n.f = (double)(x->n / y->n);
	else
		n.i = x->n / y->n;
	for (int64_t i = 0; i < y->n; i++)
		y->elements[i] =
			fold_apply(&arithmetic_div, &y->elements[i], &n, y->is_float);
	fold_narrow(in, node, 0, y);
}

/* Sums of a list of one dim. */
void
fold_cum_sum(struct infer *in, struct node *node)
{
	const struct literal *x = fold_input(in, node, 0);
	const struct type *t = infer_input(in, node, 0);
	bool backward = attr_int(node, "reverse", 0) != 0;
	bool before = attr_int(node, "exclusive", 0) != 0;
	struct literal *y = x && t->rank == 1 ? fold_output(in, node, 0) : NULL;
	struct element sum = {0};

	for (int64_t k = 0; y && k < x->n; k++) {
		int64_t i = backward ? x->n - 1 - k : k;
		struct element next =
			fold_apply(&arithmetic_add, &sum, &x->elements[i], x->is_float);

		fold_narrow_one(&next, t->dtype);
		y->elements[i] = before ? sum : next;
		sum = next;
	}
}
