/*
 * Every model below the folder TIDEMARK_CORPUS: it reads, or is refused with
 * a message; its skeleton has the same digest, and is its own skeleton.
 * Passes, and says so, where there is no corpus.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/digest.h"
#include "proto/model.h"
#include "proto/tests/cpu.h"
#include "proto/write.h"

static struct {
	int files, read, refused, failures;
	long long nodes, bytes, skeletons;
	double total_ms, worst_ms;
} sum;

static void
fail_with(const char *path, const char *what)
{
	printf("%s: %s\n", path, what);
	sum.failures++;
}

static void
check_skeleton(const struct model *m, const char *path, struct arena *a,
	       struct diags *d)
{
	char of_model[DIGEST_SIZE], of_skeleton[DIGEST_SIZE];
	struct skeleton one, two;
	struct model *again;

	model_digest(m, of_model);
	if (model_strip(&one, path, a, d) != OK ||
	    model_read_bytes(&again, one.bytes, one.n, path, a, d) != OK) {
		fail_with(path, "its skeleton does not read");
		return;
	}
	model_digest(again, of_skeleton);
	if (strcmp(of_model, of_skeleton) != 0)
		fail_with(path, "its skeleton has another digest");
	if (model_strip_bytes(&two, one.bytes, one.n, path, a, d) != OK ||
	    two.n != one.n || memcmp(one.bytes, two.bytes, one.n) != 0)
		fail_with(path, "its skeleton's skeleton differs");
	sum.skeletons += (long long)one.n;
}

static int
visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	size_t n = strlen(path);
	jmp_buf trap;
	struct arena *a;
	struct diags *d;
	struct model *m;
	double start;

	(void)ftw;
	if (type != FTW_F || n < 5 || strcmp(path + n - 5, ".onnx") != 0)
		return 0;
	a = arena_open(&trap, 0);
	d = diags_new(a);
	sum.files++;
	sum.bytes += st->st_size;
	start = cpu_ms();
	if (model_read(&m, path, a, d) == OK) {
		start = cpu_ms() - start;
		sum.total_ms += start;
		sum.worst_ms = start > sum.worst_ms ? start : sum.worst_ms;
		sum.read++;
		sum.nodes += m->graph->n_nodes;
		check_skeleton(m, path, a, d);
	} else {
		sum.refused++;
		printf("%s refused: %s\n", path, d->n ? d->list[0].message : "");
		if (diags_count(d, DIAG_ERROR) == 0)
			fail_with(path, "refused without a reason");
	}
	arena_close(a);
	return 0;
}

int
main(void)
{
	const char *corpus = getenv("TIDEMARK_CORPUS");

	if (!corpus) {
		puts("TIDEMARK_CORPUS is not set: no models to read");
		return 77;
	}
	if (nftw(corpus, visit, 32, FTW_PHYS))
		fail_with(corpus, "cannot be walked");
	printf("%d models, %d read, %d refused, %d failures\n", sum.files, sum.read,
	       sum.refused, sum.failures);
	printf("%lld nodes, %lld bytes, skeletons %lld bytes; reading took %.1f ms of "
	       "CPU, at most %.1f ms\n",
	       sum.nodes, sum.bytes, sum.skeletons, sum.total_ms, sum.worst_ms);
	return sum.failures || !sum.files;
}
