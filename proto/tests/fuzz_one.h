/*
 * What must hold for any bytes whatsoever: they are a model or refused with a
 * reason; protobuf-c takes all that the skimmer passes; memory stays within
 * a bound; a model's skeleton reads, and has its digest, and is its own.
 */
#ifndef PROTO_TESTS_FUZZ_ONE_H
#define PROTO_TESTS_FUZZ_ONE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/digest.h"
#include "proto/model.h"
#include "proto/write.h"

/* A node of two bytes takes some hundred; nothing takes more than linear. */
enum { FUZZ_ROOM = 4 << 20, FUZZ_PER_BYTE = 600 };

static inline void
fuzz_demand(bool holds, const char *what, const struct diags *d)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	for (size_t i = 0; i < d->n; i++)
		fprintf(stderr, "%s\n", d->list[i].message);
	abort();
}

static inline void
fuzz_skeleton(const struct model *m, const void *bytes, size_t n, struct arena *a,
	      struct diags *d)
{
	char of_model[DIGEST_SIZE], of_skeleton[DIGEST_SIZE];
	struct skeleton one, two;
	struct model *again;

	fuzz_demand(model_strip_bytes(&one, bytes, n, "f", a, d) == OK, "no skeleton",
		    d);
	fuzz_demand(model_read_bytes(&again, one.bytes, one.n, "f", a, d) == OK,
		    "unreadable skeleton", d);
	model_digest(m, of_model);
	model_digest(again, of_skeleton);
	fuzz_demand(!strcmp(of_model, of_skeleton), "another digest", d);
	fuzz_demand(model_strip_bytes(&two, one.bytes, one.n, "f", a, d) == OK &&
			    two.n == one.n && !memcmp(one.bytes, two.bytes, one.n),
		    "another skeleton", d);
}

/* True when the bytes are a model. */
static inline bool
fuzz_one(const void *bytes, size_t n)
{
	jmp_buf trap;
	struct arena *a = arena_open(&trap, FUZZ_ROOM + 4 * FUZZ_PER_BYTE * n);
	struct diags *d = diags_new(a);
	struct model *m;
	enum status status;

	if (setjmp(trap))
		abort();
	status = model_read_bytes(&m, bytes, n, "f", a, d);
	fuzz_demand(status == OK || status == ERR_INPUT, "our fault", d);
	fuzz_demand(status == OK || diags_count(d, DIAG_ERROR), "no reason", d);
	fuzz_demand(arena_used(a) <= FUZZ_ROOM + FUZZ_PER_BYTE * n, "too much", d);
	if (status == OK)
		fuzz_skeleton(m, bytes, n, a, d);
	arena_close(a);
	return status == OK;
}

#endif
