#include "testdata/nets.h"

#include <math.h>

int64_t
wide(const struct net *n, int64_t c)
{
	if (n->o->width == 1)
		return c;
	return (int64_t)(c * n->o->width / 8 + 0.5) * 8;
}

struct conv
square(int64_t out, int64_t k, int64_t stride)
{
	return (struct conv){.out = out,
			     .kh = k,
			     .kw = k,
			     .stride = stride,
			     .ph = (k - 1) / 2,
			     .pw = (k - 1) / 2,
			     .group = 1,
			     .eps = 1e-5};
}

struct val
image(struct net *n, const char *name)
{
	struct dim dims[] = {n->o->batch, {3, NULL}, n->o->h, n->o->w};

	net_input(n, name, n->o->type, 4, dims);
	return (struct val){.name = name, .c = 3, .h = n->o->h.n, .w = n->o->w.n};
}

/* Keeps the variance of what goes through. */
static struct fill
balanced(int64_t fan_in)
{
	return (struct fill){0, sqrt(6.0 / (double)fan_in)};
}

static const char *
weight_name(struct net *n, const char *module)
{
	return net_param(n, module, n->caffe2 ? "_w_0" : ".weight");
}

static const char *
bias_name(struct net *n, const char *module)
{
	return net_param(n, module, n->caffe2 ? "_b_0" : ".bias");
}

static void
clip(struct net *n, const char *module, const char *x, double low, double high)
{
	const char *bounds[2];

	if (n->o->opset < 11) {
		node(n, module, "Clip");
		in(n, x);
		attr_float(n, "max", high);
		attr_float(n, "min", low);
		return;
	}
	bounds[0] = constant_float(n, module, low);
	bounds[1] = constant_float(n, module, high);
	node(n, module, "Clip");
	in(n, x);
	in(n, bounds[0]);
	in(n, bounds[1]);
}

static const char *const act_ops[] = {
	[ACT_RELU] = "Relu", [ACT_RELU6] = "Clip", [ACT_LEAKY] = "LeakyRelu"};

struct val
activation(struct net *n, const char *module, enum act act, struct val x)
{
	if (act == ACT_NONE || absorbed(n, act))
		return x;
	if (act == ACT_RELU6) {
		clip(n, module, x.name, 0, 6);
	} else {
		const char *from = act == ACT_LEAKY ? ready(n, x) : x.name;

		node(n, module, act_ops[act]);
		in(n, from);
		if (act == ACT_LEAKY)
			attr_float(n, "alpha", 0.1);
	}
	x.name = done(n);
	x.scale = NULL;
	return x;
}

/* What an absorbed activation was called, its source is now. */
static void
take_name(struct net *n, enum act act, const char *module)
{
	if (!absorbed(n, act))
		return;
	if (n->caffe2) /* it was the second to work on this name */
		n->as = arena_printf(n->arena, "%s_2", module);
	else
		n->as = arena_printf(n->arena, "%s/%s_output_0", net_scope(n, module),
				     act_ops[act]);
}

/* One of the parameters that are never quantized. */
static const char *
statistic(struct net *n, const char *module, const char *param, double mean,
	  int64_t count)
{
	return weight(n, net_param(n, module, param), n->o->type,
		      (struct fill){mean, 0.1}, 1, &count);
}

struct val
batch_norm(struct net *n, const char *module, struct val x, double eps, enum act act,
	   const char *act_module)
{
	const char *from = ready(n, x), *gain, *shift;

	gain = kernel(n, net_param(n, module, ".weight"), (struct fill){1, 0.1}, 1,
		      &x.c, -1);
	shift = bias(n, net_param(n, module, ".bias"), x.c, -1);
	take_name(n, act, act_module);
	node(n, module, "BatchNormalization");
	in(n, from);
	in(n, gain);
	in(n, shift);
	in(n, statistic(n, module, ".running_mean", 0, x.c));
	in(n, statistic(n, module, ".running_var", 1, x.c));
	attr_float(n, "epsilon", eps);
	attr_float(n, "momentum", 0.9);
	if (n->o->opset >= 14)
		attr_int(n, "training_mode", 0);
	x.name = done(n);
	x.scale = NULL;
	return activation(n, act_module, act, x);
}

static struct val
conv_shape(struct val x, struct conv c)
{
	struct val y = {.c = c.out};

	if (c.transposed) {
		y.h = (x.h - 1) * c.stride - 2 * c.ph + c.kh;
		y.w = (x.w - 1) * c.stride - 2 * c.pw + c.kw;
		return y;
	}
	y.h = (x.h + 2 * c.ph - c.kh) / c.stride + 1;
	y.w = (x.w + 2 * c.pw - c.kw) / c.stride + 1;
	return y;
}

struct val
conv(struct net *n, const char *module, struct val x, struct conv c)
{
	struct val y = conv_shape(x, c);
	bool keep = c.bn && n->o->keep_bn;
	int64_t dims[] = {c.out, x.c / c.group, c.kh, c.kw};
	const char *from = ready(n, x), *w, *b = NULL;

	net_unless(n, y.h > 0 && y.w > 0, "the image is too small");
	if (c.transposed) {
		dims[0] = x.c;
		dims[1] = c.out / c.group;
	}
	w = kernel(n, weight_name(n, module), balanced(x.c / c.group * c.kh * c.kw), 4,
		   dims, c.transposed);
	if (!keep && !c.no_bias)
		b = bias(n, bias_name(n, module), c.out, 0);
	take_name(n, c.act, c.act_module);
	node(n, module, c.transposed ? "ConvTranspose" : "Conv");
	in(n, from);
	in(n, w);
	if (b)
		in(n, b);
	attr_list(n, "dilations", 1, 1);
	attr_int(n, "group", c.group);
	attr_list(n, "kernel_shape", c.kh, c.kw);
	attr_list(n, "pads", c.ph, c.pw, c.ph, c.pw);
	attr_list(n, "strides", c.stride, c.stride);
	y.name = done(n);
	if (keep)
		return batch_norm(n, c.bn, y, c.eps, c.act, c.act_module);
	return activation(n, c.act_module, c.act, y);
}

struct val
gemm(struct net *n, const char *module, struct val x, int64_t to, enum act act,
     const char *act_module)
{
	int64_t dims[] = {to, x.c * x.h * x.w};
	const char *from = ready(n, x);
	const char *w =
		kernel(n, weight_name(n, module), balanced(dims[1]), 2, dims, 0);
	const char *b = bias(n, bias_name(n, module), to, 0);
	struct val y = {.c = to, .h = 1, .w = 1};

	take_name(n, act, act_module);
	node(n, module, "Gemm");
	in(n, from);
	in(n, w);
	in(n, b);
	attr_float(n, "alpha", 1);
	attr_float(n, "beta", 1);
	attr_int(n, "transB", 1);
	y.name = done(n);
	return activation(n, act_module, act, y);
}

struct val
add(struct net *n, const char *module, struct val a, struct val b, enum act act,
    const char *act_module)
{
	const char *x = ready(n, a), *y = ready(n, b);

	take_name(n, act, act_module);
	a.name = binary(n, module, "Add", x, y);
	a.scale = NULL;
	return activation(n, act_module, act, a);
}

struct val
concat(struct net *n, const char *module, int count, const struct val *x)
{
	const char **from = arena_new(n->arena, const char *, (size_t)count);
	struct val y = x[0];

	for (int i = 0; i < count; i++)
		from[i] = ready(n, x[i]);
	node(n, module, "Concat");
	y.c = 0;
	for (int i = 0; i < count; i++) {
		in(n, from[i]);
		y.c += x[i].c;
		net_unless(n, x[i].h == y.h && x[i].w == y.w,
			   "height and width are no multiples of 32");
	}
	attr_int(n, "axis", 1);
	y.name = done(n);
	y.scale = NULL;
	return y;
}
