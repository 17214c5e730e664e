/*
 * The bytes of a model, front to back, without touching what is skipped.
 *
 * A file is read through a small window with pread(), not mapped: a mapped
 * file counts every page the kernel maps around a fault as ours, and kills
 * us when somebody shortens it.  A pipe is read once and what is skipped is
 * thrown away, so gigabytes through a pipe take no memory either.
 */
#ifndef PROTO_SOURCE_H
#define PROTO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/status.h"

enum { SOURCE_WINDOW = 64 * 1024 };

struct source {
	const char *path; /* for messages */
	int fd;           /* -1: memory */
	bool seekable;
	int64_t size; /* INT64_MAX while a pipe has not ended */
	int error;    /* errno of a failed read, 0 */

	const unsigned char *p, *end; /* what the window still holds */
	int64_t end_offset;           /* place in the file of `end` */
	size_t step;                  /* how much to read next time */
	unsigned char window[SOURCE_WINDOW];
};

/* "-" is standard input.  Refuses what is not a file or a pipe. */
enum status source_open(struct source *, const char *path, struct diags *);
void source_memory(struct source *, const void *, size_t n, const char *path);
void source_close(struct source *);

/* Where the next byte is in the file. */
static inline int64_t
source_offset(const struct source *s)
{
	return s->end_offset - (s->end - s->p);
}

/* Slow way of source_need(). */
size_t source_fill(struct source *, size_t n);

/*
 * Makes N bytes readable at s->p, N at most SOURCE_WINDOW; gives how many
 * there are, fewer only at the end of the file or after an error.
 */
static inline size_t
source_need(struct source *s, size_t n)
{
	size_t have = (size_t)(s->end - s->p);

	return have >= n ? have : source_fill(s, n);
}

/* False when the file ends before N bytes. */
bool source_copy(struct source *, void *to, size_t n);
bool source_skip(struct source *, int64_t n);

#endif
