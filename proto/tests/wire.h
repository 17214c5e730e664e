/*
 * Models written by hand, byte for byte, for tests.
 */
#ifndef PROTO_TESTS_WIRE_H
#define PROTO_TESTS_WIRE_H

#include <string.h>

#include "proto/digest.h"
#include "proto/emit.h"
#include "proto/model.h"
#include "proto/write.h"

/* Fields of the messages that the tests write. */
enum {
	IR_VERSION = 1,
	PRODUCER = 2,
	GRAPH = 7,
	OPSET = 8,
	NODE = 1,
	INITIALIZER = 5,
	INPUT = 11,
	OUTPUT = 12,
	OP_TYPE = 4,
	ATTRIBUTE = 5,
	NODE_DOC = 6,
	ATTR_G = 6,
	ATTR_T = 5,
	ATTR_FLOAT_LIST = 7,
	ATTR_INT_LIST = 8,
	ATTR_KIND = 20,
	DIMS = 1,
	DATA_TYPE = 2,
	FLOAT_DATA = 4,
	INT32_DATA = 5,
	STRING_DATA = 6,
	INT64_DATA = 7,
	TENSOR_NAME = 8,
	RAW_DATA = 9,
	EXTERNAL_DATA = 13,
	DATA_LOCATION = 14,
};

static inline void
put_int(struct emit *e, uint32_t field, int64_t v)
{
	emit_varint(e, tag_of(field, WIRE_VARINT));
	emit_varint(e, (uint64_t)v);
}

static inline void
put_text(struct emit *e, uint32_t field, const char *s)
{
	emit_field(e, field, s, strlen(s));
}

static inline void
put_pair(struct emit *e, uint32_t field, const char *key, const char *value)
{
	struct emit_mark m = emit_begin(e, field, 0);

	put_text(e, 1, key);
	put_text(e, 2, value);
	emit_end(e, m);
}

/* A tensor of one dimension with N bytes of raw data. */
static inline void
put_tensor(struct emit *e, uint32_t field, const char *name, int dtype, int64_t dim,
	   size_t n)
{
	struct emit_mark m = emit_begin(e, field, 0);
	size_t i;

	put_int(e, DIMS, dim);
	put_int(e, DATA_TYPE, dtype);
	put_text(e, TENSOR_NAME, name);
	emit_varint(e, tag_of(RAW_DATA, WIRE_BYTES));
	emit_varint(e, n);
	for (i = 0; i < n; i++)
		*emit_room(e, 1) = (unsigned char)i, e->n++;
	emit_end(e, m);
}

static inline void
put_value(struct emit *e, uint32_t field, const char *name)
{
	struct emit_mark value = emit_begin(e, field, 0), type, tensor, shape, dim;

	put_text(e, 1, name);
	type = emit_begin(e, 2, 0);
	tensor = emit_begin(e, 1, 0);
	put_int(e, 1, 1);
	shape = emit_begin(e, 2, 0);
	dim = emit_begin(e, 1, 0);
	put_text(e, 2, "batch");
	emit_end(e, dim);
	dim = emit_begin(e, 1, 0);
	put_int(e, 1, 4);
	emit_end(e, dim);
	emit_end(e, shape);
	emit_end(e, tensor);
	emit_end(e, type);
	emit_end(e, value);
}

/* An attribute that holds a graph with one node and one small tensor. */
static inline void
put_body(struct emit *e)
{
	struct emit_mark attr = emit_begin(e, ATTRIBUTE, 0), graph, node;

	put_text(e, 1, "then_branch");
	graph = emit_begin(e, ATTR_G, 0);
	node = emit_begin(e, NODE, 0);
	put_text(e, 2, "inner");
	put_text(e, OP_TYPE, "Constant");
	emit_end(e, node);
	put_tensor(e, INITIALIZER, "inner_w", 1, 2, 8);
	emit_end(e, graph);
	put_int(e, ATTR_KIND, ATTR_GRAPH);
	emit_end(e, attr);
}

/*
 * Something of everything: x -> If -> y with a body, lists of ints, a weight
 * of WEIGHT bytes.  The graph comes last, so no shorter file is a model.
 */
static inline void
put_model(struct emit *e, size_t weight)
{
	struct emit_mark graph, node, attr, opset;
	int i;

	put_int(e, IR_VERSION, 8);
	put_text(e, PRODUCER, "hand");
	opset = emit_begin(e, OPSET, 0);
	put_text(e, 1, "");
	put_int(e, 2, 17);
	emit_end(e, opset);
	graph = emit_begin(e, GRAPH, 0);
	node = emit_begin(e, NODE, 0);
	put_text(e, 1, "x");
	put_text(e, 1, "");
	put_text(e, 1, "w");
	put_text(e, 2, "y");
	put_text(e, OP_TYPE, "If");
	put_text(e, NODE_DOC, "said of a node");
	attr = emit_begin(e, ATTRIBUTE, 0);
	put_text(e, 1, "pads");
	for (i = 0; i < 4; i++)
		put_int(e, ATTR_INT_LIST, i - 1);
	put_int(e, ATTR_KIND, ATTR_INTS);
	emit_end(e, attr);
	put_body(e);
	emit_end(e, node);
	put_text(e, 2, "main");
	put_tensor(e, INITIALIZER, "w", 1, (int64_t)weight / 4, weight);
	put_value(e, INPUT, "x");
	put_value(e, OUTPUT, "y");
	emit_end(e, graph);
}

#endif
