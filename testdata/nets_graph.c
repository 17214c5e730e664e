#include "testdata/nets.h"
#include "testdata/nets_wire.h"

#include <assert.h>
#include <string.h>

/* Fields of onnx.proto. */
enum { NODE_INPUT = 1, NODE_OUTPUT, NODE_NAME, NODE_OP, NODE_ATTRIBUTE };
enum { ATTR_NAME = 1, ATTR_F, ATTR_I, ATTR_S, ATTR_INTS = 8, ATTR_TYPE = 20 };
enum { ATTR_IS_FLOAT = 1, ATTR_IS_INT, ATTR_IS_STRING, ATTR_IS_INTS = 7 };
enum { GRAPH_NODE = 1 };

void
net_open(struct net *n, struct arena *arena, const struct options *o, const char *title)
{
	*n = (struct net){.arena = arena, .o = o, .title = title};
	text_open(&n->nodes, arena);
	text_open(&n->inputs, arena);
	text_open(&n->outputs, arena);
	text_open(&n->in, arena);
	text_open(&n->out, arena);
	text_open(&n->attr, arena);
	n->used = names_new(arena);
	n->quantized = names_new(arena);
}

const char *
net_unique(struct net *n, const char *name)
{
	int32_t times = names_get(n->used, name);

	names_put(n->used, name, times < 0 ? 1 : times + 1);
	if (times < 0)
		return name;
	return net_unique(n, arena_printf(n->arena, "%s_%d", name, (int)times));
}

void
net_unless(struct net *n, bool fine, const char *wrong)
{
	if (!fine && !n->wrong)
		n->wrong = wrong;
}

const char *
net_scope(struct net *n, const char *module)
{
	struct text t;
	const char *part = module; /* where the last scope's name begins */

	text_open(&t, n->arena);
	for (const char *s = module; *s;) {
		size_t len = strcspn(s, ".");
		bool number = *s >= '0' && *s <= '9';

		if (!number)
			part = s;
		text_puts(&t, "/");
		text_add(&t, part, (size_t)(s - part) + len);
		s += len + (s[len] == '.');
	}
	for (size_t i = 0; i < t.n; i++)
		if (t.s[i] == '#')
			t.s[i] = '.';
	return t.n ? t.s : "";
}

const char *
net_param(struct net *n, const char *module, const char *param)
{
	char *name = arena_printf(n->arena, "%s%s", module, param);

	for (char *s = name; *s; s++)
		if (*s == '#')
			*s = '.';
	return name;
}

void
node(struct net *n, const char *module, const char *op)
{
	assert(!n->op); /* one at a time */
	n->op = op;
	n->module = module;
	n->node_name = NULL;
	if (!n->caffe2)
		n->node_name = net_unique(
			n, arena_printf(n->arena, "%s/%s", net_scope(n, module), op));
	n->in.n = n->out.n = n->attr.n = 0;
	n->n_out = 0;
}

void
in(struct net *n, const char *value)
{
	wire_string(&n->in, NODE_INPUT, value ? value : "");
}

/* The outputs of a Caffe2 layer and what works in place on it are numbered. */
static const char *
caffe2_name(struct net *n)
{
	int32_t times = names_get(n->used, n->module);

	times = times < 0 ? 1 : times + 1;
	names_put(n->used, n->module, times);
	return arena_printf(n->arena, "%s_%d", n->module, (int)times);
}

const char *
out(struct net *n)
{
	const char *name = n->as;

	n->as = NULL;
	if (!name && n->caffe2)
		name = caffe2_name(n);
	else if (!name)
		name = arena_printf(n->arena, "%s_output_%d", n->node_name, n->n_out);
	wire_string(&n->out, NODE_OUTPUT, name);
	n->n_out++;
	return name;
}

const char *
done(struct net *n)
{
	const char *name = n->n_out ? NULL : out(n);
	struct text t;

	text_open(&t, n->arena);
	text_add(&t, n->in.s, n->in.n);
	text_add(&t, n->out.s, n->out.n);
	if (n->node_name)
		wire_string(&t, NODE_NAME, n->node_name);
	wire_string(&t, NODE_OP, n->op);
	text_add(&t, n->attr.s, n->attr.n);
	wire_message(&n->nodes, GRAPH_NODE, &t);
	n->n_nodes++;
	n->op = NULL;
	return name;
}

static void
attribute(struct net *n, const char *name, struct text *body, int type)
{
	struct text t;

	text_open(&t, n->arena);
	wire_string(&t, ATTR_NAME, name);
	text_add(&t, body->s, body->n);
	wire_int(&t, ATTR_TYPE, type);
	wire_message(&n->attr, NODE_ATTRIBUTE, &t);
}

void
attr_int(struct net *n, const char *name, int64_t v)
{
	struct text t;

	text_open(&t, n->arena);
	wire_int(&t, ATTR_I, v);
	attribute(n, name, &t, ATTR_IS_INT);
}

void
attr_float(struct net *n, const char *name, double v)
{
	struct text t;

	text_open(&t, n->arena);
	wire_float(&t, ATTR_F, (float)v);
	attribute(n, name, &t, ATTR_IS_FLOAT);
}

void
attr_string(struct net *n, const char *name, const char *v)
{
	struct text t;

	text_open(&t, n->arena);
	wire_string(&t, ATTR_S, v);
	attribute(n, name, &t, ATTR_IS_STRING);
}

void
attr_ints(struct net *n, const char *name, int count, const int64_t *v)
{
	struct text t;

	text_open(&t, n->arena);
	for (int i = 0; i < count; i++)
		wire_int(&t, ATTR_INTS, v[i]);
	attribute(n, name, &t, ATTR_IS_INTS);
}

const char *
unary(struct net *n, const char *module, const char *op, const char *x)
{
	node(n, module, op);
	in(n, x);
	return done(n);
}

const char *
binary(struct net *n, const char *module, const char *op, const char *a, const char *b)
{
	node(n, module, op);
	in(n, a);
	in(n, b);
	return done(n);
}
