/*
 * Memory that is given back all at once.
 *
 * A phase opens an arena, everything it makes lives there, and closing the
 * arena ends it all.  Memory comes zeroed, and is never NULL: when the
 * system has no more, or the arena's limit is reached, control returns to
 * the trap of whoever opened the arena:
 *
 *	jmp_buf trap;
 *	struct arena *a;
 *
 *	if (setjmp(trap))
 *		return ERR_INTERNAL;     (close the arena first)
 *	a = arena_open(&trap, 0);
 *
 * so that no function in between has to check.  The trap must outlive the
 * arena.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

struct arena;

/* A point in an arena's life, to go back to. */
struct arena_mark {
	void *chunk;
	size_t used;
};

/* Limit in bytes, 0 for none.  NULL when there is no memory to begin with. */
struct arena *arena_open(jmp_buf *trap, size_t limit);
void arena_close(struct arena *);

/* N elements of SIZE bytes, zeroed, on the strictest alignment. */
void *arena_array(struct arena *, size_t n, size_t size);
#define arena_new(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))

/* A copy of N elements that has room for MORE of them in all. */
void *arena_grow(struct arena *, const void *old, size_t n, size_t more, size_t size);

char *arena_strdup(struct arena *, const char *);
char *arena_strndup(struct arena *, const char *, size_t n);
char *arena_printf(struct arena *, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Scratch: everything taken after the mark is given back. */
struct arena_mark arena_mark(const struct arena *);
void arena_rewind(struct arena *, struct arena_mark);

/*
 * Sends exhaustion to another trap and gives the one before, so that a
 * function that holds a file can let go of it; it puts the old one back.
 */
jmp_buf *arena_trap(struct arena *, jmp_buf *);

/* Bytes handed out and not rewound. */
size_t arena_used(const struct arena *);

/* Another limit for what is to come, 0 for none. */
void arena_set_limit(struct arena *, size_t);

/* What the limit leaves, for an arena beside this one: never 0, which is none. */
size_t arena_left(const struct arena *);

/* Give up: the way an impossible size is refused. Does not return. */
_Noreturn void arena_exhausted(struct arena *);

#endif
