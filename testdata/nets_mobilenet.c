/* MobileNet v1 (Howard et al. 2017) and v2 (Sandler et al. 2018). */
#include "testdata/nets.h"

/* Children I, I + 1 and I + 2 of a Sequential: convolution, BN, activation. */
static struct val
triple(struct net *n, const char *parent, int i, struct val x, struct conv c,
       enum act act)
{
	struct arena *a = n->arena;

	c.bn = arena_printf(a, "%s.%d", parent, i + 1);
	c.act = act;
	c.act_module = arena_printf(a, "%s.%d", parent, i + 2);
	return conv(n, arena_printf(a, "%s.%d", parent, i), x, c);
}

static struct conv
depthwise(int64_t channels, int64_t stride)
{
	struct conv c = square(channels, 3, stride);

	c.group = channels;
	return c;
}

void
build_mobilenet_v1(struct net *n, int variant)
{
	static const struct {
		int64_t out, stride;
	} layers[] = {{64, 1},  {128, 2},  {128, 1}, {256, 2}, {256, 1},
		      {512, 2}, {512, 1},  {512, 1}, {512, 1}, {512, 1},
		      {512, 1}, {1024, 2}, {1024, 1}};
	struct val x = image(n, "input");

	(void)variant;
	x = triple(n, "model.0", 0, x, square(wide(n, 32), 3, 2), ACT_RELU);
	for (int i = 0; i < 13; i++) {
		const char *parent = arena_printf(n->arena, "model.%d", i + 1);
		struct conv point = square(wide(n, layers[i].out), 1, 1);

		x = triple(n, parent, 0, x, depthwise(x.c, layers[i].stride), ACT_RELU);
		x = triple(n, parent, 3, x, point, ACT_RELU);
	}
	x = pool(n, "model.14", x, (struct pool){x.h, x.w, x.h, x.w, {0}, true});
	x = flatten(n, "", x);
	name_output(n, "output");
	x = gemm(n, "fc", x, 1000, ACT_NONE, NULL);
	give(n, "output", x, true);
}

static struct val
inverted_residual(struct net *n, const char *module, struct val x, int64_t expand,
		  int64_t out, int64_t stride)
{
	struct arena *a = n->arena;
	struct val y = x;
	struct conv last = square(out, 1, 1);
	int i = 0;

	if (expand != 1)
		y = triple(n, arena_printf(a, "%s.conv.%d", module, i++), 0, y,
			   square(x.c * expand, 1, 1), ACT_RELU6);
	y = triple(n, arena_printf(a, "%s.conv.%d", module, i++), 0, y,
		   depthwise(y.c, stride), ACT_RELU6);
	last.bn = arena_printf(a, "%s.conv.%d", module, i + 1);
	y = conv(n, arena_printf(a, "%s.conv.%d", module, i), y, last);
	if (stride == 1 && out == x.c)
		y = add(n, module, x, y, ACT_NONE, NULL);
	return y;
}

void
build_mobilenet_v2(struct net *n, int variant)
{
	static const struct {
		int64_t expand, out, times, stride;
	} stages[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
		      {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
	struct val x = image(n, "input");
	int f = 1;

	(void)variant;
	x = triple(n, "features.0", 0, x, square(wide(n, 32), 3, 2), ACT_RELU6);
	for (size_t s = 0; s < sizeof(stages) / sizeof(*stages); s++)
		for (int64_t t = 0; t < stages[s].times; t++, f++)
			x = inverted_residual(
				n, arena_printf(n->arena, "features.%d", f), x,
				stages[s].expand, wide(n, stages[s].out),
				t ? 1 : stages[s].stride);
	x = triple(n, "features.18", 0, x, square(wide(n, 1280), 1, 1), ACT_RELU6);
	x = global_pool(n, "", x);
	x = flatten(n, "", x);
	x = dropout(n, "classifier.0", x, 0.2);
	name_output(n, "output");
	x = gemm(n, "classifier.1", x, 1000, ACT_NONE, NULL);
	give(n, "output", x, true);
}
