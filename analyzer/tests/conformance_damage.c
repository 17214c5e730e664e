/*
 * Files cut short and files with one byte changed: each must be read, or
 * refused, within a second and 64 MiB.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/tests/conformance.h"
#include "proto/tests/cpu.h"

enum { FILES = 200, CUTS = 16, CHANGES = 64, SECONDS = 1 };

struct damage {
	jmp_buf trap;
	long runs, read, refused, exhausted, slow;
	uint64_t state; /* of the generator: the same damage each time */
};

static uint64_t
next(struct damage *d)
{
	d->state = d->state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return d->state >> 33;
}

static enum status
infer_bytes(const void *bytes, size_t n, struct arena *arena)
{
	struct diags *diags = diags_new(arena);
	struct bindings b = {0};
	struct model *m;
	struct graph *g;

	TRY(bind_add_symbol(&b, "*=1", arena, diags));
	TRY(model_read_bytes(&m, bytes, n, "damaged", arena, diags));
	TRY(import_graph(&g, m, arena, diags));
	return infer_graph(g, &b, diags);
}

static void
try(struct damage *d, const char *path, const char *how, size_t at, const void *bytes,
    size_t n)
{
	double start = cpu_ms();
	struct arena *volatile arena = NULL;
	volatile enum status status = ERR_INTERNAL;

	if (setjmp(d->trap)) {
		d->exhausted++;
		printf("64 MiB are not enough: %s, %s %zu\n", path, how, at);
	} else {
		arena = arena_open(&d->trap, (size_t)64 << 20);
		status = infer_bytes(bytes, n, arena);
	}
	arena_close(arena);
	d->runs++;
	d->read += status == OK;
	d->refused += status == ERR_INPUT || status == ERR_USAGE;
	if (cpu_ms() - start > 1e3 * SECONDS) {
		d->slow++;
		printf("over %d s: %s, %s %zu\n", SECONDS, path, how, at);
	}
}

static unsigned char *
load(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	unsigned char *bytes;
	long size;

	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	bytes = malloc((size_t)size + 1);
	*n = fread(bytes, 1, (size_t)size, f);
	fclose(f);
	return bytes;
}

static void
damage_file(struct damage *d, const char *path)
{
	unsigned char *bytes, was;
	size_t n, at;
	int i;

	bytes = load(path, &n);
	for (i = 0; i < CUTS && n > 0; i++) {
		at = next(d) % n;
		try(d, path, "cut at", at, bytes, at);
	}
	for (i = 0; i < CHANGES && n > 0; i++) {
		at = next(d) % n;
		was = bytes[at];
		bytes[at] ^= (unsigned char)(1 + next(d) % 255);
		try(d, path, "changed at", at, bytes, n);
		bytes[at] = was;
	}
	free(bytes);
}

int
damage_corpus(const char *corpus)
{
	static const char *const folders[] = {"",
					      "/ops_migraphx",
					      "/ops_burn",
					      "/node_tests",
					      "/legacy_tests",
					      "/exports/*"};
	struct damage d = {.state = 1};
	glob_t found;
	char pattern[4096];
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(pattern, sizeof(pattern), "%s%s/*.onnx", corpus, folders[i]);
		glob(pattern, i ? GLOB_APPEND : 0, NULL, &found);
	}
	for (i = 0; i < FILES && found.gl_pathc > 0; i++)
		damage_file(&d, found.gl_pathv[i * found.gl_pathc / FILES]);
	printf("%d files, %ld damaged: %ld read, %ld refused, %ld exhausted, %ld "
	       "slow\n",
	       FILES, d.runs, d.read, d.refused, d.exhausted, d.slow);
	printf("%ld passed, %ld failed\n", d.runs - d.exhausted - d.slow,
	       d.exhausted + d.slow);
	globfree(&found);
	return d.exhausted || d.slow;
}
