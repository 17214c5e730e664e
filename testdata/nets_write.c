#include "testdata/nets.h"
#include "testdata/nets_fill.h"
#include "testdata/nets_wire.h"

#include <string.h>

/* Fields of onnx.proto. */
enum { MODEL_IR = 1, MODEL_PRODUCER, MODEL_PRODUCER_VERSION, MODEL_GRAPH = 7 };
enum { MODEL_OPSET = 8, OPSET_DOMAIN = 1, OPSET_VERSION };
enum { GRAPH_NAME = 2, GRAPH_INITIALIZER = 5 };
enum { TENSOR_DIMS = 1, TENSOR_TYPE, TENSOR_NAME = 8, TENSOR_RAW };
enum { TENSOR_EXTERNAL = 13, TENSOR_LOCATION };
enum { ENTRY_KEY = 1, ENTRY_VALUE };

/* Weights repeat after this many elements. */
enum { PERIOD = 65536 };

/* The IR version that came with an opset. */
static int
ir_version(int opset)
{
	static const struct {
		int opset, ir;
	} steps[] = {{9, 4},  {10, 5}, {11, 6},  {12, 7},
		     {15, 8}, {19, 9}, {21, 10}, {23, 11}};
	int ir = 3;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (opset >= steps[i].opset)
			ir = steps[i].ir;
	return ir;
}

static void
external_entry(struct text *t, struct arena *a, const char *key, const char *value)
{
	struct text entry;

	text_open(&entry, a);
	wire_string(&entry, ENTRY_KEY, key);
	wire_string(&entry, ENTRY_VALUE, value);
	wire_message(t, TENSOR_EXTERNAL, &entry);
}

/* All of an initializer but the bytes of its raw_data, which come last. */
static struct text
tensor_head(const struct net *n, const struct init *i)
{
	struct arena *a = n->arena;
	struct text t;

	text_open(&t, a);
	for (int d = 0; d < i->rank; d++)
		wire_int(&t, TENSOR_DIMS, i->dims[d]);
	wire_int(&t, TENSOR_TYPE, i->type);
	wire_string(&t, TENSOR_NAME, i->name);
	if (i->offset < 0) {
		wire_header(&t, TENSOR_RAW, (uint64_t)i->bytes);
		return t;
	}
	external_entry(&t, a, "location", "weights.bin");
	external_entry(&t, a, "offset", arena_printf(a, "%lld", (long long)i->offset));
	external_entry(&t, a, "length", arena_printf(a, "%lld", (long long)i->bytes));
	wire_int(&t, TENSOR_LOCATION, 1);
	return t;
}

static void
put_data(const struct init *i, FILE *f)
{
	static unsigned char block[PERIOD * 8];
	int64_t count = i->bytes / fill_size(i->type);
	int64_t period = count < PERIOD ? count : PERIOD;

	if (i->data) {
		fwrite(i->data, 1, (size_t)i->bytes, f);
		return;
	}
	fill_elements(i->type, i->fill, period, block);
	for (int64_t rest = count; rest > 0; rest -= period) {
		if (period > rest)
			period = rest;
		fwrite(block, (size_t)fill_size(i->type), (size_t)period, f);
	}
}

static uint64_t
tensor_size(const struct init *i, const struct text *head)
{
	return head->n + (i->offset < 0 ? (uint64_t)i->bytes : 0);
}

static struct text
model_head(const struct net *n, uint64_t graph_size)
{
	struct text t;

	text_open(&t, n->arena);
	wire_int(&t, MODEL_IR, ir_version(n->o->opset));
	wire_string(&t, MODEL_PRODUCER, n->caffe2 ? "onnx-caffe2" : "pytorch");
	wire_string(&t, MODEL_PRODUCER_VERSION, n->caffe2 ? "" : "2.4.0");
	wire_header(&t, MODEL_GRAPH, graph_size);
	text_add(&t, n->nodes.s, n->nodes.n);
	wire_string(&t, GRAPH_NAME, n->title);
	return t;
}

static struct text
model_tail(const struct net *n)
{
	struct text t, opset;

	text_open(&t, n->arena);
	text_open(&opset, n->arena);
	wire_string(&opset, OPSET_DOMAIN, "");
	wire_int(&opset, OPSET_VERSION, n->o->opset);
	text_add(&t, n->inputs.s, n->inputs.n);
	text_add(&t, n->outputs.s, n->outputs.n);
	wire_message(&t, MODEL_OPSET, &opset);
	return t;
}

static void
put(const struct text *t, FILE *f)
{
	fwrite(t->s, 1, t->n, f);
}

void
nets_write(const struct net *n, FILE *f)
{
	struct text *heads = arena_new(n->arena, struct text, n->n_init);
	uint64_t graph = n->nodes.n + n->inputs.n + n->outputs.n;
	struct text t;

	graph += wire_header_size(GRAPH_NAME, strlen(n->title)) + strlen(n->title);
	for (size_t i = 0; i < n->n_init; i++) {
		uint64_t size;

		heads[i] = tensor_head(n, &n->init[i]);
		size = tensor_size(&n->init[i], &heads[i]);
		graph += wire_header_size(GRAPH_INITIALIZER, size) + size;
	}
	t = model_head(n, graph);
	put(&t, f);
	for (size_t i = 0; i < n->n_init; i++) {
		t.n = 0;
		wire_header(&t, GRAPH_INITIALIZER, tensor_size(&n->init[i], &heads[i]));
		put(&t, f);
		put(&heads[i], f);
		if (n->init[i].offset < 0)
			put_data(&n->init[i], f);
	}
	t = model_tail(n);
	put(&t, f);
}
