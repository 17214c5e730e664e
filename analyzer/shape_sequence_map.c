#include "analyzer/control.h"
#include "analyzer/infer_run.h"
#include "analyzer/rules.h"
#include "analyzer/sequence.h"

/* Turn K: the K-th element of each sequence, the tensors as they are. */
static void
turn(struct infer *in, const struct node *node, scope_id body, int64_t k)
{
	const struct type *x, *item;
	struct sight s;
	int32_t i;

	for (i = 0; i < node->n_inputs; i++) {
		s = control_see(in, node->inputs[i]);
		x = infer_input(in, node, i);
		if (x && x->kind == TYPE_SEQUENCE) {
			item = k < 0 ? x->element : sequence_item(x, k);
			s.type = (struct type){.rank = RANK_UNKNOWN, .length = -1};
			if (item)
				type_copy(&s.type, item, in->arena);
			s.literal = NULL;
		}
		control_give(in, body, i, &s);
	}
	infer_scope(in, body);
}

static bool
mixed(const struct infer *in, const struct node *node)
{
	const struct type *x;
	int32_t i;

	for (i = 0; i < node->n_inputs; i++) {
		x = infer_input(in, node, i);
		if (x && x->kind == TYPE_SEQUENCE && x->items)
			return true;
	}
	return false;
}

/* One turn stands for all when the elements are alike. */
static void
alike(struct infer *in, struct node *node, scope_id body, int64_t length)
{
	struct sight y;
	int32_t i;

	turn(in, node, body, -1);
	for (i = 0; i < node->n_outputs; i++) {
		y = control_take(in, body, i);
		sequence_set(in, infer_output_kind(in, node, i, TYPE_SEQUENCE), NULL,
			     length, &y.type);
	}
}

static void
each(struct infer *in, struct node *node, scope_id body, int64_t length)
{
	struct type **items = arena_new(in->arena, struct type *, node->n_outputs);
	int64_t k;
	int32_t i;

	for (i = 0; i < node->n_outputs; i++)
		items[i] = arena_new(in->arena, struct type, length);
	for (k = 0; k < length; k++) {
		turn(in, node, body, k);
		for (i = 0; i < node->n_outputs; i++)
			items[i][k] = control_take(in, body, i).type;
	}
	for (i = 0; i < node->n_outputs; i++)
		sequence_set(in, infer_output_kind(in, node, i, TYPE_SEQUENCE),
			     items[i], length, NULL);
}

enum status
shape_sequence_map(struct infer *in, struct node *node)
{
	const struct type *x = infer_input(in, node, 0);
	scope_id body = control_body(node, "body");
	int64_t work;

	if (body == NO_SCOPE)
		return infer_error(in, node, "SequenceMap without a body");
	if (!x || x->kind != TYPE_SEQUENCE || !x->element)
		return infer_unknown(in, node, 0, DTYPE_UNDEFINED);
	node->trip_count = x->length;
	work = x->length * in->graph->scopes[body].n_nodes;
	if (mixed(in, node) && x->length <= SEQUENCE_MAX && work < TURNS_MAX &&
	    in->work < TURNS_MAX)
		each(in, node, body, x->length);
	else
		alike(in, node, body, x->length);
	return OK;
}
