/*
 * Thousands of damaged models, the same ones each time: of one written by
 * hand, and where TIDEMARK_CORPUS names a folder of 200 of its models as well.
 */
#include <ftw.h>
#include <stdio.h>

#include "base/tests/suite.h"
#include "proto/tests/cpu.h"
#include "proto/tests/fuzz_one.h"
#include "proto/tests/wire.h"

enum { MUTANTS = 20000, LARGEST = 20000, CORPUS_FILES = 200, CORPUS_MUTANTS = 60 };

static uint64_t state = 88172645463325252u;

static size_t
chance(size_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state % below);
}

static size_t
set_byte(unsigned char *p, size_t n)
{
	p[chance(n)] = (unsigned char)chance(256);
	return n;
}

static size_t
cut_end(unsigned char *p, size_t n)
{
	(void)p;
	return 1 + chance(n);
}

static size_t
remove_some(unsigned char *p, size_t n)
{
	size_t from = chance(n), some = chance(n - from < 9 ? n - from : 9);

	memmove(p + from, p + from + some, n - from - some);
	return n - some;
}

static size_t
repeat_some(unsigned char *p, size_t n)
{
	size_t from = chance(n), some = chance(n - from < 99 ? n - from : 99);

	memmove(p + from + some, p + from, n - from);
	return n + some;
}

/* A length or number with every bit set. */
static size_t
make_long(unsigned char *p, size_t n)
{
	size_t from = chance(n), some = chance(10);

	if (from + some < n)
		memset(p + from, 0xff, some);
	return n;
}

static size_t (*const mutations[])(unsigned char *, size_t) = {
	set_byte, cut_end, remove_some, repeat_some, make_long,
};

/* Damages a copy in one to three ways and reads it. */
static bool
mutate(const unsigned char *model, size_t n)
{
	static unsigned char copy[LARGEST + 400];
	size_t ways = 1 + chance(3);

	memcpy(copy, model, n);
	while (ways-- && n)
		n = mutations[chance(sizeof(mutations) / sizeof(*mutations))](copy, n);
	return fuzz_one(copy, n);
}

START_TEST(damaged_models_are_read_or_refused)
{
	jmp_buf trap;
	struct arena *a = arena_open(&trap, 0);
	size_t i, read = 0;
	struct emit e;

	emit_open(&e, a);
	put_model(&e, 1100);
	for (i = 0; i < MUTANTS; i++)
		read += mutate(e.bytes, e.n);
	arena_close(a);
	printf("%zu of %d damaged models were still models\n", read, MUTANTS);
	ck_assert_uint_gt(read, MUTANTS / 100);
	ck_assert_uint_lt(read, MUTANTS);
}
END_TEST

static struct {
	int files, seen;
	size_t read;
	double worst_ms;
} sum;

/* Every twelfth file of the folder, if it is small. */
static int
visit(const char *path, const struct stat *st, int type)
{
	static unsigned char bytes[LARGEST];
	size_t n = strlen(path), i;
	double start;
	FILE *f;

	if (type != FTW_F || n < 5 || strcmp(path + n - 5, ".onnx") != 0 ||
	    st->st_size > LARGEST || sum.seen++ % 12 || sum.files >= CORPUS_FILES)
		return 0;
	f = fopen(path, "rb");
	n = f ? fread(bytes, 1, sizeof(bytes), f) : 0;
	if (f)
		fclose(f);
	if (!n)
		return 0;
	sum.files++;
	for (i = 0; i < CORPUS_MUTANTS; i++) {
		start = cpu_ms();
		sum.read += mutate(bytes, n);
		start = cpu_ms() - start;
		sum.worst_ms = start > sum.worst_ms ? start : sum.worst_ms;
	}
	return 0;
}

START_TEST(damaged_models_of_the_corpus_are_read_or_refused)
{
	const char *corpus = getenv("TIDEMARK_CORPUS");

	if (!corpus)
		return;
	ck_assert_int_eq(ftw(corpus, visit, 32), 0);
	printf("%d models, %d damaged copies each, %zu still models; the slowest took "
	       "%.1f ms\n",
	       sum.files, CORPUS_MUTANTS, sum.read, sum.worst_ms);
	ck_assert_int_gt(sum.files, 0);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("mutations");

	tcase_set_timeout(t, 30);
	tcase_add_test(t, damaged_models_are_read_or_refused);
	tcase_add_test(t, damaged_models_of_the_corpus_are_read_or_refused);
	return suite_main("mutations", t);
}
