#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

struct diags *
diags_new(struct arena *a)
{
	struct diags *d = arena_new(a, struct diags, 1);

	d->arena = a;
	return d;
}

static int
is_repeat(const struct diags *d, enum severity severity, const char *id,
	  const char *message, uint64_t hash)
{
	const struct diag *old;
	size_t i;

	for (i = 0; i < d->n; i++) {
		old = &d->list[i];
		if (d->seen[i] == hash && old->severity == severity &&
		    !strcmp(old->id, id) && !strcmp(old->message, message))
			return 1;
	}
	return 0;
}

static void
make_room(struct diags *d)
{
	size_t room = d->room ? d->room * 2 : 16;

	if (d->n < d->room)
		return;
	d->list = arena_grow(d->arena, d->list, d->n, room, sizeof(*d->list));
	d->seen = arena_grow(d->arena, d->seen, d->n, room, sizeof(*d->seen));
	d->room = room;
}

static void
add(struct diags *d, enum severity severity, const char *id, const char *format,
    va_list args)
{
	char *message;
	uint64_t hash;
	va_list again;
	int n;

	if (d->n >= DIAGS_MAX && severity != DIAG_ERROR) {
		d->dropped++;
		return;
	}
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	message = arena_new(d->arena, char, (size_t)(n < 0 ? 0 : n) + 1);
	vsnprintf(message, (size_t)(n < 0 ? 0 : n) + 1, format, args);
	hash = hash_bytes(message, strlen(message), HASH_SEED);
	if (is_repeat(d, severity, id, message, hash))
		return;
	make_room(d);
	d->seen[d->n] = hash;
	d->list[d->n++] = (struct diag){severity, id, message};
}

enum status
diag_error(struct diags *d, enum status status, const char *id, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(d, DIAG_ERROR, id, format, args);
	va_end(args);
	return status;
}

void
diag_warn(struct diags *d, const char *id, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(d, DIAG_WARNING, id, format, args);
	va_end(args);
}

void
diag_note(struct diags *d, const char *id, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(d, DIAG_NOTE, id, format, args);
	va_end(args);
}

size_t
diags_count(const struct diags *d, enum severity severity)
{
	size_t i, n = 0;

	for (i = 0; i < d->n; i++)
		n += d->list[i].severity == severity;
	return n;
}
