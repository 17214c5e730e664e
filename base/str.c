#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* uthash asks for memory by macro; ours comes from the table's own arena. */
#define uthash_malloc(size) arena_array(names->arena, 1, (size))
#define uthash_free(pointer, size) ((void)(pointer))
#define uthash_fatal(message) arena_exhausted(names->arena)
#define HASH_FUNCTION(key, n, hash) ((hash) = hash_name((key), (n)))

/* Eight bytes a round: names of tensors are long, and differ at their end. */
static unsigned
hash_name(const char *s, size_t n)
{
	uint64_t h = n, word;

	for (; n >= sizeof(word); s += sizeof(word), n -= sizeof(word)) {
		memcpy(&word, s, sizeof(word));
		h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 29;
	}
	word = 0;
	memcpy(&word, s, n);
	h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	return (unsigned)(h >> 32 ^ h);
}

#include <uthash.h>

void
text_open(struct text *t, struct arena *a)
{
	t->arena = a;
	t->n = 0;
	t->room = 256;
	t->s = arena_new(a, char, t->room);
}

static void
reserve(struct text *t, size_t more)
{
	size_t room = t->room;

	if (more < t->room - t->n)
		return;
	while (more >= room - t->n)
		room *= 2;
	t->s = arena_grow(t->arena, t->s, t->n + 1, room, 1);
	t->room = room;
}

void
text_add(struct text *t, const char *s, size_t n)
{
	reserve(t, n);
	memcpy(t->s + t->n, s, n);
	t->n += n;
	t->s[t->n] = '\0';
}

void
text_puts(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
}

void
text_printf(struct text *t, const char *format, ...)
{
	va_list args, again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n > 0) {
		reserve(t, (size_t)n);
		vsnprintf(t->s + t->n, (size_t)n + 1, format, again);
		t->n += (size_t)n;
	}
	va_end(again);
}

struct name {
	const char *key;
	int32_t number;
	UT_hash_handle hh;
};

struct names {
	struct arena *arena;
	struct name *head;
};

struct names *
names_new(struct arena *a)
{
	struct names *names = arena_new(a, struct names, 1);

	names->arena = a;
	return names;
}

static struct name *
find(const struct names *names, const char *key, size_t n, unsigned hash)
{
	struct name *found;

	HASH_FIND_BYHASHVALUE(hh, names->head, key, n, hash, found);
	return found;
}

int32_t
names_get(const struct names *names, const char *key)
{
	size_t n = strlen(key);
	const struct name *found = find(names, key, n, hash_name(key, n));

	return found ? found->number : -1;
}

void
names_put(struct names *names, const char *key, int32_t number)
{
	size_t n = strlen(key);
	unsigned hash = hash_name(key, n);
	struct name *name = find(names, key, n, hash);

	if (!name) {
		name = arena_new(names->arena, struct name, 1);
		name->key = key;
		HASH_ADD_KEYPTR_BYHASHVALUE(hh, names->head, key, n, hash, name);
	}
	name->number = number;
}

enum { WORD_MAX = 64 };

/* Levenshtein distance; words longer than WORD_MAX are never near. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[WORD_MAX + 1], na = strlen(a), nb = strlen(b), i, j, diagonal, next;

	if (na > WORD_MAX || nb > WORD_MAX)
		return WORD_MAX;
	for (j = 0; j <= nb; j++)
		row[j] = j;
	for (i = 1; i <= na; i++) {
		diagonal = row[0];
		row[0] = i;
		for (j = 1; j <= nb; j++) {
			next = diagonal + (a[i - 1] != b[j - 1]);
			if (row[j] + 1 < next)
				next = row[j] + 1;
			if (row[j - 1] + 1 < next)
				next = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = next;
		}
	}
	return row[nb];
}

const char *
nearest(const char *word, const char *const *candidates, size_t n)
{
	size_t i, d, best = strlen(word) / 3 + 1;
	const char *found = NULL;

	for (i = 0; i < n; i++) {
		d = distance(word, candidates[i]);
		if (d < best || (d == best && !found)) {
			best = d;
			found = candidates[i];
		}
	}
	return found;
}
