/*
 * Loop.  Its body is first run in general: the number of the turn unknown,
 * what is carried over relaxed until a turn leaves its type alone.  Where
 * that leaves something open, the turns are run one by one.
 */
#include "analyzer/control.h"
#include "analyzer/infer_run.h"
#include "analyzer/rules.h"

struct loop {
	struct infer *in;
	struct node *node;
	scope_id body;
	int32_t n_carried;
	struct sight *carried;
	int64_t most; /* turns at most; -1 unknown */
	int64_t trip; /* turns; -1 unknown */
	bool bound;   /* what the turns lead to is an upper bound */
};

enum { GENERAL_TURNS = 8 };

static void
begin(struct loop *l)
{
	int32_t i;

	for (i = 0; i < l->n_carried; i++)
		l->carried[i] = control_see(l->in, l->node->inputs[2 + i]);
}

/* A body only runs when its condition holds. */
static void
turn(struct loop *l, const struct sight *number)
{
	struct sight yes = control_scalar(l->in, DTYPE_BOOL, 1);
	int32_t i;

	control_give(l->in, l->body, 0, number);
	control_give(l->in, l->body, 1, &yes);
	for (i = 0; i < l->n_carried; i++)
		control_give(l->in, l->body, 2 + i, &l->carried[i]);
	infer_scope(l->in, l->body);
}

/* True when a carried type changed in the turn. */
static bool
relax(struct loop *l)
{
	struct sight after;
	bool changed = false;
	int32_t i;

	for (i = 0; i < l->n_carried; i++) {
		after = control_take(l->in, l->body, 1 + i);
		l->carried[i].literal = NULL;
		if (after.type.kind != TYPE_UNKNOWN)
			changed |= type_relax(&l->carried[i].type, &after.type);
		if (l->carried[i].type.batch == BATCH_NONE &&
		    after.type.batch != BATCH_NONE) {
			l->carried[i].type.batch = after.type.batch;
			changed = true;
		}
	}
	return changed;
}

/* Returns whether what is carried kept its type from the start. */
static bool
in_general(struct loop *l)
{
	struct sight number = control_scalar(l->in, DTYPE_INT64, 0);
	int32_t i, turns;
	bool changed;

	number.literal = NULL;
	begin(l);
	for (i = 0; i < l->n_carried; i++)
		l->carried[i].literal = NULL;
	for (turns = 0; turns < GENERAL_TURNS; turns++) {
		turn(l, &number);
		changed = relax(l);
		if (!changed)
			break;
	}
	return turns == 0;
}

static void
count_in_general(struct loop *l, int first)
{
	struct sight again = control_take(l->in, l->body, 0);
	int truth = control_truth(&again);

	l->trip = -1;
	if (first == 0 || l->most == 0)
		l->trip = 0;
	else if (first == 1 && truth == 1)
		l->trip = l->most;
	else if (first == 1 && truth == 0)
		l->trip = 1;
}

/* False when the turns cannot be told apart or are too many. */
static bool
one_by_one(struct loop *l)
{
	int64_t k, start = l->in->work;
	struct sight number, again;
	int32_t i;
	int truth;

	begin(l);
	for (k = 0; l->most < 0 || k < l->most; k++) {
		if (l->in->work - start > TURNS_MAX)
			return false;
		number = control_scalar(l->in, DTYPE_INT64, k);
		turn(l, &number);
		again = control_take(l->in, l->body, 0);
		truth = control_truth(&again);
		if (truth < 0 && l->most < 0)
			return false;
		l->bound |= truth < 0;
		for (i = 0; i < l->n_carried; i++)
			l->carried[i] = control_take(l->in, l->body, 1 + i);
		if (truth == 0) {
			k++;
			break;
		}
	}
	l->trip = l->bound ? -1 : k;
	return true;
}

static void
finish(struct loop *l)
{
	struct node *node = l->node;
	int64_t rows = l->trip >= 0 ? l->trip : l->most < 0 ? DIM_UNKNOWN : l->most;
	struct sight s;
	int32_t i;

	node->trip_count = l->trip;
	for (i = 0; i < node->n_outputs; i++) {
		s = i < l->n_carried ? l->carried[i]
				     : control_take(l->in, l->body, 1 + i);
		if (i >= l->n_carried) {
			control_insert_axis(l->in, &s.type, 0, rows);
			s.literal = NULL;
			s.type.bound |= l->trip < 0;
			if (s.type.batch == BATCH_VIRTUAL &&
			    rows == l->in->graph->batch)
				s.type.batch = 0; /* a turn for each copy */
		}
		if (l->bound) {
			s.type.bound = true;
			s.literal = NULL;
		}
		control_put(l->in, node, i, &s);
	}
}

enum status
shape_loop(struct infer *in, struct node *node)
{
	struct loop l = {
		.in = in, .node = node, .body = control_body(node, "body"), .most = -1};
	struct sight condition = {.literal = infer_literal(in, node, 1)};
	int first = infer_present(node, 1) ? control_truth(&condition) : 1;
	bool kept;

	if (l.body == NO_SCOPE)
		return infer_error(in, node, "Loop without a body");
	if (!infer_scalar_int(in, node, 0, &l.most))
		l.most = -1;
	l.n_carried = node->n_inputs > 2 ? node->n_inputs - 2 : 0;
	l.carried = arena_new(in->arena, struct sight, l.n_carried);
	kept = in_general(&l);
	count_in_general(&l, first);
	if (l.trip == 0) {
		begin(&l);
	} else if ((l.most >= 0 || !infer_present(node, 0)) &&
		   (!kept || l.trip < 0 || !infer_scope_exact(in, l.body)) &&
		   first == 1 && in->work < TURNS_MAX && !one_by_one(&l)) {
		l.bound = false;
		in_general(&l);
		count_in_general(&l, first);
	}
	finish(&l);
	return OK;
}
