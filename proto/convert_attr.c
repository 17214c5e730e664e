#include "proto/convert.h"
#include "proto/tensor.h"

typedef Onnx__AttributeProto Proto;

/* Bytes of the file that a NUL follows, since the arena is zeroed. */
static const char *
text_of(struct converter *c, const ProtobufCBinaryData *from)
{
	return from->len ? arena_strndup(c->arena, (char *)from->data, from->len) : "";
}

static void
take_float(struct converter *c, struct attr_def *a, const Proto *from)
{
	(void)c;
	a->f = from->f;
}

static void
take_int(struct converter *c, struct attr_def *a, const Proto *from)
{
	(void)c;
	a->i = from->i;
}

static void
take_string(struct converter *c, struct attr_def *a, const Proto *from)
{
	a->s = text_of(c, &from->s);
	a->n_s = from->s.len;
}

static void
take_tensor(struct converter *c, struct attr_def *a, const Proto *from)
{
	struct tensor_def *t;

	if (!from->t)
		return;
	t = arena_new(c->arena, struct tensor_def, 1);
	tensor_convert(t, from->t, c->arena, c->diags);
	a->t = t;
}

static void
take_graph(struct converter *c, struct attr_def *a, const Proto *from)
{
	struct graph_def *g;

	if (!from->g)
		return;
	g = arena_new(c->arena, struct graph_def, 1);
	convert_graph(c, g, from->g);
	a->g = g;
}

static void
take_sparse(struct converter *c, struct attr_def *a, const Proto *from)
{
	struct sparse_def *s;

	if (!from->sparse_tensor)
		return;
	s = arena_new(c->arena, struct sparse_def, 1);
	convert_sparse(c, s, from->sparse_tensor);
	a->sparse = s;
}

static void
take_type(struct converter *c, struct attr_def *a, const Proto *from)
{
	struct type_def *t;

	if (!from->tp)
		return;
	t = arena_new(c->arena, struct type_def, 1);
	convert_type(c, t, from->tp);
	a->tp = t;
}

static void
take_floats(struct converter *c, struct attr_def *a, const Proto *from)
{
	struct cut_note note;

	(void)c;
	a->n = from->n_floats;
	a->floats = from->floats;
	if (!note_find(&note, &from->base))
		return;
	a->n = (size_t)note.length / sizeof(float);
	a->floats = NULL;
}

static void
take_ints(struct converter *c, struct attr_def *a, const Proto *from)
{
	(void)c;
	a->n = from->n_ints;
	a->ints = from->ints;
}

static void
take_strings(struct converter *c, struct attr_def *a, const Proto *from)
{
	const char **strings = arena_new(c->arena, const char *, from->n_strings);
	size_t i;

	for (i = 0; i < from->n_strings; i++)
		strings[i] = text_of(c, &from->strings[i]);
	a->n = from->n_strings;
	a->strings = strings;
}

static void
take_tensors(struct converter *c, struct attr_def *a, const Proto *from)
{
	struct tensor_def *list =
		arena_new(c->arena, struct tensor_def, from->n_tensors);
	size_t i;

	for (i = 0; i < from->n_tensors; i++)
		tensor_convert(&list[i], from->tensors[i], c->arena, c->diags);
	a->n = from->n_tensors;
	a->tensors = list;
}

static void
take_graphs(struct converter *c, struct attr_def *a, const Proto *from)
{
	struct graph_def *list = arena_new(c->arena, struct graph_def, from->n_graphs);
	size_t i;

	for (i = 0; i < from->n_graphs; i++)
		convert_graph(c, &list[i], from->graphs[i]);
	a->n = from->n_graphs;
	a->graphs = list;
}

static void
take_sparses(struct converter *c, struct attr_def *a, const Proto *from)
{
	size_t n = from->n_sparse_tensors, i;
	struct sparse_def *list = arena_new(c->arena, struct sparse_def, n);

	for (i = 0; i < n; i++)
		convert_sparse(c, &list[i], from->sparse_tensors[i]);
	a->n = n;
	a->sparses = list;
}

static void
take_types(struct converter *c, struct attr_def *a, const Proto *from)
{
	struct type_def *list =
		arena_new(c->arena, struct type_def, from->n_type_protos);
	size_t i;

	for (i = 0; i < from->n_type_protos; i++)
		convert_type(c, &list[i], from->type_protos[i]);
	a->n = from->n_type_protos;
	a->types = list;
}

static void (*const takers[])(struct converter *, struct attr_def *, const Proto *) = {
	[ATTR_FLOAT] = take_float,
	[ATTR_INT] = take_int,
	[ATTR_STRING] = take_string,
	[ATTR_TENSOR] = take_tensor,
	[ATTR_GRAPH] = take_graph,
	[ATTR_FLOATS] = take_floats,
	[ATTR_INTS] = take_ints,
	[ATTR_STRINGS] = take_strings,
	[ATTR_TENSORS] = take_tensors,
	[ATTR_GRAPHS] = take_graphs,
	[ATTR_SPARSE_TENSOR] = take_sparse,
	[ATTR_SPARSE_TENSORS] = take_sparses,
	[ATTR_TYPE] = take_type,
	[ATTR_TYPES] = take_types,
};

/* Of files that do not say: what is there, lists last since they may be empty. */
static enum attr_type
implied_type(const Proto *from)
{
	struct cut_note note;
	const struct {
		bool there;
		enum attr_type type;
	} fields[] = {
		{from->has_f, ATTR_FLOAT},
		{from->has_i, ATTR_INT},
		{from->has_s, ATTR_STRING},
		{from->t, ATTR_TENSOR},
		{from->g, ATTR_GRAPH},
		{from->sparse_tensor, ATTR_SPARSE_TENSOR},
		{from->tp, ATTR_TYPE},
		{from->n_floats || note_find(&note, &from->base), ATTR_FLOATS},
		{from->n_ints, ATTR_INTS},
		{from->n_strings, ATTR_STRINGS},
		{from->n_tensors, ATTR_TENSORS},
		{from->n_graphs, ATTR_GRAPHS},
		{from->n_sparse_tensors, ATTR_SPARSE_TENSORS},
		{from->n_type_protos, ATTR_TYPES},
	};
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (fields[i].there)
			return fields[i].type;
	return ATTR_UNDEFINED;
}

static void
convert_attr(struct converter *c, struct attr_def *a, const Proto *from)
{
	size_t type = (size_t)from->type;

	if (!type && !from->ref_attr_name)
		type = implied_type(from);
	a->name = string_or_empty(from->name);
	a->ref_attr_name = string_or_empty(from->ref_attr_name);
	a->s = "";
	if (type >= sizeof(takers) / sizeof(takers[0]))
		type = ATTR_UNDEFINED;
	a->type = (enum attr_type)type;
	if (takers[type])
		takers[type](c, a, from);
}

const struct attr_def *
convert_attrs(struct converter *c, size_t n, Onnx__AttributeProto *const *from)
{
	struct attr_def *attrs = arena_new(c->arena, struct attr_def, n);
	size_t i;

	for (i = 0; i < n; i++)
		convert_attr(c, &attrs[i], from[i]);
	return attrs;
}
