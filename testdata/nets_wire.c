#include "testdata/nets_wire.h"

#include <string.h>

enum { VARINT, FIXED64, DELIMITED, FIXED32 = 5 };

static void
varint(struct text *t, uint64_t v)
{
	char bytes[10];
	size_t n = 0;

	for (; v >= 0x80; v >>= 7)
		bytes[n++] = (char)(v | 0x80);
	bytes[n++] = (char)v;
	text_add(t, bytes, n);
}

static void
key(struct text *t, int field, int wire)
{
	varint(t, (uint64_t)field << 3 | (uint64_t)wire);
}

void
wire_int(struct text *t, int field, int64_t v)
{
	key(t, field, VARINT);
	varint(t, (uint64_t)v);
}

void
wire_float(struct text *t, int field, float v)
{
	uint32_t u;
	char bytes[4];

	memcpy(&u, &v, sizeof(u));
	for (int i = 0; i < 4; i++)
		bytes[i] = (char)(u >> 8 * i);
	key(t, field, FIXED32);
	text_add(t, bytes, sizeof(bytes));
}

void
wire_header(struct text *t, int field, uint64_t n)
{
	key(t, field, DELIMITED);
	varint(t, n);
}

size_t
wire_header_size(int field, uint64_t n)
{
	size_t size = field < 16 ? 2 : 3;

	for (; n >= 0x80; n >>= 7)
		size++;
	return size;
}

void
wire_bytes(struct text *t, int field, const void *bytes, size_t n)
{
	wire_header(t, field, n);
	text_add(t, bytes, n);
}

void
wire_string(struct text *t, int field, const char *s)
{
	wire_bytes(t, field, s, strlen(s));
}

void
wire_message(struct text *t, int field, const struct text *inner)
{
	wire_bytes(t, field, inner->s, inner->n);
}
