#include "proto/convert.h"

#include <inttypes.h>
#include <string.h>

#include "base/num.h"
#include "proto/skim.h"
#include "proto/tensor.h"

/* A list of the message, by the row's `typed`. */
struct list {
	const void *entries;
	size_t n, width;
};

static struct list
list_of(const Onnx__TensorProto *from, enum typed typed)
{
	const struct list lists[] = {
		[TYPED_NONE] = {NULL, 0, 1},
		[TYPED_FLOAT] = {from->float_data, from->n_float_data, 4},
		[TYPED_INT32] = {from->int32_data, from->n_int32_data, 4},
		[TYPED_INT64] = {from->int64_data, from->n_int64_data, 8},
		[TYPED_DOUBLE] = {from->double_data, from->n_double_data, 8},
		[TYPED_UINT64] = {from->uint64_data, from->n_uint64_data, 8},
	};

	return lists[typed];
}

static uint64_t
entry(const struct list *l, size_t i)
{
	uint32_t narrow;
	uint64_t wide;

	if (l->width == 8) {
		memcpy(&wide, (const char *)l->entries + 8 * i, 8);
		return wide;
	}
	memcpy(&narrow, (const char *)l->entries + 4 * i, 4);
	return narrow;
}

/* The low BITS bits of every entry, one after the other. */
static unsigned char *
join(const struct list *l, unsigned bits, size_t *n, struct arena *a)
{
	unsigned b, unit = bits < 8 ? bits : 8, word;
	size_t i, at = 0;
	unsigned char *to;
	uint64_t v;

	*n = (l->n * bits + 7) / 8;
	to = arena_new(a, unsigned char, *n + 1);
	for (i = 0; i < l->n; i++) {
		v = entry(l, i);
		for (b = 0; b < bits; b += unit, at += unit) {
			word = (unsigned)(v >> b & ((1u << unit) - 1)) << (at % 8);
			to[at / 8] |= (unsigned char)word;
			to[at / 8 + 1] |= (unsigned char)(word >> 8);
		}
	}
	return to;
}

/* What elements the message holds, whatever dims say. */
static void
take_data(struct converter *c, struct tensor_def *t, const Onnx__TensorProto *from)
{
	const struct storage *type = storage_of(t->dtype);
	struct list l = list_of(from, type->typed);

	t->n_data = from->raw_data.len;
	if (from->has_raw_data)
		t->data = (const unsigned char *)keep_bytes(c, &from->raw_data);
	else
		t->data = join(&l, type->entry_bits, &t->n_data, c->arena);
}

static const char *
shown(const char *name)
{
	return name && *name ? name : "(no name)";
}

static void
check_data(struct converter *c, struct tensor_def *t)
{
	int64_t bytes;

	if (!tensor_bytes(t->dtype, (size_t)t->n_dims, t->dims, &bytes))
		diag_warn(c->diags, "strange-tensor",
			  "tensor %s: type %" PRId32 " and its dims say no size, so "
			  "its elements are not used",
			  shown(t->name), t->dtype);
	else if ((uint64_t)bytes == t->n_data)
		return;
	else
		diag_warn(c->diags, "strange-tensor",
			  "tensor %s: dims ask for %" PRId64
			  " bytes, but %zu are there",
			  shown(t->name), bytes, t->n_data);
	t->data = NULL;
	t->n_data = 0;
}

static void
take_strings(struct converter *c, struct tensor_def *t, const Onnx__TensorProto *from)
{
	const char **strings;
	int64_t n;
	size_t i;

	if (!tensor_elements((size_t)t->n_dims, t->dims, &n) ||
	    (uint64_t)n != from->n_string_data) {
		diag_warn(c->diags, "strange-tensor",
			  "tensor %s: dims do not ask for the %zu strings there",
			  shown(t->name), from->n_string_data);
		return;
	}
	strings = arena_new(c->arena, const char *, from->n_string_data + 1);
	for (i = 0; i < from->n_string_data; i++)
		strings[i] = keep_bytes(c, &from->string_data[i]);
	t->strings = strings;
	t->n_strings = from->n_string_data;
}

static const char *
external_entry(const Onnx__TensorProto *from, const char *key)
{
	size_t i;

	for (i = 0; i < from->n_external_data; i++)
		if (from->external_data[i]->key && from->external_data[i]->value &&
		    !strcmp(from->external_data[i]->key, key))
			return from->external_data[i]->value;
	return NULL;
}

static int64_t
external_number(struct converter *c, const Onnx__TensorProto *from, const char *key,
		int64_t absent)
{
	const char *s = external_entry(from, key);
	int64_t n;

	if (!s)
		return absent;
	if (parse_i64(s, &n) && n >= 0)
		return n;
	diag_warn(c->diags, "strange-external-data",
		  "tensor %s: its external %s is \"%s\", a number is wanted",
		  shown(from->name), key, s);
	return -1;
}

/* Absolute, or with a component "..". */
static bool
is_outside(const char *location)
{
	const char *p = location;
	size_t n;

	if (*p == '/' || *p == '\\' || (*p && p[1] == ':'))
		return true;
	for (; *p; p += n + (p[n] != '\0')) {
		n = strcspn(p, "/\\");
		if (n == 2 && !strncmp(p, "..", 2))
			return true;
	}
	return false;
}

static void
take_external(struct converter *c, struct tensor_def *t, const Onnx__TensorProto *from)
{
	const char *location = external_entry(from, "location");

	t->cut = t->external = true;
	t->payload.location = keep_string(c, location);
	t->payload.offset = external_number(c, from, "offset", 0);
	t->payload.length = external_number(c, from, "length", -1);
	if (is_outside(t->payload.location))
		diag_warn(c->diags, "external-outside",
			  "external data \"%s\" lies outside the model's folder; it is "
			  "not opened",
			  location);
}

bool
note_find(struct cut_note *note, const ProtobufCMessage *m)
{
	const ProtobufCMessageUnknownField *f;
	unsigned i;

	for (i = 0; i < m->n_unknown_fields; i++) {
		f = &m->unknown_fields[i];
		if (f->tag != CUT_NOTE || f->len < sizeof(*note))
			continue;
		/* After the length. */
		memcpy(note, f->data + f->len - sizeof(*note), sizeof(*note));
		return true;
	}
	return false;
}

void
convert_tensor(struct converter *c, void *to, const void *message)
{
	const Onnx__TensorProto *from = message;
	struct tensor_def *t = to;
	struct cut_note note;

	t->name = keep_string(c, from->name);
	t->dtype = from->data_type;
	t->n_dims = (int32_t)from->n_dims;
	t->dims = keep_array(c, from->n_dims, from->dims, sizeof(*from->dims));
	t->payload.offset = t->payload.length = -1;
	if (from->data_location == ONNX__TENSOR_PROTO__DATA_LOCATION__EXTERNAL) {
		take_external(c, t, from);
	} else if (note_find(&note, &from->base)) {
		t->cut = true;
		t->payload = (struct payload){NULL, note.offset, note.length};
	} else if (t->dtype == ONNX__TENSOR_PROTO__DATA_TYPE__STRING) {
		take_strings(c, t, from);
	} else {
		take_data(c, t, from);
		check_data(c, t);
	}
}
