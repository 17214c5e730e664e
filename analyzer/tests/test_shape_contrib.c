/*
 * Operators of ONNX Runtime: dims, batch, MACs.
 */
#include "analyzer/tests/shape_rows.h"

static const struct shape_row attention[] = {
	{"x:f32[2,5,8]; w = f32[8,24]; b = f32[24]; "
	 "y = com.microsoft:Attention(x, w, b) {num_heads=2}",
	 "f32[2@,5,8]", 2 * 5 * 8 * 24 + 2 * (2 * 5 * 8 * 5)},
	{"x:f32[1,5,8]; p:f32[2,1,2,3,4]; w = f32[8,24]; b = f32[24]; "
	 "a, y = com.microsoft:Attention(x, w, b, , p) {num_heads=2}",
	 "f32[2,1@,2,8,4]"},
	{"x:f32[2,5,8]; w = f32[8,28]; b = f32[28]; "
	 "y = com.microsoft:Attention(x, w, b) {num_heads=2, "
	 "qkv_hidden_sizes=[8,8,12]}",
	 "f32[2@,5,12]"},
	{"q:f32[2,5,8]; k:f32[2,6,8]; v:f32[2,6,10]; "
	 "y, a, b = com.microsoft:MultiHeadAttention(q, k, v) {num_heads=2}",
	 "f32[2@,5,10]"},
	{"q:f32[2,5,8]; k:f32[2,6,8]; v:f32[2,6,10]; "
	 "a, b, y = com.microsoft:MultiHeadAttention(q, k, v) {num_heads=2}",
	 "f32[2@,2,6,5]"},
	{"q:f32[2,5,8]; k:f32[2,2,7,4]; "
	 "y = com.microsoft:MultiHeadAttention(q, k, k) {num_heads=2}",
	 "f32[2@,5,8]", 2 * (2 * 5 * 8 * 7)},
	{"q:f32[2,5,2,3,4]; y = com.microsoft:MultiHeadAttention(q) {num_heads=2}",
	 "f32[2@,5,8]"},
	/* a cache of 4 places and 3 new ones */
	{"q:f32[1,3,32]; k:f32[1,3,16]; p:f32[1,2,4,8]; s = i32[1]{6}; t = i32[]{7}; "
	 "a, y, b = com.microsoft:GroupQueryAttention(q, k, k, p, p, s, t) "
	 "{num_heads=4, kv_num_heads=2}",
	 "f32[1@,2,7,8]", 2 * (3 * 32 * 7)},
	/* a buffer that past and present share keeps its 16 places */
	{"q:f32[1,3,32]; k:f32[1,3,16]; p:f32[1,2,16,8]; s = i32[1]{6}; t = i32[]{7}; "
	 "a, y, b = com.microsoft:GroupQueryAttention(q, k, k, p, p, s, t) "
	 "{num_heads=4, kv_num_heads=2}",
	 "f32[1@,2,16,8]"},
	{"q:f32[1,3,64]; s = i32[1]{2}; t = i32[]{3}; "
	 "y, a, b = com.microsoft:GroupQueryAttention(q, , , , , s, t) "
	 "{num_heads=4, kv_num_heads=2}",
	 "f32[1@,3,32]"},
	{"q:u8[2,5,8]; w = i8[8,24]; b = f32[24]; s = f32[]; "
	 "y = com.microsoft:QAttention(q, w, b, s, s) {num_heads=2}",
	 "f32[2@,5,8]"},
	{"q:f32[2,1,8]; k:f32[2,1,8]; p:f32[2,2,16,4]; n = i32[1]{3}; "
	 "a, y, b = com.microsoft:DecoderMaskedMultiHeadAttention(q, k, k, , , p, p, "
	 "n) "
	 "{num_heads=2, past_present_share_buffer=1}",
	 "f32[2@,2,16,4]"},
};

static const struct shape_row products[] = {
	{"x:f32[2,3,8]; w = f32[7,8]; y = com.microsoft:FusedMatMul(x, w) {transB=1}",
	 "f32[2@,3,7]", 2 * 3 * 7 * 8},
	{"x:f32[5,2,8]; w = f32[2,8,7]; "
	 "y = com.microsoft:FusedMatMul(x, w) {transBatchA=1}",
	 "f32[2,5@,7]", 2 * 5 * 7 * 8},
	{"x:f32[8,2,5]; w = f32[2,8,7]; "
	 "y = com.microsoft:FusedMatMul(x, w) {transBatchA=1, transA=1}",
	 "f32[2,5,7] virtual", 2 * 5 * 7 * 8},
	{"x:f32[4,3]; w = f32[5,3]; y = com.microsoft:FusedGemm(x, w) {transB=1}",
	 "f32[4@,5]"},
	{"x:f32[2,5,32]; w = u8[8,1,16]; s = f32[8]; y = com.microsoft:MatMulNBits(x, "
	 "w, "
	 "s) {K=32, N=8, bits=4, block_size=32}",
	 "f32[2@,5,8]", 2 * 5 * 8 * 32},
	{"x:u8[2,4]; s = f32[]; z = u8[]; w = u8[4,3]; "
	 "y = com.microsoft:QGemm(x, s, z, w, s, z)",
	 "f32[2@,3]", 24},
	{"x:u8[2,4]; s = f32[]; z = u8[]; w = u8[4,3]; "
	 "y = com.microsoft:QGemm(x, s, z, w, s, z, , s, z)",
	 "u8[2@,3]"},
	{"x:u8[2,4]; s = f32[]; w = u8[4,3]; "
	 "y = com.microsoft:MatMulIntegerToFloat(x, w, s, s)",
	 "f32[2@,3]"},
	/* 10 tokens, 2 of 4 experts each: 16 x 8 up, 8 x 16 down */
	{"x:f32[2,5,8]; r = f32[10,4]; w = f32[4,16,8]; v = f32[4,8,16]; "
	 "y = com.microsoft:MoE(x, r, w, , v) {k=2}",
	 "f32[2@,5,8]", 10 * 2 * (16 * 8 + 8 * 16)},
	{"x:f32[3,4]; w = f32[5,4]; y = com.microsoft:CDist(x, w)", "f32[3@,5]", 60},
};

static const struct shape_row images[] = {
	{"x:f32[1,3,8,8]; w = f32[6,3,3,3]; "
	 "y = com.microsoft:FusedConv(x, w) {strides=[2,2], activation=\"Relu\"}",
	 "f32[1@,6,3,3]", 54 * 27},
	{"x:f32[1,8,8,4]; w = f32[6,4,3,3]; y = com.microsoft:NhwcFusedConv(x, w)",
	 "f32[1@,6,6,6]", 216 * 36},
	{"x:u8[1,8,8,3]; s = f32[]; z = u8[]; w = u8[6,3,3,3]; "
	 "y = com.microsoft:QLinearConv(x, s, z, w, s, z, s, z) {channels_last=1}",
	 "u8[1@,6,6,6]"},
	{"x:f32[1,1,5,5]; w = f32[1,1,3,3]; "
	 "y = com.microsoft:ConvTransposeWithDynamicPads(x, w, [1,1,1,1]) "
	 "{strides=[2,2]}",
	 "f32[1@,1,9,9]"},
	{"x:u8[1,4,4,3]; s = f32[]; z = u8[]; y = "
	 "com.microsoft:QLinearGlobalAveragePool("
	 "x, s, z, s, z) {channels_last=1}",
	 "u8[1@,1,1,3]"},
	{"x:f32[1,3,8,8]; r:f32[4,4]; i:i32[4]; c = i32[2]{5,6}; "
	 "y = com.microsoft:CropAndResize(x, r, i, c)",
	 "f32[4@,3,5,6]"},
	/* 20 channels fill two blocks of 16 */
	{"x:f32[1,20,4,4]; y = com.microsoft.nchwc:ReorderInput(x)", "f32[1@,32,4,4]"},
	/* one of 24 where the block was 8, as the reader's weights say */
	{"x:f32[1,20,4,4]; y = com.microsoft.nchwc:ReorderInput(x); w = f32[8,24,1,1]; "
	 "z = com.microsoft.nchwc:Conv(y, w)",
	 "f32[1@,24,4,4]"},
	{"x:f32[1,32,4,4]; "
	 "y = com.microsoft.nchwc:ReorderOutput(x) {channels=20, channels_last=1}",
	 "f32[1@,4,4,20]"},
	{"x:f32[1,16,4,4]; y = com.microsoft.nchwc:Upsample(x) {scales=[1,1,2,3]}",
	 "f32[1@,16,8,12]"},
};

static const struct shape_row language[] = {
	{"x:i32[2,5]; e = f32[9,8]; c = f32[8]; "
	 "y, m = com.microsoft:EmbedLayerNormalization(x, , e, e, , c, c)",
	 "f32[2@,5,8]"},
	{"x:i32[2,5]; e = f32[9,8]; c = f32[8]; "
	 "a, y = com.microsoft:EmbedLayerNormalization(x, , e, e, , c, c)",
	 "i32[2@]"},
	{"x:f32[2,5,8]; s:f32[2,5,8]; c = f32[8]; "
	 "a, , , y = com.microsoft:SkipLayerNormalization(x, s, c)",
	 "f32[2@,5,8]"},
	{"x:f32[2,5,8]; s:f32[2,5,8]; c = f32[8]; "
	 "a, y = com.microsoft:SkipSimplifiedLayerNormalization(x, s, c)",
	 "f32[2@,5,1]"},
	/* two 4-bit numbers in each byte of a row */
	{"t = u8[9,16]; s = f32[9,1]; i:i64[2,5]; y = com.microsoft:"
	 "GatherBlockQuantized(t, i, s) {bits=4, block_size=32, quantize_axis=1}",
	 "f32[2@,5,32]"},
	{"x:f32[2,5,8]; n:i32[2]; y, a, b, c = com.microsoft:RemovePadding(x, n)",
	 "f32[10@,8] bound"},
	{"x:i32[2,5]; p = f32[1]; y = com.microsoft:GreedySearch(x, 20)",
	 "i32[2@,20] bound"},
	{"x:i32[2,5]; y = com.microsoft:BeamSearch(x, 20, , 4, 3)",
	 "i32[2@,3,20] bound"},
	{"x:f32[2,5,4]; t = Transpose(x) {perm=[1,0,2]}; w = u8[1,4,12]; r = "
	 "u8[1,3,12]; "
	 "s = f32[1]; z = u8[1]; a, y = com.microsoft:DynamicQuantizeLSTM(t, w, r, , , "
	 ", "
	 ", , s, z, s, z) {hidden_size=3}",
	 "f32[1,2@,3]"},
};

static const struct shape_row others[] = {
	{"x:u8[2,3,4]; w = u8[3,1]; s = f32[]; z = u8[]; "
	 "y = com.microsoft:QLinearAdd(x, s, z, w, s, z, s, z)",
	 "u8[2@,3,4]"},
	{"x:u8[2,3]; w = u8[2,5]; s = f32[]; z = u8[]; "
	 "y = com.microsoft:QLinearConcat(s, z, x, s, z, w, s, z) {axis=1}",
	 "u8[2@,8]"},
	{"x:u8[2,3]; s = f32[]; z = u8[]; y = com.microsoft:QLinearReduceMean(x, s, z, "
	 "s, "
	 "z) {axes=[1], keepdims=0}",
	 "u8[2@]"},
	{"x:f32[2,5,8]; c = f32[8]; y = com.microsoft:BiasSplitGelu(x, c)",
	 "f32[2@,5,4]"},
	{"x:f32[4,5]; y = com.microsoft:ExpandDims(x, 0)", "f32[1,4@,5]"},
	{"x:f32[2,10]; y = com.microsoft:UnfoldTensor(x) {dim=1, size=3, step=2}",
	 "f32[2@,4,3]"},
	{"x:f32[4,5]; y = com.microsoft:DynamicTimeWarping(x)",
	 "i32[2,8] virtual bound"},
	{"x:f32[2,8]; y = com.microsoft:Rfft(x) {signal_ndim=1}", "f32[2@,5,2]"},
	{"g:f32[2,4,3,3]; x:f32[2,3,5,5]; w = f32[4,3,3,3]; "
	 "y, a, b = com.microsoft:ConvGrad(g, x, w)",
	 "f32[2@,3,5,5]", 2 * (2 * 4 * 9 * 27)},
	{"p:f32[2,3]; t:i64[2]; y = com.microsoft:SoftmaxCrossEntropyLossGrad(p, t)",
	 "f32[2@,3]"},
	{"x:f32[2,3]; s = f32[]; y = qonnx.custom_op.general:Quant(x, s, s, s)",
	 "f32[2@,3]"},
};

int
main(void)
{
	static const struct shape_table tables[] = {
		SHAPE_TABLE(attention), SHAPE_TABLE(products), SHAPE_TABLE(images),
		SHAPE_TABLE(language),  SHAPE_TABLE(others),
	};

	return shape_rows_main("shape_contrib", tables,
			       sizeof(tables) / sizeof(tables[0]));
}
