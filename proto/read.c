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

/* What is to be made, from what. */
struct request {
	struct model **model;
	const char *path;
};

static enum status
unpack(void *arg, const struct emit *skeleton, const struct source *s, struct arena *a,
       struct diags *d)
{
	ProtobufCAllocator allocator = {arena_alloc, arena_free, a};
	struct converter c = {a, d};
	const struct request *r = arg;
	Onnx__ModelProto *from;
	struct model *m;

	from = onnx__model_proto__unpack(&allocator, skeleton->n, skeleton->bytes);
	if (!from || !from->graph)
		return diag_error(d, ERR_INTERNAL, "unpack",
				  "%s: protobuf-c refuses what the skimmer passed",
				  s->path);
	m = arena_new(a, struct model, 1);
	convert_model(&c, m, from);
	m->source.path = arena_strdup(a, r->path);
	m->source.name = name_of(r->path, a);
	m->source.size = s->size;
	m->source.skeleton = (int64_t)skeleton->n;
	*r->model = m;
	return OK;
}

enum status
model_read(struct model **m, const char *path, struct arena *a, struct diags *d)
{
	struct request r = {m, path};
	struct source s;

	*m = NULL;
	TRY(source_open(&s, path, d));
	return with_skeleton(&s, SKIM_READ, unpack, &r, a, d);
}

enum status
model_read_bytes(struct model **m, const void *bytes, size_t n, const char *name,
		 struct arena *a, struct diags *d)
{
	struct request r = {m, name};
	struct source s;

	*m = NULL;
	source_memory(&s, bytes, n, name);
	return with_skeleton(&s, SKIM_READ, unpack, &r, a, d);
}
