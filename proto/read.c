#include "proto/model.h"

#include <string.h>

#include "proto/convert.h"
#include "proto/open.h"

static void *
arena_alloc(void *arena, size_t n)
{
	return arena_array(arena, n, 1);
}

static void
arena_free(void *arena, void *memory)
{
	(void)arena;
	(void)memory;
}

/* "models/net.onnx" is called net. */
static const char *
name_of(const char *path, struct arena *a)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash && slash[1] ? slash + 1 : path;
	size_t n = strlen(base);

	if (!strcmp(path, "-"))
		return "stdin";
	if (n > 5 && !strcmp(base + n - 5, ".onnx"))
		n -= 5;
	return arena_strndup(a, base, n);
}

/* Structs of model.h that grow one by one. */
struct list {
	char *items;
	size_t n, room;
};

/* Parts of the model that arrive on their own, and where they go. */
enum part {
	PART_NODES,
	PART_INITIALIZERS,
	PART_INPUTS,
	PART_OUTPUTS,
	PART_VALUE_INFOS,
	PART_ANNOTATIONS,
	PART_SPARSE_INITIALIZERS,
	PART_FUNCTIONS,
	PARTS,
};

static const struct row {
	uint32_t parent, field;
	const ProtobufCMessageDescriptor *message;
	size_t size;
	convert_one *convert;
} rows[PARTS] = {
#define ROW(part, parent, field, message, type, one)                                   \
	[part] = {parent, field, &onnx__##message##__descriptor, sizeof(struct type),  \
		  one},
#define GRAPH MODEL_GRAPH
	ROW(PART_NODES, GRAPH, 1, node_proto, node_def, convert_node) ROW(
		PART_INITIALIZERS, GRAPH, 5, tensor_proto, tensor_def,
		convert_tensor) ROW(PART_INPUTS, GRAPH, 11, value_info_proto, value_def,
				    convert_value) ROW(PART_OUTPUTS, GRAPH, 12,
						       value_info_proto, value_def,
						       convert_value)
		ROW(PART_VALUE_INFOS, GRAPH, 13, value_info_proto, value_def,
		    convert_value) ROW(PART_ANNOTATIONS, GRAPH, 14, tensor_annotation,
				       annotation_def, convert_annotation)
			ROW(PART_SPARSE_INITIALIZERS, GRAPH, 15, sparse_tensor_proto,
			    sparse_def, convert_sparse)
				ROW(PART_FUNCTIONS, 0, MODEL_FUNCTIONS, function_proto,
				    function_def, convert_function)
#undef GRAPH
#undef ROW
};

struct reader {
	struct sink sink; /* first: the skimmer gives it back to us */
	struct converter converter;
	struct list lists[PARTS];
	const char *path;
	struct model *model;
};

static void *
list_add(struct list *l, size_t size, struct arena *a)
{
	size_t room = l->room ? l->room * 2 : 16;

	if (l->n == l->room) {
		l->items = arena_grow(a, l->items, l->n, room, size);
		l->room = room;
	}
	return l->items + l->n++ * size;
}

static enum status
refused(const struct reader *r)
{
	return diag_error(r->converter.diags, ERR_INTERNAL, "unpack",
			  "%s: protobuf-c refuses what the skimmer passed", r->path);
}

static enum status
take_piece(struct sink *sink, const struct piece *p)
{
	struct reader *r = (struct reader *)sink;
	struct arena_mark mark = arena_mark(p->scratch);
	ProtobufCAllocator allocator = {arena_alloc, arena_free, p->scratch};
	const struct row *row = rows;
	ProtobufCMessage *from;
	struct list *list;

	while (row->parent != p->parent || row->field != p->field)
		row++;
	from = protobuf_c_message_unpack(row->message, &allocator, p->n, p->bytes);
	if (!from)
		return refused(r);
	list = &r->lists[row - rows];
	row->convert(&r->converter, list_add(list, row->size, r->converter.arena),
		     from);
	arena_rewind(p->scratch, mark);
	return OK;
}

/* The rest of the model, and the parts in their places. */
static enum status
finish(void *arg, const struct emit *skeleton, const struct source *s, struct arena *a,
       struct diags *d)
{
	struct reader *r = arg;
	struct model *m = arena_new(a, struct model, 1);
	ProtobufCAllocator allocator = {arena_alloc, arena_free, skeleton->arena};
	struct list *l = r->lists;
	struct graph_def *g;
	Onnx__ModelProto *from;

	(void)d;
	from = onnx__model_proto__unpack(&allocator, skeleton->n, skeleton->bytes);
	if (!from || !from->graph)
		return refused(r);
	convert_model(&r->converter, m, from);
	g = arena_grow(a, m->graph, 1, 1, sizeof(*g));
#define PLACE(to, list, part)                                                          \
	((to)->n_##list = (int32_t)l[part].n, (to)->list = (void *)l[part].items)
	PLACE(g, nodes, PART_NODES);
	PLACE(g, initializers, PART_INITIALIZERS);
	PLACE(g, sparse_initializers, PART_SPARSE_INITIALIZERS);
	PLACE(g, inputs, PART_INPUTS);
	PLACE(g, outputs, PART_OUTPUTS);
	PLACE(g, value_infos, PART_VALUE_INFOS);
	PLACE(g, annotations, PART_ANNOTATIONS);
	PLACE(m, functions, PART_FUNCTIONS);
#undef PLACE
	m->graph = g;
	m->source.path = arena_strdup(a, r->path);
	m->source.name = name_of(r->path, a);
	m->source.size = s->size;
	r->model = m;
	return OK;
}

static struct reader *
reader_new(const char *path, struct arena *a, struct diags *d)
{
	struct reader *r = arena_new(a, struct reader, 1);

	r->sink.take = take_piece;
	r->converter.arena = a;
	r->converter.diags = d;
	r->path = path;
	return r;
}

static enum status
read_source(struct model **m, struct reader *r, struct source *s)
{
	struct opening o = {s, SKIM_READ, &r->sink, finish, r};
	enum status status;

	status = with_skeleton(&o, r->converter.arena, r->converter.diags);
	*m = r->model;
	return status;
}

enum status
model_read(struct model **m, const char *path, struct arena *a, struct diags *d)
{
	struct reader *r = reader_new(path, a, d);
	struct source s;

	*m = NULL;
	TRY(source_open(&s, path, d));
	return read_source(m, r, &s);
}

enum status
model_read_bytes(struct model **m, const void *bytes, size_t n, const char *name,
		 struct arena *a, struct diags *d)
{
	struct reader *r = reader_new(name, a, d);
	struct source s;

	*m = NULL;
	source_memory(&s, bytes, n, name);
	return read_source(m, r, &s);
}
