/* GPT-2 (Radford et al. 2019), without the language model head. */
#include "testdata/nets_transformer.h"

#include <math.h>

static const struct transformer gpts[] = {
	{12, 768, 12, 50257, 1024, 1e-5},
	{24, 1024, 16, 50257, 1024, 1e-5},
	{36, 1280, 20, 50257, 1024, 1e-5},
};

/* A matrix product on [batch * sequence, channels], and back. */
static const char *
conv1d(struct net *n, const char *module, const char *x, int64_t from, int64_t to)
{
	int64_t dims[] = {from, to}, rows[] = {-1, from};
	const char *flat = constant_ints(n, module, 2, rows), *w, *b, *y;

	w = weight(n, net_param(n, module, ".weight"), n->o->type,
		   (struct fill){0, sqrt(3.0 / (double)from)}, 2, dims);
	b = weight(n, net_param(n, module, ".bias"), n->o->type, (struct fill){0, 0.1},
		   1, &to);
	y = binary(n, module, "Reshape", x, flat);
	node(n, module, "Gemm");
	in(n, y);
	in(n, w);
	in(n, b);
	attr_float(n, "alpha", 1);
	attr_float(n, "beta", 1);
	return reshape_to(n, module, done(n), x, 1, &to);
}

/* Sizes moved from an attribute to an input at opset 13. */
static void
split(struct net *n, const char *module, const char *x, int64_t size,
      const char *parts[3])
{
	const char *sizes = NULL;

	if (n->o->opset >= 13)
		sizes = constant_list(n, module, size, size, size);
	node(n, module, "Split");
	in(n, x);
	if (sizes)
		in(n, sizes);
	attr_int(n, "axis", 2);
	if (!sizes)
		attr_list(n, "split", size, size, size);
	for (int i = 0; i < 3; i++)
		parts[i] = out(n);
	done(n);
}

/* [1, 1, sequence, sequence], cut out of a buffer; all true, as weights mean nothing.
 */
static const char *
causal_mask(struct net *n, const struct transformer *t, const char *ids)
{
	int64_t side = is_dynamic(n) ? t->positions : n->o->seq.n;
	int64_t dims[] = {1, 1, side, side};
	const char *m = "transformer", *end, *mask;

	mask = weight(n, "transformer.bias", T_BOOL, (struct fill){1, 0}, 4, dims);
	if (!is_dynamic(n))
		return mask;
	end = dim_of(n, m, ids, 1);
	return slice_to(n, m, slice_to(n, m, mask, end, 2), end, 3);
}

static const char *
choose(struct net *n, const char *module, const char *scores, const char *mask)
{
	const char *low = constant_float(n, module, -10000);

	node(n, module, "Where");
	in(n, mask);
	in(n, scores);
	in(n, low);
	return done(n);
}

static const char *
self_attention(struct net *n, const struct transformer *t, const char *m, const char *x,
	       const char *mask)
{
	struct arena *a = n->arena;
	int64_t h = t->hidden;
	struct heads heads = {.count = t->heads, .size = h / t->heads, .mask = mask};
	const char *parts[3];

	x = conv1d(n, arena_printf(a, "%s.c_attn", m), x, h, 3 * h);
	split(n, m, x, h, parts);
	heads.q = split_heads(n, m, parts[0], heads.count, heads.size, false);
	heads.k = split_heads(n, m, parts[1], heads.count, heads.size, true);
	heads.v = split_heads(n, m, parts[2], heads.count, heads.size, false);
	heads.apply = choose;
	x = attention(n, m, heads);
	return conv1d(n, arena_printf(a, "%s.c_proj", m), x, h, h);
}

static const char *
block(struct net *n, const struct transformer *t, int i, const char *x,
      const char *mask)
{
	struct arena *a = n->arena;
	const char *m = arena_printf(a, "transformer.h#%d", i);
	const char *mlp = arena_printf(a, "%s.mlp", m);
	int64_t h = t->hidden;
	const char *y;

	y = layer_norm(n, arena_printf(a, "%s.ln_1", m), x, h, t->eps, NULL);
	y = self_attention(n, t, arena_printf(a, "%s.attn", m), y, mask);
	x = binary(n, m, "Add", y, x);
	y = layer_norm(n, arena_printf(a, "%s.ln_2", m), x, h, t->eps, NULL);
	y = conv1d(n, arena_printf(a, "%s.c_fc", mlp), y, h, 4 * h);
	y = gelu(n, arena_printf(a, "%s.act", mlp), y, true);
	y = conv1d(n, arena_printf(a, "%s.c_proj", mlp), y, 4 * h, h);
	return binary(n, m, "Add", x, y);
}

void
build_gpt2(struct net *n, int variant)
{
	struct transformer t = transformer_of(n, gpts[variant]);
	struct dim dims[] = {n->o->batch, n->o->seq, {t.hidden, NULL}};
	const char *ids = net_input(n, "input_ids", T_INT64, 2, dims), *mask, *x, *y;
	const char *m = "transformer.wte";

	x = gather(n, m, table(n, m, t.vocabulary, t.hidden), ids, 0);
	m = "transformer.wpe";
	y = table(n, m, t.positions, t.hidden);
	y = gather(n, m, y, position_ids(n, "transformer", t.positions, ids), 0);
	x = binary(n, "transformer", "Add", x, y);
	mask = causal_mask(n, &t, ids);
	for (int i = 0; i < t.layers; i++)
		x = block(n, &t, i, x, mask);
	net_output(n, "last_hidden_state", n->o->type, 3, dims);
	layer_norm(n, "transformer.ln_f", x, t.hidden, t.eps, "last_hidden_state");
}
