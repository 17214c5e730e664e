/* DenseNet-121 and its kin (Huang et al. 2016): BN and Relu before a layer. */
#include "testdata/nets.h"

enum { GROWTH = 32, BOTTLENECK = 4, MAX_LAYERS = 64 };

static const int densenets[][4] = {{6, 12, 24, 16}, {6, 12, 32, 32}, {6, 12, 48, 32}};

static struct val
norm_relu(struct net *n, const char *prefix, int i, struct val x)
{
	const char *number = i ? arena_printf(n->arena, "%d", i) : "";
	const char *norm = arena_printf(n->arena, "%s.norm%s", prefix, number);
	const char *relu = arena_printf(n->arena, "%s.relu%s", prefix, number);

	return batch_norm(n, norm, x, 1e-5, ACT_RELU, relu);
}

/* Reads all that came before it, and adds GROWTH channels. */
static struct val
dense_layer(struct net *n, const char *prefix, int count, const struct val *before)
{
	struct arena *a = n->arena;
	struct conv narrow = square(wide(n, GROWTH * BOTTLENECK), 1, 1);
	struct conv grow = square(wide(n, GROWTH), 3, 1);
	struct val x = concat(n, prefix, count, before);

	x = norm_relu(n, prefix, 1, x);
	grow.no_bias = true;
	narrow.bn = arena_printf(a, "%s.norm2", prefix);
	narrow.act = ACT_RELU;
	narrow.act_module = arena_printf(a, "%s.relu2", prefix);
	x = conv(n, arena_printf(a, "%s.conv1", prefix), x, narrow);
	return conv(n, arena_printf(a, "%s.conv2", prefix), x, grow);
}

static struct val
dense_block(struct net *n, int block, int layers, struct val x)
{
	struct arena *a = n->arena;
	const char *name = arena_printf(a, "features.denseblock%d", block);
	struct val parts[MAX_LAYERS + 1] = {x};

	for (int i = 0; i < layers; i++)
		parts[i + 1] =
			dense_layer(n, arena_printf(a, "%s.denselayer%d", name, i + 1),
				    i + 1, parts);
	return concat(n, name, layers + 1, parts);
}

static struct val
transition(struct net *n, int block, struct val x)
{
	const char *name = arena_printf(n->arena, "features.transition%d", block);
	struct pool half = {2, 2, 2, 2, {0}, true};
	struct conv narrow = square(x.c / 2, 1, 1);

	narrow.no_bias = true;
	x = norm_relu(n, name, 0, x);
	x = conv(n, arena_printf(n->arena, "%s.conv", name), x, narrow);
	return pool(n, arena_printf(n->arena, "%s.pool", name), x, half);
}

void
build_densenet(struct net *n, int variant)
{
	struct conv stem = square(wide(n, 64), 7, 2);
	struct val x = image(n, "input");

	stem.bn = "features.norm0";
	stem.act = ACT_RELU;
	stem.act_module = "features.relu0";
	x = conv(n, "features.conv0", x, stem);
	x = max_pool(n, "features.pool0", x, 3, 2, 1);
	for (int b = 0; b < 4; b++) {
		x = dense_block(n, b + 1, densenets[variant][b], x);
		if (b < 3)
			x = transition(n, b + 1, x);
	}
	x = batch_norm(n, "features.norm5", x, 1e-5, ACT_RELU, "");
	x = global_pool(n, "", x);
	x = flatten(n, "", x);
	name_output(n, "output");
	x = gemm(n, "classifier", x, 1000, ACT_NONE, NULL);
	give(n, "output", x, true);
}
