#include "bench/attempt.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "cli/diff_outline.h"
#include "cli/out_inspect.h"
#include "cli/plan_run.h"
#include "cli/setup.h"
#include "proto/tests/cpu.h"

enum { MS = 1000, ROOM = 64 << 20 };

static jmp_buf trap;
static struct {
	long runs, answered, planned, refused, broken;
	double slowest;
} all;

static enum status
open_request(struct request *r, struct arena *arena)
{
	static char *argv[] = {"plan",   "--bind", "*=1",   "--batch", "1,2",
			       "--sram", "64KiB",  "model", NULL};
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

/* What `inspect`, `plan` and a comparison do, without files and streams. */
static enum status
answer(struct request *r, const void *bytes, size_t n)
{
	struct plan_report report = {.request = r};
	struct model_input input = {"model", bytes, n};
	enum status status = plan_open(&report, &input);

	if (!report.analysis.graph)
		return status;
	inspect_json(r, &report.analysis, 1);
	inspect_text(r, &report.analysis, 1);
	inspect_csv(r, &report.analysis, 1);
	if (status != OK)
		return status;
	all.answered++;
	outline_structure(&report.analysis, r->arena);
	TRY(plan_batches(&report));
	all.planned++;
	for (r->format = FORMAT_TEXT; r->format <= FORMAT_CSV; r->format++)
		TRY(plan_write(&report));
	return OK;
}

static void
broke(const char *label, const char *why)
{
	all.broken++;
	printf("%s: %s\n", label, why);
}

static void
judge(const char *label, const struct request *r, enum status status, double ms)
{
	if (ms > all.slowest)
		all.slowest = ms;
	if (status == ERR_INPUT || status == ERR_USAGE)
		all.refused++;
	if (ms > MS)
		broke(label, "more than a second");
	else if (status == ERR_INTERNAL)
		broke(label, r->diags->n ? r->diags->list[r->diags->n - 1].message
					 : "no word");
	else if (status != OK && !diags_count(r->diags, DIAG_ERROR))
		broke(label, "refused without a reason");
}

void
attempt(const char *label, const void *bytes, size_t n)
{
	static struct request r;
	static struct arena *arena;
	enum status status;
	double start = cpu_ms();

	all.runs++;
	if (setjmp(trap)) {
		broke(label, "64 MiB are not enough");
		arena_close(arena);
		return;
	}
	arena = arena_open(&trap, ROOM);
	status = open_request(&r, arena);
	if (status == OK)
		status = answer(&r, bytes, n);
	judge(label, &r, status, cpu_ms() - start);
	arena_close(arena);
}

int
attempts_end(const char *what)
{
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	printf("%s: %ld inspected, %ld of them planned, %ld refused; slowest %.3f s, "
	       "peak memory %.1f MB\n",
	       what, all.answered, all.planned, all.refused, all.slowest / 1e3,
	       (double)use.ru_maxrss / 1e3);
	printf("%ld passed, %ld failed\n", all.runs - all.broken, all.broken);
	return all.broken != 0;
}
