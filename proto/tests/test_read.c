#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/tests/fixture.h"

static struct model *
read_bytes(const void *bytes, size_t n)
{
	struct model *m;

	model_read_bytes(&m, bytes, n, "test.onnx", arena, diags);
	return m;
}

static bool
said(const char *words)
{
	size_t i;

	for (i = 0; i < diags->n; i++)
		if (strstr(diags->list[i].message, words))
			return true;
	return false;
}

static enum status
status_of(const void *bytes, size_t n)
{
	struct model *m;
	enum status status;

	diags->n = 0;
	status = model_read_bytes(&m, bytes, n, "test.onnx", arena, diags);
	ck_assert_int_eq(status == OK, m != NULL);
	ck_assert_msg(status == OK || diags->n, "refused without a word");
	return status;
}

START_TEST(a_model_comes_back_as_it_was_written)
{
	const struct node_def *node;
	const struct model *m;

	put_model(&e, 64);
	m = read_bytes(e.bytes, e.n);
	ck_assert_ptr_nonnull(m);
	ck_assert_int_eq(m->ir_version, 8);
	ck_assert_str_eq(m->producer_name, "hand");
	ck_assert_str_eq(m->source.name, "test");
	ck_assert_int_eq(m->n_opsets, 1);
	ck_assert_int_eq(m->opsets[0].version, 17);
	ck_assert_str_eq(m->graph->name, "main");
	ck_assert_int_eq(m->graph->n_nodes, 1);
	node = m->graph->nodes;
	ck_assert_str_eq(node->op_type, "If");
	ck_assert_int_eq(node->n_inputs, 3);
	ck_assert_str_eq(node->inputs[1], "");
	ck_assert_str_eq(node->inputs[2], "w");
	ck_assert_int_eq(node->n_attrs, 2);
	ck_assert_int_eq(node->attrs[0].type, ATTR_INTS);
	ck_assert_uint_eq(node->attrs[0].n, 4);
	ck_assert_int_eq(node->attrs[0].ints[0], -1);
	ck_assert_str_eq(node->attrs[1].g->nodes[0].op_type, "Constant");
	ck_assert_uint_eq(node->attrs[1].g->initializers[0].n_data, 8);
	ck_assert_uint_eq(m->graph->initializers[0].n_data, 64);
	ck_assert_int_eq(m->graph->inputs[0].type.kind, TYPE_DEF_TENSOR);
	ck_assert_str_eq(m->graph->inputs[0].type.dims[0].param, "batch");
	ck_assert_int_eq(m->graph->inputs[0].type.dims[1].value, 4);
	ck_assert_uint_eq(diags->n, 0);
}
END_TEST

START_TEST(a_weight_over_1_kib_is_only_located)
{
	const struct tensor_def *w;
	const unsigned char *there;

	put_model(&e, 1028);
	w = &read_bytes(e.bytes, e.n)->graph->initializers[0];
	ck_assert(w->cut && !w->external && !w->data);
	ck_assert_ptr_null(w->payload.location);
	ck_assert_int_eq(w->payload.length, 1028);
	there = e.bytes + w->payload.offset;
	ck_assert_int_eq(there[0], 0);
	ck_assert_int_eq(there[255], 255);
	ck_assert_int_eq(there[1027], 1027 % 256);
}
END_TEST

START_TEST(a_model_cut_short_anywhere_is_refused)
{
	size_t n;

	put_model(&e, 64);
	for (n = 0; n < e.n; n++)
		ck_assert_msg(status_of(e.bytes, n) == ERR_INPUT, "%zu bytes read", n);
	ck_assert_int_eq(status_of(e.bytes, e.n), OK);
}
END_TEST

START_TEST(a_byte_changed_anywhere_is_read_or_refused)
{
	struct arena_mark mark;
	enum status status;
	unsigned bit;
	size_t i;

	put_model(&e, 64);
	mark = arena_mark(arena);
	for (i = 0; i < e.n; i++)
		for (bit = 0; bit < 8; bit++) {
			e.bytes[i] ^= (unsigned char)(1u << bit);
			status = status_of(e.bytes, e.n);
			ck_assert_msg(status == OK || status == ERR_INPUT,
				      "byte %zu, bit %u: status %d", i, bit, status);
			e.bytes[i] ^= (unsigned char)(1u << bit);
			*diags = (struct diags){.arena = arena};
			arena_rewind(arena, mark);
		}
}
END_TEST

/* N graphs, each in an attribute of a node of the one before. */
static void
put_nested(int n)
{
	struct emit_mark *marks = arena_new(arena, struct emit_mark, (size_t)n * 3);
	int i, used = 0;

	marks[used++] = emit_begin(&e, GRAPH, 0);
	for (i = 1; i < n; i++) {
		marks[used++] = emit_begin(&e, NODE, 0);
		marks[used++] = emit_begin(&e, ATTRIBUTE, 0);
		marks[used++] = emit_begin(&e, ATTR_G, 0);
	}
	while (used)
		emit_end(&e, marks[--used]);
}

START_TEST(graphs_nest_60_deep)
{
	const struct graph_def *g;
	int depth = 1;

	put_nested(60);
	for (g = read_bytes(e.bytes, e.n)->graph; g->n_nodes; depth++)
		g = g->nodes[0].attrs[0].g;
	ck_assert_int_eq(depth, 60);
}
END_TEST

START_TEST(graphs_nested_5000_deep_are_refused)
{
	put_nested(5000);
	ck_assert_int_eq(status_of(e.bytes, e.n), ERR_INPUT);
	ck_assert(said("nest more than 200 deep"));
	ck_assert(said("byte "));
}
END_TEST

START_TEST(an_error_says_byte_found_and_wanted)
{
	/* A graph of 5 bytes whose node claims 9. */
	ck_assert_int_eq(status_of("\x08\x08\x3a\x05\x0a\x09\x12\x01y", 9), ERR_INPUT);
	ck_assert(said("byte 4: field 1 (node) of ModelProto.graph is 9 bytes long, "
		       "but 3 are left in GraphProto"));
	ck_assert_int_eq(status_of("\x0a\x01\x3a\x3a\x00", 5), ERR_INPUT);
	ck_assert(said("byte 0: field 1 (ir_version) of ModelProto has wire type 2, "
		       "wanted 0"));
	ck_assert_int_eq(
		status_of("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12),
		ERR_INPUT);
	ck_assert(said("byte 1: a number takes more than 10 bytes"));
}
END_TEST

START_TEST(a_graph_in_pieces_is_joined_but_not_in_many)
{
	struct emit_mark m;
	int i;

	for (i = 0; i < 3; i++) {
		m = emit_begin(&e, GRAPH, 0);
		put_value(&e, INPUT, "x");
		emit_end(&e, m);
	}
	ck_assert_int_eq(read_bytes(e.bytes, e.n)->graph->n_inputs, 3);
	for (i = 0; i < 20; i++)
		emit_end(&e, emit_begin(&e, GRAPH, 0));
	ck_assert_int_eq(status_of(e.bytes, e.n), ERR_INPUT);
	ck_assert(said("comes again"));
}
END_TEST

/* A model whose one weight has its elements in a list of varints or floats. */
static const struct tensor_def *
tensor_of(int dtype, int64_t dim, uint32_t list, const void *packed, size_t n)
{
	struct emit_mark graph, tensor;

	e.n = 0;
	diags->n = 0;
	graph = emit_begin(&e, GRAPH, 0);
	tensor = emit_begin(&e, INITIALIZER, 0);
	put_int(&e, DIMS, dim);
	put_int(&e, DATA_TYPE, dtype);
	emit_field(&e, list, packed, n);
	emit_end(&e, tensor);
	emit_end(&e, graph);
	return &read_bytes(e.bytes, e.n)->graph->initializers[0];
}

START_TEST(elements_become_little_endian_bytes)
{
	static const struct {
		int dtype;
		int64_t dim;
		uint32_t list;
		const char *packed, *bytes;
		size_t n_packed, n;
	} rows[] = {
		{1, 1, FLOAT_DATA, "\0\0\x80\x3f", "\0\0\x80\x3f", 4, 4},
		{2, 2, INT32_DATA, "\x07\xff\x01", "\x07\xff", 3, 2},
		{10, 2, INT32_DATA, "\x80\x78\x01", "\0\x3c\x01\0", 3, 4},
		{7, 1, INT64_DATA, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
		 "\xff\xff\xff\xff\xff\xff\xff\xff", 10, 8},
		{9, 2, INT32_DATA, "\x01\0", "\x01\0", 2, 2},
		{12, 1, 11, "\x05", "\x05\0\0\0", 1, 4},
		{22, 3, INT32_DATA, "\x21\x03", "\x21\x03", 2, 2},
		{25, 5, INT32_DATA, "\x1b\x02", "\x1b\x02", 2, 2},
		{27, 4, INT32_DATA, "\x01\x02\x03\x04", "\x81\x30\x10", 4, 3},
	};
	const struct tensor_def *t;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		t = tensor_of(rows[i].dtype, rows[i].dim, rows[i].list, rows[i].packed,
			      rows[i].n_packed);
		ck_assert_msg(t->data != NULL, "row %zu has no data", i);
		ck_assert_uint_eq(t->n_data, rows[i].n);
		ck_assert_mem_eq(t->data, rows[i].bytes, rows[i].n);
	}
}
END_TEST

START_TEST(elements_that_dims_do_not_ask_for_are_left_out)
{
	ck_assert_ptr_null(tensor_of(1, 2, FLOAT_DATA, "\0\0\x80\x3f", 4)->data);
	ck_assert(said("dims ask for 8 bytes, but 4 are there"));
	ck_assert_ptr_null(tensor_of(1, -1, FLOAT_DATA, "\0\0\x80\x3f", 4)->data);
	ck_assert_ptr_null(tensor_of(99, 1, RAW_DATA, "\0", 1)->data);
	ck_assert_ptr_nonnull(tensor_of(1, 0, RAW_DATA, "", 0)->data);
	ck_assert_ptr_null(tensor_of(8, 2, STRING_DATA, "one", 3)->strings);
	ck_assert_str_eq(tensor_of(8, 1, STRING_DATA, "one", 3)->strings[0], "one");
}
END_TEST

static const struct tensor_def *
external_tensor(const char *location, const char *offset)
{
	struct emit_mark graph, tensor;

	e.n = 0;
	diags->n = 0;
	graph = emit_begin(&e, GRAPH, 0);
	tensor = emit_begin(&e, INITIALIZER, 0);
	put_pair(&e, EXTERNAL_DATA, "location", location);
	put_pair(&e, EXTERNAL_DATA, "offset", offset);
	put_pair(&e, EXTERNAL_DATA, "length", "5000000000");
	put_int(&e, DATA_LOCATION, 1);
	emit_end(&e, tensor);
	emit_end(&e, graph);
	return &read_bytes(e.bytes, e.n)->graph->initializers[0];
}

START_TEST(external_data_is_located_and_never_opened)
{
	const struct tensor_def *t = external_tensor("no/such/file", "4096");

	ck_assert(t->cut && t->external);
	ck_assert_str_eq(t->payload.location, "no/such/file");
	ck_assert_int_eq(t->payload.offset, 4096);
	ck_assert_int_eq(t->payload.length, 5000000000);
	ck_assert_uint_eq(diags->n, 0);
	ck_assert_int_eq(external_tensor("w", "soon")->payload.offset, -1);
	ck_assert(said("its external offset is \"soon\", a number is wanted"));
}
END_TEST

START_TEST(external_data_outside_the_folder_is_noted)
{
	static const char *const outside[] = {"/etc/passwd", "../w", "a/../../w",
					      "C:w"};
	static const char *const inside[] = {"w", "a/b", "..w", "a/..b/w.."};
	size_t i;

	for (i = 0; i < 4; i++) {
		external_tensor(outside[i], "0");
		ck_assert_msg(said("outside the model's folder"), "%s", outside[i]);
		external_tensor(inside[i], "0");
		ck_assert_msg(diags->n == 0, "%s", inside[i]);
	}
}
END_TEST

/* A model with one node, whose one attribute has N entries of FIELD. */
static const struct attr_def *
listed(uint32_t field, int n, bool typed)
{
	struct emit_mark graph, node, attr;
	const struct model *m;
	int i;

	e.n = 0;
	graph = emit_begin(&e, GRAPH, 0);
	node = emit_begin(&e, NODE, 0);
	attr = emit_begin(&e, ATTRIBUTE, 0);
	for (i = 0; i < n && field == ATTR_FLOAT_LIST; i++) {
		emit_varint(&e, tag_of(field, WIRE_32));
		emit_bytes(&e, "\0\0\x80\x3f", 4);
	}
	for (i = 0; i < n && field == ATTR_INT_LIST; i++)
		put_int(&e, field, i - 1);
	if (typed)
		put_int(&e, ATTR_KIND,
			field == ATTR_INT_LIST ? ATTR_INTS : ATTR_FLOATS);
	emit_end(&e, attr);
	emit_end(&e, node);
	emit_end(&e, graph);
	m = read_bytes(e.bytes, e.n);
	return &m->graph->nodes[0].attrs[0];
}

START_TEST(long_lists_of_floats_are_counted_long_lists_of_ints_kept)
{
	const struct attr_def *a = listed(ATTR_FLOAT_LIST, 256, true);
	size_t i;

	ck_assert_uint_eq(a->n, 256);
	ck_assert(a->floats[255] == 1.0f);
	a = listed(ATTR_FLOAT_LIST, 257, true);
	ck_assert_uint_eq(a->n, 257);
	ck_assert_ptr_null(a->floats);
	a = listed(ATTR_INT_LIST, 3000, true);
	ck_assert_uint_eq(a->n, 3000);
	for (i = 0; i < a->n; i++)
		ck_assert_int_eq(a->ints[i], (int64_t)i - 1);
}
END_TEST

START_TEST(an_attribute_without_a_type_has_the_one_it_looks_like)
{
	ck_assert_int_eq(listed(ATTR_FLOAT_LIST, 2, false)->type, ATTR_FLOATS);
	ck_assert_int_eq(listed(ATTR_FLOAT_LIST, 2000, false)->type, ATTR_FLOATS);
	ck_assert_int_eq(listed(ATTR_INT_LIST, 2, false)->type, ATTR_INTS);
	ck_assert_int_eq(listed(0, 0, false)->type, ATTR_UNDEFINED);
}
END_TEST

/* A file that the test removes. */
static const char *
file_of(const void *bytes, size_t n)
{
	char *path = arena_printf(arena, "/tmp/tidemark-read-%ld", (long)getpid());
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes, n), (ssize_t)n);
	close(fd);
	return path;
}

START_TEST(weights_of_5_gib_in_the_file_are_stepped_over)
{
	const int64_t weight = INT64_C(5) << 30;
	const char *path;
	struct model *model;
	unsigned char head[64];
	size_t n, length;
	int fd;

	/* The graph: an input, a tensor with its raw data, an output. */
	put_value(&e, INPUT, "x");
	n = varint_put(head, tag_of(RAW_DATA, WIRE_BYTES));
	n += varint_put(head + n, (uint64_t)weight);
	emit_varint(&e, tag_of(INITIALIZER, WIRE_BYTES));
	emit_varint(&e, (uint64_t)weight + n);
	emit_bytes(&e, head, n);
	length = e.n;
	put_value(&e, OUTPUT, "y");
	n = varint_put(head, tag_of(GRAPH, WIRE_BYTES));
	n += varint_put(head + n, (uint64_t)weight + e.n);
	path = file_of(head, n);
	fd = open(path, O_WRONLY);
	unlink(path);
	if (ftruncate(fd, weight + 4096) ||
	    pwrite(fd, e.bytes, length, (off_t)n) != (ssize_t)length ||
	    pwrite(fd, e.bytes + length, e.n - length, (off_t)(n + length) + weight) !=
		    (ssize_t)(e.n - length) ||
	    ftruncate(fd, (off_t)(n + e.n) + weight)) {
		fputs("no sparse files of 5 GiB here: not tested\n", stderr);
		close(fd);
		return;
	}
	path = arena_printf(arena, "/proc/self/fd/%d", fd);
	ck_assert_int_eq(model_read(&model, path, arena, diags), OK);
	ck_assert_int_eq(model->graph->initializers[0].payload.length, weight);
	ck_assert_int_eq(model->graph->initializers[0].payload.offset,
			 (int64_t)(n + length));
	ck_assert_str_eq(model->graph->outputs[0].name, "y");
	ck_assert_int_gt(model->source.size, weight);
	ck_assert_uint_lt(arena_used(arena), 200000);
	ck_assert_int_eq(ftruncate(fd, weight), 0);
	ck_assert_int_eq(model_read(&model, path, arena, diags), ERR_INPUT);
	ck_assert(said("is it cut short?"));
	close(fd);
}
END_TEST

/* Reads from a pipe into which another process writes. */
static enum status
read_piped(struct model **m, size_t n)
{
	enum status status;
	int ends[2];
	pid_t pid;

	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	if (!pid) {
		close(ends[0]);
		while (n) {
			ssize_t put = write(ends[1], e.bytes, n < 3000 ? n : 3000);

			if (put <= 0)
				_exit(1);
			e.bytes += put;
			n -= (size_t)put;
		}
		_exit(0);
	}
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	status = model_read(m, "-", arena, diags);
	close(STDIN_FILENO);
	waitpid(pid, NULL, 0);
	return status;
}

START_TEST(a_pipe_is_read_without_keeping_its_weights)
{
	char direct[DIGEST_SIZE], piped[DIGEST_SIZE];
	struct model *m;
	size_t used;

	put_model(&e, 1 << 22);
	model_digest(read_bytes(e.bytes, e.n), direct);
	used = arena_used(arena);
	ck_assert_int_eq(read_piped(&m, e.n), OK);
	ck_assert_uint_lt(arena_used(arena) - used, 100000);
	ck_assert_str_eq(m->source.name, "stdin");
	ck_assert_int_eq(m->source.size, (int64_t)e.n);
	model_digest(m, piped);
	ck_assert_str_eq(direct, piped);
}
END_TEST

START_TEST(a_pipe_that_ends_early_is_refused)
{
	struct model *m;

	put_model(&e, 1 << 20);
	ck_assert_int_eq(read_piped(&m, e.n / 2), ERR_INPUT);
	ck_assert(said("is it cut short?"));
}
END_TEST

static size_t
open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n;
}

/* Whether the model was read with TAKEN bytes of a small arena in use. */
static bool
fits(const char *path, size_t taken)
{
	jmp_buf here;
	struct arena *small = arena_open(&here, 140000);
	struct model *m;

	if (setjmp(here)) {
		arena_close(small);
		return false;
	}
	arena_new(small, char, taken);
	model_read(&m, path, small, diags);
	arena_close(small);
	return true;
}

START_TEST(an_exhausted_arena_leaves_no_file_open)
{
	size_t before = open_files(), taken, read = 0, refused = 0;
	const char *path;

	put_model(&e, 64);
	path = file_of(e.bytes, e.n);
	for (taken = 0; taken < 140000; taken += 256) {
		if (fits(path, taken))
			read++;
		else
			refused++;
		ck_assert_uint_eq(open_files(), before);
	}
	unlink(path);
	ck_assert_uint_gt(read, 0);
	ck_assert_uint_gt(refused, 0);
}
END_TEST

START_TEST(what_is_not_a_model_is_explained)
{
	static const struct {
		size_t offset;
		const char *bytes;
		size_t n;
		const char *explanation;
	} magics[] = {
#define MAGIC(offset, bytes, explanation)                                              \
	{offset, bytes, sizeof(bytes) - 1, explanation},
#include "base/tests/fixture.h"
#include "proto/sniff.def"
#undef MAGIC
	};
	char file[600];
	size_t i;

	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		memset(file, 7, sizeof(file));
		memcpy(file + magics[i].offset, magics[i].bytes, magics[i].n);
		ck_assert_int_eq(status_of(file, sizeof(file)), ERR_INPUT);
		ck_assert_msg(said(magics[i].explanation), "%s",
			      diags->list[0].message);
	}
	ck_assert_int_eq(status_of("Dear Sir,\n", 10), ERR_INPUT);
	ck_assert(said("is text"));
	ck_assert_int_eq(status_of("", 0), ERR_INPUT);
	ck_assert(said("is empty"));
	ck_assert_int_eq(status_of("\x08\x08", 2), ERR_INPUT);
	ck_assert(said("has no graph"));
	ck_assert_int_eq(status_of(":\x80\x80\x80 \n\xff\xff\xff ", 10), ERR_INPUT);
	ck_assert(said("byte 0: field 7 (graph)"));
}
END_TEST

START_TEST(folders_and_missing_files_are_named)
{
	struct model *m;

	ck_assert_int_eq(model_read(&m, "/tmp", arena, diags), ERR_INPUT);
	ck_assert(said("/tmp is a directory"));
	ck_assert_int_eq(model_read(&m, "/no/such.onnx", arena, diags), ERR_INPUT);
	ck_assert(said("cannot open /no/such.onnx: No such file"));
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("read");

	tcase_add_checked_fixture(t, setup, arena_teardown);
	tcase_add_test(t, a_model_comes_back_as_it_was_written);
	tcase_add_test(t, a_weight_over_1_kib_is_only_located);
	tcase_add_test(t, a_model_cut_short_anywhere_is_refused);
	tcase_add_test(t, a_byte_changed_anywhere_is_read_or_refused);
	tcase_add_test(t, graphs_nest_60_deep);
	tcase_add_test(t, graphs_nested_5000_deep_are_refused);
	tcase_add_test(t, an_error_says_byte_found_and_wanted);
	tcase_add_test(t, a_graph_in_pieces_is_joined_but_not_in_many);
	tcase_add_test(t, elements_become_little_endian_bytes);
	tcase_add_test(t, elements_that_dims_do_not_ask_for_are_left_out);
	tcase_add_test(t, external_data_is_located_and_never_opened);
	tcase_add_test(t, external_data_outside_the_folder_is_noted);
	tcase_add_test(t, long_lists_of_floats_are_counted_long_lists_of_ints_kept);
	tcase_add_test(t, an_attribute_without_a_type_has_the_one_it_looks_like);
	tcase_add_test(t, weights_of_5_gib_in_the_file_are_stepped_over);
	tcase_add_test(t, a_pipe_is_read_without_keeping_its_weights);
	tcase_add_test(t, a_pipe_that_ends_early_is_refused);
	tcase_add_test(t, an_exhausted_arena_leaves_no_file_open);
	tcase_add_test(t, what_is_not_a_model_is_explained);
	tcase_add_test(t, folders_and_missing_files_are_named);
	return suite_main("read", t);
}
