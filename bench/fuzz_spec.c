#include "bench/fuzz_spec.h"

#include <stdio.h>
#include <string.h>

#include "proto/tests/wire.h"

int32_t
chance_below(struct chance *c, int32_t n)
{
	c->state = c->state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (int32_t)((c->state >> 33) % (uint32_t)n);
}

int64_t
spec_number(struct chance *c, bool wild)
{
	static const int64_t numbers[] = {
		0,         1,         -1,     -2,        7,
		255,       4096,      100000, INT32_MAX, INT32_MIN,
		INT64_MAX, INT64_MIN, -100,   -9,        INT64_C(1) << 40};

	if (wild)
		return numbers[chance_below(c, sizeof(numbers) / sizeof(*numbers))];
	return 1 + chance_below(c, 4);
}

int32_t
spec_value(struct spec *s, struct chance *c)
{
	static const int32_t dtypes[] = {1, 1, 1, 1, 1,  7, 7, 10,
					 3, 2, 9, 6, 11, 8, 16};
	struct spec_value *v = &s->values[s->n_values];
	int32_t i;

	if (s->n_values == SPEC_VALUES)
		return -1;
	memset(v, 0, sizeof(*v));
	v->dtype = dtypes[chance_below(c, sizeof(dtypes) / sizeof(*dtypes))];
	v->rank = chance_below(c, SPEC_RANK);
	for (i = 0; i < v->rank; i++)
		v->dims[i] = 1 + chance_below(c, 4);
	if (v->rank && chance_below(c, 3) == 0)
		v->dims[0] = -1;
	return s->n_values++;
}

static void
put_name(struct emit *e, uint32_t field, int32_t value)
{
	char name[16] = "";

	if (value >= 0)
		snprintf(name, sizeof(name), "v%d", value);
	put_text(e, field, name);
}

static void
put_dim(struct emit *e, int64_t dim)
{
	struct emit_mark m = emit_begin(e, 1, 0);

	if (dim < 0)
		put_text(e, 2, "N");
	else
		put_int(e, 1, dim);
	emit_end(e, m);
}

static void
put_typed(struct emit *e, uint32_t field, const struct spec *s, int32_t value)
{
	const struct spec_value *v = &s->values[value];
	struct emit_mark info = emit_begin(e, field, 0), type, tensor, shape;
	int32_t i;

	put_name(e, 1, value);
	type = emit_begin(e, 2, 0);
	tensor = emit_begin(e, 1, 0);
	put_int(e, 1, v->dtype);
	shape = emit_begin(e, 2, 0);
	for (i = 0; i < v->rank; i++)
		put_dim(e, v->dims[i]);
	emit_end(e, shape);
	emit_end(e, tensor);
	emit_end(e, type);
	emit_end(e, info);
}

static void
put_untyped(struct emit *e, uint32_t field, int32_t value)
{
	struct emit_mark info = emit_begin(e, field, 0);

	put_name(e, 1, value);
	emit_end(e, info);
}

/* Its data is elsewhere, unless it is a list of small numbers. */
static void
put_weight(struct emit *e, const struct spec *s, int32_t value)
{
	const struct spec_value *v = &s->values[value];
	struct emit_mark m = emit_begin(e, INITIALIZER, 0);
	int32_t i;

	put_name(e, TENSOR_NAME, value);
	put_int(e, DATA_TYPE, v->dtype);
	for (i = 0; i < v->rank; i++)
		put_int(e, DIMS, v->dims[i] < 0 ? 1 : v->dims[i]);
	for (i = 0; i < v->n_data; i++)
		put_int(e, INT64_DATA, v->data[i]);
	if (!v->n_data) {
		put_pair(e, EXTERNAL_DATA, "location", "weights.bin");
		put_int(e, DATA_LOCATION, 1);
	}
	emit_end(e, m);
}

static void put_graph(struct emit *, uint32_t field, const struct spec *, int32_t);

static void
put_attr(struct emit *e, const struct spec *s, const struct spec_attr *a)
{
	static const int types[] = {[SPEC_INT] = ATTR_INT,
				    [SPEC_LIST] = ATTR_INTS,
				    [SPEC_TEXT] = ATTR_STRING,
				    [SPEC_FLOAT] = ATTR_FLOAT,
				    [SPEC_BODY] = ATTR_GRAPH};
	struct emit_mark m = emit_begin(e, ATTRIBUTE, 0);
	float f = (float)a->ints[0];
	int32_t i;

	put_text(e, 1, a->name);
	if (a->kind == SPEC_INT)
		put_int(e, 3, a->ints[0]);
	for (i = 0; a->kind == SPEC_LIST && i < a->n; i++)
		put_int(e, ATTR_INT_LIST, a->ints[i]);
	if (a->kind == SPEC_TEXT)
		put_text(e, 4, a->text);
	if (a->kind == SPEC_FLOAT) {
		emit_varint(e, tag_of(2, WIRE_32));
		emit_bytes(e, &f, sizeof(f));
	}
	if (a->kind == SPEC_BODY)
		put_graph(e, ATTR_G, s, a->n);
	put_int(e, ATTR_KIND, types[a->kind]);
	emit_end(e, m);
}

static void
put_node(struct emit *e, const struct spec *s, const struct spec_node *n)
{
	struct emit_mark m = emit_begin(e, NODE, 0);
	int32_t i;

	for (i = 0; i < n->n_inputs; i++)
		put_name(e, 1, n->inputs[i]);
	for (i = 0; i < n->n_outputs; i++)
		put_name(e, 2, n->outputs[i]);
	put_text(e, OP_TYPE, n->op->name);
	put_text(e, 7, n->op->domain);
	for (i = 0; i < n->n_attrs; i++)
		put_attr(e, s, &n->attrs[i]);
	emit_end(e, m);
}

static void
put_graph(struct emit *e, uint32_t field, const struct spec *s, int32_t number)
{
	const struct spec_graph *g = &s->graphs[number];
	struct emit_mark m = emit_begin(e, field, 0);
	int32_t i;

	for (i = 0; i < s->n_nodes; i++)
		if (s->nodes[i].graph == number)
			put_node(e, s, &s->nodes[i]);
	put_text(e, 2, number ? "body" : "fuzz");
	for (i = 0; !number && i < s->n_values; i++)
		if (s->weight[i])
			put_weight(e, s, i);
	for (i = 0; i < g->n_inputs; i++)
		if (number)
			put_untyped(e, INPUT, g->inputs[i]);
		else
			put_typed(e, INPUT, s, g->inputs[i]);
	for (i = 0; i < g->n_outputs; i++)
		put_untyped(e, OUTPUT, g->outputs[i]);
	emit_end(e, m);
}

static void
put_opset(struct emit *e, const char *domain, int64_t version)
{
	struct emit_mark m = emit_begin(e, OPSET, 0);

	put_text(e, 1, domain);
	put_int(e, 2, version);
	emit_end(e, m);
}

void
spec_write(const struct spec *s, struct emit *e)
{
	put_int(e, IR_VERSION, 10);
	put_opset(e, "", s->opset);
	put_opset(e, "ai.onnx.ml", 3);
	put_opset(e, "com.microsoft", 1);
	put_graph(e, GRAPH, s, 0);
}
