/*
 * The batch rules of network and contrib operators against the truth.
 */
#include <stdlib.h>

#include "analyzer/tests/batch_truth.h"
#include "base/tests/suite.h"

static const char *const graphs[] = {
	"x:f32[$,3,9,9]; w = f32[4,3,3,3]; a = Conv(x, w); v = f32[4,2,2,2]; "
	"b = ConvTranspose(a, v) {strides=[2,2]}; c = MaxPool(b) {kernel_shape=[3,3], "
	"strides=[2,2], ceil_mode=1}; d = GlobalAveragePool(c); e = Flatten(d); "
	"u = f32[5,2]; f = Gemm(e, u) {transB=1}",
	"x:f32[$,4,9]; c = f32[4]; a = BatchNormalization(x, c, c, c, c); "
	"b = InstanceNormalization(a, c, c); d = LRN(b) {size=3}; g = f32[9]; "
	"e, f, h = LayerNormalization(d, g)",
	/* sequence first */
	"x:f32[$,5,4]; t = Transpose(x) {perm=[1,0,2]}; w = f32[2,12,4]; r = "
	"f32[2,12,3]; "
	"a, b, c = LSTM(t, w, r) {hidden_size=3, direction=\"bidirectional\"}; "
	"d = Transpose(a) {perm=[0,2,1,3]}; e = Reshape(d, [5,$,6]); "
	"f = Transpose(b) {perm=[1,0,2]}",
	"x:f32[$,5,4]; w = f32[1,9,4]; r = f32[1,9,3]; "
	"a, b = GRU(x, w, r) {hidden_size=3, layout=1}",
	/* attention by hand */
	"x:f32[$,7,8]; w = f32[8,8]; q = MatMul(x, w); k = MatMul(x, w); "
	"a = Reshape(q, [$,7,2,4]); b = Transpose(a) {perm=[0,2,1,3]}; "
	"c = Reshape(k, [$,7,2,4]); d = Transpose(c) {perm=[0,2,3,1]}; "
	"e = MatMul(b, d); f = Softmax(e); g = MatMul(f, b); "
	"h = Transpose(g) {perm=[0,2,1,3]}; i = Reshape(h, [$,7,8])",
	/* and with batch and heads in one axis, sequence first */
	"x:f32[$,7,8]; t = Transpose(x) {perm=[1,0,2]}; w = f32[8,8]; "
	"q = MatMul(t, w); a = Reshape(q, [7,$2,4]); b = Transpose(a) {perm=[1,0,2]}; "
	"c = Transpose(a) {perm=[1,2,0]}; d = MatMul(b, c); e = Softmax(d); "
	"f = MatMul(e, b); g = Transpose(f) {perm=[1,0,2]}; h = Reshape(g, [7,$,8])",
	"opset 23; q:f32[$,3,8]; k:f32[$,5,8]; v:f32[$,5,12]; "
	"a, b, c, d = Attention(q, k, v) {q_num_heads=2, kv_num_heads=2}",
	"opset 23; q:f32[$,4,3,8]; k:f32[$,2,5,8]; p:f32[$,2,7,8]; "
	"a, b, c, d = Attention(q, k, k, , p, p)",
	"opset 27; q:f32[$,3,8]; v:f32[$,3,12]; g:f32[$,3,2]; a, b = "
	"LinearAttention(q, "
	"q, v, , g, g) {q_num_heads=2, kv_num_heads=2}",
	"opset 27; x:f32[$,4,6]; w = f32[4,1,3]; a, b = CausalConvWithState(x, w)",
	"x:f32[$,3,4]; a, s, z = DynamicQuantizeLinear(x); w = u8[4,5]; "
	"b = MatMulInteger(a, w, z); d = Cast(b) {to=1}; e = Mul(d, s)",
	"x:f32[$,3,4]; s = f32[]; z = i8[]; a = QuantizeLinear(x, s, z); "
	"b = DequantizeLinear(a, s, z); w = i8[4,5]; "
	"c = QLinearMatMul(a, s, z, w, s, z, s, z)",
	"x:f32[$,5,4]; t:i64[$,4]; "
	"a = NegativeLogLikelihoodLoss(x, t) {reduction=\"none\"}; "
	"b, c = SoftmaxCrossEntropyLoss(x, t)",
	"x:f32[$,16,1]; a = DFT(x, , 1) {onesided=1}; w = f32[8]; b = STFT(x, 4, w)",
	"x:f32[$,3,5,5]; g:f32[$,6,7,2]; a = GridSample(x, g); t:f32[$,2,3]; "
	"b = AffineGrid(t, [$,3,6,7]); u = Reshape(a, [$,9,14]); "
	"c = Col2Im(u, [4,5], [3,3])",
	"b:f32[$,6,4]; s:f32[$,3,6]; a = NonMaxSuppression(b, s, 4)",
	"x:f32[$,4]; a, b = ai.onnx.ml:LinearClassifier(x) "
	"{coefficients=[1.0,1.0,1.0,1.0],"
	" intercepts=[0.5], classlabels_ints=[0,1]}; c = ai.onnx.ml:Scaler(x); "
	"d = ai.onnx.ml:OneHotEncoder(x) {cats_int64s=[1,2,3]}",
	"x:f32[$,5,8]; w = f32[8,24]; c = f32[24]; p:f32[$,2,3,4]; q = Unsqueeze(p, "
	"[0]); "
	"r = Concat(q, q) {axis=0}; "
	"a, b = com.microsoft:Attention(x, w, c, , r) {num_heads=2}",
	"q:f32[$,5,8]; k:f32[$,6,8]; "
	"a, b, c, d = com.microsoft:MultiHeadAttention(q, k, k) {num_heads=2}",
	"q:f32[$,3,32]; k:f32[$,3,16]; p:f32[$,2,4,8]; s = i32[1]{6}; t = i32[]{7}; "
	"a, b, c = com.microsoft:GroupQueryAttention(q, k, k, p, p, s, t) "
	"{num_heads=4, kv_num_heads=2}",
	"x:f32[$,5,8]; c = f32[8]; s:f32[$,5,8]; a, b, d, e = "
	"com.microsoft:SkipLayerNormalization(x, s, c); w = u8[6,1,16]; v = f32[6]; "
	"f = com.microsoft:MatMulNBits(a, w, v) {K=8, N=6, bits=4, block_size=32}",
	"x:i32[$,5]; e = f32[9,8]; c = f32[8]; a, b, d = "
	"com.microsoft:EmbedLayerNormalization(x, , e, e, , c, c); t = u8[9,16]; "
	"s = f32[9,1]; f = com.microsoft:GatherBlockQuantized(t, x, s) {bits=4, "
	"block_size=32, quantize_axis=1}",
	"x:f32[$,20,4,4]; a = com.microsoft.nchwc:ReorderInput(x); w = f32[32,32,3,3]; "
	"b = com.microsoft.nchwc:Conv(a, w); "
	"c = com.microsoft.nchwc:ReorderOutput(b) {channels=20, channels_last=1}",
	"x:f32[$,7,8]; w = f32[8,8]; a = Transpose(x) {perm=[1,0,2]}; "
	"b = com.microsoft:FusedMatMul(a, x) {transBatchA=1, transB=1}; "
	"c = com.microsoft:FusedMatMul(x, w) {transB=1}",
};

enum { N_GRAPHS = sizeof(graphs) / sizeof(graphs[0]) };

START_TEST(scaling_is_what_inference_at_the_larger_batch_gives)
{
	batch_truth_check(graphs[_i], 1, 4);
	batch_truth_check(graphs[_i], 2, 6);
	batch_truth_check(graphs[_i], 13, 26);
}
END_TEST

/* At batch 1 nothing says which of the first two axes carries it. */
START_TEST(a_tracker_has_one_set_of_filters_per_copy)
{
	static const char text[] =
		"x:f32[$,3,8,8]; t:f32[$,3,4,4]; a = Reshape(x, [1,$3,8,8]); "
		"b = Reshape(t, [$3,1,4,4]); c = Conv(a, b) {group=$3}; "
		"d = Reshape(c, [$,3,5,5])";

	batch_truth_check(text, 2, 6);
	batch_truth_check(text, 13, 26);
}
END_TEST

int
main(void)
{
	TCase *tc = tcase_create("graphs");

	tcase_add_loop_test(tc, scaling_is_what_inference_at_the_larger_batch_gives, 0,
			    N_GRAPHS);
	tcase_add_test(tc, a_tracker_has_one_set_of_filters_per_copy);
	return suite_main("shape_nn_batch", tc);
}
