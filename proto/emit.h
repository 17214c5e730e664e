/*
 * Protobuf's wire format, written to memory and looked over again.
 */
#ifndef PROTO_EMIT_H
#define PROTO_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "proto/grammar.h"

struct emit {
	struct arena *arena;
	unsigned char *bytes;
	size_t n, room;
};

void emit_open(struct emit *, struct arena *);

/* Slow way of emit_room(). */
void emit_grow(struct emit *, size_t n);

/* Where the next N bytes go; add to e->n what was used. */
static inline unsigned char *
emit_room(struct emit *e, size_t n)
{
	if (n > e->room - e->n)
		emit_grow(e, n);
	return e->bytes + e->n;
}

static inline size_t
varint_size(uint64_t v)
{
	return (size_t)(70 - __builtin_clzll(v | 1)) / 7;
}

/* Bytes written, at most 10. */
static inline size_t
varint_put(unsigned char *to, uint64_t v)
{
	size_t n = 0;

	while (v >= 0x80) {
		to[n++] = (unsigned char)(v | 0x80);
		v >>= 7;
	}
	to[n++] = (unsigned char)v;
	return n;
}

/* Bytes read, 0 when there is no end within 10 bytes or within N. */
static inline size_t
varint_get(const unsigned char *from, size_t n, uint64_t *v)
{
	size_t i, most = n < 10 ? n : 10;

	*v = 0;
	for (i = 0; i < most; i++) {
		*v |= (uint64_t)(from[i] & 0x7f) << (7 * i);
		if (from[i] < 0x80)
			return i + 1;
	}
	return 0;
}

static inline uint32_t
tag_of(uint32_t field, enum wire wire)
{
	return field << 3 | wire;
}

void emit_varint(struct emit *, uint64_t);
void emit_bytes(struct emit *, const void *, size_t n);
/* A tag, a length and the bytes. */
void emit_field(struct emit *, uint32_t field, const void *, size_t n);

/*
 * A message whose length is known when it ends: begin gives a mark, and end
 * puts the length in front of what came since.  The guess of the length
 * saves moving the contents when its varint has as many bytes.
 */
struct emit_mark {
	size_t start; /* of the tag */
	size_t contents;
	size_t width;
};
struct emit_mark emit_begin(struct emit *, uint32_t field, uint64_t guess);
void emit_end(struct emit *, struct emit_mark);

/* One field of a well-formed message in memory. */
struct emitted {
	uint32_t number;
	enum wire wire;
	const unsigned char *start; /* of the tag */
	const unsigned char *payload;
	size_t n; /* of the payload */
};

/* Reads the field at *P and steps over it; false at END. */
bool emitted_next(const unsigned char **p, const unsigned char *end, struct emitted *);

#endif
