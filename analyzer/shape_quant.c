/*
 * Quantize and dequantize: like x with another element type.
 *
 * QuantizeLinear gives the type of the zero point; without one output_dtype
 * (opset 21), else uint8.  DequantizeLinear gives output_dtype (opset 23),
 * else the type of the scale.
 */
#include "analyzer/dims.h"
#include "analyzer/rules.h"
#include "analyzer/shape.h"

static enum dtype
stated_dtype(const struct node *node, enum dtype otherwise)
{
	enum dtype dtype = dtype_by_onnx(attr_int(node, "output_dtype", 0));

	return dtype == DTYPE_UNDEFINED ? otherwise : dtype;
}

enum status
shape_quantize(struct infer *in, struct node *node)
{
	enum dtype dtype = stated_dtype(node, DTYPE_UINT8);

	if (infer_present(node, 2))
		dtype = shape_dtype(infer_input(in, node, 2));
	return shape_as(in, node, 0, infer_input(in, node, 0), dtype);
}

enum status
shape_dequantize(struct infer *in, struct node *node)
{
	enum dtype dtype = shape_dtype(infer_input(in, node, 1));

	return shape_as(in, node, 0, infer_input(in, node, 0),
			stated_dtype(node, dtype));
}

/* The scale and the zero point are one for all copies: there is one tensor. */
enum status
shape_dynamic_quantize(struct infer *in, struct node *node)
{
	infer_output(in, node, 1, DTYPE_FLOAT, 0)->batch = BATCH_NONE;
	infer_output(in, node, 2, DTYPE_UINT8, 0)->batch = BATCH_NONE;
	return shape_as(in, node, 0, infer_input(in, node, 0), DTYPE_UINT8);
}
