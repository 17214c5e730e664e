/*
 * An arena, a place for messages and a file to write, fresh for each test.
 */
#ifndef PROTO_TESTS_FIXTURE_H
#define PROTO_TESTS_FIXTURE_H

#include "proto/tests/wire.h"

static jmp_buf trap;
static struct arena *arena;
static struct diags *diags;
static struct emit e;

static void
setup(void)
{
	arena = arena_open(&trap, 0);
	diags = diags_new(arena);
	emit_open(&e, arena);
}

static void
teardown(void)
{
	arena_close(arena);
}

#endif
