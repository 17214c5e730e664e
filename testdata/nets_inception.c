/* Inception-v3 (Szegedy et al. 2015), torchvision's, without the auxiliary head. */
#include "testdata/nets.h"

/* A convolution with BatchNormalization and Relu; "v": no padding. */
struct layer {
	const char *name;
	int64_t out, kh, kw;
	int stride;
	bool valid;
};

#define LENGTH(array) (int)(sizeof(array) / sizeof(*(array)))

static const char *
within(struct net *n, const char *block, const char *name)
{
	return *block ? arena_printf(n->arena, "%s.%s", block, name) : name;
}

/* A chain of convolutions. */
static struct val
chain(struct net *n, const char *block, struct val x, const struct layer *l, int count)
{
	for (int i = 0; i < count; i++, l++) {
		const char *module = within(n, block, l->name);

		x = conv(n, within(n, module, "conv"), x,
			 (struct conv){.out = wide(n, l->out),
				       .kh = l->kh,
				       .kw = l->kw,
				       .stride = l->stride,
				       .ph = l->valid ? 0 : (l->kh - 1) / 2,
				       .pw = l->valid ? 0 : (l->kw - 1) / 2,
				       .group = 1,
				       .bn = within(n, module, "bn"),
				       .eps = 1e-3,
				       .act = ACT_RELU,
				       .act_module = module});
	}
	return x;
}
#define CHAIN(n, block, x, ...)                                                        \
	chain((n), (block), (x), (const struct layer[]){__VA_ARGS__},                  \
	      LENGTH(((const struct layer[]){__VA_ARGS__})))

static struct val
average_branch(struct net *n, const char *block, struct val x, int64_t out)
{
	struct pool p = {3, 3, 1, 1, {1, 1, 1, 1}, true};

	return CHAIN(n, block, pool(n, block, x, p),
		     {"branch_pool", out, 1, 1, 1, false});
}

/* Mixed_5b to 5d: variant is the pool branch's width. */
static struct val
block_a(struct net *n, const char *m, struct val x, int64_t pool_out)
{
	struct val y[4];

	y[0] = CHAIN(n, m, x, {"branch1x1", 64, 1, 1, 1, false});
	y[1] = CHAIN(n, m, x, {"branch5x5_1", 48, 1, 1, 1, false},
		     {"branch5x5_2", 64, 5, 5, 1, false});
	y[2] = CHAIN(n, m, x, {"branch3x3dbl_1", 64, 1, 1, 1, false},
		     {"branch3x3dbl_2", 96, 3, 3, 1, false},
		     {"branch3x3dbl_3", 96, 3, 3, 1, false});
	y[3] = average_branch(n, m, x, pool_out);
	return concat(n, m, 4, y);
}

/* Mixed_6a: halves the resolution. */
static struct val
block_b(struct net *n, const char *m, struct val x, int64_t variant)
{
	struct val y[3];

	(void)variant;
	y[0] = CHAIN(n, m, x, {"branch3x3", 384, 3, 3, 2, true});
	y[1] = CHAIN(n, m, x, {"branch3x3dbl_1", 64, 1, 1, 1, false},
		     {"branch3x3dbl_2", 96, 3, 3, 1, false},
		     {"branch3x3dbl_3", 96, 3, 3, 2, true});
	y[2] = max_pool(n, m, x, 3, 2, 0);
	return concat(n, m, 3, y);
}

/* Mixed_6b to 6e: variant is the width between the 7-wide kernels. */
static struct val
block_c(struct net *n, const char *m, struct val x, int64_t c7)
{
	struct val y[4];

	y[0] = CHAIN(n, m, x, {"branch1x1", 192, 1, 1, 1, false});
	y[1] = CHAIN(n, m, x, {"branch7x7_1", c7, 1, 1, 1, false},
		     {"branch7x7_2", c7, 1, 7, 1, false},
		     {"branch7x7_3", 192, 7, 1, 1, false});
	y[2] = CHAIN(n, m, x, {"branch7x7dbl_1", c7, 1, 1, 1, false},
		     {"branch7x7dbl_2", c7, 7, 1, 1, false},
		     {"branch7x7dbl_3", c7, 1, 7, 1, false},
		     {"branch7x7dbl_4", c7, 7, 1, 1, false},
		     {"branch7x7dbl_5", 192, 1, 7, 1, false});
	y[3] = average_branch(n, m, x, 192);
	return concat(n, m, 4, y);
}

/* Mixed_7a: halves the resolution. */
static struct val
block_d(struct net *n, const char *m, struct val x, int64_t variant)
{
	struct val y[3];

	(void)variant;
	y[0] = CHAIN(n, m, x, {"branch3x3_1", 192, 1, 1, 1, false},
		     {"branch3x3_2", 320, 3, 3, 2, true});
	y[1] = CHAIN(n, m, x, {"branch7x7x3_1", 192, 1, 1, 1, false},
		     {"branch7x7x3_2", 192, 1, 7, 1, false},
		     {"branch7x7x3_3", 192, 7, 1, 1, false},
		     {"branch7x7x3_4", 192, 3, 3, 2, true});
	y[2] = max_pool(n, m, x, 3, 2, 0);
	return concat(n, m, 3, y);
}

/* The two one-dimensional kernels that a 3x3 is split into. */
static struct val
fork(struct net *n, const char *m, struct val x, const char *a, const char *b)
{
	struct val y[2];

	y[0] = CHAIN(n, m, x, {a, 384, 1, 3, 1, false});
	y[1] = CHAIN(n, m, x, {b, 384, 3, 1, 1, false});
	return concat(n, m, 2, y);
}

/* Mixed_7b and 7c. */
static struct val
block_e(struct net *n, const char *m, struct val x, int64_t variant)
{
	struct val y[4];

	(void)variant;
	y[0] = CHAIN(n, m, x, {"branch1x1", 320, 1, 1, 1, false});
	y[1] = CHAIN(n, m, x, {"branch3x3_1", 384, 1, 1, 1, false});
	y[1] = fork(n, m, y[1], "branch3x3_2a", "branch3x3_2b");
	y[2] = CHAIN(n, m, x, {"branch3x3dbl_1", 448, 1, 1, 1, false},
		     {"branch3x3dbl_2", 384, 3, 3, 1, false});
	y[2] = fork(n, m, y[2], "branch3x3dbl_3a", "branch3x3dbl_3b");
	y[3] = average_branch(n, m, x, 192);
	return concat(n, m, 4, y);
}

static const struct {
	const char *module;
	struct val (*build)(struct net *, const char *, struct val, int64_t variant);
	int64_t variant;
} blocks[] = {
	{"Mixed_5b", block_a, 32},  {"Mixed_5c", block_a, 64},
	{"Mixed_5d", block_a, 64},  {"Mixed_6a", block_b, 0},
	{"Mixed_6b", block_c, 128}, {"Mixed_6c", block_c, 160},
	{"Mixed_6d", block_c, 160}, {"Mixed_6e", block_c, 192},
	{"Mixed_7a", block_d, 0},   {"Mixed_7b", block_e, 0},
	{"Mixed_7c", block_e, 0},
};

void
build_inception_v3(struct net *n, int variant)
{
	struct val x = image(n, "input");

	(void)variant;
	x = CHAIN(n, "", x, {"Conv2d_1a_3x3", 32, 3, 3, 2, true},
		  {"Conv2d_2a_3x3", 32, 3, 3, 1, true},
		  {"Conv2d_2b_3x3", 64, 3, 3, 1, false});
	x = max_pool(n, "maxpool1", x, 3, 2, 0);
	x = CHAIN(n, "", x, {"Conv2d_3b_1x1", 80, 1, 1, 1, false},
		  {"Conv2d_4a_3x3", 192, 3, 3, 1, true});
	x = max_pool(n, "maxpool2", x, 3, 2, 0);
	for (int i = 0; i < LENGTH(blocks); i++)
		x = blocks[i].build(n, blocks[i].module, x, blocks[i].variant);
	x = global_pool(n, "avgpool", x);
	x = dropout(n, "dropout", x, 0.5);
	x = flatten(n, "", x);
	name_output(n, "output");
	x = gemm(n, "fc", x, 1000, ACT_NONE, NULL);
	give(n, "output", x, true);
}
