/* VGG (Simonyan and Zisserman 2014), configurations D (16) and E (19). */
#include "testdata/nets.h"

/* Channels, or 0 for a pool; -1 ends. */
static const int vggs[][24] = {
	{64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0,
	 -1},
	{64,  64,  0,   128, 128, 0,   256, 256, 256, 256, 0,
	 512, 512, 512, 512, 0,   512, 512, 512, 512, 0,   -1},
};

static const char *
feature(struct net *n, int i)
{
	return arena_printf(n->arena, "features.%d", i);
}

/* Adaptive pooling to 7x7: what it is when sizes are fixed. */
static struct val
to_seven(struct net *n, struct val x)
{
	int64_t sh = x.h / 7, sw = x.w / 7;
	struct pool p = {x.h - 6 * sh, x.w - 6 * sw, sh, sw, {0}, true};

	return pool(n, "avgpool", x, p);
}

void
build_vgg(struct net *n, int variant)
{
	struct val x = image(n, "input");
	int f = 0;

	for (const int *c = vggs[variant]; *c >= 0; c++) {
		struct conv layer = square(wide(n, *c), 3, 1);

		if (*c == 0) {
			x = max_pool(n, feature(n, f++), x, 2, 2, 0);
			continue;
		}
		layer.act = ACT_RELU;
		layer.act_module = feature(n, f + 1);
		x = conv(n, feature(n, f), x, layer);
		f += 2;
	}
	x = to_seven(n, x);
	x = flatten(n, "", x);
	x = gemm(n, "classifier.0", x, wide(n, 4096), ACT_RELU, "classifier.1");
	x = dropout(n, "classifier.2", x, 0.5);
	x = gemm(n, "classifier.3", x, wide(n, 4096), ACT_RELU, "classifier.4");
	x = dropout(n, "classifier.5", x, 0.5);
	name_output(n, "output");
	x = gemm(n, "classifier.6", x, 1000, ACT_NONE, NULL);
	give(n, "output", x, true);
}
