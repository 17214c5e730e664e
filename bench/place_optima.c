/*
 * Solves every placement problem that has known optima and says how many are
 * reached and proven.
 *
 *	build/bench/place_optima DIR...      (a folder's *.json and *.jsonl)
 *
 * Each placement is replayed by the tests' own checker.  Exit 1 when a
 * placement is invalid, is below an optimum, or is called optimal and is not.
 */
#include <dirent.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "planner/place.h"
#include "planner/problem_json.h"
#include "planner/tests/place_replay.h"

struct tally {
	int instances, reached, proven, wrong, problems;
	int64_t work;
	double seconds, worst, excess, worst_excess;
	bool verbose;
};

static double
cpu_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static char *
read_file(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *s = malloc(1 << 24);

	if (!f || !s)
		exit(2);
	*n = fread(s, 1, (1 << 24) - 1, f);
	s[*n] = 0;
	fclose(f);
	return s;
}

static void
judge(struct tally *t, const struct problem *p, const struct placement *x, int64_t sram,
      int64_t optimum, const char *name)
{
	struct replay r = {0, 0, 0, 0};
	const char *fault = NULL;

	t->instances++;
	if (!x->feasible) {
		fault = "called infeasible";
	} else {
		r = replay_run(p, x);
		if (r.usage > sram || r.usage != x->usage)
			fault = "usage";
		else if (r.cost != x->cost || r.read + r.write != x->dram_bytes)
			fault = "traffic";
		else if (x->dram_bytes < optimum)
			fault = "below the optimum";
		else if (x->lower_bound > optimum)
			fault = "bound above the optimum";
		else if (x->optimal && x->dram_bytes != optimum)
			fault = "falsely optimal";
		t->reached += x->dram_bytes == optimum;
		t->proven += x->optimal;
	}
	if (fault) {
		t->wrong++;
		printf("WRONG %s %" PRId64 ": %s (dram %" PRId64 ", optimum %" PRId64
		       ", bound %" PRId64 ")\n",
		       name, sram, fault, x->dram_bytes, optimum, x->lower_bound);
	} else if (!x->optimal) {
		printf("open  %s %" PRId64 ": dram %" PRId64 ", optimum %" PRId64
		       ", bound %.2f %% low, work %" PRId64 "\n",
		       name, sram, x->dram_bytes, optimum,
		       100.0 * (double)(x->dram_bytes - x->lower_bound) /
			       (double)x->dram_bytes,
		       x->work);
	}
}

static void
solve_all(struct tally *t, const char *text, size_t n, const char *name,
	  struct arena *a)
{
	struct problem_list list;
	struct diags *d = diags_new(a);
	size_t at = 0;

	if (problems_parse(text, n, name, &list, a, d) != OK) {
		printf("WRONG %s: %s\n", name, d->list[0].message);
		t->wrong++;
		return;
	}
	for (int32_t i = 0; i < list.n; i++) {
		json_error_t e;
		json_t *o = json_loadb(text + at, n - at, JSON_DISABLE_EOF_CHECK, &e),
		       *c;
		json_t *caps = json_object_get(o, "capacities");
		struct placer *p = placer_open(&list.problems[i], NULL, a);
		size_t k;

		at += e.position;
		t->problems++;
		json_array_foreach(caps, k, c)
		{
			int64_t sram = json_integer_value(json_object_get(c, "sram"));
			int64_t best =
				json_integer_value(json_object_get(c, "dram_bytes"));
			double start = cpu_seconds(), took;
			const struct placement *x = place_at(p, sram);

			took = cpu_seconds() - start;
			t->seconds += took;
			t->worst = took > t->worst ? took : t->worst;
			t->work += x->work;
			if (t->verbose)
				printf("%8.3f ms %9" PRId64 " %s %" PRId64 "\n",
				       took * 1e3, x->work, name, sram);
			judge(t, &list.problems[i], x, sram, best, name);
		}
		json_decref(o);
	}
}

static void
run_text(struct tally *t, const char *text, size_t n, const char *name)
{
	jmp_buf trap;
	struct arena *a;

	if (setjmp(trap))
		exit(2);
	a = arena_open(&trap, 0);
	solve_all(t, text, n, name, a);
	arena_close(a);
}

static int
wanted(const struct dirent *e)
{
	const char *dot = strrchr(e->d_name, '.');

	return dot && (!strcmp(dot, ".json") || !strcmp(dot, ".jsonl"));
}

int
main(int argc, char **argv)
{
	struct tally t = {.verbose = getenv("VERBOSE") != NULL};

	for (int i = 1; i < argc; i++) {
		struct dirent **list;
		int n = scandir(argv[i], &list, wanted, alphasort);

		for (int k = 0; k < n; k++) {
			char path[4096];
			size_t size;

			snprintf(path, sizeof(path), "%s/%s", argv[i], list[k]->d_name);
			char *text = read_file(path, &size);

			run_text(&t, text, size, list[k]->d_name);
			free(text);
			free(list[k]);
		}
		if (n >= 0)
			free(list);
	}
	printf("%d problems, %d instances: %d reached, %d proven, %d wrong; "
	       "%.3f s of CPU, worst %.1f ms, work %" PRId64 "\n",
	       t.problems, t.instances, t.reached, t.proven, t.wrong, t.seconds,
	       t.worst * 1e3, t.work);
	printf("%d passed, %d failed\n", t.instances - t.wrong, t.wrong);
	return t.wrong > 0 || t.instances == 0;
}
