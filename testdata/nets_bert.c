/* BERT (Devlin et al. 2018), uncased, with the pooler: base and large. */
#include "testdata/nets_transformer.h"

#include <math.h>

static const struct transformer berts[] = {
	{12, 768, 12, 30522, 512, 1e-12},
	{24, 1024, 16, 30522, 512, 1e-12},
};

static const char *
linear(struct net *n, const char *module, const char *x, int64_t from, int64_t to)
{
	int64_t dims[] = {from, to};
	const char *w, *b;

	w = weight(n, arena_printf(n->arena, "onnx::MatMul_%d", (int)n->n_init),
		   n->o->type, (struct fill){0, sqrt(3.0 / (double)from)}, 2, dims);
	b = weight(n, net_param(n, module, ".bias"), n->o->type, (struct fill){0, 0.1},
		   1, &to);
	return binary(n, module, "Add", b, binary(n, module, "MatMul", x, w));
}

static const char *
embed(struct net *n, const struct transformer *t, const char *ids, const char *types)
{
	const char *e = "embeddings", *m = "embeddings.word_embeddings", *words, *kinds;

	words = table(n, m, t->vocabulary, t->hidden);
	words = gather(n, m, words, ids, 0);
	m = "embeddings.token_type_embeddings";
	kinds = table(n, m, 2, t->hidden);
	words = binary(n, e, "Add", words, gather(n, m, kinds, types, 0));
	m = "embeddings.position_embeddings";
	kinds = table(n, m, t->positions, t->hidden);
	kinds = gather(n, m, kinds, position_ids(n, "embeddings", t->positions, ids),
		       0);
	words = binary(n, e, "Add", words, kinds);
	return layer_norm(n, "embeddings.LayerNorm", words, t->hidden, t->eps, NULL);
}

/* 0 where attended to, very negative elsewhere: [batch, 1, 1, sequence] */
static const char *
additive_mask(struct net *n, const char *mask)
{
	mask = unsqueeze(n, "", unsqueeze(n, "", mask, 1), 2);
	node(n, "", "Cast");
	in(n, mask);
	attr_int(n, "to", n->o->type);
	mask = done(n);
	mask = binary(n, "", "Sub", constant_float(n, "", 1), mask);
	return binary(n, "", "Mul", mask, constant_float(n, "", -10000));
}

static const char *
add_mask(struct net *n, const char *module, const char *scores, const char *mask)
{
	return binary(n, module, "Add", scores, mask);
}

static const char *
layer(struct net *n, const struct transformer *t, int i, const char *x,
      const char *mask, const char *as)
{
	struct arena *a = n->arena;
	const char *m = arena_printf(a, "encoder.layer#%d", i);
	const char *self = arena_printf(a, "%s.attention.self", m);
	const char *output = arena_printf(a, "%s.attention.output", m);
	int64_t h = t->hidden, wide = 4 * h;
	struct heads heads = {.count = t->heads, .size = h / t->heads, .mask = mask};
	const char *q, *k, *v, *y;

	q = linear(n, arena_printf(a, "%s.query", self), x, h, h);
	k = linear(n, arena_printf(a, "%s.key", self), x, h, h);
	k = split_heads(n, self, k, heads.count, heads.size, true);
	v = linear(n, arena_printf(a, "%s.value", self), x, h, h);
	heads.k = k;
	heads.v = split_heads(n, self, v, heads.count, heads.size, false);
	heads.q = split_heads(n, self, q, heads.count, heads.size, false);
	heads.apply = add_mask;
	y = attention(n, self, heads);
	y = linear(n, arena_printf(a, "%s.dense", output), y, h, h);
	y = binary(n, output, "Add", y, x);
	x = layer_norm(n, arena_printf(a, "%s.LayerNorm", output), y, h, t->eps, NULL);
	y = linear(n, arena_printf(a, "%s.intermediate.dense", m), x, h, wide);
	y = gelu(n, arena_printf(a, "%s.intermediate.intermediate_act_fn", m), y,
		 false);
	y = linear(n, arena_printf(a, "%s.output.dense", m), y, wide, h);
	y = binary(n, arena_printf(a, "%s.output", m), "Add", y, x);
	return layer_norm(n, arena_printf(a, "%s.output.LayerNorm", m), y, h, t->eps,
			  as);
}

/* A dense layer on the first token. */
static void
pooler(struct net *n, const struct transformer *t, const char *x)
{
	int64_t first = 0;
	const char *index = constant_ints(n, "pooler", 0, &first);
	struct val token = {.c = t->hidden, .h = 1, .w = 1};

	token.name = gather(n, "pooler", x, index, 1);
	token = gemm(n, "pooler.dense", token, t->hidden, ACT_NONE, NULL);
	n->as = "pooler_output";
	unary(n, "pooler.activation", "Tanh", token.name);
}

void
build_bert(struct net *n, int variant)
{
	struct transformer t = transformer_of(n, berts[variant]);
	struct dim dims[] = {n->o->batch, n->o->seq, {t.hidden, NULL}};
	struct dim pooled[] = {n->o->batch, {t.hidden, NULL}};
	const char *ids, *mask, *types, *x;

	ids = net_input(n, "input_ids", T_INT64, 2, dims);
	mask = net_input(n, "attention_mask", T_INT64, 2, dims);
	types = net_input(n, "token_type_ids", T_INT64, 2, dims);
	mask = additive_mask(n, mask);
	x = embed(n, &t, ids, types);
	for (int i = 0; i < t.layers; i++)
		x = layer(n, &t, i, x, mask,
			  i + 1 == t.layers ? "last_hidden_state" : NULL);
	net_output(n, "last_hidden_state", n->o->type, 3, dims);
	net_output(n, "pooler_output", n->o->type, 2, pooled);
	pooler(n, &t, x);
}
