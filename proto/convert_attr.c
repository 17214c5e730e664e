#include "proto/convert.h"
#include "proto/tensor.h"

typedef Onnx__AttributeProto Proto;

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
	a->s = keep_bytes(c, &from->s);
	a->n_s = (uint32_t)from->s.len;
}

static void
take_tensor(struct converter *c, struct attr_def *a, const Proto *from)
{
	a->t = CONVERT_MAYBE(c, from->t, struct tensor_def, convert_tensor);
}

static void
take_graph(struct converter *c, struct attr_def *a, const Proto *from)
{
	a->g = CONVERT_MAYBE(c, from->g, struct graph_def, convert_graph);
}

static void
take_sparse(struct converter *c, struct attr_def *a, const Proto *from)
{
	a->sparse = CONVERT_MAYBE(c, from->sparse_tensor, struct sparse_def,
				  convert_sparse);
}

static void
take_type(struct converter *c, struct attr_def *a, const Proto *from)
{
	a->tp = CONVERT_MAYBE(c, from->tp, struct type_def, convert_type);
}

static void
take_floats(struct converter *c, struct attr_def *a, const Proto *from)
{
	struct cut_note note;

	a->n = from->n_floats;
	if (note_find(&note, &from->base))
		a->n = (size_t)note.length / sizeof(float);
	else
		a->floats = keep_array(c, a->n, from->floats, sizeof(float));
}

static void
take_ints(struct converter *c, struct attr_def *a, const Proto *from)
{
	a->n = from->n_ints;
	a->ints = keep_array(c, a->n, from->ints, sizeof(int64_t));
}

static void
take_strings(struct converter *c, struct attr_def *a, const Proto *from)
{
	const char **strings = arena_new(c->arena, const char *, from->n_strings);
	size_t i;

	for (i = 0; i < from->n_strings; i++)
		strings[i] = keep_bytes(c, &from->strings[i]);
	a->n = from->n_strings;
	a->strings = strings;
}

static void
take_tensors(struct converter *c, struct attr_def *a, const Proto *from)
{
	a->n = from->n_tensors;
	a->tensors = CONVERT_LIST(c, from, tensors, struct tensor_def, convert_tensor);
}

static void
take_graphs(struct converter *c, struct attr_def *a, const Proto *from)
{
	a->n = from->n_graphs;
	a->graphs = CONVERT_LIST(c, from, graphs, struct graph_def, convert_graph);
}

static void
take_sparses(struct converter *c, struct attr_def *a, const Proto *from)
{
	a->n = from->n_sparse_tensors;
	a->sparses = CONVERT_LIST(c, from, sparse_tensors, struct sparse_def,
				  convert_sparse);
}

static void
take_types(struct converter *c, struct attr_def *a, const Proto *from)
{
	a->n = from->n_type_protos;
	a->types = CONVERT_LIST(c, from, type_protos, struct type_def, convert_type);
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

void
convert_attr(struct converter *c, void *to, const void *message)
{
	const Proto *from = message;
	struct attr_def *a = to;
	size_t type = (size_t)from->type;

	if (!type && !from->ref_attr_name)
		type = implied_type(from);
	if (type >= sizeof(takers) / sizeof(takers[0]))
		type = ATTR_UNDEFINED;
	a->name = keep_string(c, from->name);
	a->ref_attr_name = keep_string(c, from->ref_attr_name);
	a->type = (enum attr_type)type;
	if (takers[type])
		takers[type](c, a, from);
}
