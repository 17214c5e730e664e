/*
 * Shapes against the truth of the corpus that TIDEMARK_CORPUS names:
 *
 *	conformance [-v] [-o PART] [EXPECTED]
 *	conformance -d
 *
 * prints what each suite has, and fails when a figure is worse than in the
 * file EXPECTED.  -v lists every tensor that is not right; -o takes only the
 * models whose path has PART in it.  -d damages files instead.
 */
#include "analyzer/tests/conformance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TALLIES = 32 };

extern const char *only;

static long
resolved(const struct tally *t)
{
	return t->by[RIGHT] + t->by[BOUNDED];
}

static void
print(const struct tally *t)
{
	printf("%-16s %5ld %7ld %8ld %8ld %7ld %6ld %10ld %8.3f%%\n", t->suite,
	       t->models, t->refused, t->tensors, t->by[RIGHT], t->by[BOUNDED],
	       t->by[WRONG], t->by[UNRESOLVED],
	       t->tensors ? 100.0 * (double)resolved(t) / (double)t->tensors : 0.0);
}

/* Fewer resolved, or more wrong, than recorded. */
static bool
is_worse(const struct tally *t, const char *suite, long least, long most)
{
	if (strcmp(t->suite, suite) != 0 ||
	    (resolved(t) >= least && t->by[WRONG] <= most))
		return false;
	printf("%s is worse: %ld resolved of at least %ld, %ld wrong of at most %ld\n",
	       suite, resolved(t), least, t->by[WRONG], most);
	return true;
}

static int
check(const char *file, const struct tally *t, int n)
{
	char suite[64];
	long least, most;
	int i, worse = 0;
	FILE *f = fopen(file, "r");

	if (!f) {
		fprintf(stderr, "%s: cannot be read\n", file);
		return 1;
	}
	while (fscanf(f, "%63s %ld %ld", suite, &least, &most) == 3)
		for (i = 0; i < n; i++)
			worse += is_worse(&t[i], suite, least, most);
	fclose(f);
	printf("%d passed, %d failed\n", n - worse, worse);
	return worse > 0;
}

int
main(int argc, char **argv)
{
	const char *corpus = getenv("TIDEMARK_CORPUS");
	struct tally t[TALLIES] = {0};
	bool damage = false;
	int n = 0, i, c;

	while ((c = getopt(argc, argv, "vdo:")) != -1) {
		if (c == 'v')
			verbose = true;
		else if (c == 'd')
			damage = true;
		else if (c == 'o')
			only = optarg;
		else
			return 2;
	}
	if (!corpus) {
		printf("TIDEMARK_CORPUS names no folder: nothing compared\n");
		return 77;
	}
	if (damage)
		return damage_corpus(corpus);
	n += suite_models(corpus, t + n);
	n += suite_lines(corpus, t + n);
	n += suite_tests(corpus, t + n);
	n += suite_exports(corpus, t + n);
	printf("%-16s %5s %7s %8s %8s %7s %6s %10s\n", "suite", "runs", "refused",
	       "tensors", "right", "bounded", "wrong", "unresolved");
	for (i = 0; i < n; i++)
		print(&t[i]);
	return optind < argc ? check(argv[optind], t, n) : 0;
}
