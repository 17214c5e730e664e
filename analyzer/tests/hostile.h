/*
 * Attributes that rules read, for models that are made by chance.
 */
#ifndef ANALYZER_TESTS_HOSTILE_H
#define ANALYZER_TESTS_HOSTILE_H

static const char *const int_attributes[] = {
	"group",
	"ceil_mode",
	"channels_last",
	"axis",
	"keepdims",
	"num_heads",
	"kv_num_heads",
	"q_num_heads",
	"transA",
	"transB",
	"transBatchA",
	"layout",
	"hidden_size",
	"K",
	"N",
	"bits",
	"block_size",
	"gather_axis",
	"channels",
	"inverse",
	"onesided",
	"k",
	"Nq",
	"to",
	"dtype",
	"output_dtype",
	"window",
	"vocab_size",
	"size",
	"step",
	"dim",
	"output_height",
	"v_head_size",
	"dilation",
	"n_targets",
	"max_map",
	"blocksize",
	"batch_dims",
	"start",
	"end",
	"allowzero",
	"num_outputs",
	"max_ngram_size",
	"state_window",
	"largest",
	"quantize_axis",
	"output_width",
	"training_mode",
	"stash_type",
	"batch_axis",
};
static const char *const list_attributes[] = {
	"kernel_shape", "strides", "pads",   "dilations",    "output_padding",
	"output_shape", "scales",  "axes",   "pooled_shape", "qkv_hidden_sizes",
	"perm",         "shape",   "starts", "ends",         "split",
};
static const char *const text_attributes[] = {"auto_pad", "direction", "reduction",
					      "mode",     "equation",  "update_rule"};
static const char *const texts[] = {
	"SAME_UPPER", "VALID", "bidirectional", "none", "bij,bjk->bik", "i->", ""};

#endif
