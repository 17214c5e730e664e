/*
 * bench_read FILE [TIMES]: user CPU time of a read, as the least of TIMES,
 * and the most memory that the process ever had.
 *
 *	make build/proto/tests/bench_read && build/proto/tests/bench_read m.onnx 100
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/model.h"
#include "proto/tests/cpu.h"

static long
peak_kib(void)
{
	char line[256];
	long kib = -1;
	FILE *f = fopen("/proc/self/status", "r");

	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, "VmHWM:", 6))
			kib = atol(line + 6);
	if (f)
		fclose(f);
	return kib;
}

static double
read_once(const char *path, bool print)
{
	jmp_buf trap;
	struct arena *a = arena_open(&trap, 0);
	struct diags *d = diags_new(a);
	double start = cpu_ms();
	struct model *m;
	size_t i;

	if (model_read(&m, path, a, d) == OK && print)
		printf("nodes %d, initializers %d, file %" PRId64 " B, arena %zu B\n",
		       m->graph->n_nodes, m->graph->n_initializers, m->source.size,
		       arena_used(a));
	start = cpu_ms() - start;
	for (i = 0; print && i < d->n; i++)
		printf("%s: %s\n", d->list[i].id, d->list[i].message);
	arena_close(a);
	return start;
}

int
main(int argc, char **argv)
{
	int times = argc > 2 ? atoi(argv[2]) : 1, i;
	double first, least, t;

	if (argc < 2)
		return 2;
	first = least = read_once(argv[1], true);
	for (i = 1; i < times; i++) {
		t = read_once(argv[1], false);
		if (t < least)
			least = t;
	}
	printf("first %.3f ms, least of %d %.3f ms, peak %ld KiB\n", first, times,
	       least, peak_kib());
	return 0;
}
