/*
 * What went wrong, or deserves a look, in words the user can act on.
 *
 * A message says where, what was found, what was wanted and what to do next;
 * lower case, no full stop.  Below cli/ nothing prints: messages are
 * collected here and returned with an enum status.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

enum severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

struct diag {
	enum severity severity;
	const char *id;      /* stable, for machines: "unbound-symbol" */
	const char *message; /* unescaped: a file's names may be in it */
};

struct diags {
	struct arena *arena;
	struct diag *list; /* in the order they were found; repeats are dropped */
	size_t n, room;
	size_t dropped; /* beyond DIAGS_MAX, counted only */
	uint64_t *seen; /* hashes of the messages, to drop repeats quickly */
};

enum { DIAGS_MAX = 1000 };

/* An empty collection whose messages live in the arena. */
struct diags *diags_new(struct arena *);

/* Adds an error and returns STATUS, so that a rule ends with one line. */
enum status diag_error(struct diags *, enum status, const char *id, const char *format,
		       ...) __attribute__((format(printf, 4, 5)));
void diag_warn(struct diags *, const char *id, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void diag_note(struct diags *, const char *id, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* How many of the given severity. */
size_t diags_count(const struct diags *, enum severity);

#endif
