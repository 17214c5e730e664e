/*
 * GoogLeNet (Szegedy et al. 2014) as Caffe2 exported it: nodes without names,
 * LRN, and a literal batch in the Reshape.
 */
#include "testdata/nets.h"

static struct val
named(struct net *n, const char *module, const char *part, struct val x, struct conv c)
{
	const char *name = arena_printf(n->arena, "%s/%s", module, part);

	c.act = ACT_RELU;
	c.act_module = name;
	return conv(n, name, x, c);
}

static struct val
lrn(struct net *n, const char *module, struct val x)
{
	const char *from = ready(n, x);

	node(n, module, "LRN");
	in(n, from);
	attr_int(n, "size", 5);
	attr_float(n, "alpha", 1e-4);
	attr_float(n, "beta", 0.75);
	attr_float(n, "bias", 1);
	x.name = done(n);
	x.plain = true;
	x.scale = NULL;
	return x;
}

/* Caffe rounds up: a pixel of padding at the far side. */
static struct val
ceil_pool(struct net *n, const char *module, struct val x)
{
	return pool(n, module, x, (struct pool){3, 3, 2, 2, {0, 0, 1, 1}, false});
}

struct inception {
	const char *name;
	int64_t c1, r3, c3, r5, c5, pool;
	const char *then; /* the pool after it, or NULL */
};

static const struct inception inceptions[] = {
	{"inception_3a", 64, 96, 128, 16, 32, 32, NULL},
	{"inception_3b", 128, 128, 192, 32, 96, 64, "pool3/3x3_s2"},
	{"inception_4a", 192, 96, 208, 16, 48, 64, NULL},
	{"inception_4b", 160, 112, 224, 24, 64, 64, NULL},
	{"inception_4c", 128, 128, 256, 24, 64, 64, NULL},
	{"inception_4d", 112, 144, 288, 32, 64, 64, NULL},
	{"inception_4e", 256, 160, 320, 32, 128, 128, "pool4/3x3_s2"},
	{"inception_5a", 256, 160, 320, 32, 128, 128, NULL},
	{"inception_5b", 384, 192, 384, 48, 128, 128, NULL},
};

static struct val
inception(struct net *n, const struct inception *i, struct val x)
{
	const char *m = i->name;
	struct val y[4];

	y[0] = named(n, m, "1x1", x, square(wide(n, i->c1), 1, 1));
	y[1] = named(n, m, "3x3_reduce", x, square(wide(n, i->r3), 1, 1));
	y[1] = named(n, m, "3x3", y[1], square(wide(n, i->c3), 3, 1));
	y[2] = named(n, m, "5x5_reduce", x, square(wide(n, i->r5), 1, 1));
	y[2] = named(n, m, "5x5", y[2], square(wide(n, i->c5), 5, 1));
	y[3] = max_pool(n, arena_printf(n->arena, "%s/pool", m), x, 3, 1, 1);
	y[3] = named(n, m, "pool_proj", y[3], square(wide(n, i->pool), 1, 1));
	return concat(n, arena_printf(n->arena, "%s/output", m), 4, y);
}

static struct val
to_matrix(struct net *n, struct val x)
{
	int64_t two = 2, shape[] = {n->o->batch.name ? -1 : n->o->batch.n, x.c};
	const char *from = ready(n, x);
	const char *to = initial_ints(n, "OC2_DUMMY_1", 1, &two, shape);

	node(n, "OC2_DUMMY_0", "Reshape");
	in(n, from);
	in(n, to);
	if (!x.scale)
		x.scale = x.name;
	x.name = done(n);
	return x;
}

static struct val
softmax(struct net *n, const char *module, struct val x)
{
	const char *from = ready(n, x);

	node(n, module, "Softmax");
	in(n, from);
	attr_int(n, "axis", 1);
	x.name = done(n);
	x.scale = NULL;
	return x;
}

void
build_googlenet(struct net *n, int variant)
{
	struct val x;

	(void)variant;
	n->caffe2 = true;
	x = image(n, "data_0");
	x = named(n, "conv1", "7x7_s2", x, square(wide(n, 64), 7, 2));
	x = ceil_pool(n, "pool1/3x3_s2", x);
	x = lrn(n, "pool1/norm1", x);
	x = named(n, "conv2", "3x3_reduce", x, square(wide(n, 64), 1, 1));
	x = named(n, "conv2", "3x3", x, square(wide(n, 192), 3, 1));
	x = lrn(n, "conv2/norm2", x);
	x = ceil_pool(n, "pool2/3x3_s2", x);
	for (size_t i = 0; i < sizeof(inceptions) / sizeof(*inceptions); i++) {
		x = inception(n, &inceptions[i], x);
		if (inceptions[i].then)
			x = ceil_pool(n, inceptions[i].then, x);
	}
	x = pool(n, "pool5/7x7_s1", x, (struct pool){x.h, x.w, 1, 1, {0}, true});
	x = dropout(n, "pool5/7x7_s1", x, 0.4);
	x = gemm(n, "loss3/classifier", to_matrix(n, x), 1000, ACT_NONE, NULL);
	name_output(n, "prob_1");
	x = softmax(n, "prob", x);
	give(n, "prob_1", x, true);
}
