/*
 * The fixture of every test, and a file to write.
 */
#ifndef PROTO_TESTS_FIXTURE_H
#define PROTO_TESTS_FIXTURE_H

#include "base/tests/fixture.h"
#include "proto/tests/wire.h"

static struct emit e;

static void
setup(void)
{
	arena_setup();
	emit_open(&e, arena);
}

#endif
