/*
 * CPU time to read, import and infer models, without printing:
 *
 *	analyse MODEL...
 *
 * Unbound symbols are 1.  Prints the slowest files, then the sums: everything
 * runs in one process, one model after the other.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analyzer/analyze.h"
#include "proto/model.h"

enum { SHOWN = 5 };

struct times {
	const char *path;
	double read, import, infer;
	int32_t nodes;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
sum(const struct times *t)
{
	return t->read + t->import + t->infer;
}

static int
slower(const void *pa, const void *pb)
{
	const struct times *a = pa, *b = pb;

	return sum(a) < sum(b) ? 1 : sum(a) > sum(b) ? -1 : strcmp(a->path, b->path);
}

static void
measure(struct times *t, struct arena *arena)
{
	struct diags *d = diags_new(arena);
	struct bindings b = {0};
	struct model *m;
	struct graph *g;
	double start = now();

	bind_add_symbol(&b, "*=1", arena, d);
	if (model_read(&m, t->path, arena, d) != OK)
		return;
	t->read = now() - start;
	start += t->read;
	if (import_graph(&g, m, arena, d) != OK)
		return;
	t->import = now() - start;
	start += t->import;
	infer_graph(g, &b, d);
	t->infer = now() - start;
	t->nodes = g->n_nodes;
}

/* What takes more than 64 MiB has no time. */
static void
measure_one(struct times *t)
{
	jmp_buf trap;
	struct arena *arena;

	if (setjmp(trap))
		return;
	arena = arena_open(&trap, (size_t)64 << 20);
	measure(t, arena);
	arena_close(arena);
}

static void
print(const struct times *t)
{
	printf("%8.2f ms = %6.2f read + %6.2f import + %6.2f infer, %6d nodes  %s\n",
	       sum(t), t->read, t->import, t->infer, (int)t->nodes, t->path);
}

int
main(int argc, char **argv)
{
	struct times *list = calloc((size_t)argc, sizeof(*list)), all = {.path = "all"};
	int i;

	for (i = 1; i < argc; i++) {
		list[i - 1].path = argv[i];
		measure_one(&list[i - 1]);
		all.read += list[i - 1].read;
		all.import += list[i - 1].import;
		all.infer += list[i - 1].infer;
		all.nodes += list[i - 1].nodes;
	}
	qsort(list, (size_t)argc - 1, sizeof(*list), slower);
	for (i = 0; i < argc - 1 && i < SHOWN; i++)
		print(&list[i]);
	print(&all);
	free(list);
	return 0;
}
