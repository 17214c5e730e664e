/*
 * Convolutions, pooling, matrix products: dims, batch, MACs.
 */
#include "analyzer/tests/shape_rows.h"

static const struct shape_row convolution[] = {
	{"x:f32[1,3,224,224]; w = f32[64,3,7,7]; "
	 "y = Conv(x, w) {strides=[2,2], pads=[3,3,3,3]}",
	 "f32[1@,64,112,112]", 118013952},
	{"x:f32[2,8,9]; w = f32[4,2,3]; y = Conv(x, w) {group=4, dilations=[2]}",
	 "f32[2@,4,5]", 2 * 4 * 5 * 2 * 3},
	{"x:f32[1,3,5,6]; w = f32[2,3,2,2]; y = Conv(x, w) {auto_pad=\"SAME_UPPER\", "
	 "strides=[2,4]}",
	 "f32[1@,2,3,2]"},
	{"x:f32[1,3,5,6]; w = f32[2,3,2,2]; y = Conv(x, w) {auto_pad=\"VALID\", "
	 "strides=[2,4]}",
	 "f32[1@,2,2,2]"},
	{"x:f32[1,3,5,5]; w = f32[2,4,3,3]; y = Conv(x, w)", NULL},
	{"x:f32[1,3,2,2]; w = f32[2,3,3,3]; y = Conv(x, w)", NULL},
	{"x:f32[1,3,5,5]; w = f32[2,3,3,3]; y = Conv(x, w) {strides=[1]}", NULL},
	{"x:f32[1,3,5,5]; w = f32[2,3,3,3]; y = Conv(x, w) {strides=[0,1]}", NULL},
	{"x:u8[1,3,5,5]; w = u8[2,3,3,3]; y = ConvInteger(x, w)", "i32[1@,2,3,3]",
	 18 * 27},
	{"x:u8[1,3,5,5]; s = f32[]; z = i8[]; w = i8[2,3,3,3]; "
	 "y = QLinearConv(x, s, z, w, s, z, s, z)",
	 "i8[1@,2,3,3]", 18 * 27},
	{"x:f32[1,1,3,3]; w = f32[1,1,2,2]; o:f32[1,8,4,4]; "
	 "y = DeformConv(x, w, o) {pads=[1,1,1,1]}",
	 "f32[1@,1,4,4]", 64},
	{"opset 27; x:f32[2,4,6]; w = f32[4,1,3]; y, s = CausalConvWithState(x, w)",
	 "f32[2@,4,6]", 48 * 3},
	{"opset 27; x:f32[2,4,6]; w = f32[4,1,3]; s, y = CausalConvWithState(x, w)",
	 "f32[2@,4,2]"},
};

static const struct shape_row convolution_batch[] = {
	/* a tracker: the exemplar's features are the filters, one set per copy */
	{"x:f32[2,3,8,8]; t:f32[2,3,4,4]; a = Reshape(x, [1,6,8,8]); "
	 "b = Reshape(t, [6,1,4,4]); y = Conv(a, b) {group=6}",
	 "f32[1,6@,5,5]"},
	/* the same as shipped at batch 1, where nothing was reshaped */
	{"x:f32[1,3,8,8]; t:f32[1,3,4,4]; a = Relu(x); b = Relu(t); y = Conv(a, b)",
	 "f32[1,1@,5,5]"},
	/* rows of images in one column: the window does not cross them */
	{"x:f32[2,3,8]; a = Transpose(x) {perm=[1,0,2]}; b = Unsqueeze(a, [0]); "
	 "w = f32[4,3,1,3]; y = Conv(b, w)",
	 "f32[1,4,2@,6]"},
	/* one that crosses them leaves no axis */
	{"x:f32[2,3,8]; a = Transpose(x) {perm=[1,0,2]}; b = Unsqueeze(a, [0]); "
	 "w = f32[4,3,2,3]; y = Conv(b, w)",
	 "f32[1,4,1,6] virtual"},
};

static const struct shape_row transposed[] = {
	{"x:f32[1,8,5,5]; w = f32[8,4,3,3]; y = ConvTranspose(x, w) {strides=[3,3]}",
	 "f32[1@,4,15,15]", 25 * 8 * 4 * 9},
	{"x:f32[1,8,5,5]; w = f32[8,2,2,2]; "
	 "y = ConvTranspose(x, w) {group=2, strides=[3,3], auto_pad=\"SAME_UPPER\"}",
	 "f32[1@,4,14,14]"},
	{"x:f32[1,8,5,5]; w = f32[8,2,5,5]; "
	 "y = ConvTranspose(x, w) {strides=[3,3], auto_pad=\"SAME_LOWER\"}",
	 "f32[1@,2,15,15]"},
	{"x:f32[1,8,5,5]; w = f32[8,2,3,3]; y = ConvTranspose(x, w) {strides=[3,3], "
	 "pads=[1,0,1,0], output_padding=[1,2]}",
	 "f32[1@,2,14,17]"},
	{"x:f32[1,8,5,5]; w = f32[8,2,3,3]; "
	 "y = ConvTranspose(x, w) {strides=[3,3], output_shape=[14,17]}",
	 "f32[1@,2,14,17]"},
	{"x:f32[1,8,5,5]; w = f32[8,2,3,3]; "
	 "y = ConvTranspose(x, w) {strides=[3,3], output_shape=[1,2,14,17]}",
	 "f32[1@,2,14,17]"},
	{"x:f32[1,8,5,5]; w = f32[6,2,3,3]; y = ConvTranspose(x, w)", NULL},
};

static const struct shape_row pooling[] = {
	{"x:f32[1,3,7]; y = MaxPool(x) {kernel_shape=[2], strides=[3]}", "f32[1@,3,2]"},
	{"x:f32[1,3,7]; y = MaxPool(x) {kernel_shape=[2], strides=[2], ceil_mode=1}",
	 "f32[1@,3,4]"},
	/* a last window may not start in the padding */
	{"x:f32[1,3,7]; y = MaxPool(x) {kernel_shape=[2], strides=[3], ceil_mode=1, "
	 "pads=[0,1]}",
	 "f32[1@,3,3]"},
	{"x:f32[1,3,6]; y = MaxPool(x) {kernel_shape=[2], strides=[3], ceil_mode=1, "
	 "pads=[0,1]}",
	 "f32[1@,3,2]"},
	{"x:f32[1,3,8]; i, y = MaxPool(x) {kernel_shape=[3], dilations=[2]}",
	 "i64[1@,3,4]"},
	{"x:f32[1,3,9,9]; y = AveragePool(x) {kernel_shape=[2,2], strides=[2,3], "
	 "auto_pad=\"SAME_LOWER\"}",
	 "f32[1@,3,5,3]"},
	{"x:f32[1,3,9,9]; y = GlobalAveragePool(x)", "f32[1@,3,1,1]"},
	{"x:f32[2,3]; y = MaxPool(x) {kernel_shape=[2]}", NULL},
	{"x:f32[2,3,4]; y = MaxPool(x) {kernel_shape=[5]}", NULL},
	{"x:f32[1,1,2,2]; i:i64[1,1,2,2]; "
	 "y = MaxUnpool(x, i) {kernel_shape=[2,2], strides=[2,2]}",
	 "f32[1@,1,4,4]"},
	{"x:f32[1,1,2,2]; i:i64[1,1,2,2]; "
	 "y = MaxUnpool(x, i, [1,1,5,6]) {kernel_shape=[2,2], strides=[2,2]}",
	 "f32[1@,1,5,6]"},
	{"x:f32[1,3,9,9]; r:f32[5,4]; i:i64[5]; "
	 "y = RoiAlign(x, r, i) {output_height=2, output_width=3}",
	 "f32[5@,3,2,3]"},
};

static const struct shape_row products[] = {
	{"x:f32[2,3,4]; w = f32[4,5]; y = MatMul(x, w)", "f32[2@,3,5]", 2 * 3 * 5 * 4},
	{"x:f32[4]; w = f32[4]; y = MatMul(x, w)", "f32[]", 4},
	{"x:f32[4]; w = f32[2,4,5]; y = MatMul(x, w)", "f32[2,5]", 40},
	{"x:f32[2,3,4]; w = f32[4]; y = MatMul(x, w)", "f32[2@,3]", 24},
	{"x:f32[2,1,3,4]; z = f32[5,4,6]; y = MatMul(x, z)", "f32[2@,5,3,6]"},
	{"x:f32[2,3]; w = f32[4,5]; y = MatMul(x, w)", NULL},
	{"x:f32[2,3,4]; w = f32[5,4,6]; y = MatMul(x, w)", NULL},
	{"x:f32[2,4]; w = f32[5,4]; y = Gemm(x, w) {transB=1}", "f32[2@,5]", 40},
	{"x:f32[2,4]; a = Transpose(x); w = f32[4,5]; y = Gemm(a, w) {transA=1}",
	 "f32[2@,5]", 40},
	{"x:f32[2,4]; w = f32[3,4]; a = Transpose(x); y = MatMul(w, a)", "f32[3,2@]"},
	{"x:f32[2,4]; a = Transpose(x); w = f32[2,5]; y = MatMul(a, w)",
	 "f32[4,5] virtual"},
	{"x:f32[2,3,4]; w = f32[5,4]; y = Gemm(x, w) {transB=1}", "f32[2@,3,5]", 120},
	{"x:f32[2,4]; w = f32[5,4]; y = Gemm(x, w)", NULL},
	{"x:u8[2,4]; w = i8[4,5]; y = MatMulInteger(x, w)", "i32[2@,5]", 40},
	{"x:u8[2,4]; s = f32[]; z = u8[]; w = u8[4,5]; "
	 "y = QLinearMatMul(x, s, z, w, s, z, s, z)",
	 "u8[2@,5]", 40},
};

static const struct shape_row quantization[] = {
	{"x:f32[2,3]; s = f32[]; y = QuantizeLinear(x, s)", "u8[2@,3]"},
	{"x:f32[2,3]; s = f32[]; z = i8[]; y = QuantizeLinear(x, s, z)", "i8[2@,3]"},
	{"x:f32[2,3]; s = f32[]; y = QuantizeLinear(x, s) {output_dtype=22}",
	 "int4[2@,3]"},
	{"x:i8[2,3]; s = f16[]; y = DequantizeLinear(x, s)", "f16[2@,3]"},
	{"x:i8[2,3]; s = f16[]; y = DequantizeLinear(x, s) {output_dtype=1}",
	 "f32[2@,3]"},
	{"x:f32[2,3]; y, s, z = DynamicQuantizeLinear(x)", "u8[2@,3]"},
	{"x:f32[2,3]; q, y, z = DynamicQuantizeLinear(x)", "f32[]"},
};

int
main(void)
{
	static const struct shape_table tables[] = {
		SHAPE_TABLE(convolution), SHAPE_TABLE(convolution_batch),
		SHAPE_TABLE(transposed),  SHAPE_TABLE(pooling),
		SHAPE_TABLE(products),    SHAPE_TABLE(quantization),
	};

	return shape_rows_main("shape_nn", tables, sizeof(tables) / sizeof(tables[0]));
}
