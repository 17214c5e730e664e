#include "testdata/nets_transformer.h"

#include <math.h>

struct transformer
transformer_of(const struct net *n, struct transformer t)
{
	if (n->o->layers)
		t.layers = n->o->layers;
	if (n->o->hidden) {
		t.hidden = n->o->hidden;
		t.heads = (t.hidden + 63) / 64;
	}
	return t;
}

bool
is_dynamic(const struct net *n)
{
	return n->o->batch.name || n->o->seq.name;
}

const char *
unsqueeze(struct net *n, const char *module, const char *x, int64_t axis)
{
	const char *axes = n->o->opset >= 13 ? constant_list(n, module, axis) : NULL;

	node(n, module, "Unsqueeze");
	in(n, x);
	if (axes)
		in(n, axes);
	else
		attr_list(n, "axes", axis);
	return done(n);
}

const char *
slice_to(struct net *n, const char *module, const char *x, const char *end,
	 int64_t axis)
{
	const char *start = constant_list(n, module, 0);
	const char *axes = constant_list(n, module, axis);
	const char *step = constant_list(n, module, 1);

	node(n, module, "Slice");
	in(n, x);
	in(n, start);
	in(n, end);
	in(n, axes);
	in(n, step);
	return done(n);
}

const char *
transpose(struct net *n, const char *module, const char *x, const int64_t perm[4])
{
	node(n, module, "Transpose");
	in(n, x);
	attr_ints(n, "perm", 4, perm);
	return done(n);
}

const char *
gather(struct net *n, const char *module, const char *x, const char *indices,
       int64_t axis)
{
	node(n, module, "Gather");
	in(n, x);
	in(n, indices);
	attr_int(n, "axis", axis);
	return done(n);
}

/* Before opset 13 the axis began a flattening, so it had to be counted. */
const char *
softmax_last(struct net *n, const char *module, const char *x)
{
	node(n, module, "Softmax");
	in(n, x);
	attr_int(n, "axis", n->o->opset < 13 ? 3 : -1);
	return done(n);
}

const char *
dim_of(struct net *n, const char *module, const char *x, int64_t axis)
{
	const char *shape = unary(n, module, "Shape", x);
	const char *index = constant_ints(n, module, 0, &axis);

	return unsqueeze(n, module, gather(n, module, shape, index, 0), 0);
}

static const char *
computed_shape(struct net *n, const char *module, const char *x, int n_tail,
	       const int64_t *tail)
{
	const char *parts[2 + 2];

	parts[0] = dim_of(n, module, x, 0);
	parts[1] = dim_of(n, module, x, 1);
	for (int i = 0; i < n_tail; i++)
		parts[2 + i] = constant_list(n, module, tail[i]);
	node(n, module, "Concat");
	for (int i = 0; i < 2 + n_tail; i++)
		in(n, parts[i]);
	attr_int(n, "axis", 0);
	return done(n);
}

const char *
reshape_to(struct net *n, const char *module, const char *x, const char *like,
	   int n_tail, const int64_t *tail)
{
	int64_t fixed[4] = {n->o->batch.n, n->o->seq.n};
	const char *shape;

	for (int i = 0; i < n_tail; i++)
		fixed[2 + i] = tail[i];
	shape = is_dynamic(n) ? computed_shape(n, module, like, n_tail, tail)
			      : constant_ints(n, module, 2 + n_tail, fixed);
	node(n, module, "Reshape");
	in(n, x);
	in(n, shape);
	if (n->o->opset >= 14)
		attr_int(n, "allowzero", 0);
	return done(n);
}

const char *
table(struct net *n, const char *module, int64_t rows, int64_t hidden)
{
	int64_t dims[] = {rows, hidden};

	return weight(n, net_param(n, module, ".weight"), n->o->type,
		      (struct fill){0, 1}, 2, dims);
}

const char *
position_ids(struct net *n, const char *module, int64_t max, const char *ids)
{
	const char *name = net_param(n, module, ".position_ids");
	int64_t count = is_dynamic(n) ? max : n->o->seq.n;
	int64_t *v = arena_new(n->arena, int64_t, (size_t)count), dims[] = {1, count};

	net_unless(n, count <= max, "the sequence is longer than there are positions");
	for (int64_t i = 0; i < count; i++)
		v[i] = i;
	initial_ints(n, name, 2, dims, v);
	if (!is_dynamic(n))
		return name;
	return slice_to(n, module, name, dim_of(n, module, ids, 1), 1);
}

static const char *
reduce_mean(struct net *n, const char *module, const char *x)
{
	node(n, module, "ReduceMean");
	in(n, x);
	attr_list(n, "axes", -1);
	attr_int(n, "keepdims", 1);
	return done(n);
}

/* The nodes LayerNormalization stands for. */
static const char *
layer_norm_parts(struct net *n, const char *m, const char *x, const char *gain,
		 const char *shift, double eps, const char *as)
{
	const char *centered, *square, *deviation;

	centered = binary(n, m, "Sub", x, reduce_mean(n, m, x));
	square = constant_float(n, m, 2);
	square = reduce_mean(n, m, binary(n, m, "Pow", centered, square));
	deviation = binary(n, m, "Add", square, constant_float(n, m, eps));
	deviation = unary(n, m, "Sqrt", deviation);
	x = binary(n, m, "Mul", binary(n, m, "Div", centered, deviation), gain);
	n->as = as;
	return binary(n, m, "Add", x, shift);
}

const char *
layer_norm(struct net *n, const char *module, const char *x, int64_t hidden, double eps,
	   const char *as)
{
	const char *gain, *shift;

	gain = weight(n, net_param(n, module, ".weight"), n->o->type,
		      (struct fill){1, 0.1}, 1, &hidden);
	shift = weight(n, net_param(n, module, ".bias"), n->o->type,
		       (struct fill){0, 0.1}, 1, &hidden);
	if (n->o->opset < 17)
		return layer_norm_parts(n, module, x, gain, shift, eps, as);
	n->as = as;
	node(n, module, "LayerNormalization");
	in(n, x);
	in(n, gain);
	in(n, shift);
	attr_int(n, "axis", -1);
	attr_float(n, "epsilon", eps);
	return done(n);
}

/* x/2 (1 + erf(x / sqrt 2)) */
static const char *
gelu_erf(struct net *n, const char *m, const char *x)
{
	const char *y = binary(n, m, "Div", x, constant_float(n, m, sqrt(2)));

	y = unary(n, m, "Erf", y);
	y = binary(n, m, "Add", y, constant_float(n, m, 1));
	y = binary(n, m, "Mul", x, y);
	return binary(n, m, "Mul", y, constant_float(n, m, 0.5));
}

/* x/2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) */
static const char *
gelu_tanh(struct net *n, const char *m, const char *x)
{
	const char *half = binary(n, m, "Mul", x, constant_float(n, m, 0.5));
	const char *y = binary(n, m, "Pow", x, constant_float(n, m, 3));

	y = binary(n, m, "Mul", y, constant_float(n, m, 0.044715));
	y = binary(n, m, "Add", x, y);
	y = binary(n, m, "Mul", y, constant_float(n, m, sqrt(2 / 3.14159265358979)));
	y = unary(n, m, "Tanh", y);
	y = binary(n, m, "Add", y, constant_float(n, m, 1));
	return binary(n, m, "Mul", half, y);
}

const char *
gelu(struct net *n, const char *module, const char *x, bool approximate)
{
	if (n->o->opset < 20)
		return approximate ? gelu_tanh(n, module, x) : gelu_erf(n, module, x);
	node(n, module, "Gelu");
	in(n, x);
	attr_string(n, "approximate", approximate ? "tanh" : "none");
	return done(n);
}

const char *
split_heads(struct net *n, const char *module, const char *x, int64_t count,
	    int64_t size, bool transposed)
{
	static const int64_t straight[] = {0, 2, 1, 3}, turned[] = {0, 2, 3, 1};
	int64_t tail[] = {count, size};

	x = reshape_to(n, module, x, x, 2, tail);
	return transpose(n, module, x, transposed ? turned : straight);
}

const char *
attention(struct net *n, const char *m, struct heads h)
{
	static const int64_t back[] = {0, 2, 1, 3};
	int64_t hidden = h.count * h.size;
	const char *x = binary(n, m, "MatMul", h.q, h.k);

	x = binary(n, m, "Div", x, constant_float(n, m, sqrt((double)h.size)));
	x = softmax_last(n, m, h.apply(n, m, x, h.mask));
	x = transpose(n, m, binary(n, m, "MatMul", x, h.v), back);
	return reshape_to(n, m, x, x, 1, &hidden);
}
