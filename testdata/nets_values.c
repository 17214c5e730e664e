#include "testdata/nets.h"
#include "testdata/nets_wire.h"
#include "testdata/nets_fill.h"

#include <string.h>

/* Fields of onnx.proto. */
enum { ATTR_NAME = 1, ATTR_T = 5, ATTR_TYPE = 20, ATTR_IS_TENSOR = 4 };
enum { NODE_ATTRIBUTE = 5, GRAPH_INPUT = 11, GRAPH_OUTPUT };
enum { TENSOR_DIMS = 1, TENSOR_TYPE, TENSOR_RAW = 9 };
enum { INFO_NAME = 1, INFO_TYPE, TYPE_TENSOR = 1, TENSOR_ELEMENT = 1, TENSOR_SHAPE };
enum { SHAPE_DIM = 1, DIM_VALUE = 1, DIM_PARAM };

enum { INLINE_ELEMENTS = 16 };

/* A Constant node of rank 0 or 1 with these bytes. */
static const char *
constant(struct net *n, const char *module, int type, int rank, int64_t count,
	 const void *data)
{
	struct text tensor, attr;

	text_open(&tensor, n->arena);
	if (rank)
		wire_int(&tensor, TENSOR_DIMS, count);
	wire_int(&tensor, TENSOR_TYPE, type);
	wire_bytes(&tensor, TENSOR_RAW, data, (size_t)(count * fill_size(type)));
	text_open(&attr, n->arena);
	wire_string(&attr, ATTR_NAME, "value");
	wire_message(&attr, ATTR_T, &tensor);
	wire_int(&attr, ATTR_TYPE, ATTR_IS_TENSOR);
	node(n, module, "Constant");
	wire_message(&n->attr, NODE_ATTRIBUTE, &attr);
	return done(n);
}

const char *
constant_ints(struct net *n, const char *module, int count, const int64_t *v)
{
	return constant(n, module, T_INT64, count > 0, count ? count : 1, v);
}

const char *
constant_float(struct net *n, const char *module, double v)
{
	char bytes[8];

	fill_elements(n->o->type, (struct fill){v, 0}, 1, bytes);
	return constant(n, module, n->o->type, 0, 1, bytes);
}

static void
declare(struct net *n, struct text *list, int field, const char *name, int type,
	int rank, const struct dim *dims)
{
	struct text t[4];

	for (int i = 0; i < 4; i++)
		text_open(&t[i], n->arena);
	for (int d = 0; d < rank; d++) {
		t[0].n = 0;
		if (dims[d].name)
			wire_string(&t[0], DIM_PARAM, dims[d].name);
		else
			wire_int(&t[0], DIM_VALUE, dims[d].n);
		wire_message(&t[1], SHAPE_DIM, &t[0]);
	}
	wire_int(&t[2], TENSOR_ELEMENT, type);
	wire_message(&t[2], TENSOR_SHAPE, &t[1]);
	wire_message(&t[3], TYPE_TENSOR, &t[2]);
	t[0].n = 0;
	wire_string(&t[0], INFO_NAME, name);
	wire_message(&t[0], INFO_TYPE, &t[3]);
	wire_message(list, field, &t[0]);
}

static struct init *
new_init(struct net *n, const char *name, int type, int rank, const int64_t *dims)
{
	struct init *i;
	struct dim as[MAX_RANK] = {0};

	if (n->n_init == n->room_init) {
		n->room_init = n->room_init * 2 + 64;
		n->init = arena_grow(n->arena, n->init, n->n_init, n->room_init,
				     sizeof(*n->init));
	}
	i = &n->init[n->n_init++];
	i->name = name;
	i->type = type;
	i->rank = rank;
	i->offset = -1;
	i->bytes = fill_size(type);
	for (int d = 0; d < rank; d++) {
		as[d].n = i->dims[d] = dims[d];
		i->bytes *= dims[d];
	}
	if (n->o->inputs_too)
		declare(n, &n->inputs, GRAPH_INPUT, name, type, rank, as);
	return i;
}

const char *
weight(struct net *n, const char *name, int type, struct fill fill, int rank,
       const int64_t *dims)
{
	struct init *i = new_init(n, name, type, rank, dims);

	i->fill = fill;
	if (n->o->inline_weights || i->bytes <= INLINE_ELEMENTS * fill_size(type))
		return name;
	i->offset = n->external;
	n->external += i->bytes;
	return name;
}

static const char *
initial(struct net *n, const char *name, int type, int rank, const int64_t *dims,
	const void *bytes)
{
	struct init *i = new_init(n, name, type, rank, dims);
	char *data = arena_array(n->arena, (size_t)i->bytes, 1);

	memcpy(data, bytes, (size_t)i->bytes);
	i->data = data;
	return name;
}

const char *
initial_ints(struct net *n, const char *name, int rank, const int64_t *dims,
	     const int64_t *v)
{
	return initial(n, name, T_INT64, rank, dims, v);
}

const char *
initial_floats(struct net *n, const char *name, int64_t count, const float *v)
{
	return initial(n, name, T_FLOAT, 1, &count, v);
}

const char *
net_input(struct net *n, const char *name, int type, int rank, const struct dim *dims)
{
	declare(n, &n->inputs, GRAPH_INPUT, name, type, rank, dims);
	return name;
}

void
net_output(struct net *n, const char *name, int type, int rank, const struct dim *dims)
{
	declare(n, &n->outputs, GRAPH_OUTPUT, name, type, rank, dims);
}
