/*
 * Damaged models through everything: files of a corpus, cut short or with one byte
 * changed, are inspected and planned, in every format.  Each must be answered or
 * refused with a reason, within a second of CPU time and 64 MiB of arena.
 *
 *	mutations CORPUS [FILES [CUTS [CHANGES]]]
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "cli/out_inspect.h"
#include "cli/plan_run.h"
#include "cli/setup.h"
#include "proto/tests/cpu.h"

enum { SECONDS = 1, ROOM = 64 << 20 };

static jmp_buf trap;
static struct {
	int files, cuts, changes;
	long runs, answered, planned, refused, broken;
	double slowest;
	uint64_t state; /* of the generator: the same damage each time */
} all = {.files = 200, .cuts = 4, .changes = 16, .state = 1};

static size_t
chance(size_t n)
{
	all.state = all.state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (size_t)(all.state >> 33) % n;
}

static enum status
open_request(struct request *r, struct arena *arena)
{
	static char *argv[] = {"plan",   "--bind", "*=1",     "--batch", "1,2",
			       "--sram", "64KiB",  "damaged", NULL};
	int32_t i;

	memset(r, 0, sizeof(*r));
	r->arena = arena;
	r->diags = diags_new(arena);
	text_open(&r->out, arena);
	for (i = 0; i < n_commands; i++)
		if (!strcmp(commands[i].name, argv[0]))
			r->command = &commands[i];
	return options_read(r, (int)(sizeof(argv) / sizeof(*argv)) - 1, argv);
}

/* What `inspect` and `plan` do, without files and streams. */
static enum status
answer(struct request *r, const void *bytes, size_t n)
{
	struct plan_report report = {.request = r};
	struct model_input input = {"damaged", bytes, n};
	enum status status = plan_open(&report, &input);

	if (!report.analysis.graph)
		return status;
	inspect_json(r, &report.analysis, 1);
	inspect_text(r, &report.analysis, 1);
	inspect_csv(r, &report.analysis, 1);
	if (status != OK)
		return status;
	all.answered++;
	TRY(plan_batches(&report));
	all.planned++;
	for (r->format = FORMAT_TEXT; r->format <= FORMAT_CSV; r->format++)
		TRY(plan_write(&report));
	return OK;
}

static void
broke(const char *path, const char *how, size_t at, const char *why)
{
	all.broken++;
	printf("%s, %s %zu: %s\n", path, how, at, why);
}

static void
try(const char *path, const char *how, size_t at, const void *bytes, size_t n)
{
	static struct request r;
	static struct arena *arena;
	enum status status;
	double start = cpu_ms(), took;

	all.runs++;
	if (setjmp(trap)) {
		broke(path, how, at, "64 MiB are not enough");
		arena_close(arena);
		return;
	}
	arena = arena_open(&trap, ROOM);
	status = open_request(&r, arena);
	if (status == OK)
		status = answer(&r, bytes, n);
	took = (cpu_ms() - start) / 1e3;
	if (took > all.slowest)
		all.slowest = took;
	if (status == ERR_INPUT || status == ERR_USAGE)
		all.refused++;
	if (took > SECONDS)
		broke(path, how, at, "more than a second");
	else if (status == ERR_INTERNAL)
		broke(path, how, at,
		      r.diags->n ? r.diags->list[r.diags->n - 1].message : "no word");
	else if (status != OK && !diags_count(r.diags, DIAG_ERROR))
		broke(path, how, at, "refused without a reason");
	arena_close(arena);
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
	struct rusage use;
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
	getrusage(RUSAGE_SELF, &use);
	printf("%d files, %ld damaged: %ld inspected, %ld of them planned, %ld "
	       "refused; "
	       "slowest %.3f s, peak memory %.1f MB\n",
	       all.files, all.runs, all.answered, all.planned, all.refused, all.slowest,
	       (double)use.ru_maxrss / 1e3);
	printf("%ld passed, %ld failed\n", all.runs - all.broken, all.broken);
	globfree(&found);
	return all.broken != 0;
}
