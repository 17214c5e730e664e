#include "proto/convert.h"

#include <string.h>

enum { POOL_PIECE = 4096, POOL_LARGE = 512 };

static char *
pool_take(struct converter *c, size_t n)
{
	char *p;

	if (n > POOL_LARGE)
		return arena_new(c->arena, char, n);
	if (n > c->pool_left) {
		c->pool = arena_new(c->arena, char, POOL_PIECE);
		c->pool_left = POOL_PIECE;
	}
	p = c->pool;
	c->pool += n;
	c->pool_left -= n;
	return p;
}

const char *
keep_string(struct converter *c, const char *s)
{
	const char **recent;
	size_t n, slot;
	char *copy;

	if (!s || !*s)
		return "";
	n = strlen(s);
	slot = n * 131 + (unsigned char)s[0] * 31 + (unsigned char)s[n / 2] * 7 +
	       (unsigned char)s[n - 1];
	recent = &c->recent[slot % RECENT_STRINGS];
	if (*recent && !strcmp(*recent, s))
		return *recent;
	copy = pool_take(c, n + 1);
	memcpy(copy, s, n + 1);
	*recent = copy;
	return copy;
}

const char *const *
keep_strings(struct converter *c, size_t n, char *const *from)
{
	const char **list = arena_new(c->arena, const char *, n);
	size_t i;

	for (i = 0; i < n; i++)
		list[i] = keep_string(c, from[i]);
	return list;
}

const char *
keep_bytes(struct converter *c, const ProtobufCBinaryData *from)
{
	if (!from->len)
		return "";
	return arena_strndup(c->arena, (const char *)from->data, from->len);
}

const void *
keep_array(struct converter *c, size_t n, const void *from, size_t size)
{
	return from ? arena_grow(c->arena, from, n, n, size) : NULL;
}

const void *
convert_list(struct converter *c, size_t n, const void *messages, size_t size,
	     convert_one *one)
{
	char *list = arena_array(c->arena, n, size);
	const void *const *from = messages;
	size_t i;

	for (i = 0; i < n; i++)
		one(c, list + i * size, from[i]);
	return list;
}

const void *
convert_maybe(struct converter *c, const void *message, size_t size, convert_one *one)
{
	return message ? convert_list(c, 1, &message, size, one) : NULL;
}
