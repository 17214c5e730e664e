/*
 * Quantization as ONNX Runtime's static quantizer writes it.
 *
 * An activation goes through QuantizeLinear and DequantizeLinear before its
 * first use, per tensor, int8; pools and reshapes share their input's scale.
 * A kernel is int8 with a scale per output channel (one for all before opset
 * 13, which has no axis), a bias int32 with the product of both scales.
 */
#include "testdata/nets.h"

static const struct fill zero = {0, 0}, kernel_bytes = {0, 90}, bias_bytes = {0, 100};
static const struct fill small_scale = {0.004, 0.001};

static const char *
suffixed(struct net *n, const char *name, const char *suffix)
{
	return arena_printf(n->arena, "%s%s", name, suffix);
}

static bool
per_channel(const struct net *n)
{
	return n->o->opset >= 13;
}

/* A node that is named after a value, not a module. */
static const char *
quantize_node(struct net *n, const char *op, const char *value, const char *x,
	      const char *scale, const char *zero_point, const char *result, int axis)
{
	const char *as = n->as, *made;

	node(n, "", op);
	n->node_name = arena_printf(n->arena, "%s_%s", value, op);
	in(n, x);
	in(n, scale);
	in(n, zero_point);
	if (axis >= 0 && per_channel(n))
		attr_int(n, "axis", axis);
	n->as = result;
	made = done(n);
	n->as = as;
	return made;
}

/* Q and DQ of X, named after VALUE; OWNER's scale is written once. */
static void
pair(struct net *n, const char *x, const char *value, const char *owner, const char *to)
{
	const char *scale = suffixed(n, owner, "_scale");
	const char *point = suffixed(n, owner, "_zero_point");
	const char *q = suffixed(n, value, "_QuantizeLinear_Output");

	if (names_get(n->quantized, scale) < 0) {
		names_put(n->quantized, scale, 1);
		weight(n, scale, T_FLOAT, (struct fill){0.05, 0}, 0, NULL);
		weight(n, point, T_INT8, zero, 0, NULL);
	}
	quantize_node(n, "QuantizeLinear", value, x, scale, point, q, -1);
	quantize_node(n, "DequantizeLinear", value, q, scale, point, to, -1);
}

const char *
ready(struct net *n, struct val x)
{
	const char *twin;

	if (n->o->qdq == QDQ_NONE)
		return x.name;
	twin = suffixed(n, x.name, "_DequantizeLinear_Output");
	if (names_get(n->quantized, x.name) < 0) {
		names_put(n->quantized, x.name, 1);
		pair(n, x.name, x.name, x.scale ? x.scale : x.name, twin);
	}
	return twin;
}

void
quantize_output(struct net *n, struct val x, const char *name)
{
	pair(n, x.name, name, x.scale ? x.scale : name, name);
}

/* Quantized bytes NAME_quantized, their scales and the node that undoes it. */
static const char *
undone(struct net *n, const char *name, const char *prefix, int type, int64_t count,
       int axis, const char *to)
{
	const char *quantized = suffixed(n, name, "_quantized");
	const char *scale = suffixed(n, prefix, "_scale");
	const char *point = suffixed(n, prefix, "_zero_point");
	int rank = per_channel(n) && axis >= 0;

	weight(n, scale, T_FLOAT, small_scale, rank, &count);
	weight(n, point, type, zero, rank, &count);
	return quantize_node(n, "DequantizeLinear", name, quantized, scale, point, to,
			     axis);
}

const char *
kernel(struct net *n, const char *name, struct fill fill, int rank, const int64_t *dims,
       int axis)
{
	if (n->o->qdq == QDQ_NONE)
		return weight(n, name, n->o->type, fill, rank, dims);
	weight(n, suffixed(n, name, "_quantized"), T_INT8, kernel_bytes, rank, dims);
	return undone(n, name, name, T_INT8, axis < 0 ? 1 : dims[axis], axis,
		      suffixed(n, name, "_DequantizeLinear_Output"));
}

const char *
bias(struct net *n, const char *name, int64_t count, int axis)
{
	const char *quantized = suffixed(n, name, "_quantized");

	if (n->o->qdq == QDQ_NONE)
		return weight(n, name, n->o->type, (struct fill){0, 0.05}, 1, &count);
	weight(n, quantized, T_INT32, bias_bytes, 1, &count);
	return undone(n, name, quantized, T_INT32, count, axis, name);
}

bool
absorbed(const struct net *n, enum act act)
{
	return n->o->qdq == QDQ_ORT && (act == ACT_RELU || act == ACT_RELU6);
}
