/* Layers without parameters: pooling, resizing, reshaping. */
#include "testdata/nets.h"

/* A value that shares the quantization of the one it is made of, if that has one. */
static struct val
same_scale(struct val x, const char *name)
{
	if (!x.scale && !x.plain)
		x.scale = x.name;
	x.plain = false;
	x.name = name;
	return x;
}

struct val
pool(struct net *n, const char *module, struct val x, struct pool p)
{
	const char *from = x.plain ? x.name : ready(n, x);
	const int64_t *pad = p.pads;
	bool fits = x.h + pad[0] + pad[2] >= p.kh && x.w + pad[1] + pad[3] >= p.kw;

	net_unless(n, fits && p.kh > 0 && p.kw > 0 && p.sh > 0 && p.sw > 0,
		   "the image is too small");
	if (n->wrong)
		return x;
	node(n, module, p.average ? "AveragePool" : "MaxPool");
	in(n, from);
	if (n->o->opset >= 10)
		attr_int(n, "ceil_mode", 0);
	if (p.average)
		attr_int(n, "count_include_pad", 1);
	else if (n->o->opset >= 10)
		attr_list(n, "dilations", 1, 1);
	attr_list(n, "kernel_shape", p.kh, p.kw);
	attr_ints(n, "pads", 4, pad);
	attr_list(n, "strides", p.sh, p.sw);
	x = same_scale(x, done(n));
	x.h = (x.h + pad[0] + pad[2] - p.kh) / p.sh + 1;
	x.w = (x.w + pad[1] + pad[3] - p.kw) / p.sw + 1;
	return x;
}

struct val
max_pool(struct net *n, const char *module, struct val x, int64_t k, int64_t stride,
	 int64_t pad)
{
	return pool(n, module, x,
		    (struct pool){k, k, stride, stride, {pad, pad, pad, pad}, false});
}

struct val
global_pool(struct net *n, const char *module, struct val x)
{
	x.name = unary(n, module, "GlobalAveragePool", ready(n, x));
	x.scale = NULL;
	x.h = x.w = 1;
	return x;
}

struct val
flatten(struct net *n, const char *module, struct val x)
{
	const char *from = ready(n, x);

	node(n, module, "Flatten");
	in(n, from);
	attr_int(n, "axis", 1);
	x = same_scale(x, done(n));
	x.c *= x.h * x.w;
	x.h = x.w = 1;
	return x;
}

struct val
dropout(struct net *n, const char *module, struct val x, double ratio)
{
	const char *r = NULL;

	if (!n->o->dropout)
		return x;
	if (n->o->opset >= 12)
		r = constant_float(n, module, ratio);
	node(n, module, "Dropout");
	in(n, x.name);
	if (r)
		in(n, r);
	else
		attr_float(n, "ratio", ratio);
	return same_scale(x, done(n));
}

/* Upsample became Resize at 10, and got a region of interest at 11. */
struct val
upsample(struct net *n, const char *module, struct val x, int factor)
{
	int opset = n->o->opset;
	const char *from = ready(n, x), *roi = NULL, *scales;
	float factors[] = {1, 1, (float)factor, (float)factor};
	int64_t none = 0;

	scales = initial_floats(n, net_param(n, module, ".scales"), 4, factors);
	if (opset >= 11 && opset < 13)
		roi = weight(n, net_param(n, module, ".roi"), T_FLOAT,
			     (struct fill){0, 0}, 1, &none);
	node(n, module, opset >= 10 ? "Resize" : "Upsample");
	in(n, from);
	if (opset >= 11)
		in(n, roi);
	in(n, scales);
	if (opset >= 11) {
		attr_string(n, "coordinate_transformation_mode", "asymmetric");
		attr_float(n, "cubic_coeff_a", -0.75);
	}
	attr_string(n, "mode", "nearest");
	if (opset >= 11)
		attr_string(n, "nearest_mode", "floor");
	x = same_scale(x, done(n));
	x.h *= factor;
	x.w *= factor;
	return x;
}

struct val
pad_to(struct net *n, const char *module, struct val x, int64_t h, int64_t w)
{
	int64_t dh = h - x.h, dw = w - x.w;
	int64_t pads[] = {0, 0, dh / 2, dw / 2, 0, 0, dh - dh / 2, dw - dw / 2};
	const char *from, *p = NULL, *zero = NULL;

	if (dh == 0 && dw == 0)
		return x;
	from = ready(n, x);
	if (n->o->opset >= 11) {
		p = constant_ints(n, module, 8, pads);
		zero = constant_float(n, module, 0);
	}
	node(n, module, "Pad");
	in(n, from);
	if (p) {
		in(n, p);
		in(n, zero);
	}
	attr_string(n, "mode", "constant");
	if (!p)
		attr_ints(n, "pads", 8, pads);
	x = same_scale(x, done(n));
	x.h = h;
	x.w = w;
	return x;
}

void
name_output(struct net *n, const char *name)
{
	n->as = name;
	if (n->o->qdq != QDQ_NONE)
		n->as = arena_printf(n->arena, "%s_QuantizeLinear_Input", name);
}

void
give(struct net *n, const char *name, struct val x, bool flat)
{
	struct dim dims[] = {n->o->batch, {x.c, NULL}, {x.h, NULL}, {x.w, NULL}};

	if (n->o->qdq != QDQ_NONE)
		quantize_output(n, x, name);
	if (n->o->h.name)
		dims[2].name = arena_printf(n->arena, "%s_height", name);
	if (n->o->w.name)
		dims[3].name = arena_printf(n->arena, "%s_width", name);
	net_output(n, name, n->o->type, flat ? 2 : 4, dims);
}
