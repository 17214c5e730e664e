#include "proto/emit.h"

#include <string.h>

enum { ROOM_FIRST = 16 * 1024 };

void
emit_open(struct emit *e, struct arena *a)
{
	*e = (struct emit){.arena = a, .room = ROOM_FIRST};
	e->bytes = arena_new(a, unsigned char, e->room);
}

void
emit_grow(struct emit *e, size_t n)
{
	size_t room = e->room * 2;

	if (n > SIZE_MAX / 4)
		arena_exhausted(e->arena);
	while (room - e->n < n)
		room *= 2;
	e->bytes = arena_grow(e->arena, e->bytes, e->n, room, 1);
	e->room = room;
}

void
emit_varint(struct emit *e, uint64_t v)
{
	e->n += varint_put(emit_room(e, 10), v);
}

void
emit_bytes(struct emit *e, const void *bytes, size_t n)
{
	if (n)
		memcpy(emit_room(e, n), bytes, n);
	e->n += n;
}

void
emit_field(struct emit *e, uint32_t field, const void *bytes, size_t n)
{
	emit_varint(e, tag_of(field, WIRE_BYTES));
	emit_varint(e, n);
	emit_bytes(e, bytes, n);
}

struct emit_mark
emit_begin(struct emit *e, uint32_t field, uint64_t guess)
{
	struct emit_mark m;

	m.start = e->n;
	m.width = varint_size(guess);
	emit_room(e, 20);
	e->n += varint_put(e->bytes + e->n, tag_of(field, WIRE_BYTES));
	e->n += m.width;
	m.contents = e->n;
	return m;
}

void
emit_end(struct emit *e, struct emit_mark m)
{
	size_t length = e->n - m.contents, width = varint_size(length);

	if (width != m.width) {
		emit_room(e, width);
		memmove(e->bytes + m.contents - m.width + width, e->bytes + m.contents,
			length);
		e->n = e->n - m.width + width;
	}
	varint_put(e->bytes + m.contents - m.width, length);
}

bool
emitted_next(const unsigned char **p, const unsigned char *end, struct emitted *f)
{
	uint64_t tag, v;
	size_t n;

	if (*p >= end)
		return false;
	f->start = *p;
	*p += varint_get(*p, (size_t)(end - *p), &tag);
	f->number = (uint32_t)(tag >> 3);
	f->wire = tag & 7;
	n = f->wire == WIRE_64 ? 8 : f->wire == WIRE_32 ? 4 : 0;
	if (!n) {
		n = varint_get(*p, (size_t)(end - *p), &v);
		if (f->wire == WIRE_BYTES) {
			*p += n;
			n = v;
		}
	}
	f->payload = *p;
	f->n = n;
	*p += n;
	return true;
}
