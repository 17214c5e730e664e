#include "proto/digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/xxh64.h"

struct digest {
	struct xxh64 low, high;
	unsigned char text[4096]; /* waits to be hashed */
	size_t n;
};

static void
flush(struct digest *d)
{
	xxh64_add(&d->low, d->text, d->n);
	xxh64_add(&d->high, d->text, d->n);
	d->n = 0;
}

static void
add_raw(struct digest *d, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	size_t piece;

	while (n) {
		if (d->n == sizeof(d->text))
			flush(d);
		piece = sizeof(d->text) - d->n;
		if (piece > n)
			piece = n;
		memcpy(d->text + d->n, p, piece);
		d->n += piece;
		p += piece;
		n -= piece;
	}
}

static void
add_number(struct digest *d, uint64_t v)
{
	unsigned char bytes[8];
	int i;

	for (i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(v >> (8 * i));
	add_raw(d, bytes, sizeof(bytes));
}

static void
add_bytes(struct digest *d, const void *bytes, size_t n)
{
	add_number(d, n);
	add_raw(d, bytes, n);
}

static void
add_string(struct digest *d, const char *s)
{
	add_bytes(d, s, strlen(s));
}

static void
add_strings(struct digest *d, size_t n, const char *const *list)
{
	size_t i;

	add_number(d, n);
	for (i = 0; i < n; i++)
		add_string(d, list[i]);
}

static void
add_ints(struct digest *d, size_t n, const int64_t *list)
{
	size_t i;

	add_number(d, n);
	for (i = 0; i < n; i++)
		add_number(d, (uint64_t)list[i]);
}

static void
add_float(struct digest *d, float f)
{
	uint32_t bits;

	memcpy(&bits, &f, sizeof(bits));
	add_number(d, bits);
}

/* Adds a struct of model.h. */
typedef void add_one(struct digest *, const void *);

static void
add_list(struct digest *d, size_t n, const void *list, size_t size, add_one *one)
{
	size_t i;

	add_number(d, n);
	for (i = 0; i < n; i++)
		one(d, (const char *)list + i * size);
}

static void
add_maybe(struct digest *d, const void *thing, add_one *one)
{
	add_list(d, thing != NULL, thing, 0, one);
}

#define ADD_LIST(d, of, list, one)                                                     \
	add_list((d), (size_t)(of)->n_##list, (of)->list, sizeof(*(of)->list), (one))

static void
add_pair(struct digest *d, const void *thing)
{
	const struct string_pair *p = thing;

	add_string(d, p->key);
	add_string(d, p->value);
}

static void
add_opset(struct digest *d, const void *thing)
{
	const struct opset_import *o = thing;

	add_string(d, o->domain);
	add_number(d, (uint64_t)o->version);
}

static void
add_annotation(struct digest *d, const void *thing)
{
	const struct annotation_def *a = thing;

	add_string(d, a->tensor);
	ADD_LIST(d, a, params, add_pair);
}

static void
add_tensor(struct digest *d, const void *thing)
{
	const struct tensor_def *t = thing;

	add_string(d, t->name);
	add_number(d, (uint64_t)t->dtype);
	add_ints(d, (size_t)t->n_dims, t->dims);
	add_number(d, t->data || t->strings);
	if (t->data)
		add_bytes(d, t->data, t->n_data);
	else if (t->strings)
		add_strings(d, t->n_strings, t->strings);
}

static void
add_sparse(struct digest *d, const void *thing)
{
	const struct sparse_def *s = thing;

	add_maybe(d, s->values, add_tensor);
	add_maybe(d, s->indices, add_tensor);
	add_ints(d, (size_t)s->n_dims, s->dims);
}

static void
add_dim(struct digest *d, const void *thing)
{
	const struct dim_def *dim = thing;

	add_string(d, dim->param ? dim->param : "");
	add_number(d, (uint64_t)dim->value);
}

static void
add_type(struct digest *d, const void *thing)
{
	const struct type_def *t = thing;

	add_number(d, t->kind);
	add_number(d, (uint64_t)t->dtype);
	add_number(d, t->has_shape);
	ADD_LIST(d, t, dims, add_dim);
	add_maybe(d, t->elem, add_type);
}

static void
add_value(struct digest *d, const void *thing)
{
	const struct value_def *v = thing;

	add_string(d, v->name);
	add_type(d, &v->type);
}

static void add_graph(struct digest *, const void *);

static void
add_attr_float(struct digest *d, const void *thing)
{
	const struct attr_def *a = thing;

	add_float(d, a->f);
}

static void
add_attr_int(struct digest *d, const void *thing)
{
	const struct attr_def *a = thing;

	add_number(d, (uint64_t)a->i);
}

static void
add_attr_string(struct digest *d, const void *thing)
{
	const struct attr_def *a = thing;

	add_bytes(d, a->s, a->n_s);
}

static void
add_attr_floats(struct digest *d, const void *thing)
{
	const struct attr_def *a = thing;
	size_t i;

	add_number(d, a->n);
	if (!a->floats && a->n)
		add_number(d, UINT64_MAX);
	else
		for (i = 0; i < a->n; i++)
			add_float(d, a->floats[i]);
}

static void
add_attr_ints(struct digest *d, const void *thing)
{
	const struct attr_def *a = thing;

	add_ints(d, a->n, a->ints);
}

static void
add_attr_strings(struct digest *d, const void *thing)
{
	const struct attr_def *a = thing;

	add_strings(d, a->n, a->strings);
}

/* What adds the attribute itself, or what it points to, one or a list. */
static const struct {
	add_one *itself, *one, *each;
	size_t size;
} attr_rows[] = {
	[ATTR_FLOAT] = {.itself = add_attr_float},
	[ATTR_INT] = {.itself = add_attr_int},
	[ATTR_STRING] = {.itself = add_attr_string},
	[ATTR_FLOATS] = {.itself = add_attr_floats},
	[ATTR_INTS] = {.itself = add_attr_ints},
	[ATTR_STRINGS] = {.itself = add_attr_strings},
	[ATTR_TENSOR] = {.one = add_tensor},
	[ATTR_GRAPH] = {.one = add_graph},
	[ATTR_SPARSE_TENSOR] = {.one = add_sparse},
	[ATTR_TYPE] = {.one = add_type},
	[ATTR_TENSORS] = {.each = add_tensor, .size = sizeof(struct tensor_def)},
	[ATTR_GRAPHS] = {.each = add_graph, .size = sizeof(struct graph_def)},
	[ATTR_SPARSE_TENSORS] = {.each = add_sparse, .size = sizeof(struct sparse_def)},
	[ATTR_TYPES] = {.each = add_type, .size = sizeof(struct type_def)},
};

static void
add_attr(struct digest *d, const void *thing)
{
	const struct attr_def *a = thing;

	add_string(d, a->name);
	add_string(d, a->ref_attr_name);
	add_number(d, a->type);
	if (attr_rows[a->type].itself)
		attr_rows[a->type].itself(d, a);
	else if (attr_rows[a->type].one)
		add_maybe(d, a->things, attr_rows[a->type].one);
	else if (attr_rows[a->type].each)
		add_list(d, a->n, a->things, attr_rows[a->type].size,
			 attr_rows[a->type].each);
}

static void
add_node(struct digest *d, const void *thing)
{
	const struct node_def *n = thing;

	add_string(d, n->name);
	add_string(d, n->op_type);
	add_string(d, n->domain);
	add_string(d, n->overload);
	add_strings(d, (size_t)n->n_inputs, n->inputs);
	add_strings(d, (size_t)n->n_outputs, n->outputs);
	ADD_LIST(d, n, attrs, add_attr);
}

static void
add_graph(struct digest *d, const void *thing)
{
	const struct graph_def *g = thing;

	add_string(d, g->name);
	ADD_LIST(d, g, nodes, add_node);
	ADD_LIST(d, g, initializers, add_tensor);
	ADD_LIST(d, g, sparse_initializers, add_sparse);
	ADD_LIST(d, g, inputs, add_value);
	ADD_LIST(d, g, outputs, add_value);
	ADD_LIST(d, g, value_infos, add_value);
	ADD_LIST(d, g, annotations, add_annotation);
}

static void
add_function(struct digest *d, const void *thing)
{
	const struct function_def *f = thing;

	add_string(d, f->domain);
	add_string(d, f->name);
	add_string(d, f->overload);
	add_strings(d, (size_t)f->n_inputs, f->inputs);
	add_strings(d, (size_t)f->n_outputs, f->outputs);
	add_strings(d, (size_t)f->n_attributes, f->attributes);
	ADD_LIST(d, f, attribute_protos, add_attr);
	ADD_LIST(d, f, nodes, add_node);
	ADD_LIST(d, f, opsets, add_opset);
	ADD_LIST(d, f, value_infos, add_value);
}

static void
add_training(struct digest *d, const void *thing)
{
	const struct training_def *t = thing;

	add_maybe(d, t->initialization, add_graph);
	add_maybe(d, t->algorithm, add_graph);
	ADD_LIST(d, t, initialization_bindings, add_pair);
	ADD_LIST(d, t, update_bindings, add_pair);
}

void
model_digest(const struct model *m, char digest[DIGEST_SIZE])
{
	struct digest d;

	d.n = 0;
	xxh64_open(&d.low, 0);
	xxh64_open(&d.high, 1);
	add_string(&d, "tidemark.digest.1");
	add_number(&d, (uint64_t)m->ir_version);
	ADD_LIST(&d, m, opsets, add_opset);
	add_graph(&d, m->graph);
	ADD_LIST(&d, m, functions, add_function);
	ADD_LIST(&d, m, training, add_training);
	flush(&d);
	snprintf(digest, DIGEST_SIZE, "%016" PRIx64 "%016" PRIx64, xxh64_close(&d.low),
		 xxh64_close(&d.high));
}
