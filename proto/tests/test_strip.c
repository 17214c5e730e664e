#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/tests/fixture.h"
#include "proto/tests/fixture.h"
#include "proto/xxh64.h"

static struct skeleton
strip(const void *bytes, size_t n)
{
	struct skeleton s;

	ck_assert_int_eq(model_strip_bytes(&s, bytes, n, "m.onnx", arena, diags), OK);
	return s;
}

static const struct model *
read_model(const void *bytes, size_t n)
{
	struct model *m;

	ck_assert_int_eq(model_read_bytes(&m, bytes, n, "m.onnx", arena, diags), OK);
	return m;
}

static const char *
digest_of(const void *bytes, size_t n)
{
	char *digest = arena_new(arena, char, DIGEST_SIZE);

	model_digest(read_model(bytes, n), digest);
	return digest;
}

static bool
holds(struct skeleton s, const char *words)
{
	return memmem(s.bytes, s.n, words, strlen(words)) != NULL;
}

START_TEST(large_weights_become_external_with_their_length)
{
	struct skeleton s;
	const struct tensor_def *w;

	put_model(&e, 100000);
	s = strip(e.bytes, e.n);
	ck_assert_uint_lt(s.n, 500);
	w = &read_model(s.bytes, s.n)->graph->initializers[0];
	ck_assert(w->external);
	ck_assert_int_eq(w->dims[0], 25000);
	ck_assert_str_eq(w->payload.location, "weights.bin");
	ck_assert_int_eq(w->payload.offset, 0);
	ck_assert_int_eq(w->payload.length, 100000);
}
END_TEST

START_TEST(small_constants_stay_in_bodies_as_well)
{
	const struct model *m;
	struct skeleton s;

	put_model(&e, 1024);
	s = strip(e.bytes, e.n);
	m = read_model(s.bytes, s.n);
	ck_assert_uint_eq(m->graph->initializers[0].n_data, 1024);
	ck_assert_uint_eq(m->graph->nodes[0].attrs[1].g->initializers[0].n_data, 8);
}
END_TEST

START_TEST(remarks_go_and_the_digest_stays)
{
	struct skeleton s;

	put_model(&e, 4096);
	s = strip(e.bytes, e.n);
	ck_assert(holds((struct skeleton){e.bytes, e.n}, "said of a node"));
	ck_assert(!holds(s, "said of a node"));
	ck_assert_str_eq(digest_of(e.bytes, e.n), digest_of(s.bytes, s.n));
}
END_TEST

START_TEST(a_skeleton_is_its_own_skeleton)
{
	struct skeleton one, two;

	put_model(&e, 4096);
	one = strip(e.bytes, e.n);
	two = strip(one.bytes, one.n);
	ck_assert_uint_eq(one.n, two.n);
	ck_assert_mem_eq(one.bytes, two.bytes, one.n);
}
END_TEST

/* A graph with one tensor, which BODY fills. */
static void
put_one_tensor(void (*body)(void))
{
	struct emit_mark graph = emit_begin(&e, GRAPH, 0);
	struct emit_mark tensor = emit_begin(&e, INITIALIZER, 0);

	body();
	emit_end(&e, tensor);
	emit_end(&e, graph);
}

static void
int8_in_varints(void)
{
	int i;

	put_int(&e, DIMS, 2000);
	put_int(&e, DATA_TYPE, 3);
	for (i = 0; i < 2000; i++)
		put_int(&e, INT32_DATA, i % 2 ? -1 : 1);
}

static void
strings(void)
{
	int i;

	put_int(&e, DIMS, 300);
	put_int(&e, DATA_TYPE, 8);
	for (i = 0; i < 300; i++)
		put_text(&e, STRING_DATA, "vocabulary");
}

START_TEST(varints_take_the_length_of_their_type)
{
	struct skeleton s;

	put_one_tensor(int8_in_varints);
	s = strip(e.bytes, e.n);
	ck_assert_int_eq(read_model(s.bytes, s.n)->graph->initializers->payload.length,
			 2000);
}
END_TEST

START_TEST(strings_go_as_well)
{
	struct skeleton s;

	put_one_tensor(strings);
	s = strip(e.bytes, e.n);
	ck_assert(!holds(s, "vocabulary"));
	ck_assert_int_eq(read_model(s.bytes, s.n)->graph->initializers->payload.length,
			 3000);
	ck_assert_str_eq(digest_of(e.bytes, e.n), digest_of(s.bytes, s.n));
}
END_TEST

START_TEST(floats_of_an_attribute_become_as_many_zeros)
{
	struct emit_mark graph, node, attr;
	const struct attr_def *a;
	struct skeleton s;
	int i;

	graph = emit_begin(&e, GRAPH, 0);
	node = emit_begin(&e, NODE, 0);
	attr = emit_begin(&e, ATTRIBUTE, 0);
	for (i = 0; i < 1000; i++) {
		emit_varint(&e, tag_of(ATTR_FLOAT_LIST, WIRE_32));
		emit_bytes(&e, "tree", 4);
	}
	put_int(&e, ATTR_KIND, ATTR_FLOATS);
	emit_end(&e, attr);
	emit_end(&e, node);
	emit_end(&e, graph);
	s = strip(e.bytes, e.n);
	ck_assert(!holds(s, "tree"));
	a = read_model(s.bytes, s.n)->graph->nodes[0].attrs;
	ck_assert_uint_eq(a->n, 1000);
	ck_assert_str_eq(digest_of(e.bytes, e.n), digest_of(s.bytes, s.n));
	ck_assert_uint_eq(strip(s.bytes, s.n).n, s.n);
}
END_TEST

START_TEST(fields_that_we_do_not_know_stay)
{
	struct emit_mark graph;

	graph = emit_begin(&e, GRAPH, 0);
	put_text(&e, 31, "unknown in a graph");
	put_tensor(&e, INITIALIZER, "w", 1, 1024, 4096);
	emit_end(&e, graph);
	put_text(&e, 100000, "unknown in a model");
	ck_assert(holds(strip(e.bytes, e.n), "unknown in a graph"));
	ck_assert(holds(strip(e.bytes, e.n), "unknown in a model"));
}
END_TEST

START_TEST(weights_and_producers_do_not_change_the_digest_names_do)
{
	const char *digest;

	put_model(&e, 4096);
	digest = digest_of(e.bytes, e.n);
	*(char *)memmem(e.bytes, e.n, "hand", 4) = 'H';
	ck_assert_str_eq(digest, digest_of(e.bytes, e.n));
	*(char *)memmem(e.bytes, e.n, "\x10\x11\x12", 3) = 0;
	ck_assert_str_eq(digest, digest_of(e.bytes, e.n));
	*(char *)memmem(e.bytes, e.n, "inner", 5) = 'I';
	ck_assert_str_ne(digest, digest_of(e.bytes, e.n));
}
END_TEST

START_TEST(the_digest_is_the_one_of_ever)
{
	put_model(&e, 64);
	ck_assert_str_eq(digest_of(e.bytes, e.n), "05c8cd5f10b8858f1117623d6ef9f581");
}
END_TEST

static uint64_t
xxh64_of(const char *s, uint64_t seed, size_t piece)
{
	size_t n = strlen(s), i;
	struct xxh64 x;

	xxh64_open(&x, seed);
	for (i = 0; i < n; i += piece)
		xxh64_add(&x, s + i, piece < n - i ? piece : n - i);
	return xxh64_close(&x);
}

START_TEST(xxh64_gives_published_values)
{
	const char *long_text = "Call me Ishmael. Some years ago--never mind how long "
				"precisely-";
	size_t piece;

	ck_assert_uint_eq(xxh64_of("", 0, 1), UINT64_C(0xef46db3751d8e999));
	ck_assert_uint_eq(xxh64_of("a", 0, 1), UINT64_C(0xd24ec4f1a98c6e5b));
	ck_assert_uint_eq(xxh64_of("abc", 0, 3), UINT64_C(0x44bc2cf5ad770999));
	for (piece = 1; piece < 64; piece++)
		ck_assert_uint_eq(xxh64_of(long_text, 0, piece),
				  UINT64_C(0x02a2e85470d6fd96));
}
END_TEST

START_TEST(a_file_is_replaced_whole)
{
	const char *path =
		arena_printf(arena, "/tmp/tidemark-strip-%ld", (long)getpid());
	char bytes[16] = "";
	FILE *f;

	ck_assert_int_eq(file_write(path, "first", 5, diags), OK);
	ck_assert_int_eq(file_write(path, "second", 6, diags), OK);
	f = fopen(path, "r");
	ck_assert_uint_eq(fread(bytes, 1, sizeof(bytes), f), 6);
	fclose(f);
	unlink(path);
	ck_assert_str_eq(bytes, "second");
	ck_assert_int_eq(file_write("/no/such/folder/f", "x", 1, diags), ERR_USAGE);
	ck_assert_int_eq(file_write("/dev/null", "x", 1, diags), OK);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("strip");

	tcase_add_checked_fixture(t, setup, arena_teardown);
	tcase_add_test(t, large_weights_become_external_with_their_length);
	tcase_add_test(t, small_constants_stay_in_bodies_as_well);
	tcase_add_test(t, remarks_go_and_the_digest_stays);
	tcase_add_test(t, a_skeleton_is_its_own_skeleton);
	tcase_add_test(t, varints_take_the_length_of_their_type);
	tcase_add_test(t, strings_go_as_well);
	tcase_add_test(t, floats_of_an_attribute_become_as_many_zeros);
	tcase_add_test(t, fields_that_we_do_not_know_stay);
	tcase_add_test(t, weights_and_producers_do_not_change_the_digest_names_do);
	tcase_add_test(t, the_digest_is_the_one_of_ever);
	tcase_add_test(t, xxh64_gives_published_values);
	tcase_add_test(t, a_file_is_replaced_whole);
	return suite_main("strip", t);
}
