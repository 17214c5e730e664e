#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 32 * 1024, LARGEST_STEP = 4 * 1024 * 1024 };

struct chunk {
	struct chunk *before;
	size_t size, used, used_before; /* used_before: in all earlier chunks */
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct chunk *last;
	jmp_buf *trap;
	size_t limit, reserved;
};

static size_t
round_up(size_t n)
{
	return (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

static struct chunk *
chunk_add(struct arena *a, size_t size)
{
	struct chunk *c;

	if (size > SIZE_MAX - sizeof(*c) ||
	    (a->limit && (size > a->limit || a->reserved > a->limit - size)))
		return NULL;
	c = malloc(sizeof(*c) + size);
	if (!c)
		return NULL;
	c->before = a->last;
	c->size = size;
	c->used = 0;
	c->used_before = a->last ? a->last->used_before + a->last->used : 0;
	a->last = c;
	a->reserved += size;
	return c;
}

static void
chunk_drop(struct arena *a)
{
	struct chunk *c = a->last;

	a->last = c->before;
	a->reserved -= c->size;
	free(c);
}

_Noreturn void
arena_exhausted(struct arena *a)
{
	longjmp(*a->trap, 1);
}

struct arena *
arena_open(jmp_buf *trap, size_t limit)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	a->trap = trap;
	a->limit = limit;
	if (!chunk_add(a, FIRST_CHUNK)) {
		free(a);
		return NULL;
	}
	return a;
}

void
arena_close(struct arena *a)
{
	if (!a)
		return;
	while (a->last)
		chunk_drop(a);
	free(a);
}

static void *
take(struct arena *a, size_t bytes)
{
	struct chunk *c = a->last;
	size_t step;
	void *p;

	if (bytes > SIZE_MAX / 2)
		arena_exhausted(a);
	bytes = round_up(bytes);
	if (bytes > c->size - c->used) {
		step = c->size < LARGEST_STEP ? c->size * 2 : LARGEST_STEP;
		c = chunk_add(a, bytes > step ? bytes : step);
		if (!c)
			arena_exhausted(a);
	}
	p = c->bytes + c->used;
	c->used += bytes;
	return p;
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	size_t bytes;
	void *p;

	if (__builtin_mul_overflow(n, size, &bytes))
		arena_exhausted(a);
	p = take(a, bytes);
	memset(p, 0, bytes);
	return p;
}

void *
arena_grow(struct arena *a, const void *old, size_t n, size_t more, size_t size)
{
	void *p = arena_array(a, more, size);

	if (n)
		memcpy(p, old, n * size);
	return p;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_array(a, n + 1, 1);

	memcpy(copy, s, n);
	return copy;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	va_list args, again;
	int n;
	char *s;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	s = arena_array(a, (size_t)(n < 0 ? 0 : n) + 1, 1);
	vsnprintf(s, (size_t)(n < 0 ? 0 : n) + 1, format, again);
	va_end(again);
	return s;
}

struct arena_mark
arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->last, a->last->used};
}

void
arena_rewind(struct arena *a, struct arena_mark m)
{
	while ((void *)a->last != m.chunk)
		chunk_drop(a);
	a->last->used = m.used;
}

jmp_buf *
arena_trap(struct arena *a, jmp_buf *trap)
{
	jmp_buf *before = a->trap;

	a->trap = trap;
	return before;
}

size_t
arena_used(const struct arena *a)
{
	return a->last->used_before + a->last->used;
}

void
arena_set_limit(struct arena *a, size_t limit)
{
	a->limit = limit;
}

size_t
arena_left(const struct arena *a)
{
	if (!a->limit)
		return SIZE_MAX;
	return a->reserved < a->limit ? a->limit - a->reserved : 1;
}
