/*
 * Whole networks against their published multiply-accumulates.
 *
 * ResNet-50: 3.8 x 10^9 in the paper, whose first 1x1 convolution of a stage
 * has the stride (3,857,973,248); 4.09 x 10^9 (4,089,184,256) where the 3x3
 * has it, as torchvision's.  VGG-16: 15.47 x 10^9 (15,470,264,320).
 */
#include <inttypes.h>
#include <stdlib.h>

#include "analyzer/tests/graph_text.h"
#include "base/str.h"

struct builder {
	struct text text;
	int n;        /* values made so far: v0 is the input */
	int channels; /* of the last one */
};

static void
open_builder(struct builder *b, struct arena *arena, const char *input)
{
	text_open(&b->text, arena);
	text_printf(&b->text, "v0:f32%s; ", input);
	b->n = 0;
	b->channels = 3;
}

/* From value FROM, of FROM_CHANNELS, a new last value. */
static int
conv(struct builder *b, int from, int from_channels, int channels, int kernel,
     int stride)
{
	int pad = kernel / 2, n = ++b->n;

	text_printf(&b->text,
		    "w%d = f32[%d,%d,%d,%d]; c%d = Conv(v%d, w%d) {strides=[%d,%d], "
		    "pads=[%d,%d,%d,%d]}; v%d = Relu(c%d); ",
		    n, channels, from_channels, kernel, kernel, n, from, n, stride,
		    stride, pad, pad, pad, pad, n, n);
	b->channels = channels;
	return n;
}

static int
pool(struct builder *b, int from, int kernel, int stride, int pad)
{
	int n = ++b->n;

	text_printf(&b->text,
		    "v%d = MaxPool(v%d) {kernel_shape=[%d,%d], strides=[%d,%d], "
		    "pads=[%d,%d,%d,%d]}; ",
		    n, from, kernel, kernel, stride, stride, pad, pad, pad, pad);
	return n;
}

static int
dense(struct builder *b, int from, int features, int classes)
{
	int n = ++b->n;

	text_printf(&b->text,
		    "f%d = Flatten(v%d); w%d = f32[%d,%d]; v%d = Gemm(f%d, w%d) "
		    "{transB=1}; ",
		    n, from, n, classes, features, n, n, n);
	return n;
}

static int
bottleneck(struct builder *b, int x, int width, int stride, bool projected, int first)
{
	int channels = b->channels, a, c, shortcut = x, n;

	a = conv(b, x, channels, width, 1, first);
	a = conv(b, a, width, width, 3, stride / first);
	c = conv(b, a, width, 4 * width, 1, 1);
	if (projected)
		shortcut = conv(b, x, channels, 4 * width, 1, stride);
	n = ++b->n;
	text_printf(&b->text, "c%d = Add(c%d, %s%d); v%d = Relu(c%d); ", n, c,
		    projected ? "c" : "v", shortcut, n, n);
	return n;
}

static void
resnet50(struct builder *b, bool stride_first)
{
	static const int blocks[] = {3, 4, 6, 3};
	int x = conv(b, 0, 3, 64, 7, 2), n;

	x = pool(b, x, 3, 2, 1);
	for (int stage = 0; stage < 4; stage++) {
		int width = 64 << stage, stride = stage ? 2 : 1;

		for (int i = 0; i < blocks[stage]; i++) {
			int s = i ? 1 : stride;

			x = bottleneck(b, x, width, s, i == 0, stride_first ? s : 1);
		}
	}
	n = ++b->n;
	text_printf(&b->text, "v%d = GlobalAveragePool(v%d); ", n, x);
	dense(b, n, 2048, 1000);
}

static void
vgg16(struct builder *b)
{
	static const int widths[] = {64, 128, 256, 512, 512};
	int x = 0;

	for (int stage = 0; stage < 5; stage++) {
		for (int i = 0; i < (stage < 2 ? 2 : 3); i++)
			x = conv(b, x, b->channels, widths[stage], 3, 1);
		x = pool(b, x, 2, 2, 0);
	}
	x = dense(b, x, 512 * 7 * 7, 4096);
	x = dense(b, x, 4096, 4096);
	dense(b, x, 4096, 1000);
}

static int64_t
macs_of(const struct builder *b, struct arena *arena)
{
	struct graph *g = graph_inferred(b->text.s, OK, arena);
	int64_t sum = 0;

	for (int32_t i = 0; i < g->n_nodes; i++)
		sum += g->nodes[i].macs;
	return sum;
}

START_TEST(resnet50_has_its_published_macs)
{
	struct arena *arena = test_arena();
	struct builder b;

	open_builder(&b, arena, "[1,3,224,224]");
	resnet50(&b, true);
	ck_assert_int_eq(macs_of(&b, arena), INT64_C(3857973248));
	open_builder(&b, arena, "[1,3,224,224]");
	resnet50(&b, false);
	ck_assert_int_eq(macs_of(&b, arena), INT64_C(4089184256));
	arena_close(arena);
}
END_TEST

START_TEST(vgg16_has_its_published_macs)
{
	struct arena *arena = test_arena();
	struct builder b;

	open_builder(&b, arena, "[1,3,224,224]");
	vgg16(&b);
	ck_assert_int_eq(macs_of(&b, arena), INT64_C(15470264320));
	arena_close(arena);
}
END_TEST

START_TEST(macs_follow_the_batch)
{
	struct arena *arena = test_arena();
	struct builder b;

	open_builder(&b, arena, "[8,3,224,224]");
	resnet50(&b, false);
	ck_assert_int_eq(macs_of(&b, arena), 8 * INT64_C(4089184256));
	arena_close(arena);
}
END_TEST

int
main(void)
{
	TCase *tc = tcase_create("networks");

	tcase_add_test(tc, resnet50_has_its_published_macs);
	tcase_add_test(tc, vgg16_has_its_published_macs);
	tcase_add_test(tc, macs_follow_the_batch);
	return suite_main("shape_nn_macs", tc);
}
