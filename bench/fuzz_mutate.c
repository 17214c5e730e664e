/*
 * One change to a model that was well.
 */
#include "bench/fuzz_spec.h"

/* Another body, of those that cannot hold this node; or no body at all. */
static void
change_body_of(const struct spec *s, const struct spec_node *n, struct spec_attr *a,
	       struct chance *c)
{
	int32_t later = s->n_graphs - n->graph - 1;

	if (later > 0 && chance_below(c, 3))
		a->n = n->graph + 1 + chance_below(c, later);
	else
		a->kind = SPEC_INT;
}

static void
change_attr(const struct spec *s, struct spec_node *n, struct chance *c)
{
	struct spec_attr *a;

	if (!n->n_attrs)
		return;
	a = &n->attrs[chance_below(c, n->n_attrs)];
	if (chance_below(c, 8) == 0)
		n->n_attrs--;
	else if (a->kind == SPEC_BODY)
		change_body_of(s, n, a, c);
	else if (a->kind == SPEC_LIST && chance_below(c, 3) == 0)
		a->n = chance_below(c, SPEC_INTS + 1);
	else
		a->ints[chance_below(c, SPEC_INTS)] = spec_number(c, true);
}

static void
change_value(struct spec_value *v, struct chance *c)
{
	switch (chance_below(c, 4)) {
	case 0:
		v->dtype = chance_below(c, DTYPE_COUNT + 2);
		break;
	case 1:
		v->rank = chance_below(c, SPEC_RANK + 1);
		break;
	case 2:
		v->data[chance_below(c, SPEC_INTS)] = spec_number(c, true);
		break;
	default:
		v->dims[chance_below(c, SPEC_RANK)] =
			spec_number(c, chance_below(c, 2));
	}
}

static void
change_operands(struct spec *s, struct spec_node *n, struct chance *c)
{
	switch (chance_below(c, 4)) {
	case 0:
		n->n_inputs = chance_below(c, SPEC_OPERANDS + 1);
		break;
	case 1:
		if (n->n_outputs)
			n->n_outputs--;
		break;
	default:
		n->inputs[chance_below(c, SPEC_OPERANDS)] =
			chance_below(c, s->n_values + 1) - 1;
	}
}

static void
change_body(struct spec *s, struct chance *c)
{
	struct spec_graph *g = &s->graphs[chance_below(c, s->n_graphs)];

	if (chance_below(c, 2))
		g->n_outputs = chance_below(c, g->n_outputs + 1);
	else if (g->n_outputs)
		g->outputs[chance_below(c, g->n_outputs)] =
			chance_below(c, s->n_values + 1) - 1;
}

void
spec_mutate(struct spec *s, struct chance *c, const struct op **ops, int32_t n_ops)
{
	struct spec_node *n;

	if (!s->n_nodes || !s->n_values)
		return;
	n = &s->nodes[chance_below(c, s->n_nodes)];
	switch (chance_below(c, 8)) {
	case 0:
		n->op = ops[chance_below(c, n_ops)];
		break;
	case 1:
		change_body(s, c);
		break;
	case 2:
	case 3:
		change_value(&s->values[chance_below(c, s->n_values)], c);
		break;
	case 4:
	case 5:
		change_operands(s, n, c);
		break;
	case 6:
		s->opset =
			chance_below(c, 4) ? chance_below(c, 30) : spec_number(c, true);
		break;
	default:
		change_attr(s, n, c);
	}
}
