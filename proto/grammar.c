#include "proto/grammar.h"

#include <assert.h>
#include <string.h>

#include "proto/onnx.pb-c.h"

static const struct rule {
	const char *message, *name;
	uint32_t number;
	uint8_t act[2];
} rules[] = {
#define SKIM(id, name, number, read, strip)                                            \
	{#id, #name, number, {ACT_##read, ACT_##strip}},
#include "proto/skim.def"
#undef SKIM
};

static const uint8_t wires[] = {
	[PROTOBUF_C_TYPE_INT32] = WIRE_VARINT,  [PROTOBUF_C_TYPE_SINT32] = WIRE_VARINT,
	[PROTOBUF_C_TYPE_SFIXED32] = WIRE_32,   [PROTOBUF_C_TYPE_INT64] = WIRE_VARINT,
	[PROTOBUF_C_TYPE_SINT64] = WIRE_VARINT, [PROTOBUF_C_TYPE_SFIXED64] = WIRE_64,
	[PROTOBUF_C_TYPE_UINT32] = WIRE_VARINT, [PROTOBUF_C_TYPE_FIXED32] = WIRE_32,
	[PROTOBUF_C_TYPE_UINT64] = WIRE_VARINT, [PROTOBUF_C_TYPE_FIXED64] = WIRE_64,
	[PROTOBUF_C_TYPE_FLOAT] = WIRE_32,      [PROTOBUF_C_TYPE_DOUBLE] = WIRE_64,
	[PROTOBUF_C_TYPE_BOOL] = WIRE_VARINT,   [PROTOBUF_C_TYPE_ENUM] = WIRE_VARINT,
	[PROTOBUF_C_TYPE_STRING] = WIRE_BYTES,  [PROTOBUF_C_TYPE_BYTES] = WIRE_BYTES,
	[PROTOBUF_C_TYPE_MESSAGE] = WIRE_BYTES,
};

struct builder {
	struct arena *arena;
	struct grammar *made[64];
	size_t n;
};

static void
apply_rules(struct grammar *g)
{
	const struct rule *r;
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		r = &rules[i];
		if (strcmp(r->message, g->name))
			continue;
		assert(!strcmp(g->fields[r->number].name, r->name));
		memcpy(g->fields[r->number].act, r->act, sizeof(r->act));
	}
}

static const struct grammar *build(struct builder *,
				   const ProtobufCMessageDescriptor *);

static void
build_field(struct builder *b, struct grammar *g, const ProtobufCFieldDescriptor *from)
{
	struct field *f;

	assert(from->id < GRAMMAR_FIELDS);
	f = &g->fields[from->id];
	f->name = from->name;
	f->wire = wires[from->type];
	f->repeated = from->label == PROTOBUF_C_LABEL_REPEATED;
	f->packable = f->repeated && f->wire != WIRE_BYTES;
	f->act[SKIM_READ] = f->act[SKIM_STRIP] = ACT_KEEP;
	if (from->type != PROTOBUF_C_TYPE_MESSAGE)
		return;
	f->act[SKIM_READ] = f->act[SKIM_STRIP] = ACT_ENTER;
	f->sub = build(b, from->descriptor);
}

static const struct grammar *
build(struct builder *b, const ProtobufCMessageDescriptor *from)
{
	struct grammar *g;
	size_t i;

	for (i = 0; i < b->n; i++)
		if (b->made[i]->descriptor == from)
			return b->made[i];
	assert(b->n < sizeof(b->made) / sizeof(b->made[0]));
	g = b->made[b->n++] = arena_new(b->arena, struct grammar, 1);
	g->name = from->short_name;
	g->descriptor = from;
	for (i = 0; i < GRAMMAR_FIELDS; i++)
		g->fields[i].act[SKIM_READ] = g->fields[i].act[SKIM_STRIP] =
			ACT_UNKNOWN;
	for (i = 0; i < from->n_fields; i++)
		build_field(b, g, &from->fields[i]);
	apply_rules(g);
	return g;
}

const struct grammar *
grammar_new(struct arena *a)
{
	struct builder b = {.arena = a};

	return build(&b, &onnx__model_proto__descriptor);
}
