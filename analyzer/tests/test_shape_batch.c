/*
 * The batch rules of the tensor operators against the truth.
 */
#include <stdlib.h>

#include "analyzer/tests/batch_truth.h"
#include "analyzer/tests/graph_text.h"
#include "base/str.h"

static const char *const graphs[] = {
	"x:f32[$,3,4]; a = Relu(x); b = Add(a, x); c = Mul(b, 2.0)",
	"x:f32[$,3,4]; w = f32[4]; a = Add(x, w); v = f32[3,1]; b = Mul(a, v)",
	"x:f32[$,3,4]; w = f32[5,1,1,1]; a = Add(x, w)",
	"x:f32[$,1,4]; c:f32[$,3,1]; m = Less(x, c); a = Where(m, x, c)",
	"x:f32[$,3,4]; a = Transpose(x) {perm=[2,0,1]}; b = Transpose(a); c = Relu(b)",
	"x:f32[$,3,4]; a = Reshape(x, [$,12]); b = Reshape(a, [$,2,6])",
	"x:f32[$,3,4]; a = Reshape(x, [$3,4]); b = Reshape(a, [$,12])",
	"x:f32[$,3,4]; a = Reshape(x, [-1,4]); b = Reshape(a, [-1,3,4])",
	"x:f32[$,3,4]; a = Reshape(x, [0,-1]); b = Reshape(a, [0,2,-1])",
	"x:f32[$,8,6]; a = Reshape(x, [$,8,2,3]); b = Transpose(a) {perm=[0,2,1,3]}; "
	"c = Reshape(b, [$2,8,3]); d = Reshape(c, [$,2,8,3]); "
	"e = Transpose(d) {perm=[0,2,1,3]}; f = Reshape(e, [$,8,6])",
	"x:f32[$,8,6]; a = Transpose(x) {perm=[1,0,2]}; b = Reshape(a, [8,$2,3]); "
	"c = Transpose(b) {perm=[1,0,2]}; d = Relu(c)",
	"x:f32[$,4,4,6]; a = Reshape(x, [$,2,2,2,2,6]); "
	"b = Transpose(a) {perm=[0,1,3,2,4,5]}; c = Reshape(b, [$4,4,6]); "
	"d = Reshape(c, [$,2,2,2,2,6])",
	"x:f32[$,6,2,2]; a = Reshape(x, [$,2,3,2,2]); b = Transpose(a) "
	"{perm=[0,2,1,3,4]}; c = Reshape(b, [$,6,2,2])",
	"x:f32[$,3,4]; s = Shape(x); n = Gather(s, [0]); t = Concat(n, [-1]) {axis=0}; "
	"a = Reshape(x, t)",
	"x:f32[$,3,4]; s = Shape(x); n = Gather(s, 0); m = Mul(n, 3); "
	"u = Unsqueeze(m, [0]); t = Concat(u, [4]) {axis=0}; a = Reshape(x, t); "
	"k = Div(m, 3); v = Unsqueeze(k, [0]); r = Concat(v, [3,4]) {axis=0}; "
	"b = Reshape(a, r)",
	"x:f32[$,3,4]; a = Flatten(x); b = Flatten(x) {axis=2}; c = Flatten(x) "
	"{axis=0}",
	"x:f32[$,1,4,1]; a = Squeeze(x, [1,3]); b = Unsqueeze(a, [0]); "
	"c = Unsqueeze(a, [-1])",
	"x:f32[$,3,4]; a = ReduceMean(x, [1]); b = ReduceSum(x, [2]) {keepdims=0}; "
	"c = ArgMax(x) {axis=1, keepdims=0}; d = Softmax(x)",
	"x:f32[$,3,4]; y:f32[$,3,2]; a = Concat(x, y) {axis=2}; "
	"b, c = Split(a, [1,5]) {axis=2}",
	"x:f32[$,9,4]; a = Slice(x, [1], [7], [1], [2]); "
	"b = Slice(x, [0], [9223372036854775807], [0])",
	"x:f32[$,9,4]; a = Gather(x, [1,2]) {axis=1}; b = Gather(x, 3) {axis=2}",
	"t = f32[100,8]; x:i64[$,5]; a = Gather(t, x); b = ReduceMean(a, [1])",
	"x:f32[$,9,4]; i:i64[$,3,4]; a = GatherElements(x, i) {axis=1}",
	"x:f32[$,9,4]; i:i64[$,5,1]; a = GatherND(x, i) {batch_dims=1}",
	"x:f32[$,9]; a, b = TopK(x, [4]); c = OneHot(b, 12, [0.0,1.0])",
	"x:f32[$,3,4]; a = Pad(x, [0,0,1,0,2,1]); b = Tile(x, [1,2,1])",
	"x:f32[$,8,4,4]; a = DepthToSpace(x) {blocksize=2}; "
	"b = SpaceToDepth(a) {blocksize=2}",
	"x:f32[$,3,5,7]; a = Resize(x,,[1.0,1.0,2.0,2.0]); b = Resize(x,,,[$,3,8,8])",
	"x:f32[$,3]; s = Shape(x); n = Slice(s, [0], [1], [0]); "
	"t = Concat(n, [7]) {axis=0}; a = ConstantOfShape(t); w = f32[1,7]; "
	"b = Expand(w, t); c = Concat(a, b) {axis=1}",
	"x:f32[$,3]; s = Shape(x); n = Gather(s, 0); a = Range(0, n, 1); "
	"b = Unsqueeze(a, [1])",
	"x:f32[$,3]; s = Shape(x); o = ConstantOfShape([2]) {value=i64[1]{1}}; "
	"m = Equal(s, -1); t = Where(m, o, s); w = f32[1,1]; a = Expand(w, t)",
	"x:f32[$,3]; z = Size(x); u = Unsqueeze(z, [0]); a = Reshape(x, u)",
	"q:f32[$,4,6,8]; k:f32[$,4,6,8]; a = Einsum(q,k) "
	"{equation=\"bhid,bhjd->bhij\"}; "
	"b = Einsum(a,q) {equation=\"bhij,bhjd->ibhd\"}",
	"x:f32[$,3,4]; y:f32[$,3,4]; a = Concat(x, y) {axis=0}; "
	"b = Reshape(a, [2,$,12]); c, d = Split(a) {axis=0, num_outputs=2}; "
	"e = Tile(x, [3,1,1]); f = Reshape(e, [3,$,12])",
	"x:f32[$,3,4]; a = Transpose(x) {perm=[1,0,2]}; b = Reshape(a, [-1,4]); "
	"c = Reshape(b, [3,$,4]); d = Gather(c, 1); e = Relu(b)",
	"x:f32[$,5,9]; a = Transpose(x) {perm=[2,0,1]}; b = Reshape(a, [3,3,$,5]); "
	"c, d, e = Split(a) {axis=0, num_outputs=3}",
	"opset 11; x:f32[$,3,4]; a = Squeeze(x); b = Unsqueeze(x) {axes=[1]}; "
	"c = ReduceMax(x) {axes=[2], keepdims=0}",
	"x:f32[$,3,4]; a = Trilu(x); b = CumSum(x, 1); c = Dropout(x); d = "
	"Identity(c); "
	"e = Cast(d) {to=10}",
};

START_TEST(scaling_is_what_inference_at_the_larger_batch_gives)
{
	static const int64_t batches[][2] = {{1, 2}, {1, 3}, {2, 4}, {3, 9}};
	size_t n = sizeof(graphs) / sizeof(graphs[0]);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof(batches) / sizeof(batches[0]); k++)
			batch_truth_check(graphs[i], batches[k][0], batches[k][1]);
}
END_TEST

/* A small generator of numbers: the same on every machine. */
static uint32_t
next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 16;
}

/* Writes N factors as dims, joining neighbours at random; factor K is $. */
static void
write_dims(struct text *t, const int *factors, int n, int k, uint32_t *state)
{
	for (int i = 0; i < n;) {
		int product = 1, to = i + 1 + (int)(next(state) % 3);
		bool batch = false;

		for (; i < n && i < to; i++) {
			batch |= i == k;
			product *= i == k ? 1 : factors[i];
		}
		text_puts(t, t->s[t->n - 1] == '[' ? "" : ",");
		text_puts(t, batch ? "$" : "");
		if (product > 1 || !batch)
			text_printf(t, "%d", product);
	}
}

START_TEST(reshapes_at_random_follow_the_batch)
{
	uint32_t state = 1;

	for (int run = 0; run < 2000; run++) {
		struct arena *arena = test_arena();
		int factors[6], n = 2 + (int)(next(&state) % 5);
		struct text t;

		for (int i = 0; i < n; i++)
			factors[i] = 2 + (int)(next(&state) % 3);
		text_open(&t, arena);
		text_puts(&t, "x:f32[$,");
		for (int i = 1; i < n; i++)
			text_printf(&t, "%s%d", i > 1 ? "," : "", factors[i]);
		text_puts(&t, "]; a = Reshape(x, [");
		write_dims(&t, factors, n, 0, &state);
		text_puts(&t, "]); b = Reshape(a, [");
		write_dims(&t, factors, n, 0, &state);
		text_puts(&t, "])");
		batch_truth_check(t.s, 7, 21);
		arena_close(arena);
	}
}
END_TEST

int
main(void)
{
	TCase *tc = tcase_create("properties");

	tcase_add_test(tc, scaling_is_what_inference_at_the_larger_batch_gives);
	tcase_add_test(tc, reshapes_at_random_follow_the_batch);
	return suite_main("shape_batch", tc);
}
