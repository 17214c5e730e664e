/*
 * What the tensor operators make of dims: a row per sentence, the type that
 * `y` must have.
 */
#include <stdlib.h>

#include "analyzer/tests/graph_text.h"

struct row {
	const char *text, *type; /* of y */
};

static const struct row elementwise[] = {
	{"x:f32[2,3]; y = Relu(x)", "f32[2@,3]"},
	{"x:f32[2,3]; y = IsNaN(x)", "bool[2@,3]"},
	{"x:f32[2,3]; y = Cast(x) {to=7}", "i64[2@,3]"},
	{"opset 5; x:f32[2,3]; y = Cast(x) {to=\"INT32\"}", "i32[2@,3]"},
	{"x:f32[2,3]; y = CastLike(x, 1)", "i64[2@,3]"},
	{"x:f32[2,3,1]; b:f32[4]; y = Add(x, b)", "f32[2@,3,4]"},
	{"x:f32[2,3,4]; w = f32[3,1]; y = Less(x, w)", "bool[2@,3,4]"},
	{"opset 6; x:f32[2,3,4]; w = f32[3]; y = Add(x, w) {broadcast=1, axis=1}",
	 "f32[2@,3,4]"},
	{"opset 6; x:f32[2,3,4]; w = f32[4]; y = Mul(x, w) {broadcast=1}",
	 "f32[2@,3,4]"},
	{"x:f32[2,3]; y = Sum(x)", "f32[2@,3]"},
	{"x:f32[2,3]; w = f32[5,1,1]; y = Max(x, w, 1.0)", "f32[5,2@,3]"},
	{"c:bool[2,1]; a = f32[1,3]; y = Where(c, a, 0.0)", "f32[2@,3]"},
	{"x:f32[2,3]; y = Pow(x, 2)", "f32[2@,3]"},
	{"x:f32[2,3]; d, y = Dropout(x)", "bool[2@,3]"},
	{"opset 9; x:f32[2,3]; d, y = Dropout(x)", "f32[2@,3]"},
};

static const struct row reductions[] = {
	{"x:f32[2,3,4]; y = ReduceSum(x, [1])", "f32[2@,1,4]"},
	{"x:f32[2,3,4]; y = ReduceSum(x, [-1]) {keepdims=0}", "f32[2@,3]"},
	{"x:f32[2,3,4]; y = ReduceSum(x)", "f32[1,1,1] virtual"},
	{"x:f32[2,3,4]; y = ReduceMean(x) {keepdims=0}", "f32[] virtual"},
	{"x:f32[2,3,4]; y = ReduceSum(x) {noop_with_empty_axes=1}", "f32[2@,3,4]"},
	{"opset 11; x:f32[2,3,4]; y = ReduceMax(x) {axes=[2,1], keepdims=0}",
	 "f32[2@]"},
	{"x:f32[3,2,4]; a:i64[1]; y = ReduceMax(x, a)", "f32[3@,2,4] bound"},
	{"x:f32[2,3,4]; y = ArgMax(x) {axis=1, keepdims=0}", "i64[2@,4]"},
	{"x:f32[2,3,4]; y = Softmax(x)", "f32[2@,3,4]"},
	{"x:f32[2,3,3]; y = Det(x)", "f32[2@]"},
};

static const struct row reshapes[] = {
	{"x:f32[1,3,4]; y = Reshape(x, [1,-1])", "f32[1@,12]"},
	{"x:f32[1,3,4]; y = Reshape(x, [-1,4])", "f32[3@,4]"},
	{"x:f32[2,3,4]; y = Reshape(x, [0,-1])", "f32[2@,12]"},
	{"x:f32[2,3,4]; y = Reshape(x, [0,0,2,2])", "f32[2@,3,2,2]"},
	{"x:f32[1,6,8]; y = Reshape(x, [1,6,2,4])", "f32[1@,6,2,4]"},
	{"opset 1; x:f32[2,6]; y = Reshape(x) {shape=[2,3,2]}", "f32[2@,3,2]"},
	{"w = f32[1,0]; y = Reshape(w, [0,3]) {allowzero=1}", "f32[0,3]"},
	{"x:f32[2,3,4]; y = Flatten(x)", "f32[2@,12]"},
	{"x:f32[2,3,4]; y = Flatten(x) {axis=0}", "f32[1,24@]"},
	{"x:f32[2,3,4]; y = Flatten(x) {axis=-1}", "f32[6@,4]"},
	{"x:f32[2,1,4]; y = Squeeze(x, [1])", "f32[2@,4]"},
	{"x:f32[1,3,4]; y = Squeeze(x, [0])", "f32[3,4] virtual"},
	{"x:f32[1,3,1]; y = Squeeze(x)", "f32[3] virtual"},
	{"x:f32[1,3]; s = Squeeze(x, [0]); y = Unsqueeze(s, [0])", "f32[1@,3]"},
	{"x:f32[2,3]; y = Unsqueeze(x, [0,-1])", "f32[1,2@,3,1]"},
	{"opset 11; x:f32[2,3]; y = Unsqueeze(x) {axes=[1]}", "f32[2@,1,3]"},
	{"x:f32[2,3]; y = Reshape(x, [3,4])", NULL},
	{"x:f32[2,3]; y = Reshape(x, [-1,4])", NULL},
	{"x:f32[2,3]; y = Squeeze(x, [1])", NULL},
	{"x:f32[2,3]; y = Unsqueeze(x, [0,0])", NULL},
	{"r = ConstantOfShape([65]) {value=i64[1]{1}}; w = f32[1]; y = Reshape(w, r)",
	 NULL},
	{"r = ConstantOfShape([64]) {value=i64[1]{1}}; w = f32[1]; z = Reshape(w, r); "
	 "y = Unsqueeze(z, [0])",
	 NULL},
	{"x:f32[26,2,8]; t = Transpose(x) {perm=[1,0,2]}; y = Reshape(t, [-1,8])",
	 "f32[52@,8]"},
	{"opset 13; x:f32[1,3,8]; t = Transpose(x) {perm=[1,0,2]}; "
	 "m = Reshape(t, [3,8]); y = Reshape(m, [3,1,8])",
	 "f32[3,1@,8]"},
};

static const struct row moves[] = {
	{"x:f32[2,3,4]; y = Transpose(x)", "f32[4,3,2@]"},
	{"x:f32[2,3,4]; y = Transpose(x) {perm=[1,0,2]}", "f32[3,2@,4]"},
	{"x:f32[2,3,4]; y = Transpose(x) {perm=[1,0]}", NULL},
	{"x:f32[2,3,4]; y = Transpose(x) {perm=[1,1,2]}", NULL},
	{"x:f32[2,1]; y = Expand(x, [5,1,3])", "f32[5,2@,3]"},
	{"x:f32[2,3]; n = Shape(x) {end=1}; c = Concat(n, [4]) {axis=0}; "
	 "w = f32[1,4]; y = Expand(w, c)",
	 "f32[2@,4]"},
	{"x:f32[2,3]; y = Tile(x, [1,2])", "f32[2@,6]"},
	{"x:f32[2,8,3,3]; y = DepthToSpace(x) {blocksize=2}", "f32[2@,2,6,6]"},
	{"x:f32[2,2,6,6]; y = SpaceToDepth(x) {blocksize=2}", "f32[2@,8,3,3]"},
	{"x:f32[2,2,5,6]; y = SpaceToDepth(x) {blocksize=2}", NULL},
	{"x:f32[2,3]; z:f32[2,4]; y = Concat(x, z) {axis=-1}", "f32[2@,7]"},
	{"x:f32[1,3]; z:f32[1,3]; y = Concat(x, z) {axis=0}", "f32[2@,3]"},
	{"x:f32[2,3]; z:f32[3,4]; y = Concat(x, z) {axis=1}", NULL},
	{"x:f32[2,7]; a, y = Split(x) {axis=1, num_outputs=2}; ", "f32[2@,3]"},
	{"opset 13; x:f32[2,6]; a, y = Split(x, [1,5]) {axis=1}", "f32[2@,5]"},
	{"opset 11; x:f32[2,6]; a, y = Split(x) {axis=1, split=[2,4]}", "f32[2@,4]"},
	{"opset 13; x:f32[2,7]; a, y = Split(x) {axis=1}", NULL},
	{"x:f32[2,3]; y = Pad(x, [0,1,0,2])", "f32[2@,6]"},
	{"x:f32[2,3]; y = Pad(x, [1,2], , [1])", "f32[2@,6]"},
	{"opset 10; x:f32[2,3]; y = Pad(x) {pads=[0,-1,0,0]}", "f32[2@,2]"},
	{"x:f32[2,9,9]; y = CenterCropPad(x, [4,12]) {axes=[1,2]}", "f32[2@,4,12]"},
	{"a:f32[2,3,4]; b:f32[2,4,5]; y = Einsum(a,b) {equation=\"bij,bjk->bik\"}",
	 "f32[2@,3,5]"},
	{"a:f32[2,3,4]; w = f32[4,5]; y = Einsum(a,w) {equation=\"...j,jk->k...\"}",
	 "f32[5,2@,3]"},
	{"a:f32[2,3]; y = Einsum(a) {equation=\"ij->j\"}", "f32[3] virtual"},
	{"a:f32[2,3]; b:f32[4,5]; y = Einsum(a,b) {equation=\"ij,jk\"}", NULL},
};

static const struct row indices[] = {
	{"x:f32[2,9,4]; y = Slice(x, [1], [5], [1])", "f32[2@,4,4]"},
	{"x:f32[2,9,4]; y = Slice(x, [-1], [-100], [1], [-2])", "f32[2@,5,4]"},
	{"opset 9; x:f32[2,9]; y = Slice(x) {starts=[0,3], ends=[9,9]}", "f32[2@,6]"},
	{"x:f32[2,9]; y = Slice(x, [5], [2], [1])", "f32[2@,0]"},
	{"x:f32[2,9]; y = Slice(x, [0], [9], [1], [0])", NULL},
	{"x:f32[2,9]; s:i64[1]; y = Slice(x, s, [9], [1])", "f32[2@,9] bound"},
	{"x:f32[2,9,4]; y = Gather(x, [1,2,3]) {axis=1}", "f32[2@,3,4]"},
	{"x:f32[2,9,4]; y = Gather(x, 1) {axis=1}", "f32[2@,4]"},
	{"x:f32[1,9,4]; y = Gather(x, 0)", "f32[9,4] virtual"},
	{"w = f32[1000,8]; x:i64[2,5]; y = Gather(w, x)", "f32[2@,5,8]"},
	{"w = f32[7,100]; x:i64[2,5]; y = Gather(w, x) {axis=1}", "f32[7,2@,5]"},
	{"x:f32[2,9]; i:i64[2,3]; y = GatherElements(x, i) {axis=1}", "f32[2@,3]"},
	{"x:f32[2,3,4]; i:i64[2,5,1]; y = GatherND(x, i) {batch_dims=1}",
	 "f32[2@,5,4]"},
	{"x:f32[2,3]; i:i64[2,1]; u:f32[2,1]; y = ScatterElements(x,i,u)", "f32[2@,3]"},
	{"x:i64[2,3]; y = OneHot(x, 10, [0.0,1.0])", "f32[2@,3,10]"},
	{"x:i64[2,3]; y = OneHot(x, 10, [0,1]) {axis=1}", "i64[2@,10,3]"},
	{"x:f32[2,9]; y, i = TopK(x, [4])", "f32[2@,4]"},
	{"x:f32[2,9]; v, y = TopK(x, [4])", "i64[2@,4]"},
	{"x:f32[2,9]; k:i64[1]; y, i = TopK(x, k)", "f32[2@,9] bound"},
	{"opset 1; x:f32[2,9]; y, i = TopK(x) {k=3}", "f32[2@,3]"},
	{"x:f32[2,9]; y = NonZero(x)", "i64[2,18@] bound"},
	{"y = NonZero([0,1,0,2])", "i64[1,2]"},
	{"x:f32[2,9]; y = Compress(x, [1,0,1]) {axis=1}", "f32[2@,2]"},
	{"x:f32[2,9]; c:bool[4]; y = Compress(x, c) {axis=1}", "f32[2@,4] bound"},
	{"x:f32[6]; y, a, b, c = Unique(x)", "f32[6] bound"},
	{"x:f32[2,8]; y = Trilu(x)", "f32[2@,8]"},
};

static const struct row generated[] = {
	{"x:f32[2,3,4]; y = Shape(x)", "i64[3]"},
	{"x:f32[2,3,4]; y = Shape(x) {start=-2}", "i64[2]"},
	{"x:f32[2,3,4]; y = Size(x)", "i64[]"},
	{"y = Range(0, 10, 3)", "i64[4]"},
	{"y = Range(10, 0, -3)", "i64[4]"},
	{"y = Range(0.0, 1.0, 0.1)", "f32[10]"},
	{"y = Range(3, 3, 1)", "i64[0]"},
	{"y = ConstantOfShape([2,3]) {value=i32[1]{7}}", "i32[2,3]"},
	{"y = ConstantOfShape([2,3])", "f32[2,3]"},
	{"x:f32[2,3]; s = Shape(x); y = ConstantOfShape(s)", "f32[2@,3]"},
	{"y = Constant() {value=f32[2,2]{1,2,3,4}}", "f32[2,2]"},
	{"y = Constant() {value_ints=[1,2,3]}", "i64[3]"},
	{"y = Constant() {value_float=1.0}", "f32[]"},
	{"x:f32[2,3]; y = EyeLike(x) {dtype=7}", "i64[2@,3]"},
	{"y = RandomNormal() {shape=[2,3]}", "f32[2,3]"},
	{"x:f32[2,3]; y = RandomUniformLike(x)", "f32[2@,3]"},
	{"x:f32[2,3]; y = Multinomial(x) {sample_size=5}", "i32[2@,5]"},
	{"y = HannWindow(16)", "f32[16]"},
};

static const struct row resizes[] = {
	{"x:f32[2,3,5,7]; y = Resize(x,,[1.0,1.0,2.0,0.5])", "f32[2@,3,10,3]"},
	{"x:f32[2,3,5,7]; y = Resize(x,,,[2,3,8,9])", "f32[2@,3,8,9]"},
	{"x:f32[2,3,5,7]; y = Resize(x,,,[8,9]) {axes=[2,3]}", "f32[2@,3,8,9]"},
	{"x:f32[2,3,4,8]; y = Resize(x,,,[6,6]) "
	 "{axes=[2,3], keep_aspect_ratio_policy=\"not_larger\"}",
	 "f32[2@,3,3,6]"},
	{"x:f32[2,3,4,8]; y = Resize(x,,,[6,6]) "
	 "{axes=[2,3], keep_aspect_ratio_policy=\"not_smaller\"}",
	 "f32[2@,3,6,12]"},
	{"opset 10; x:f32[2,3,5,7]; y = Resize(x,[1.0,1.0,1.6,1.0])", "f32[2@,3,8,7]"},
	{"opset 9; x:f32[2,3,5,7]; y = Upsample(x,[1.0,1.0,2.0,2.0])",
	 "f32[2@,3,10,14]"},
	{"opset 7; x:f32[2,3,5,7]; y = Upsample(x) {scales=[1.0,1.0,3.0,2.0]}",
	 "f32[2@,3,15,14]"},
	{"opset 1; x:f32[2,3,5,7]; y = Upsample(x) {height_scale=2.0, width_scale=3.0}",
	 "f32[2@,3,10,21]"},
};

static const struct row strings[] = {
	{"x:str[2,3]; z:str[3]; y = StringConcat(x, z)", "str[2@,3]"},
	{"x:str[2,3]; y, n = StringSplit(x)", "str[2@,3,?]"},
	{"x:str[2,3]; y, n = StringSplit(x) {maxsplit=4}", "str[2@,3,5] bound"},
	{"w = str[0]; y, n = StringSplit(w)", "str[0,0]"},
	{"x:str[2,3]; z, y = StringSplit(x)", "i64[2@,3]"},
	{"x:str[2,3]; y = RegexFullMatch(x)", "bool[2@,3]"},
	{"x:i64[2,12]; y = TfIdfVectorizer(x) {ngram_indexes=[0,1,5,2]}", "f32[2@,6]"},
};

static void
check_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *arena = test_arena();
		enum status wanted = rows[i].type ? OK : ERR_INPUT;
		struct graph *g = graph_inferred(rows[i].text, wanted, arena);
		const char *found = rows[i].type ? type_of(g, "y") : "";

		ck_assert_msg(!rows[i].type || !strcmp(found, rows[i].type),
			      "%s\n  found %s, wanted %s", rows[i].text, found,
			      rows[i].type);
		arena_close(arena);
	}
}

#define ROWS(id)                                                                       \
	START_TEST(id##_have_their_dims)                                               \
	{                                                                              \
		check_rows(id, sizeof(id) / sizeof(id[0]));                            \
	}                                                                              \
	END_TEST

ROWS(elementwise)
ROWS(reductions)
ROWS(reshapes)
ROWS(moves)
ROWS(indices)
ROWS(generated)
ROWS(resizes)
ROWS(strings)

int
main(void)
{
	TCase *tc = tcase_create("rows");

	tcase_add_test(tc, elementwise_have_their_dims);
	tcase_add_test(tc, reductions_have_their_dims);
	tcase_add_test(tc, reshapes_have_their_dims);
	tcase_add_test(tc, moves_have_their_dims);
	tcase_add_test(tc, indices_have_their_dims);
	tcase_add_test(tc, generated_have_their_dims);
	tcase_add_test(tc, resizes_have_their_dims);
	tcase_add_test(tc, strings_have_their_dims);
	return suite_main("shape_tensor", tc);
}
