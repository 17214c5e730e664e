#include "analyzer/control.h"

#include <string.h>

#include "analyzer/literal.h"

scope_id
control_body(const struct node *node, const char *attr)
{
	int32_t i;

	for (i = 0; i < node->n_bodies; i++)
		if (strcmp(node->bodies[i].attr, attr) == 0)
			return node->bodies[i].scope;
	return NO_SCOPE;
}

struct sight
control_see(struct infer *in, value_id id)
{
	struct sight s = {.type = {.rank = RANK_UNKNOWN, .length = -1}};

	if (id == NO_VALUE)
		return s;
	type_copy(&s.type, &in->graph->values[id].type, in->arena);
	s.literal = infer_value_literal(in, id);
	return s;
}

void
control_give(struct infer *in, scope_id body, int32_t input, const struct sight *s)
{
	const struct scope *scope = &in->graph->scopes[body];
	struct value *v;

	if (input >= scope->n_inputs)
		return;
	v = &in->graph->values[scope->inputs[input]];
	type_copy(&v->type, &s->type, in->arena);
	v->literal = s->literal;
	v->kind = VALUE_ACTIVATION;
}

struct sight
control_take(struct infer *in, scope_id body, int32_t output)
{
	const struct scope *scope = &in->graph->scopes[body];

	return control_see(in, output < scope->n_outputs ? scope->outputs[output]
							 : NO_VALUE);
}

void
control_put(struct infer *in, struct node *node, int32_t output, const struct sight *s)
{
	struct type *t;

	t = infer_output_like(in, node, output, &s->type);
	if (t->kind == TYPE_UNKNOWN)
		t->batch = BATCH_UNSET;
	if (output < node->n_outputs && node->outputs[output] != NO_VALUE)
		in->graph->values[node->outputs[output]].literal = s->literal;
}

void
control_remove_axis(struct infer *in, const struct node *node, struct type *t,
		    int64_t axis)
{
	axis += axis < 0 ? t->rank : 0;
	if (!infer_ranked(t) || axis < 0 || axis >= t->rank)
		return;
	memmove(t->dims + axis, t->dims + axis + 1,
		sizeof(int64_t) * (size_t)(t->rank - axis - 1));
	t->rank--;
	if (t->batch == axis) {
		t->batch = BATCH_VIRTUAL;
		infer_warn(in, node, "batch-scanned",
			   "runs along the batch: its turns are taken as one per copy");
	} else if (t->batch > axis) {
		t->batch--;
	}
}

void
control_insert_axis(struct infer *in, struct type *t, int64_t axis, int64_t dim)
{
	int64_t *dims;

	axis += axis < 0 ? t->rank + 1 : 0;
	if (!infer_ranked(t) || axis < 0 || axis > t->rank)
		return;
	dims = arena_new(in->arena, int64_t, t->rank + 1);
	if (t->rank > 0)
		memcpy(dims, t->dims, sizeof(int64_t) * (size_t)axis);
	dims[axis] = dim;
	if (t->rank > axis)
		memcpy(dims + axis + 1, t->dims + axis,
		       sizeof(int64_t) * (size_t)(t->rank - axis));
	t->dims = dims;
	t->rank++;
	if (t->batch >= axis)
		t->batch++;
}

struct sight
control_scalar(struct infer *in, enum dtype dtype, int64_t value)
{
	struct sight s = {.type = {.kind = TYPE_TENSOR,
				   .dtype = dtype,
				   .batch = BATCH_NONE,
				   .length = -1}};
	struct literal *l = literal_new(1, false, in->arena);

	l->elements[0].i = value;
	s.literal = l;
	return s;
}

int
control_truth(const struct sight *s)
{
	const struct literal *l = s->literal;

	if (!l || l->n != 1 || l->elements[0].flags & (ELEMENT_UNKNOWN | ELEMENT_BOUND))
		return -1;
	return l->is_float ? l->elements[0].f != 0 : l->elements[0].i != 0;
}
