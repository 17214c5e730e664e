/*
 * Computations on any number of operands, and the choice between two.
 */
#include "analyzer/fold.h"
#include "analyzer/rules.h"

/* Any number of operands, one after the other. */
static struct literal *
fold_many(struct infer *in, struct node *node, const struct arithmetic *op)
{
	const struct literal **l =
		arena_new(in->arena, const struct literal *, node->n_inputs);
	const struct type *ty = fold_type(in, node, 0);
	struct literal *y;

	if (!fold_operands(in, node, l))
		return NULL;
	y = fold_output(in, node, 0);
	for (int i = 0; y && i < node->n_inputs; i++) {
		const struct type *t = infer_input(in, node, i);

		for (int64_t k = 0; k < y->n; k++) {
			const struct element *e =
				&l[i]->elements[fold_source(ty, t, k)];
			struct element *r = &y->elements[k];

			*r = i == 0 ? *e : fold_apply(op, r, e, y->is_float);
			fold_narrow_one(r, ty->dtype);
		}
	}
	return y;
}

void
fold_min(struct infer *in, struct node *node)
{
	fold_many(in, node, &arithmetic_min);
}

void
fold_max(struct infer *in, struct node *node)
{
	fold_many(in, node, &arithmetic_max);
}

void
fold_sum(struct infer *in, struct node *node)
{
	fold_many(in, node, &arithmetic_add);
}

/* Runtimes multiply by the rounded 1 / n. */
void
fold_mean(struct infer *in, struct node *node)
{
	struct literal *y = fold_many(in, node, &arithmetic_add);
	struct element part = {.f = (double)(1.0f / (float)node->n_inputs)};

	for (int64_t k = 0; y && y->is_float && k < y->n; k++)
		y->elements[k] =
			fold_apply(&arithmetic_mul, &y->elements[k], &part, true);
	fold_narrow(in, node, 0, y);
}

/* A known condition chooses; otherwise both must agree. */
static struct element
choose(const struct element *condition, const struct element *a,
       const struct element *b)
{
	if (!(condition->flags & (ELEMENT_UNKNOWN | ELEMENT_BOUND)))
		return condition->i ? *a : *b;
	if (a->i == b->i && a->flags == b->flags)
		return *a;
	return (struct element){.flags = ELEMENT_UNKNOWN};
}

void
fold_where(struct infer *in, struct node *node)
{
	const struct type *ty = fold_type(in, node, 0);
	const struct literal *l[3];
	const struct element *e[3];
	struct literal *y;

	if (node->n_inputs != 3 || !fold_operands(in, node, l))
		return;
	y = fold_output(in, node, 0);
	for (int64_t i = 0; y && i < y->n; i++) {
		for (int k = 0; k < 3; k++)
			e[k] = &l[k]->elements[fold_source(ty, infer_input(in, node, k),
							   i)];
		y->elements[i] = choose(e[0], e[1], e[2]);
	}
	if (y)
		fold_drop_unknown(in, node, 0);
}
