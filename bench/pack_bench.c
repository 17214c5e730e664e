/*
 * What the offset allocator reaches, and what it costs: user CPU time of one
 * thread, largest resident memory so far.
 *
 *	pack_bench [--effort N] [--gap N] [PART...]
 *
 * The recorded problems are read from TIDEMARK_PROBLEMS, and left out where
 * that is not set; the others are made here.  Every packing is checked by
 * pack_check().  --gap is the effort for the two problems whose bound is out
 * of reach.  Fails where a result is worse than what was reached before.
 */
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/num.h"
#include "bench/pack_make.h"
#include "planner/pack_csv.h"

static jmp_buf trap;
static struct arena *arena;
static struct diags *diags;
static int32_t effort = 1, gap_effort = 1;
static int checks, faults;

static double
seconds(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec * 1e-6;
}

static double
megabytes(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)u.ru_maxrss / 1024;
}

static void
die(const char *what, const char *name)
{
	fprintf(stderr, "pack_bench: %s '%s'\n", what, name);
	exit(2);
}

static void
read_file(const char *path, struct text *all)
{
	FILE *f = fopen(path, "rb");
	char block[65536];
	size_t n;

	if (!f)
		die("cannot read", path);
	text_open(all, arena);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		text_add(all, block, n);
	fclose(f);
}

static void
read_problem(struct pack_problem *p, const char *path)
{
	struct pack_table table;
	struct text all;

	read_file(path, &all);
	if (pack_csv_read(&table, all.s, all.n, path, arena, diags) != OK)
		die("not a problem:", path);
	*p = (struct pack_problem){
		.buffers = table.buffers, .n = table.n, .effort = effort};
}

/* Runs, checks, and gives the seconds it took. */
static double
measure(const struct pack_problem *p, struct pack_result *r)
{
	struct pack_fault fault;
	double start = seconds(), took;
	int64_t height;

	pack_run(r, p, arena, diags);
	took = seconds() - start;
	checks++;
	if (r->verdict <= PACK_FITS &&
	    !pack_check(p, r->offsets, &height, &fault, arena)) {
		printf("FAULT: %s\n", fault.what);
		faults++;
	}
	return took;
}

static void
expect(bool reached, const char *what)
{
	checks++;
	faults += !reached;
	if (!reached)
		printf("WORSE: %s\n", what);
}

static void
list_files(const char *folder, glob_t *found)
{
	const char *root = getenv("TIDEMARK_PROBLEMS");
	char pattern[4096];

	memset(found, 0, sizeof(*found));
	if (!root) {
		printf("TIDEMARK_PROBLEMS is not set: no recorded problems\n");
		return;
	}
	snprintf(pattern, sizeof(pattern), "%s/%s/*.csv", root, folder);
	glob(pattern, 0, NULL, found);
	printf("%zu files in %s/\n", found->gl_pathc, folder);
}

static void
renew(void)
{
	arena_close(arena);
	arena = arena_open(&trap, 0);
	diags = diags_new(arena);
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void
part_hard(void)
{
	struct pack_problem p;
	struct pack_result r;
	double took, total = 0;
	int solved = 0;
	glob_t files;
	size_t i;

	list_files("minimalloc", &files);
	for (i = 0; i < files.gl_pathc; i++) {
		renew();
		read_problem(&p, files.gl_pathv[i]);
		p.capacity = 1048576;
		took = measure(&p, &r);
		total += took;
		solved += r.verdict <= PACK_FITS;
		printf("  %-24s %5" PRId32 " buffers %9" PRId64 " nodes %8.1f ms  %s\n",
		       base_name(files.gl_pathv[i]), p.n, r.nodes, took * 1e3,
		       r.verdict <= PACK_FITS ? "packed" : "NOT PACKED");
	}
	printf("  %d of %zu within 1,048,576 B, %.3f s in all\n", solved,
	       files.gl_pathc, total);
	faults += (int)files.gl_pathc - solved;
	globfree(&files);
}

/* What was reached where the bound is not. */
static const struct {
	const char *file;
	int64_t height;
} reached[] = {
	{"D.1048576.csv", 1005568},
	{"J.1048576.csv", 1013760},
};

static int64_t
reached_height(const char *file, int64_t bound)
{
	size_t i;

	for (i = 0; i < sizeof(reached) / sizeof(*reached); i++)
		if (!strcmp(reached[i].file, file))
			return reached[i].height;
	return bound;
}

static void
part_least(void)
{
	struct pack_problem p;
	struct pack_result r;
	glob_t files;
	double took;
	size_t i;

	list_files("minimalloc", &files);
	for (i = 0; i < files.gl_pathc; i++) {
		renew();
		read_problem(&p, files.gl_pathv[i]);
		p.effort = gap_effort;
		took = measure(&p, &r);
		printf("  %-24s height %8" PRId64 " bound %8" PRId64 " gap %6" PRId64
		       " %9" PRId64 " nodes %9.1f ms\n",
		       base_name(files.gl_pathv[i]), r.height, r.lower_bound, r.gap,
		       r.nodes, took * 1e3);
		expect(r.height <= reached_height(base_name(files.gl_pathv[i]),
						  r.lower_bound),
		       files.gl_pathv[i]);
	}
	globfree(&files);
}

static void
part_recorded(void)
{
	struct pack_problem p;
	struct pack_result r;
	double total = 0, took, worst = 0;
	size_t i, proven = 0;
	glob_t files;

	list_files("glow", &files);
	for (i = 0; i < files.gl_pathc; i++) {
		renew();
		read_problem(&p, files.gl_pathv[i]);
		took = measure(&p, &r);
		total += took;
		worst = took > worst ? took : worst;
		proven += r.verdict == PACK_OPTIMAL;
		if (r.verdict != PACK_OPTIMAL)
			printf("  %s: gap %" PRId64 "\n", base_name(files.gl_pathv[i]),
			       r.gap);
	}
	expect(proven == files.gl_pathc, "a recorded network");
	printf("  %zu of %zu proven, %.1f ms in all, worst %.1f ms\n", proven,
	       files.gl_pathc, total * 1e3, worst * 1e3);
	globfree(&files);
}

static void
print_large(const char *name, const struct pack_problem *p, const struct pack_result *r,
	    double took)
{
	printf("  %-24s %8" PRId32
	       " buffers  %.5f of the bound  %8.3f s %7.1f MB  %s\n",
	       name, p->n, (double)r->height / (double)r->lower_bound, took,
	       megabytes(), r->strategy);
}

static void
part_traces(void)
{
	struct pack_problem p;
	struct pack_result r;
	glob_t files;
	double took;
	size_t i;

	list_files("traces", &files);
	for (i = 0; i < files.gl_pathc; i++) {
		renew();
		read_problem(&p, files.gl_pathv[i]);
		took = measure(&p, &r);
		print_large(base_name(files.gl_pathv[i]), &p, &r, took);
		expect(r.gap <= r.lower_bound / 1000, files.gl_pathv[i]);
	}
	globfree(&files);
}

static void
part_networks(void)
{
	static const int32_t sizes[] = {1000, 10000, 100000, 1000000};
	struct pack_problem p = {0};
	struct pack_result r;
	struct pack_buffer *list;
	double took;
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		renew();
		list = arena_new(arena, struct pack_buffer, (size_t)sizes[i]);
		make_network(list, sizes[i], 1);
		p.buffers = list;
		p.n = sizes[i];
		p.effort = effort;
		took = measure(&p, &r);
		print_large("made, like a network", &p, &r, took);
		expect(r.gap <= r.lower_bound / 100, "a made network");
	}
}

enum { SEEDS = 4 };

static void
part_planted(void)
{
	static const int32_t sizes[] = {50, 100, 150, 200, 300, 400, 500};
	struct pack_problem p = {0};
	struct pack_result r;
	struct pack_buffer *list;
	double took, worst;
	int64_t seed, solved;
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		took = worst = 0;
		solved = 0;
		for (seed = 1; seed <= SEEDS; seed++) {
			renew();
			list = arena_new(arena, struct pack_buffer, (size_t)sizes[i]);
			make_planted(list, sizes[i], (uint64_t)seed);
			p.buffers = list;
			p.n = sizes[i];
			p.effort = effort;
			p.capacity = PLANTED_HEIGHT;
			took += measure(&p, &r);
			solved += r.height == PLANTED_HEIGHT;
			if ((double)r.height / PLANTED_HEIGHT > worst)
				worst = (double)r.height / PLANTED_HEIGHT;
		}
		printf("  planted %5" PRId32 " buffers: optimum on %" PRId64
		       " of %d, worst %.4f of it, %8.1f ms each\n",
		       sizes[i], solved, SEEDS, worst, took / SEEDS * 1e3);
	}
}

enum { REPEATS = 2000 };

/* Fits at the least height, does not at one byte less. */
static double
per_answer(struct pack_problem *p, int64_t capacity)
{
	struct arena_mark mark = arena_mark(arena);
	struct pack_result r;
	double start = seconds();
	int i;

	p->capacity = capacity;
	for (i = 0; i < REPEATS; i++) {
		pack_run(&r, p, arena, diags);
		arena_rewind(arena, mark);
	}
	return (seconds() - start) / REPEATS;
}

static void
part_answers(void)
{
	struct pack_problem p;
	struct pack_result r;
	double yes, no, worst = 0, total = 0;
	size_t i, over = 0;
	glob_t files;

	list_files("glow", &files);
	for (i = 0; i < files.gl_pathc; i++) {
		renew();
		read_problem(&p, files.gl_pathv[i]);
		measure(&p, &r);
		yes = per_answer(&p, r.height);
		no = per_answer(&p, r.height - 1);
		total += yes;
		if (yes > 100e-6) {
			over++;
			printf("  %-36s %4" PRId32 " buffers: %7.1f us fits, %7.1f us "
			       "does not\n",
			       base_name(files.gl_pathv[i]), p.n, yes * 1e6, no * 1e6);
		}
		worst = yes > worst ? yes : worst;
	}
	if (i)
		printf("  fits: %.1f us on average, worst %.1f us, %zu above 100 us\n",
		       total / (double)i * 1e6, worst * 1e6, over);
	globfree(&files);
}

static const struct part {
	const char *name, *title;
	void (*run)(void);
} parts[] = {
	{"hard", "hard problems, capacity given", part_hard},
	{"least", "hard problems, least height", part_least},
	{"recorded", "recorded networks, least height", part_recorded},
	{"answers", "recorded networks, does it fit?", part_answers},
	{"planted", "planted problems, the optimum given", part_planted},
	{"traces", "large traces, least height", part_traces},
	{"networks", "large made problems, least height", part_networks},
};
enum { PARTS = sizeof(parts) / sizeof(*parts) };

static bool
wanted(const char *name, int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		if (!strcmp(argv[i], name))
			return true;
	return argc == 0;
}

static int32_t
number_of(const char *s)
{
	int64_t n = 0;

	if (!s || !parse_i64(s, &n) || n < 0 || n > INT32_MAX)
		die("not a number:", s ? s : "");
	return (int32_t)n;
}

static void
run_parts(int argc, char **argv)
{
	int i;

	for (argc--, argv++; argc > 1 && argv[0][0] == '-'; argc -= 2, argv += 2) {
		if (!strcmp(argv[0], "--effort"))
			effort = number_of(argv[1]);
		else if (!strcmp(argv[0], "--gap"))
			gap_effort = number_of(argv[1]);
		else
			die("no such option:", argv[0]);
	}
	for (i = 0; i < PARTS; i++) {
		if (!wanted(parts[i].name, argc, argv))
			continue;
		printf("%s\n", parts[i].title);
		fflush(stdout);
		parts[i].run();
	}
}

int
main(int argc, char **argv)
{
	if (setjmp(trap))
		die("out of", "memory");
	arena = arena_open(&trap, 0);
	run_parts(argc, argv);
	arena_close(arena);
	printf("%d passed, %d failed, 0 skipped\n", checks - faults, faults);
	return faults != 0;
}
