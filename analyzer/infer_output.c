#include <stdarg.h>
#include <stdio.h>

#include "analyzer/infer.h"
#include "analyzer/literal.h"

static struct type *
target(struct infer *in, struct node *node, int i)
{
	if (i < 0 || i >= node->n_outputs || node->outputs[i] == NO_VALUE)
		return arena_new(in->arena, struct type, 1);
	return &in->graph->values[node->outputs[i]].type;
}

struct type *
infer_output(struct infer *in, struct node *node, int i, enum dtype dtype, int32_t rank)
{
	struct type *t = target(in, node, i);
	int32_t k;

	*t = (struct type){.kind = TYPE_TENSOR,
			   .dtype = dtype,
			   .rank = rank,
			   .batch = BATCH_UNSET,
			   .length = -1};
	if (rank >= 0) /* never NULL where the rank is known */
		t->dims = arena_new(in->arena, int64_t, rank);
	for (k = 0; k < rank; k++)
		t->dims[k] = DIM_UNKNOWN;
	return t;
}

struct type *
infer_output_like(struct infer *in, struct node *node, int i, const struct type *like)
{
	struct type *t = target(in, node, i);

	type_copy(t, like, in->arena);
	return t;
}

struct type *
infer_output_kind(struct infer *in, struct node *node, int i, enum type_kind kind)
{
	struct type *t = target(in, node, i);

	*t = (struct type){
		.kind = kind, .rank = RANK_UNKNOWN, .batch = BATCH_UNSET, .length = -1};
	return t;
}

enum status
infer_unknown(struct infer *in, struct node *node, int i, enum dtype dtype)
{
	infer_output(in, node, i, dtype, RANK_UNKNOWN);
	return OK;
}

struct literal *
infer_output_literal(struct infer *in, struct node *node, int i, int64_t n,
		     bool is_float)
{
	struct literal *l;

	if (n < 0 || n > LITERAL_MAX || in->elements + n > LITERALS_MAX)
		return NULL;
	in->elements += n;
	l = literal_new(n, is_float, in->arena);
	if (i >= 0 && i < node->n_outputs && node->outputs[i] != NO_VALUE)
		in->graph->values[node->outputs[i]].literal = l;
	return l;
}

void
infer_set_dim(struct infer *in, struct type *t, int32_t axis, const struct element *e)
{
	(void)in;
	t->dims[axis] = e->flags & ELEMENT_UNKNOWN || e->i < 0 ? DIM_UNKNOWN : e->i;
	if (e->flags & ELEMENT_BOUND)
		t->bound = true;
	if (e->flags & ELEMENT_SCALED && t->batch == BATCH_UNSET)
		t->batch = axis;
}

static const char *
message(struct infer *in, const struct node *node, const char *format, va_list args)
{
	char text[512];

	vsnprintf(text, sizeof(text), format, args);
	return arena_printf(in->arena, "%s: %s", node_label(in->graph, node, in->arena),
			    text);
}

enum status
infer_error(struct infer *in, const struct node *node, const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = message(in, node, format, args);
	va_end(args);
	return diag_error(in->diags, ERR_INPUT, "shape-conflict", "%s", text);
}

void
infer_warn(struct infer *in, const struct node *node, const char *id,
	   const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = message(in, node, format, args);
	va_end(args);
	diag_warn(in->diags, id, "%s", text);
}
