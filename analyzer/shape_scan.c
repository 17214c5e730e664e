/*
 * Scan: a body run along an axis of its last inputs.  Version 8 has a batch
 * axis before it, and the sequences' lengths as input 0.
 */
#include "analyzer/control.h"
#include "analyzer/infer_run.h"
#include "analyzer/rules.h"

struct scan {
	struct infer *in;
	struct node *node;
	scope_id body;
	int32_t n_state, n_scan, first; /* of the inputs */
	bool batched;                   /* version 8 */
	int64_t batch, length;
	struct sight *state;
};

/* The I-th of a list of axes; 0 when the list is shorter. */
static int64_t
axis_of(const struct scan *s, const char *attr, int32_t i)
{
	int32_t n;
	const int64_t *axes = attr_ints(s->node, attr, &n);

	return axes && i < n ? axes[i] : 0;
}

static void
meet(int64_t *dim, int64_t with)
{
	if (*dim == DIM_UNKNOWN)
		*dim = with;
}

static void
give_scanned(struct scan *s, int32_t i)
{
	struct sight x = control_see(s->in, s->node->inputs[s->first + s->n_state + i]);
	int64_t axis = axis_of(s, "scan_input_axes", i);
	int32_t batch = x.type.batch;

	x.literal = NULL;
	if (infer_ranked(&x.type) && s->batched && x.type.rank >= 2) {
		meet(&s->batch, x.type.dims[0]);
		meet(&s->length, x.type.dims[1]);
		x.type.batch = batch > 1 ? batch : BATCH_NONE;
		control_remove_axis(s->in, s->node, &x.type, 0);
		control_remove_axis(s->in, s->node, &x.type, 0);
		x.type.batch = batch == 0 ? BATCH_VIRTUAL : x.type.batch;
	} else if (infer_ranked(&x.type)) {
		axis += axis < 0 ? x.type.rank : 0;
		if (axis >= 0 && axis < x.type.rank)
			meet(&s->length, x.type.dims[axis]);
		control_remove_axis(s->in, s->node, &x.type, axis);
	}
	control_give(s->in, s->body, s->n_state + i, &x);
}

static void
begin(struct scan *s)
{
	struct type *t;
	int32_t i;

	for (i = 0; i < s->n_state; i++) {
		s->state[i] = control_see(s->in, s->node->inputs[s->first + i]);
		s->state[i].literal = NULL;
		t = &s->state[i].type;
		if (!s->batched || !infer_ranked(t) || t->rank < 1)
			continue;
		meet(&s->batch, t->dims[0]);
		if (t->batch == 0)
			t->batch = BATCH_UNSET;
		control_remove_axis(s->in, s->node, t, 0);
		if (t->batch == BATCH_UNSET)
			t->batch = BATCH_VIRTUAL;
	}
}

static bool
turn(struct scan *s)
{
	struct sight after;
	bool changed = false;
	int32_t i;

	for (i = 0; i < s->n_state; i++)
		control_give(s->in, s->body, i, &s->state[i]);
	infer_scope(s->in, s->body);
	for (i = 0; i < s->n_state; i++) {
		after = control_take(s->in, s->body, i);
		if (after.type.kind != TYPE_UNKNOWN)
			changed |= type_relax(&s->state[i].type, &after.type);
		if (s->state[i].type.batch == BATCH_NONE &&
		    after.type.batch != BATCH_NONE) {
			s->state[i].type.batch = after.type.batch;
			changed = true;
		}
	}
	return changed;
}

static void
finish(struct scan *s)
{
	struct sight y;
	int32_t i;

	s->node->trip_count = s->length;
	for (i = 0; i < s->node->n_outputs; i++) {
		y = i < s->n_state ? s->state[i] : control_take(s->in, s->body, i);
		y.literal = NULL;
		if (i >= s->n_state)
			control_insert_axis(
				s->in, &y.type,
				axis_of(s, "scan_output_axes", i - s->n_state),
				s->length);
		if (s->batched) {
			control_insert_axis(s->in, &y.type, 0, s->batch);
			if (y.type.batch == BATCH_VIRTUAL)
				y.type.batch = 0;
		}
		control_put(s->in, s->node, i, &y);
	}
}

enum { STATE_TURNS = 4 };

enum status
shape_scan(struct infer *in, struct node *node)
{
	struct scan s = {.in = in,
			 .node = node,
			 .body = control_body(node, "body"),
			 .batched = node->opset < 9,
			 .batch = DIM_UNKNOWN,
			 .length = DIM_UNKNOWN};
	int64_t n_scan = attr_int(node, "num_scan_inputs", 0);
	int32_t i;

	s.first = s.batched ? 1 : 0;
	if (s.body == NO_SCOPE || n_scan < 0 || n_scan > node->n_inputs - s.first)
		return infer_error(in, node, "Scan with %s",
				   s.body == NO_SCOPE
					   ? "no body"
					   : "more scanned inputs than inputs");
	s.n_scan = (int32_t)n_scan;
	s.n_state = node->n_inputs - s.first - s.n_scan;
	s.state = arena_new(in->arena, struct sight, s.n_state);
	begin(&s);
	for (i = 0; i < s.n_scan; i++)
		give_scanned(&s, i);
	for (i = 0; i < STATE_TURNS; i++)
		if (!turn(&s))
			break;
	finish(&s);
	return OK;
}
