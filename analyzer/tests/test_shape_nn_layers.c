/*
 * Normalisation, recurrence, attention, losses, signals, images, learners.
 */
#include "analyzer/tests/shape_rows.h"

static const struct shape_row normalisation[] = {
	{"x:f32[2,3,4]; c = f32[3]; y = BatchNormalization(x, c, c, c, c)",
	 "f32[2@,3,4]"},
	{"x:f32[2,3,4]; c = f32[3]; "
	 "a, y, v = BatchNormalization(x, c, c, c, c) {training_mode=1}",
	 "f32[3]"},
	{"opset 9; x:f32[2,3,4]; c = f32[3]; "
	 "a, b, d, e, y = BatchNormalization(x, c, c, c, c)",
	 "f32[3]"},
	{"x:f32[2,3,4]; c = f32[4]; a, y = LayerNormalization(x, c)", "f32[2@,3,1]"},
	{"x:f16[2,3,4]; c = f16[3,4]; a, m, y = LayerNormalization(x, c) {axis=1}",
	 "f32[2@,1,1]"},
	{"x:f32[2,3]; c = f32[3]; y = LayerNormalization(x, c) {axis=1}", "f32[2@,3]"},
	{"x:f32[2,3]; c = f32[3]; a, y = LayerNormalization(x, c) {axis=3}", NULL},
	{"opset 14; x:f32[2,3,4]; c = f32[4]; y = SimplifiedLayerNormalization(x, c)",
	 "f32[2@,3,4]"},
	{"opset 23; x:f32[2,3]; c = f16[3]; y = RMSNormalization(x, c)", "f16[2@,3]"},
	{"x:f32[2,4,3]; c = f32[4]; y = GroupNormalization(x, c, c) {num_groups=2}",
	 "f32[2@,4,3]"},
};

/* 5 steps of 2 sequences: each multiplies with W [12,4] and R [12,3]. */
#define LSTM_MACS (5 * 2 * (12 * 4 + 12 * 3))

static const struct shape_row recurrence[] = {
	{"x:f32[2,5,4]; t = Transpose(x) {perm=[1,0,2]}; w = f32[1,12,4]; "
	 "r = f32[1,12,3]; y = LSTM(t, w, r) {hidden_size=3}",
	 "f32[5,1,2@,3]", LSTM_MACS},
	{"x:f32[2,5,4]; t = Transpose(x) {perm=[1,0,2]}; w = f32[2,12,4]; "
	 "r = f32[2,12,3]; a, y = LSTM(t, w, r) {direction=\"bidirectional\"}",
	 "f32[2,2@,3]", 2 * LSTM_MACS},
	{"x:f32[2,5,4]; w = f32[1,12,4]; r = f32[1,12,3]; "
	 "y, h, c = LSTM(x, w, r) {hidden_size=3, layout=1}",
	 "f32[2@,5,1,3]", LSTM_MACS},
	{"x:f32[2,5,4]; w = f32[1,12,4]; r = f32[1,12,3]; "
	 "a, h, y = LSTM(x, w, r) {hidden_size=3, layout=1}",
	 "f32[2@,1,3]"},
	/* the batch fed as time stays there, and no state carries it */
	{"s:f32[2,4,1]; x = Transpose(s) {perm=[0,2,1]}; w = f32[1,9,4]; r = "
	 "f32[1,9,3]; "
	 "y, h = GRU(x, w, r) {hidden_size=3}",
	 "f32[2@,1,1,3]", 2 * (9 * 4 + 9 * 3)},
	{"s:f32[2,4,1]; x = Transpose(s) {perm=[0,2,1]}; w = f32[1,9,4]; r = "
	 "f32[1,9,3]; "
	 "a, y = GRU(x, w, r) {hidden_size=3}",
	 "f32[1,1,3] virtual"},
	{"x:f32[2,4]; w = f32[1,9,4]; r = f32[1,9,3]; y = GRU(x, w, r)", NULL},
};

static const struct shape_row attention[] = {
	{"opset 23; q:f32[2,3,8]; k:f32[2,5,8]; v:f32[2,5,12]; "
	 "y = Attention(q, k, v) {q_num_heads=2, kv_num_heads=2}",
	 "f32[2@,3,12]", 2 * 3 * 5 * (8 + 12)},
	{"opset 23; q:f32[2,4,3,8]; k:f32[2,2,5,8]; v:f32[2,2,5,6]; "
	 "p:f32[2,2,7,8]; r:f32[2,2,7,6]; y, a, b, c = Attention(q, k, v, , p, r)",
	 "f32[2@,4,3,6]", 2 * 4 * 3 * 12 * (8 + 6)},
	{"opset 23; q:f32[2,4,3,8]; k:f32[2,2,5,8]; v:f32[2,2,5,6]; "
	 "p:f32[2,2,7,8]; r:f32[2,2,7,6]; a, y, b, c = Attention(q, k, v, , p, r)",
	 "f32[2@,2,12,8]"},
	{"opset 23; q:f32[2,4,3,8]; k:f32[2,2,5,8]; v:f32[2,2,5,6]; "
	 "p:f32[2,2,7,8]; r:f32[2,2,7,6]; a, b, c, y = Attention(q, k, v, , p, r)",
	 "f32[2@,4,3,12]"},
	{"opset 23; q:f32[2,8]; y = Attention(q, q, q)", NULL},
	{"opset 27; q:f32[2,3,8]; v:f32[2,3,12]; g:f32[2,3,2]; "
	 "y, s = LinearAttention(q, q, v, , g, g) {q_num_heads=2, kv_num_heads=2}",
	 "f32[2@,3,12]", 3 * 3 * 2 * 2 * 4 * 6},
	{"opset 27; q:f32[2,3,8]; v:f32[2,3,12]; g:f32[2,3,2]; "
	 "a, y = LinearAttention(q, q, v, , g, g) {q_num_heads=2, kv_num_heads=2}",
	 "f32[2@,2,4,6]"},
	{"q:f32[2,4,3,8]; k:f32[2,2,5,8]; v:f32[2,2,5,6]; "
	 "y = ai.onnx.preview:FlexAttention(q, k, v)",
	 "f32[2@,4,3,6]", 2 * 4 * 3 * 5 * (8 + 6)},
};

static const struct shape_row losses[] = {
	{"x:f32[2,3,4]; t:i64[2,4]; "
	 "y = NegativeLogLikelihoodLoss(x, t) {reduction=\"none\"}",
	 "f32[2@,4]"},
	{"x:f32[2,3,4]; t:i64[2,4]; y = NegativeLogLikelihoodLoss(x, t)", "f32[]"},
	{"x:f32[2,3,4]; t:i64[2,4]; l, y = SoftmaxCrossEntropyLoss(x, t)",
	 "f32[2@,3,4]"},
};

static const struct shape_row signals[] = {
	{"x:f32[2,10,6,1]; y = DFT(x, , -3) {onesided=1}", "f32[2@,6,6,2]"},
	{"x:f32[2,10,6,2]; y = DFT(x, , -2) {inverse=1, onesided=1}",
	 "f32[2@,10,10,1]"},
	{"opset 17; x:f32[2,10,6,1]; y = DFT(x) {axis=2}", "f32[2@,10,6,2]"},
	/* 2 x 10 transforms of 8 points: 2 x 8 x 3 MACs each */
	{"x:f32[2,10,8,1]; y = DFT(x)", "f32[2@,10,8,2]", 20 * 48},
	{"x:f32[2,128,1]; w = f32[16]; y = STFT(x, 8, w)", "f32[2@,15,9,2]",
	 2 * 15 * 2 * 16 * 4},
	{"x:f32[2,130,1]; y = STFT(x, 8, , 15) {onesided=0}", "f32[2@,15,15,2]"},
	{"x:f32[1]; y = MelWeightMatrix(8, 16, 8192, 0.0, 4096.0)", "f32[9,8]"},
};

static const struct shape_row images[] = {
	{"x:f32[2,3,5,5]; g:f32[2,6,7,2]; y = GridSample(x, g)", "f32[2@,3,6,7]"},
	{"t:f32[2,2,3]; y = AffineGrid(t, [2,3,5,6])", "f32[2@,5,6,2]"},
	{"t:f32[2,3,4]; y = AffineGrid(t, [2,3,4,5,6])", "f32[2@,4,5,6,3]"},
	{"x:f32[2,18,9]; y = Col2Im(x, [5,5], [3,3])", "f32[2@,2,5,5]"},
	{"x:u8[100]; y = ImageDecoder(x) {pixel_format=\"Grayscale\"}", "u8[?,?,1]"},
	{"b:f32[2,6,4]; s:f32[2,3,6]; y = NonMaxSuppression(b, s, 4)",
	 "i64[24@,3] bound"},
	{"b:f32[2,6,4]; s:f32[2,3,6]; y = NonMaxSuppression(b, s, 1000)",
	 "i64[36@,3] bound"},
	{"b:f32[2,6,4]; s:f32[2,3,6]; y = NonMaxSuppression(b, s)", "i64[0@,3] bound"},
	{"x:f32[1,3,9,9]; r:f32[5,5]; y = MaxRoiPool(x, r) {pooled_shape=[2,3]}",
	 "f32[5@,3,2,3]"},
};

static const struct shape_row learners[] = {
	{"x:f32[2,4]; y = ai.onnx.ml:ArrayFeatureExtractor(x, [0,2,3])", "f32[2@,3]"},
	{"x:i64[2,4]; y = ai.onnx.ml:Scaler(x)", "f32[2@,4]"},
	{"x:i64[2,4]; y = ai.onnx.ml:LabelEncoder(x) {keys_int64s=[1,2], "
	 "values_tensor=i32[2]{7,8}}",
	 "i32[2@,4]"},
	{"x:i64[2,4]; y = ai.onnx.ml:OneHotEncoder(x) {cats_int64s=[1,2,3]}",
	 "f32[2@,4,3]"},
	{"x:f32[2,4]; y, z = ai.onnx.ml:LinearClassifier(x) {coefficients=[1.0,1.0,"
	 "1.0,1.0], intercepts=[0.5], classlabels_ints=[0,1]}",
	 "i64[2@]", 8},
	{"x:f32[2,4]; z, y = ai.onnx.ml:LinearClassifier(x) {coefficients=[1.0,1.0,"
	 "1.0,1.0], intercepts=[0.5], classlabels_ints=[0,1]}",
	 "f32[2@,2]"},
	{"x:f32[2,4]; y = ai.onnx.ml:LinearRegressor(x) {targets=3}", "f32[2@,3]"},
	{"x:f32[2,4]; y = ai.onnx.ml:TreeEnsembleRegressor(x) {n_targets=3}",
	 "f32[2@,3]"},
	/* three classes vote in pairs, unless they give probabilities */
	{"x:f32[2,4]; z, y = ai.onnx.ml:SVMClassifier(x) {vectors_per_class=[1,1,1,1], "
	 "classlabels_ints=[0,1,2,3]}",
	 "f32[2@,6]"},
	{"x:f32[2,4]; z, y = ai.onnx.ml:SVMClassifier(x) {vectors_per_class=[1,1,1,1], "
	 "classlabels_ints=[0,1,2,3], prob_a=[0.5,0.5]}",
	 "f32[2@,4]"},
};

static const struct shape_row training[] = {
	{"r = f32[]; t = i64[]; x = f32[3]; z = f32[4]; g = f32[3]; h = f32[4]; "
	 "v, y, w, u = ai.onnx.preview.training:Momentum(r, t, x, z, g, h, g, h)",
	 "f32[4]"},
	{"r = f32[]; t = i64[]; x = f32[3]; z = f32[4]; "
	 "a, b, c, d, e, y = ai.onnx.preview.training:Adam(r, t, x, z, x, z, x, z, x, "
	 "z)",
	 "f32[4]"},
};

int
main(void)
{
	static const struct shape_table tables[] = {
		SHAPE_TABLE(normalisation), SHAPE_TABLE(recurrence),
		SHAPE_TABLE(attention),     SHAPE_TABLE(losses),
		SHAPE_TABLE(signals),       SHAPE_TABLE(images),
		SHAPE_TABLE(learners),      SHAPE_TABLE(training),
	};

	return shape_rows_main("shape_nn_layers", tables,
			       sizeof(tables) / sizeof(tables[0]));
}
