/* U-Net (Ronneberger et al. 2015) with padding and BN, two classes. */
#include "testdata/nets.h"

static struct val
double_conv(struct net *n, const char *module, struct val x, int64_t out)
{
	struct arena *a = n->arena;

	for (int i = 0; i < 6; i += 3) {
		struct conv c = square(wide(n, out), 3, 1);

		c.bn = arena_printf(a, "%s.double_conv.%d", module, i + 1);
		c.act = ACT_RELU;
		c.act_module = arena_printf(a, "%s.double_conv.%d", module, i + 2);
		x = conv(n, arena_printf(a, "%s.double_conv.%d", module, i), x, c);
	}
	return x;
}

static struct val
down(struct net *n, int i, struct val x, int64_t out)
{
	struct arena *a = n->arena;

	x = max_pool(n, arena_printf(a, "down%d.maxpool_conv.0", i), x, 2, 2, 0);
	return double_conv(n, arena_printf(a, "down%d.maxpool_conv.1", i), x, out);
}

/* The skip comes first in the Concat; odd sizes are padded to it. */
static struct val
up(struct net *n, int i, struct val x, struct val skip, int64_t out)
{
	const char *module = arena_printf(n->arena, "up%d", i);
	struct conv widen = {.out = wide(n, out), .kh = 2, .kw = 2, .stride = 2};
	struct val both[2] = {skip};

	widen.group = 1;
	widen.transposed = true;
	x = conv(n, arena_printf(n->arena, "%s.up", module), x, widen);
	both[1] = pad_to(n, module, x, skip.h, skip.w);
	x = concat(n, module, 2, both);
	return double_conv(n, arena_printf(n->arena, "%s.conv", module), x, out);
}

void
build_unet(struct net *n, int variant)
{
	struct val skip[4], x = image(n, "input");

	(void)variant;
	x = double_conv(n, "inc", x, 64);
	for (int i = 0; i < 4; i++) {
		skip[i] = x;
		x = down(n, i + 1, x, 128 << i);
	}
	for (int i = 0; i < 4; i++)
		x = up(n, i + 1, x, skip[3 - i], 512 >> i);
	name_output(n, "output");
	x = conv(n, "outc.conv", x, square(2, 1, 1));
	give(n, "output", x, false);
}
