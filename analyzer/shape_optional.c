/*
 * Optional values.  Their length is 1 or 0 where it is known whether they
 * hold an element, else -1.
 */
#include "analyzer/declared.h"
#include "analyzer/fold.h"
#include "analyzer/rules.h"

enum status
shape_optional(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	const struct type_def *def = attr_type(node, "type");
	struct type *t = infer_output_kind(in, node, 0, TYPE_OPTIONAL);

	t->element = arena_new(in->arena, struct type, 1);
	t->element->rank = RANK_UNKNOWN;
	if (x)
		type_copy(t->element, x, in->arena);
	else if (def)
		declared_type(in, def, t->element);
	t->length = infer_present(node, 0) ? 1 : 0;
	t->batch = x && x->batch != BATCH_NONE ? BATCH_VIRTUAL : BATCH_NONE;
	return OK;
}

enum status
shape_optional_get_element(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);

	if (x && x->kind == TYPE_OPTIONAL)
		x = x->element;
	if (!x)
		return infer_unknown(in, node, 0, DTYPE_UNDEFINED);
	infer_output_like(in, node, 0, x);
	return OK;
}

enum status
shape_optional_has_element(struct infer *in, struct node *node)
{
	infer_output(in, node, 0, DTYPE_BOOL, 0)->batch = BATCH_NONE;
	return OK;
}

void
fold_optional_has_element(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	bool absent = !infer_present(node, 0), optional = x && x->kind == TYPE_OPTIONAL;
	struct literal *y;

	if (!absent && (!x || (optional && x->length < 0)))
		return;
	y = fold_output(in, node, 0);
	if (y)
		y->elements[0].i = !absent && (!optional || x->length > 0);
}
