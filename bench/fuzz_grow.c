/*
 * Random graphs that can be inferred: a node that cannot is taken back.
 */
#include "bench/fuzz_spec.h"

#include <string.h>

#include "analyzer/rules.h"
#include "analyzer/tests/hostile.h"
#include "planner/pipeline.h"

struct growth {
	struct spec *s;
	struct chance *c;
	const struct op **ops, *loop, *scan, *branch;
	int32_t n_ops;
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define PICK(list, c) ((list)[chance_below(c, COUNT(list))])

enum { ROOM = 32 << 20, DEPTH_MAX = 3 };

/* Does every rule take what it gets? */
static bool
holds(const struct spec *s)
{
	static jmp_buf trap;
	static struct arena *a;
	struct bindings b = {0};
	struct analysis analysis;
	struct diags *d;
	struct emit e;
	bool ok;

	if (setjmp(trap)) {
		arena_close(a);
		return false;
	}
	a = arena_open(&trap, ROOM);
	d = diags_new(a);
	emit_open(&e, a);
	spec_write(s, &e);
	ok = bind_add_symbol(&b, "*=2", a, d) == OK &&
	     pipeline_analyse_bytes(&analysis, e.bytes, e.n, "fuzz", &b, LEVEL_FUSED, a,
				    d) == OK;
	arena_close(a);
	return ok;
}

static bool
visible(const struct spec *s, int32_t value, int32_t graph)
{
	for (; graph >= 0; graph = s->graphs[graph].outer)
		if (s->owner[value] == graph)
			return true;
	return false;
}

/* One that was made, late ones more often; -1: there is none. */
static int32_t
known_value(const struct growth *g, int32_t graph)
{
	int32_t tries, v, w;

	for (tries = 0; g->s->n_values && tries < 40; tries++) {
		v = chance_below(g->c, g->s->n_values);
		w = chance_below(g->c, g->s->n_values);
		v = v > w ? v : w;
		if (visible(g->s, v, graph))
			return v;
	}
	return -1;
}

static void
fill_data(struct spec_value *v, struct chance *c)
{
	int32_t i;

	if (v->dtype != 7 || v->rank > 1 || (v->rank && v->dims[0] > SPEC_INTS))
		return;
	if (v->rank && v->dims[0] < 0)
		v->dims[0] = 2;
	v->n_data = v->rank ? (int32_t)v->dims[0] : 1;
	for (i = 0; i < v->n_data; i++)
		v->data[i] = chance_below(c, 5) - 1;
}

/* A new input or weight, often of the type of another operand. */
static int32_t
fresh_value(struct growth *g, int32_t like)
{
	struct spec_graph *top = &g->s->graphs[0];
	int32_t v = spec_value(g->s, g->c);

	if (v < 0)
		return v;
	if (like >= 0 && chance_below(g->c, 2))
		g->s->values[v] = g->s->values[like];
	g->s->weight[v] = chance_below(g->c, 3) != 0 || top->n_inputs == SPEC_OPERANDS;
	g->s->owner[v] = 0;
	if (g->s->weight[v])
		fill_data(&g->s->values[v], g->c);
	else
		top->inputs[top->n_inputs++] = v;
	return v;
}

static void
add_operands(struct growth *g, struct spec_node *n, int32_t graph)
{
	static const int counts[] = {1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6};
	int32_t i, v, like = -1;

	n->n_inputs = PICK(counts, g->c);
	for (i = 0; i < n->n_inputs; i++) {
		v = -1;
		if (chance_below(g->c, 4))
			v = known_value(g, graph);
		if (v < 0 && chance_below(g->c, 12))
			v = fresh_value(g, like);
		n->inputs[i] = v;
		like = v >= 0 ? v : like;
	}
}

static void
add_attr(struct spec_node *n, struct chance *c)
{
	struct spec_attr *a = &n->attrs[n->n_attrs++];
	int32_t i;

	a->kind = (enum spec_kind)chance_below(c, SPEC_FLOAT + 1);
	a->n = 1 + chance_below(c, SPEC_INTS);
	for (i = 0; i < SPEC_INTS; i++)
		a->ints[i] = spec_number(c, chance_below(c, 8) == 0);
	a->name = a->kind == SPEC_LIST   ? PICK(list_attributes, c)
		  : a->kind == SPEC_TEXT ? PICK(text_attributes, c)
		  : a->kind == SPEC_INT  ? PICK(int_attributes, c)
					 : "alpha";
	a->text = PICK(texts, c);
}

static int32_t
new_output(struct growth *g, int32_t graph)
{
	int32_t v = spec_value(g->s, g->c);

	if (v < 0)
		return v;
	g->s->owner[v] = graph;
	g->s->weight[v] = false;
	return v;
}

static void
add_outputs(struct growth *g, struct spec_node *n, int32_t graph, int32_t count)
{
	int32_t v;

	while (n->n_outputs < count && (v = new_output(g, graph)) >= 0)
		n->outputs[n->n_outputs++] = v;
}

static void grow_graph(struct growth *g, int32_t graph, int32_t n, int32_t depth);

/* A body that makes COUNT values, after those that are given; -1: none. */
static int32_t
add_body(struct growth *g, struct spec_node *n, const char *name, int32_t graph,
	 int32_t inputs, int32_t passed, int32_t count, int32_t depth)
{
	struct spec_graph *b = &g->s->graphs[g->s->n_graphs];
	int32_t number = g->s->n_graphs, first = g->s->n_nodes, i;

	if (number == SPEC_GRAPHS)
		return -1;
	g->s->n_graphs++;
	*b = (struct spec_graph){.outer = graph};
	n->attrs[n->n_attrs++] =
		(struct spec_attr){.name = name, .kind = SPEC_BODY, .n = number};
	while (b->n_inputs < inputs && (i = new_output(g, number)) >= 0)
		b->inputs[b->n_inputs++] = i;
	grow_graph(g, number, 1 + chance_below(g->c, 4), depth + 1);
	for (i = 0; i < passed && i < b->n_inputs; i++)
		b->outputs[b->n_outputs++] = b->inputs[1];
	for (i = g->s->n_nodes - 1; i >= first && b->n_outputs < passed + count; i--)
		if (g->s->nodes[i].graph == number && g->s->nodes[i].n_outputs)
			b->outputs[b->n_outputs++] = g->s->nodes[i].outputs[0];
	return b->n_outputs - passed;
}

static void
set_int(struct spec_node *n, const char *name, int64_t value)
{
	n->attrs[n->n_attrs++] = (struct spec_attr){
		.name = name, .kind = SPEC_INT, .ints = {value}, .n = 1};
}

/* NUMBER keeps its place while nodes of its body come behind it. */
static void
add_control(struct growth *g, int32_t number, int32_t graph, int32_t depth)
{
	struct spec_node *n = &g->s->nodes[number];
	int32_t made = 0, k = 1 + chance_below(g->c, 2), i;

	n->n_inputs = 0;
	if (n->op == g->branch) {
		n->inputs[n->n_inputs++] = known_value(g, graph);
		made = add_body(g, n, "then_branch", graph, 0, 0, k, depth);
		made = add_body(g, n, "else_branch", graph, 0, 0, made, depth);
	} else if (n->op == g->loop) {
		n->inputs[n->n_inputs++] = known_value(g, graph);
		n->inputs[n->n_inputs++] = -1;
		for (i = 0; i < k; i++)
			n->inputs[n->n_inputs++] = known_value(g, graph);
		made = add_body(g, n, "body", graph, 2 + k, 1,
				k + chance_below(g->c, 2), depth);
	} else {
		for (i = 0; i < k; i++)
			n->inputs[n->n_inputs++] = known_value(g, graph);
		set_int(n, "num_scan_inputs", 1);
		made = add_body(g, n, "body", graph, k, 0, k, depth);
	}
	add_outputs(g, n, graph, made > 0 ? made : 1);
}

/* In file order a body's nodes stand behind its owner: spec_write() asks by graph. */
static void
add_node(struct growth *g, int32_t graph, int32_t depth)
{
	const struct op *control[] = {g->branch, g->loop, g->scan};
	int32_t number = g->s->n_nodes++, attrs;
	struct spec_node *n = &g->s->nodes[number];
	bool body = depth < DEPTH_MAX && chance_below(g->c, 14) == 0;

	memset(n, 0, sizeof(*n));
	n->graph = graph;
	n->op = body ? PICK(control, g->c) : g->ops[chance_below(g->c, g->n_ops)];
	if (body) {
		add_control(g, number, graph, depth);
		return;
	}
	add_operands(g, n, graph);
	for (attrs = chance_below(g->c, 4); attrs > 0; attrs--)
		add_attr(n, g->c);
	add_outputs(g, n, graph, chance_below(g->c, 5) ? 1 : 1 + chance_below(g->c, 3));
}

/* What the last nodes of the top graph make are its outputs. */
static void
set_outputs(struct spec *s)
{
	struct spec_graph *top = &s->graphs[0];
	int32_t i;

	top->n_outputs = 0;
	for (i = s->n_nodes - 1; i >= 0 && top->n_outputs < 2; i--)
		if (!s->nodes[i].graph && s->nodes[i].n_outputs)
			top->outputs[top->n_outputs++] = s->nodes[i].outputs[0];
}

static void
grow_graph(struct growth *g, int32_t graph, int32_t n, int32_t depth)
{
	static struct spec before[DEPTH_MAX + 2];
	int32_t tries, done = 0;

	for (tries = 0; done < n && tries < 6 * n; tries++) {
		if (g->s->n_nodes + 8 >= SPEC_NODES)
			return;
		before[depth] = *g->s;
		add_node(g, graph, depth);
		/* a body is judged with its owner */
		set_outputs(g->s);
		if (graph || holds(g->s) || chance_below(g->c, 40) == 0)
			done++;
		else
			*g->s = before[depth];
	}
}

static const struct op *
with_rule(const struct op **ops, int32_t n, shape_rule *rule)
{
	int32_t i;

	for (i = 0; i < n && ops[i]->shape != rule; i++)
		;
	return ops[i % n];
}

void
spec_grow(struct spec *s, struct chance *c, const struct op **ops, int32_t n_ops,
	  int32_t n)
{
	struct growth g = {s,
			   c,
			   ops,
			   with_rule(ops, n_ops, shape_loop),
			   with_rule(ops, n_ops, shape_scan),
			   with_rule(ops, n_ops, shape_if),
			   n_ops};
	int32_t i;

	memset(s, 0, sizeof(*s));
	s->opset = 7 + chance_below(c, 18);
	s->graphs[0].outer = -1;
	s->n_graphs = 1;
	for (i = 0; i < 2; i++)
		fresh_value(&g, i - 1);
	grow_graph(&g, 0, n, 0);
	set_outputs(s);
}
