#include "bench/corpus.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/bind.h"
#include "planner/pipeline.h"

const int64_t corpus_batches[CORPUS_BATCHES] = {1, 4, 16};
const char *const corpus_levels[] = {
	[LEVEL_OPS] = "ops", [LEVEL_INPLACE] = "inplace", [LEVEL_FUSED] = "fused"};

static char **files;
static size_t n_files;

static int
collect(const char *path, const struct stat *s, int type, struct FTW *f)
{
	size_t n = strlen(path);

	(void)s;
	(void)f;
	if (type != FTW_F || n < 5 || strcmp(path + n - 5, ".onnx"))
		return 0;
	if (!(n_files & (n_files - 1)))
		files = realloc(files, (n_files ? n_files * 2 : 1) * sizeof(*files));
	files[n_files++] = strdup(path);
	return 0;
}

static int
by_name(const void *pa, const void *pb)
{
	return strcmp(*(char *const *)pa, *(char *const *)pb);
}

/* Everything of one model at one level; false when it does not resolve. */
static bool
run_level(const char *path, enum level level, corpus_fn *run, struct arena *arena)
{
	struct bind_symbol one = {"*", 1};
	struct bindings b = {
		.symbols = &one, .n_symbols = 1, .activation_type = DTYPE_INT8};
	struct analysis a;

	if (pipeline_analyse(&a, path, &b, level, arena, diags_new(arena)) != OK)
		return false;
	run(strrchr(path, '/') ? strrchr(path, '/') + 1 : path, &a, level, arena);
	return true;
}

static void
run_model(const char *path, corpus_fn *run, struct corpus *c)
{
	static jmp_buf trap;
	struct arena *volatile arena = NULL;
	volatile bool resolves = true;
	volatile int level;

	for (level = 0; resolves && level < LEVEL_COUNT; level++) {
		if (setjmp(trap)) {
			printf("out of memory: %s\n", path);
			c->failed++;
			return;
		}
		arena = arena_open(&trap, 0);
		resolves = run_level(path, (enum level)level, run, arena);
		arena_close(arena);
	}
	c->models += resolves;
	c->refused += !resolves;
}

struct corpus
corpus_run(int argc, char **argv, int first, corpus_fn *run)
{
	struct corpus c = {0};
	size_t i;
	int k;

	for (k = first; k < argc; k++)
		nftw(argv[k], collect, 32, FTW_PHYS);
	if (n_files)
		qsort(files, n_files, sizeof(*files), by_name);
	for (i = 0; i < n_files; i++)
		run_model(files[i], run, &c);
	return c;
}
