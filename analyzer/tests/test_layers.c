#include <stdlib.h>
#include <string.h>

#include "analyzer/live.h"
#include "analyzer/sizes.h"
#include "analyzer/tests/graph_text.h"
#include "base/tests/fixture.h"

static struct graph *graph;
static struct layers layers;
static struct lifetimes lives;

static void
build(const char *text, enum level level)
{
	struct diags *d = diags_new(arena);

	graph = graph_inferred(text, OK, arena);
	ck_assert_int_eq(layers_build(&layers, graph, level, d), OK);
	ck_assert_int_eq(live_compute(&lives, graph, &layers, TOP_SCOPE, d), OK);
}

static const struct lifetime *
life(const char *name)
{
	value_id v = graph_find(graph, name);

	ck_assert_msg(v != NO_VALUE, "no value '%s'", name);
	ck_assert_msg(lives.of[v] >= 0, "'%s' has no lifetime", name);
	return &lives.list[lives.of[v]];
}

static bool
has_life(const char *name)
{
	return lives.of[graph_find(graph, name)] >= 0;
}

static bool
overwrites(const char *to, const char *from)
{
	int32_t i;

	for (i = 0; i < layers.n_inplace; i++)
		if (layers.inplace[i].from == graph_find(graph, from) &&
		    layers.inplace[i].to == graph_find(graph, to))
			return true;
	return false;
}

START_TEST(a_view_keeps_its_source_alive)
{
	build("x:f32[4,4]; a = Relu(x); y = Reshape(a, [16]); z = Relu(a); "
	      "w = Relu(y); u = Reshape(w, [4,4]); out = Add(u, z)",
	      LEVEL_OPS);
	ck_assert_int_eq(layers.n, 4);
	ck_assert_int_eq(life("a")->to, 3); /* read through y at step 2 */
	ck_assert_ptr_eq(life("y"), life("a"));
	ck_assert_int_eq(life("a")->n_uses, 2);
}
END_TEST

START_TEST(inputs_live_from_the_start_and_outputs_to_the_end)
{
	build("x:f32[4]; a = Relu(x); b = Relu(a); c = Relu(x); d = Add(b, c)",
	      LEVEL_OPS);
	ck_assert_int_eq(life("x")->from, 0);
	ck_assert_int_eq(life("x")->to, 3);
	ck_assert(life("x")->input);
	ck_assert(life("d")->output);
	ck_assert_int_eq(life("d")->to, layers.n);
}
END_TEST

START_TEST(nothing_is_in_place_at_level_ops)
{
	build("x:f32[4]; a = Relu(x); b = Relu(a)", LEVEL_OPS);
	ck_assert_int_eq(layers.n_inplace, 0);
}
END_TEST

START_TEST(only_a_dying_operand_is_overwritten)
{
	build("x:f32[4]; a = Relu(x); b = Relu(a); c = Add(a, b); d = Relu(c)",
	      LEVEL_INPLACE);
	ck_assert(!overwrites("b", "a")); /* a is read again */
	ck_assert(overwrites("c", "a"));  /* either of the two */
	ck_assert(overwrites("c", "b"));
	ck_assert(overwrites("d", "c"));
}
END_TEST

START_TEST(a_result_is_never_overwritten)
{
	/* "a" is a result because nothing reads "r" but the result c does not */
	build("x:f32[4]; a = Relu(x); r = Identity(a); c = Relu(a)", LEVEL_INPLACE);
	ck_assert(!overwrites("c", "a"));
}
END_TEST

START_TEST(another_size_is_not_overwritten)
{
	build("x:f32[2,1,4]; y:f32[2,4,4]; a = Relu(x); b = Relu(y); c = Add(a, b); "
	      "d = Relu(c)",
	      LEVEL_INPLACE);
	ck_assert(!overwrites("c", "a")); /* 32 bytes against 128 */
	ck_assert(overwrites("c", "b"));
}
END_TEST

static const char residual[] =
	"x:f32[1,8,4,4]; w = f32[8,8,3,3]; v = f32[8,8,3,3]; a = Conv(x, w) "
	"{pads=[1,1,1,1]}; "
	"r = Relu(a); b = Conv(r, v) {pads=[1,1,1,1]}; s = Add(b, r); t = Relu(s); "
	"u = Softmax(t)";

START_TEST(a_convolution_absorbs_what_follows)
{
	build(residual, LEVEL_FUSED);
	ck_assert_int_eq(layers.n, 3); /* Conv+Relu, Conv+Add+Relu, Softmax */
	ck_assert_int_eq(layers.list[1].n_nodes, 3);
	ck_assert(!has_life("a"));
	ck_assert(!has_life("b"));
	ck_assert(!has_life("s"));
}
END_TEST

START_TEST(a_residual_is_no_place_for_a_convolution_that_reads_it)
{
	build(residual, LEVEL_FUSED);
	ck_assert(!overwrites("t", "r")); /* the convolution still slides over r */
	build("x:f32[1,8,4,4]; w = f32[8,8,1,1]; v = f32[8,8,1,1]; q = f32[8,8,1,1]; "
	      "a = Conv(x, w); r = Relu(a); m = Conv(r, q); b = Conv(m, v); "
	      "s = Add(b, r); t = Relu(s); u = Softmax(t)",
	      LEVEL_FUSED);
	ck_assert(overwrites("t", "r"));
}
END_TEST

START_TEST(the_later_of_two_chains_takes_the_addition)
{
	build("x:f32[1,8,4,4]; w = f32[8,8,1,1]; v = f32[8,8,1,1]; a = Conv(x, w); "
	      "b = Conv(x, v); s = Add(b, a); t = Relu(s); z = Softmax(t)",
	      LEVEL_FUSED);
	ck_assert_int_eq(layers.n, 3);
	ck_assert(has_life("a"));
	ck_assert(!has_life("b"));
	ck_assert(overwrites("t", "a"));
}
END_TEST

START_TEST(quantized_layers_read_and_write_small_values)
{
	build("x:f32[1,8,4,4]; s = f32[1]{0.5}; z = i8[1]{0}; q = QuantizeLinear(x, s, "
	      "z); "
	      "d = DequantizeLinear(q, s, z); k = i8[8,8,3,3]; "
	      "w = DequantizeLinear(k, s, z); c = Conv(d, w) {pads=[1,1,1,1]}; "
	      "r = Relu(c); p = QuantizeLinear(r, s, z); e = DequantizeLinear(p, s, z)",
	      LEVEL_FUSED);
	ck_assert_int_eq(life("q")->bytes, 128);
	ck_assert_int_eq(life("p")->bytes, 128);
	ck_assert(!has_life("d"));
	ck_assert(!has_life("c"));
	ck_assert(!has_life("w")); /* a weight behind a dequantize is a weight */
}
END_TEST

START_TEST(what_nothing_needs_does_not_run)
{
	build("x:f32[4]; a = Relu(x); b, i = TopK(a, [2]); c = Relu(b)", LEVEL_OPS);
	ck_assert_int_eq(layers.n, 3);
}
END_TEST

START_TEST(a_slice_is_a_view_only_at_every_batch)
{
	build("x:f32[1,8,4]; a = Relu(x); s = Slice(a, [0], [4], [1]); b = Relu(s)",
	      LEVEL_OPS);
	ck_assert_ptr_ne(life("s"), life("a")); /* the batch lies before axis 1 */
	build("x:f32[8,4]; w = f32[4,4]; a = MatMul(x, w); s = Slice(a, [0], [2], "
	      "[1]); "
	      "b = Relu(s)",
	      LEVEL_OPS);
	ck_assert_int_eq(layers.n, 3); /* axis 1 is not outermost */
}
END_TEST

START_TEST(sizes_follow_the_type_that_is_asked_for)
{
	build("x:f32[1,8]; w = f32[8,8]; a = MatMul(x, w)", LEVEL_OPS);
	graph->activation_type = DTYPE_INT8;
	graph->weight_type = DTYPE_INT4;
	ck_assert_int_eq(value_bytes(graph, graph_find(graph, "a")), 8);
	ck_assert_int_eq(value_bytes(graph, graph_find(graph, "w")), 32);
	ck_assert_int_eq(value_bytes_at(graph, graph_find(graph, "a"), 3), 24);
}
END_TEST

START_TEST(a_sequence_grows_with_what_it_holds_or_how_many)
{
	build("x:f32[2,3]; s = SequenceConstruct(x, x); y = SequenceLength(s)",
	      LEVEL_OPS);
	ck_assert_int_eq(value_bytes_at(graph, graph_find(graph, "s"), 2), 48);
	ck_assert_int_eq(value_bytes_at(graph, graph_find(graph, "s"), 6), 144);
	build("x:f32[2,3]; s = SplitToSequence(x) {keepdims=0}; y = SequenceLength(s)",
	      LEVEL_OPS);
	ck_assert_int_eq(value_bytes_at(graph, graph_find(graph, "s"), 2), 24);
	ck_assert_int_eq(value_bytes_at(graph, graph_find(graph, "s"), 6), 72);
}
END_TEST

START_TEST(strings_count_as_none_and_one_warning_says_so)
{
	struct diags *d = diags_new(arena);

	build("x:str[2]; y = StringConcat(x, x); s = SequenceConstruct(x, y); "
	      "z = SequenceAt(s, 0)",
	      LEVEL_OPS);
	ck_assert_int_eq(life("y")->bytes, 0);
	ck_assert_int_eq(life("s")->bytes, 0);
	sizes_warn(graph, d);
	ck_assert_int_eq(d->n, 1);
	ck_assert_str_eq(d->list[0].id, "string-size");
	ck_assert_ptr_nonnull(strstr(d->list[0].message, "'x' and 3 others hold"));
	build("x:f32[2]; y = Relu(x)", LEVEL_OPS);
	sizes_warn(graph, d);
	ck_assert_int_eq(d->n, 1);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("layers");

	tcase_add_checked_fixture(t, arena_setup, arena_teardown);
	tcase_add_test(t, a_view_keeps_its_source_alive);
	tcase_add_test(t, inputs_live_from_the_start_and_outputs_to_the_end);
	tcase_add_test(t, nothing_is_in_place_at_level_ops);
	tcase_add_test(t, only_a_dying_operand_is_overwritten);
	tcase_add_test(t, a_result_is_never_overwritten);
	tcase_add_test(t, another_size_is_not_overwritten);
	tcase_add_test(t, a_convolution_absorbs_what_follows);
	tcase_add_test(t, a_residual_is_no_place_for_a_convolution_that_reads_it);
	tcase_add_test(t, the_later_of_two_chains_takes_the_addition);
	tcase_add_test(t, quantized_layers_read_and_write_small_values);
	tcase_add_test(t, what_nothing_needs_does_not_run);
	tcase_add_test(t, a_slice_is_a_view_only_at_every_batch);
	tcase_add_test(t, sizes_follow_the_type_that_is_asked_for);
	tcase_add_test(t, a_sequence_grows_with_what_it_holds_or_how_many);
	tcase_add_test(t, strings_count_as_none_and_one_warning_says_so);
	return suite_main("layers", t);
}
