/*
 * ResNet: He et al. 2015 (v1: the stride is in a bottleneck's first 1x1) and
 * v1.5 (in its 3x3).
 */
#include "testdata/nets.h"

struct resnet {
	int64_t blocks[4];
	bool bottleneck, v15;
	int64_t inner; /* the 3x3's width against the published, times two */
};

static const struct resnet resnets[] = {
	{{3, 4, 6, 3}, true, false, 1},  {{3, 4, 6, 3}, true, true, 1},
	{{2, 2, 2, 2}, false, false, 1}, {{3, 4, 6, 3}, false, false, 1},
	{{3, 4, 23, 3}, true, true, 1},  {{3, 8, 36, 3}, true, true, 1},
	{{3, 4, 6, 3}, true, true, 2},
};

static const char *
sub(struct net *n, const char *module, const char *child)
{
	return arena_printf(n->arena, "%s.%s", module, child);
}

/* Convolution I of a block, with its normalization, and activation A of it. */
static struct val
step(struct net *n, const char *module, int i, struct val x, struct conv c,
     const char *act)
{
	c.bn = arena_printf(n->arena, "%s.bn%d", module, i);
	if (act) {
		c.act = ACT_RELU;
		c.act_module = sub(n, module, act);
	}
	return conv(n, arena_printf(n->arena, "%s.conv%d", module, i), x, c);
}

static struct val
shortcut(struct net *n, const char *module, struct val x, int64_t to, int64_t stride)
{
	struct conv c = square(to, 1, stride);

	if (x.c == to && stride == 1)
		return x;
	c.bn = sub(n, module, "downsample.1");
	return conv(n, sub(n, module, "downsample.0"), x, c);
}

static struct val
block(struct net *n, const struct resnet *r, const char *module, struct val x,
      int64_t c, int64_t stride)
{
	int64_t to = r->bottleneck ? 4 * c : c, inner = c * r->inner;
	const char *last = r->bottleneck ? "relu_2" : "relu_1";
	struct val y;

	if (r->bottleneck) {
		y = step(n, module, 1, x, square(inner, 1, r->v15 ? 1 : stride),
			 "relu");
		y = step(n, module, 2, y, square(inner, 3, r->v15 ? stride : 1),
			 "relu_1");
		y = step(n, module, 3, y, square(to, 1, 1), NULL);
	} else {
		y = step(n, module, 1, x, square(c, 3, stride), "relu");
		y = step(n, module, 2, y, square(c, 3, 1), NULL);
	}
	x = shortcut(n, module, x, to, stride);
	return add(n, module, y, x, ACT_RELU, sub(n, module, last));
}

void
build_resnet(struct net *n, int variant)
{
	const struct resnet *r = &resnets[variant];
	struct conv stem = square(wide(n, 64), 7, 2);
	struct val x = image(n, "input");

	stem.bn = "bn1";
	stem.act = ACT_RELU;
	stem.act_module = "relu";
	x = conv(n, "conv1", x, stem);
	x = max_pool(n, "maxpool", x, 3, 2, 1);
	for (int s = 0; s < 4; s++)
		for (int b = 0; b < r->blocks[s]; b++) {
			const char *module =
				arena_printf(n->arena, "layer%d.%d", s + 1, b);

			x = block(n, r, module, x, wide(n, 64 << s),
				  b == 0 && s ? 2 : 1);
		}
	x = global_pool(n, "avgpool", x);
	x = flatten(n, "", x);
	name_output(n, "output");
	x = gemm(n, "fc", x, 1000, ACT_NONE, NULL);
	give(n, "output", x, true);
}
