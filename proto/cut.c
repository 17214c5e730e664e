#include "proto/cut.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "proto/onnx.pb-c.h"
#include "proto/tensor.h"

enum {
	TENSOR_FLOAT = 4,
	TENSOR_RAW = 9,
	TENSOR_DOUBLE = 10,
	TENSOR_EXTERNAL = 13,
	TENSOR_LOCATION = 14,
};

#define BIT(number) (UINT32_C(1) << (number))

/* Drops the fields of the mask; their payloads go to REMOVED if there is one. */
static void
filter(struct emit *e, size_t contents, uint32_t mask, struct emit *removed)
{
	const unsigned char *p = e->bytes + contents, *end = e->bytes + e->n;
	unsigned char *to = e->bytes + contents;
	struct emitted f;
	size_t n;

	while (emitted_next(&p, end, &f)) {
		if (f.number < GRAMMAR_FIELDS && mask & BIT(f.number)) {
			if (removed)
				emit_bytes(removed, f.payload, f.n);
			continue;
		}
		n = (size_t)(p - f.start);
		memmove(to, f.start, n);
		to += n;
	}
	e->n = (size_t)(to - e->bytes);
}

void
cut_pack(struct emit *e, size_t contents, uint32_t field, struct emit *spare)
{
	spare->n = 0;
	filter(e, contents, BIT(field), spare);
	emit_field(e, field, spare->bytes, spare->n);
}

/*
 * Bytes that the elements take in an external file.  What the file encodes
 * as varints has another length there: that of dtype and dims.
 */
static int64_t
external_length(struct cut *c)
{
	ProtobufCMessage *m;
	Onnx__TensorProto *t;
	int64_t bytes = c->note.length;

	if (c->note.field == TENSOR_RAW || c->note.field == TENSOR_FLOAT ||
	    c->note.field == TENSOR_DOUBLE)
		return bytes;
	m = protobuf_c_message_unpack(c->grammar->descriptor, NULL,
				      c->out->n - c->contents,
				      c->out->bytes + c->contents);
	if (!m)
		return bytes;
	t = (Onnx__TensorProto *)m;
	if (!tensor_bytes(t->data_type, t->n_dims, t->dims, &bytes))
		bytes = c->note.length;
	protobuf_c_message_free_unpacked(m, NULL);
	return bytes;
}

static void
put_entry(struct emit *e, const char *key, const char *value)
{
	struct emit_mark m = emit_begin(e, TENSOR_EXTERNAL, 0);

	emit_field(e, 1, key, strlen(key));
	emit_field(e, 2, value, strlen(value));
	emit_end(e, m);
}

static void
declare_external(struct cut *c)
{
	int64_t length = external_length(c);
	char number[32];

	put_entry(c->out, "location", "weights.bin");
	snprintf(number, sizeof(number), "%" PRId64, *c->weights);
	put_entry(c->out, "offset", number);
	snprintf(number, sizeof(number), "%" PRId64, length);
	put_entry(c->out, "length", number);
	emit_varint(c->out, tag_of(TENSOR_LOCATION, WIRE_VARINT));
	emit_varint(c->out, ONNX__TENSOR_PROTO__DATA_LOCATION__EXTERNAL);
	*c->weights = add_sat(*c->weights, length);
}

/* Attributes cannot be external: as many zeros take the elements' place. */
static void
put_zeros(struct cut *c)
{
	size_t n = (size_t)c->note.length & ~(size_t)3;

	emit_varint(c->out, tag_of((uint32_t)c->note.field, WIRE_BYTES));
	emit_varint(c->out, n);
	memset(emit_room(c->out, n), 0, n);
	c->out->n += n;
}

static void
put_note(struct cut *c)
{
	emit_field(c->out, CUT_NOTE, &c->note, sizeof(c->note));
}

void
cut_elements(struct cut *c)
{
	bool tensor = c->grammar->descriptor == &onnx__tensor_proto__descriptor;
	uint32_t i, mask = 0;

	for (i = 0; i < GRAMMAR_FIELDS; i++)
		if (c->grammar->fields[i].act[c->mode] == ACT_CUT)
			mask |= BIT(i);
	if (c->mode == SKIM_STRIP && tensor)
		mask |= BIT(TENSOR_EXTERNAL) | BIT(TENSOR_LOCATION);
	filter(c->out, c->contents, mask, NULL);
	if (c->mode == SKIM_READ)
		put_note(c);
	else if (tensor)
		declare_external(c);
	else
		put_zeros(c);
}
