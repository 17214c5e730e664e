#include "analyzer/control.h"
#include "analyzer/infer_run.h"
#include "analyzer/rules.h"

/* The larger of both, a bound unless they are the same. */
static struct sight
larger(const struct sight *a, const struct sight *b)
{
	int64_t bytes_a = type_bytes(&a->type), bytes_b = type_bytes(&b->type);
	struct sight s = bytes_a >= bytes_b ? *a : *b;

	s.literal = NULL;
	if (!type_same(&a->type, &b->type))
		s.type.bound = true;
	if (s.type.batch == BATCH_NONE)
		s.type.batch =
			a->type.batch == BATCH_NONE ? b->type.batch : a->type.batch;
	if (s.type.batch >= s.type.rank)
		s.type.batch = BATCH_VIRTUAL;
	return s;
}

static void
one_branch(struct infer *in, struct node *node, scope_id body)
{
	struct sight s;
	int32_t i;

	infer_scope(in, body);
	for (i = 0; i < node->n_outputs; i++) {
		s = control_take(in, body, i);
		control_put(in, node, i, &s);
	}
}

static void
both_branches(struct infer *in, struct node *node, const scope_id bodies[2])
{
	struct sight a, b, s;
	int32_t i;

	infer_scope(in, bodies[0]);
	infer_scope(in, bodies[1]);
	for (i = 0; i < node->n_outputs; i++) {
		a = control_take(in, bodies[0], i);
		b = control_take(in, bodies[1], i);
		s = larger(&a, &b);
		control_put(in, node, i, &s);
	}
}

enum status
shape_if(struct infer *in, struct node *node)
{
	scope_id bodies[2] = {control_body(node, "then_branch"),
			      control_body(node, "else_branch")};
	const struct type *condition = infer_input(in, node, 0);
	struct sight s = {.literal = infer_literal(in, node, 0)};
	int truth = control_truth(&s), taken;
	int32_t i;

	if (bodies[0] == NO_SCOPE || bodies[1] == NO_SCOPE)
		return infer_error(in, node, "If without a %s",
				   bodies[0] == NO_SCOPE ? "then_branch"
							 : "else_branch");
	if (condition && condition->batch != BATCH_NONE)
		infer_warn(in, node, "batched-condition",
			   "the condition differs between the copies of a batch: both "
			   "branches may run");
	node->branch = -1;
	if (truth < 0) {
		both_branches(in, node, bodies);
		return OK;
	}
	taken = truth ? 0 : 1;
	for (i = 0; i < node->n_bodies; i++)
		if (node->bodies[i].scope == bodies[taken])
			node->branch = i;
	one_branch(in, node, bodies[taken]);
	return OK;
}
