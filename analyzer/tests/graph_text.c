#include "analyzer/tests/graph_text.h"

#include <check.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "proto/model.h"

enum { MOST = 400 }; /* of anything in one text */

struct reader {
	struct arena *arena;
	const char *text, *s;
	struct graph_def *graph;
	struct opset_import *opsets; /* ai.onnx, then the others */
	int32_t n_opsets;
	struct node_def *nodes;
	struct tensor_def *tensors;
	struct value_def *inputs;
};

/* Numbers as written, and whether one of them has a point. */
struct numbers {
	double f[MOST];
	int64_t i[MOST];
	int32_t n;
	bool is_float;
};

static void
refuse(const struct reader *r, const char *wanted)
{
	ck_abort_msg("'%s' at '%s': wanted %s", r->text, r->s, wanted);
}

static void
skip_space(struct reader *r)
{
	while (isspace((unsigned char)*r->s))
		r->s++;
}

static bool
accept(struct reader *r, char c)
{
	skip_space(r);
	if (*r->s != c)
		return false;
	r->s++;
	return true;
}

static void
expect(struct reader *r, char c)
{
	char wanted[2] = {c, 0};

	if (!accept(r, c))
		refuse(r, wanted);
}

/* "" when there is none. */
static const char *
read_name(struct reader *r)
{
	const char *from;

	skip_space(r);
	from = r->s;
	while (isalnum((unsigned char)*r->s) || (*r->s && strchr("_./", *r->s)))
		r->s++;
	return arena_strndup(r->arena, from, (size_t)(r->s - from));
}

static bool
at_number(struct reader *r)
{
	skip_space(r);
	return isdigit((unsigned char)*r->s) ||
	       (*r->s == '-' && isdigit((unsigned char)r->s[1]));
}

static void
read_number(struct reader *r, struct numbers *list)
{
	char *end_int, *end_float;

	if (!at_number(r) || list->n == MOST)
		refuse(r, "a number");
	list->i[list->n] = strtoll(r->s, &end_int, 10);
	list->f[list->n] = strtod(r->s, &end_float);
	list->is_float |= end_float > end_int;
	list->n++;
	r->s = end_float > end_int ? end_float : end_int;
}

static void
read_numbers(struct reader *r, char close, struct numbers *list)
{
	while (!accept(r, close)) {
		read_number(r, list);
		accept(r, ',');
	}
}

/* Elements as the file would hold them. */
static void
fill_tensor(struct reader *r, struct tensor_def *t, const struct numbers *list)
{
	int32_t bytes = dtype_row((enum dtype)t->dtype)->bits / 8;
	unsigned char *data = arena_new(r->arena, unsigned char, list->n *bytes + 1);

	for (int32_t i = 0; i < list->n; i++) {
		float f = (float)list->f[i];

		if (t->dtype == DTYPE_FLOAT)
			memcpy(data + i * bytes, &f, sizeof(f));
		else if (t->dtype == DTYPE_DOUBLE)
			memcpy(data + i * bytes, &list->f[i], sizeof(double));
		else
			memcpy(data + i * bytes, &list->i[i], (size_t)bytes);
	}
	t->data = data;
	t->n_data = (size_t)(list->n * bytes);
}

static void
read_dims(struct reader *r, struct tensor_def *t)
{
	struct numbers *dims = arena_new(r->arena, struct numbers, 1);
	int64_t *copy;

	expect(r, '[');
	read_numbers(r, ']', dims);
	copy = arena_new(r->arena, int64_t, dims->n);
	memcpy(copy, dims->i, (size_t)dims->n * sizeof(*copy));
	t->dims = copy;
	t->n_dims = dims->n;
}

/* f32[2]{1,2}, or without elements. */
static void
read_tensor(struct reader *r, const char *dtype, struct tensor_def *t)
{
	struct numbers *list = arena_new(r->arena, struct numbers, 1);

	t->dtype = dtype_of_name(dtype);
	t->name = "";
	if (!t->dtype)
		refuse(r, "a dtype");
	read_dims(r, t);
	t->cut = !accept(r, '{');
	if (t->cut)
		return;
	read_numbers(r, '}', list);
	fill_tensor(r, t, list);
}

/* A number or a list in place of a name: a new initializer. */
static const char *
read_constant(struct reader *r)
{
	struct numbers *list = arena_new(r->arena, struct numbers, 1);
	struct tensor_def *t = &r->tensors[r->graph->n_initializers];
	int64_t *dims = arena_new(r->arena, int64_t, 1);
	bool one = !accept(r, '[');

	if (one)
		read_number(r, list);
	else
		read_numbers(r, ']', list);
	dims[0] = list->n;
	t->dims = dims;
	t->n_dims = one ? 0 : 1;
	t->dtype = list->is_float ? DTYPE_FLOAT : DTYPE_INT64;
	t->name = arena_printf(r->arena, "constant%d", r->graph->n_initializers++);
	fill_tensor(r, t, list);
	return t->name;
}

static const char *
read_argument(struct reader *r)
{
	skip_space(r);
	if (*r->s == '[' || at_number(r))
		return read_constant(r);
	return read_name(r);
}

static void
attr_from_numbers(struct reader *r, const struct numbers *list, bool one,
		  struct attr_def *a)
{
	float *floats = arena_new(r->arena, float, list->n);
	int64_t *ints = arena_new(r->arena, int64_t, list->n);

	for (int32_t i = 0; i < list->n; i++) {
		floats[i] = (float)list->f[i];
		ints[i] = list->i[i];
	}
	a->n = one ? 0 : (size_t)list->n;
	if (one && list->is_float) {
		a->type = ATTR_FLOAT;
		a->f = floats[0];
	} else if (one) {
		a->type = ATTR_INT;
		a->i = ints[0];
	} else if (list->is_float) {
		a->type = ATTR_FLOATS;
		a->floats = floats;
	} else {
		a->type = ATTR_INTS;
		a->ints = ints;
	}
}

static void
read_attr(struct reader *r, struct attr_def *a)
{
	struct numbers *list = arena_new(r->arena, struct numbers, 1);
	struct tensor_def *t;
	const char *from;

	*a = (struct attr_def){.name = read_name(r), .ref_attr_name = ""};
	expect(r, '=');
	if (accept(r, '"')) {
		from = r->s;
		r->s += strcspn(from, "\"");
		a->type = ATTR_STRING;
		a->n_s = (uint32_t)(r->s - from);
		a->s = arena_strndup(r->arena, from, a->n_s);
		expect(r, '"');
	} else if (accept(r, '[')) {
		read_numbers(r, ']', list);
		attr_from_numbers(r, list, false, a);
	} else if (at_number(r)) {
		read_number(r, list);
		attr_from_numbers(r, list, true, a);
	} else {
		t = arena_new(r->arena, struct tensor_def, 1);
		read_tensor(r, read_name(r), t);
		a->type = ATTR_TENSOR;
		a->t = t;
	}
}

static int64_t
domain_opset(struct reader *r, const char *domain)
{
	for (int32_t i = 0; i < r->n_opsets; i++)
		if (!strcmp(r->opsets[i].domain, domain))
			return r->opsets[i].version;
	r->opsets[r->n_opsets++] = (struct opset_import){domain, 1};
	return 1;
}

/* Name(arguments) {attributes}, after the outputs' names. */
static void
read_node(struct reader *r, const char *op, const char *const *outputs, int32_t n)
{
	struct node_def *node = &r->nodes[r->graph->n_nodes++];
	const char **inputs = arena_new(r->arena, const char *, MOST);
	struct attr_def *attrs = arena_new(r->arena, struct attr_def, MOST);

	*node = (struct node_def){.name = outputs[0],
				  .op_type = op,
				  .domain = "",
				  .overload = "",
				  .n_outputs = n,
				  .outputs = outputs,
				  .inputs = inputs,
				  .attrs = attrs};
	if (accept(r, ':')) {
		node->domain = op;
		node->op_type = read_name(r);
		domain_opset(r, op);
	}
	expect(r, '(');
	while (!accept(r, ')')) {
		inputs[node->n_inputs++] = read_argument(r);
		if (!accept(r, ',')) {
			expect(r, ')');
			break;
		}
	}
	if (!accept(r, '{'))
		return;
	while (!accept(r, '}')) {
		read_attr(r, &attrs[node->n_attrs++]);
		accept(r, ',');
	}
}

/* x:f32[N,3] after the colon. */
static void
read_input(struct reader *r, const char *name)
{
	struct value_def *v = &r->inputs[r->graph->n_inputs++];
	struct dim_def *dims = arena_new(r->arena, struct dim_def, MOST);
	struct type_def *t = &v->type;

	v->name = name;
	t->kind = TYPE_DEF_TENSOR;
	t->dtype = dtype_of_name(read_name(r));
	t->dims = dims;
	if (!t->dtype)
		refuse(r, "a dtype");
	t->has_shape = accept(r, '[');
	while (t->has_shape && !accept(r, ']')) {
		struct dim_def *d = &dims[t->n_dims++];

		*d = (struct dim_def){.value = -1};
		if (at_number(r))
			d->value = strtoll(r->s, (char **)&r->s, 10);
		else if (!accept(r, '?'))
			d->param = read_name(r);
		accept(r, ',');
	}
}

static void
read_statement(struct reader *r)
{
	const char **names = arena_new(r->arena, const char *, MOST), *word;
	struct numbers *version;
	int32_t n = 0;

	names[n++] = read_name(r);
	if (!strcmp(names[0], "opset")) {
		version = arena_new(r->arena, struct numbers, 1);
		read_number(r, version);
		r->opsets[0].version = version->i[0];
		return;
	}
	if (accept(r, ':')) {
		read_input(r, names[0]);
		return;
	}
	while (accept(r, ','))
		names[n++] = read_name(r);
	expect(r, '=');
	word = read_name(r);
	skip_space(r);
	if (*r->s == '[') {
		struct tensor_def *t = &r->tensors[r->graph->n_initializers++];

		read_tensor(r, word, t);
		t->name = names[0];
		return;
	}
	read_node(r, word, names, n);
}

static bool
is_read(const struct graph_def *g, const char *name)
{
	for (int32_t i = 0; i < g->n_nodes; i++)
		for (int32_t k = 0; k < g->nodes[i].n_inputs; k++)
			if (!strcmp(g->nodes[i].inputs[k], name))
				return true;
	return false;
}

static void
find_outputs(struct reader *r)
{
	struct value_def *outputs = arena_new(r->arena, struct value_def, MOST);
	struct graph_def *g = r->graph;

	for (int32_t i = 0; i < g->n_nodes; i++)
		for (int32_t k = 0; k < g->nodes[i].n_outputs; k++)
			if (*g->nodes[i].outputs[k] &&
			    !is_read(g, g->nodes[i].outputs[k]))
				outputs[g->n_outputs++].name = g->nodes[i].outputs[k];
	g->outputs = outputs;
}

const struct model *
model_from(const char *text, struct arena *arena)
{
	struct model *m = arena_new(arena, struct model, 1);
	struct reader r = {.arena = arena, .text = text, .s = text, .n_opsets = 1};

	r.graph = arena_new(arena, struct graph_def, 1);
	r.opsets = arena_new(arena, struct opset_import, MOST);
	r.nodes = arena_new(arena, struct node_def, MOST);
	r.tensors = arena_new(arena, struct tensor_def, MOST);
	r.inputs = arena_new(arena, struct value_def, MOST);
	r.opsets[0] = (struct opset_import){"", 21};
	r.graph->name = "text";
	r.graph->nodes = r.nodes;
	r.graph->initializers = r.tensors;
	r.graph->inputs = r.inputs;
	while (skip_space(&r), *r.s) {
		read_statement(&r);
		if (!accept(&r, ';') && *r.s)
			refuse(&r, ";");
	}
	find_outputs(&r);
	*m = (struct model){.ir_version = 10,
			    .producer_name = "",
			    .producer_version = "",
			    .domain = "",
			    .doc = "",
			    .opsets = r.opsets,
			    .n_opsets = r.n_opsets,
			    .graph = r.graph};
	m->source.path = m->source.name = "text";
	return m;
}
