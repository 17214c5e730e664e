/*
 * Damaged models through everything: files of a corpus, cut short or with one byte
 * changed, are inspected and planned, in every format.  Each must be answered or
 * refused with a reason, within a second of CPU time and 64 MiB of arena.
 *
 *	mutations CORPUS [FILES [CUTS [CHANGES]]]
 */
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/attempt.h"

static struct {
	int files, cuts, changes;
	uint64_t state; /* of the generator: the same damage each time */
} all = {.files = 200, .cuts = 4, .changes = 16, .state = 1};

static size_t
chance(size_t n)
{
	all.state = all.state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (size_t)(all.state >> 33) % n;
}

static void
try(const char *path, const char *how, size_t at, const void *bytes, size_t n)
{
	char label[4096 + 64];

	snprintf(label, sizeof(label), "%s, %s %zu", path, how, at);
	attempt(label, bytes, n);
}

static unsigned char *
load(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	unsigned char *bytes;
	long size;

	*n = 0;
	if (!f)
		return NULL;
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	bytes = malloc((size_t)size + 1);
	if (bytes)
		*n = fread(bytes, 1, (size_t)size, f);
	fclose(f);
	return bytes;
}

static void
damage(const char *path)
{
	size_t n, at;
	unsigned char *bytes = load(path, &n), was;
	int i;

	for (i = 0; i < all.cuts && n > 0; i++) {
		at = chance(n);
		try(path, "cut at", at, bytes, at);
	}
	for (i = 0; i < all.changes && n > 0; i++) {
		at = chance(n);
		was = bytes[at];
		bytes[at] ^= (unsigned char)(1 + chance(255));
		try(path, "changed at", at, bytes, n);
		bytes[at] = was;
	}
	free(bytes);
}

int
main(int argc, char **argv)
{
	static const char *const folders[] = {"", "/exports/*"};
	int *const numbers[] = {&all.files, &all.cuts, &all.changes};
	char pattern[4096];
	glob_t found;
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders) && argc > 1; i++) {
		snprintf(pattern, sizeof(pattern), "%s%s/*.onnx", argv[1], folders[i]);
		glob(pattern, i ? GLOB_APPEND : 0, NULL, &found);
	}
	if (argc < 2 || !found.gl_pathc) {
		fprintf(stderr, "usage: mutations CORPUS [FILES [CUTS [CHANGES]]]\n");
		return 2;
	}
	for (i = 0; i < 3 && (int)i + 2 < argc; i++)
		*numbers[i] = atoi(argv[i + 2]);
	for (i = 0; i < (size_t)all.files; i++)
		damage(found.gl_pathv[i * found.gl_pathc / (size_t)all.files]);
	globfree(&found);
	return attempts_end("damaged");
}
