/*
 * What the evaluator makes of small tensors: a row per sentence, the elements
 * that `y` must have.
 */
#include <stdlib.h>

#include "analyzer/tests/graph_text.h"

struct row {
	const char *text, *elements; /* of y */
};

static const struct row arithmetic[] = {
	{"y = Add([1,2], [10,20])", "11 22"},
	{"y = Sub([1,2], 5)", "-4 -3"},
	{"y = Div([7,-7,7], [2,2,-2])", "3 -3 -3"},
	{"y = Div([7,6], [0,2])", "? 3"},
	{"y = Mod([7,-7,7,-7], [3,3,-3,-3])", "1 2 -2 -1"},
	{"y = Mod([7,-7,7,-7], [3,3,-3,-3]) {fmod=1}", "1 -1 1 -1"},
	{"y = Mod([7.5,-7.5], 2.0) {fmod=1}", "1.5 -1.5"},
	{"y = Div(1.0, 3.0)", "0.333333343"},
	{"y = Pow([2,3,-2], [10,2,3])", "1024 9 -8"},
	{"y = Pow([2.0,9.0], 0.5)", "1.41421354 3"},
	{"y = Pow([2,9], 0.5)", "1 3"},
	{"y = Min([1,5], [3,3], 4)", "1 3"},
	{"y = Max([1,5], [3,3], 4)", "4 5"},
	{"y = Sum([1,5], 1, 1)", "3 7"},
	{"y = Mean([1.0,5.0], 2.0)", "1.5 3.5"},
	{"y = Neg([1,-2])", "-1 2"},
	{"y = Abs([1,-2])", "1 2"},
	{"y = Floor([1.5,-1.5])", "1 -2"},
	{"z = Reciprocal(0.0); y = IsInf(z)", "1"},
	{"z = Reciprocal(0.0); y = IsInf(z) {detect_positive=0}", "0"},
	{"z = Log(-1.0); y = IsNaN(z)", "1"},
	{"y = Ceil([1.5,-1.5])", "2 -1"},
	{"y = Round([0.5,1.5,-2.5])", "0 2 -2"},
	{"y = Sqrt(16.0)", "4"},
	{"y = Reciprocal(3.0)", "0.333333343"},
	{"y = Clip([1,5,9], 2, 7)", "2 5 7"},
	{"opset 6; y = Clip([1.0,5.0,9.0]) {min=2.0}", "2 5 9"},
	{"y = Relu([-1.0,2.0])", "0 2"},
	{"y = BitShift([1,6], [3,1]) {direction=\"RIGHT\"}", "0 3"},
	{"y = BitwiseAnd([12], [10])", "8"},
	{"i = i8[1]{100}; y = Add(i, i)", "-56"},
	{"i = u8[1]{200}; y = Add(i, i)", "144"},
};

static const struct row logic[] = {
	{"y = Equal([1,2], [1,3])", "1 0"},
	{"y = Less([1.0,2.0], 1.5)", "1 0"},
	{"y = GreaterOrEqual([1,2,3], 2)", "0 1 1"},
	{"b = bool[2]{0,1}; y = Not(b)", "1 0"},
	{"b = bool[2]{0,1}; c = bool[2]{1,1}; y = And(b, c)", "0 1"},
	{"b = bool[2]{0,1}; c = bool[2]{1,1}; y = Xor(b, c)", "1 0"},
	{"b = bool[2]{0,1}; y = Where(b, [1,2], [3,4])", "3 2"},
	{"i:i64[1]; b = bool[1]{0}; c = Equal(i, 3); y = And(b, c)", "0"},
	{"i:i64[1]; y = Concat(i, [768]) {axis=0}", "? 768"},
	{"i:i64[2]; y = Mul(i, [0,1])", "0 ?"},
	{"i:i64[2]; y = Add(i, [0,1])", "none"},
	{"y = NonZero([0,7,0,9])", "1 3"},
	{"b = i64[2,2]{0,1,1,0}; y = NonZero(b)", "0 1 1 0"},
	{"y = Compress([5,6,7], [1,0,1])", "5 7"},
};

static const struct row casts[] = {
	{"y = Cast([1.9,-1.9]) {to=7}", "1 -1"},
	{"y = Cast([300]) {to=2}", "44"},
	{"y = Cast([2,0]) {to=9}", "1 0"},
	{"y = Cast(16777217) {to=1}", "16777216"},
	{"y = Cast(2049) {to=10}", "2048"},
	{"y = Cast(70000) {to=10}", "inf"},
	{"y = Cast(257) {to=16}", "256"},
	{"f = Cast(33) {to=1}; h = Div(f, 2.0); g = Floor(h); y = Cast(g) {to=7}",
	 "16"},
	{"opset 5; y = Cast(3) {to=\"FLOAT\"}", "3"},
};

static const struct row moves[] = {
	{"m = i64[2,3]{1,2,3,4,5,6}; y = Transpose(m)", "1 4 2 5 3 6"},
	{"m = i64[2,3]{1,2,3,4,5,6}; y = Reshape(m, [-1])", "1 2 3 4 5 6"},
	{"y = Expand([7], [3])", "7 7 7"},
	{"y = Tile([1,2], [2])", "1 2 1 2"},
	{"m = i64[1,2]{1,2}; y = Tile(m, [2,2])", "1 2 1 2 1 2 1 2"},
	{"y = Concat([1,2], [3]) {axis=0}", "1 2 3"},
	{"m = i64[2,1]{1,2}; n = i64[2,2]{3,4,5,6}; y = Concat(m,n) {axis=1}",
	 "1 3 4 2 5 6"},
	{"y = Slice([1,2,3,4], [1], [3])", "2 3"},
	{"y = Slice([1,2,3,4], [-1], [-9], [0], [-1])", "4 3 2 1"},
	{"m = i64[2,3]{1,2,3,4,5,6}; y = Slice(m, [0], [9], [1], [2])", "1 3 4 6"},
	{"a, y = Split([1,2,3], [1,2])", "2 3"},
	{"m = i64[2,2]{1,2,3,4}; a, y = Split(m) {axis=1, num_outputs=2}", "2 4"},
	{"y = Pad([1,2], [1,2], 9)", "9 1 2 9 9"},
	{"y = Gather([5,6,7], [-1,0])", "7 5"},
	{"y = Gather([5,6,7], 1)", "6"},
	{"m = i64[2,3]{1,2,3,4,5,6}; y = Gather(m, [2,0]) {axis=1}", "3 1 6 4"},
	{"m = i64[2,2]{1,2,3,4}; i = i64[1,2]{1,0}; y = GatherND(m, i)", "3"},
	{"i = i64[1,1]{1}; y = ScatterND([1,2,3], i, [9])", "1 9 3"},
	{"y = ScatterElements([1,2,3], [2,0], [8,9])", "9 2 8"},
	{"y = OneHot([1], 4, [1,7])", "1 7 1 1"},
	{"y = Unsqueeze(3, [0])", "3"},
	{"y = Squeeze([3], [0])", "3"},
	{"y = Identity([3,4])", "3 4"},
};

static const struct row generated[] = {
	{"y = Range(0, 10, 3)", "0 3 6 9"},
	{"y = Range(1.0, 2.0, 0.5)", "1 1.5"},
	{"y = ConstantOfShape([3]) {value=i64[1]{7}}", "7 7 7"},
	{"y = ConstantOfShape([2])", "0 0"},
	{"y = Constant() {value=i32[2]{1,-2}}", "1 -2"},
	{"y = Constant() {value_ints=[4,5]}", "4 5"},
	{"y = Constant() {value_float=0.5}", "0.5"},
	{"y = ReduceSum([1,2,3]) {keepdims=0}", "6"},
	{"y = ReduceProd([2,3,4]) {keepdims=0}", "24"},
	{"m = i64[2,3]{1,2,3,4,5,6}; y = ReduceMax(m, [0])", "4 5 6"},
	{"m = i64[2,3]{1,2,3,4,5,6}; y = ReduceMin(m, [1])", "1 4"},
	{"y = ReduceMean([1.0,2.0,6.0])", "3"},
	{"y = CumSum([1,2,3], 0)", "1 3 6"},
	{"y = CumSum([1,2,3], 0) {exclusive=1, reverse=1}", "5 3 0"},
};

/* The batch of 2 is an axis of x; numbers in proportion to it end with s. */
static const struct row batch[] = {
	{"x:f32[2,3,4]; y = Shape(x)", "2s 3 4"},
	{"x:f32[2,3,4]; y = Shape(x) {start=1}", "3 4"},
	{"x:f32[2,3,4]; y = Size(x)", "24s"},
	{"x:f32[2,3]; s = Shape(x); y = Mul(s, 4)", "8s 12"},
	{"x:f32[2,3]; s = Shape(x); y = Mul(s, s)", "4 9"},
	{"x:f32[2,3]; s = Shape(x); y = Div(s, s)", "1 1"},
	{"x:f32[2,3]; s = Shape(x); y = Div(s, 2)", "1s 1"},
	{"x:f32[2,3]; s = Shape(x); y = Div(s, 4)", "0 0"},
	{"x:f32[2,3]; s = Shape(x); y = Add(s, s)", "4s 6"},
	{"x:f32[2,3]; s = Shape(x); y = Add(s, 0)", "2s 3"},
	{"x:f32[2,3]; s = Shape(x); y = Add(s, 1)", "3 4"},
	{"x:f32[2,3]; s = Shape(x); y = Sub(s, s)", "0s 0"},
	{"x:f32[2,3]; s = Shape(x); y = Mul(s, 0)", "0 0"},
	{"x:f32[2,3]; s = Shape(x); y = Equal(s, 2)", "1 0"},
	{"x:f32[2,3]; s = Shape(x); y = ReduceProd(s) {keepdims=0}", "6s"},
	{"x:f32[2,3]; s = Shape(x); f = Cast(s) {to=1}; y = Mul(f, 0.5)", "1s 1.5"},
	{"x:f32[2,3]; s = Shape(x); f = Cast(s) {to=1}; h = Mul(f, 0.25); y = Floor(h)",
	 "0 0"},
	{"x:f32[2,3]; s = Shape(x); y = Max(s, 1)", "2s 3"},
	{"x:f32[2,3]; s = Shape(x); y = Max(s, 5)", "5 5"},
	{"x:f32[2,3]; s = Shape(x); y = Gather(s, [0])", "2s"},
	{"x:f32[2,3]; s = Shape(x); m = Equal(s, -1); y = Where(m, [7,7], s)", "2s 3"},
	{"x:f32[2,3]; n = NonZero(x); y = Shape(n)", "2b 6sb"},
	{"x:f32[2,3]; n = NonZero(x); s = Shape(n); y = Add(s, 1)", "3b 7b"},
	{"x:f32[2,3]; n = NonZero(x); s = Shape(n); y = Sub(9, s)", "none"},
	{"x:f32[2,3]; n = NonZero(x); s = Shape(n); y = Min(s, 4)", "2b 4b"},
};

static void
check_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *arena = test_arena();
		struct graph *g = graph_inferred(rows[i].text, OK, arena);

		ck_assert_msg(!strcmp(literal_of(g, "y"), rows[i].elements),
			      "%s\n  found %s, wanted %s", rows[i].text,
			      literal_of(g, "y"), rows[i].elements);
		arena_close(arena);
	}
}

#define ROWS(id)                                                                       \
	START_TEST(id##_is_evaluated)                                                  \
	{                                                                              \
		check_rows(id, sizeof(id) / sizeof(id[0]));                            \
	}                                                                              \
	END_TEST

ROWS(arithmetic)
ROWS(logic)
ROWS(casts)
ROWS(moves)
ROWS(generated)
ROWS(batch)

int
main(void)
{
	TCase *tc = tcase_create("rows");

	tcase_add_test(tc, arithmetic_is_evaluated);
	tcase_add_test(tc, logic_is_evaluated);
	tcase_add_test(tc, casts_is_evaluated);
	tcase_add_test(tc, moves_is_evaluated);
	tcase_add_test(tc, generated_is_evaluated);
	tcase_add_test(tc, batch_is_evaluated);
	return suite_main("fold", tc);
}
