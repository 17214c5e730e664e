/*
 * Operators that were fused in the file: what they accumulate into.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/layers.h"
#include "analyzer/tests/graph_text.h"
#include "base/diag.h"

/* How many layers, and which value the output `y` may overwrite. */
static void
check_layers(const char *text, int32_t n, const char *overwritten)
{
	struct arena *arena = test_arena();
	struct graph *g = graph_inferred(text, OK, arena);
	value_id y = graph_find(g, "y");
	const char *found = "nothing";
	struct layers layers;

	ck_assert_int_eq(layers_build(&layers, g, LEVEL_FUSED, diags_new(arena)), OK);
	for (int32_t i = 0; i < layers.n_inplace; i++)
		if (layers.inplace[i].to == layers.root[y])
			found = g->values[layers.inplace[i].from].name;
	ck_assert_msg(!strcmp(found, overwritten), "%s\n  y overwrites %s, wanted %s",
		      text, found, overwritten);
	ck_assert_msg(layers.n == n, "%s\n  %d layers, wanted %d", text, layers.n, n);
	arena_close(arena);
}

START_TEST(a_fused_convolution_accumulates_into_its_sum)
{
	check_layers("x:f32[1,4,8,8]; s:f32[1,4,8,8]; w = f32[4,4,1,1]; b = f32[4]; "
		     "a = Relu(x); t = Relu(s); "
		     "y = com.microsoft:FusedConv(a, w, b, t) {activation=\"Relu\"}",
		     3, "t");
	check_layers("x:f32[1,4,8,8]; s:f32[1,4,8,8]; w = f32[4,4,1,1]; b = f32[4]; "
		     "a = Relu(x); t = Relu(s); "
		     "c = com.microsoft:FusedConv(a, w, b, t); y = Relu(c)",
		     3, "t");
}
END_TEST

START_TEST(a_convolution_never_overwrites_what_it_slides_over)
{
	check_layers("x:f32[1,4,8,8]; w = f32[4,4,1,1]; b = f32[4]; a = Relu(x); "
		     "y = com.microsoft:FusedConv(a, w, b, a)",
		     2, "nothing");
	check_layers("x:f32[1,4,8,8]; w = f32[4,4,1,1]; b = f32[4]; a = Relu(x); "
		     "y = com.microsoft:FusedConv(a, w, b)",
		     2, "nothing");
}
END_TEST

START_TEST(a_quantized_addition_is_a_residual)
{
	check_layers("x:u8[1,4,8,8]; s = f32[]; z = u8[]; w = u8[4,4,1,1]; "
		     "a = MaxPool(x) {kernel_shape=[1,1]}; "
		     "c = QLinearConv(a, s, z, w, s, z, s, z); "
		     "r = MaxPool(x) {kernel_shape=[1,1]}; "
		     "y = com.microsoft:QLinearAdd(c, s, z, r, s, z, s, z)",
		     3, "r");
}
END_TEST

int
main(void)
{
	TCase *tc = tcase_create("accumulation");

	tcase_add_test(tc, a_fused_convolution_accumulates_into_its_sum);
	tcase_add_test(tc, a_convolution_never_overwrites_what_it_slides_over);
	tcase_add_test(tc, a_quantized_addition_is_a_residual);
	return suite_main("shape_nn_fusion", tc);
}
