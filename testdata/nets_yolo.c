/*
 * YOLOv3 (Redmon and Farhadi 2018): Darknet-53 and three heads of 255
 * channels (3 anchors x (4 + 1 + 80)), undecoded.  Modules are numbered as in
 * yolov3.cfg, shortcuts, routes and detectors included.
 */
#include "testdata/nets.h"

struct yolo {
	struct net *n;
	int next; /* number of the next module */
};

static const char *
numbered(struct yolo *y, const char *part)
{
	return arena_printf(y->n->arena, "module_list#%d.%s_%d", y->next, part,
			    y->next);
}

static struct val
unit(struct yolo *y, struct val x, int64_t out, int64_t k, int64_t stride)
{
	struct conv c = square(wide(y->n, out), k, stride);

	c.bn = numbered(y, "batch_norm");
	c.act = ACT_LEAKY;
	c.act_module = numbered(y, "leaky");
	x = conv(y->n, numbered(y, "conv"), x, c);
	y->next++;
	return x;
}

static struct val
residual(struct yolo *y, struct val x, int64_t channels)
{
	struct val in = x;

	x = unit(y, x, channels / 2, 1, 1);
	x = unit(y, x, channels, 3, 1);
	y->next++;
	return add(y->n, "", x, in, ACT_NONE, NULL);
}

static struct val
stage(struct yolo *y, struct val x, int64_t channels, int times)
{
	x = unit(y, x, channels, 3, 2);
	for (int i = 0; i < times; i++)
		x = residual(y, x, channels);
	return x;
}

/* Five convolutions; what they return goes to the head and to the next scale. */
static struct val
neck(struct yolo *y, struct val x, int64_t channels)
{
	x = unit(y, x, channels, 1, 1);
	x = unit(y, x, channels * 2, 3, 1);
	x = unit(y, x, channels, 1, 1);
	x = unit(y, x, channels * 2, 3, 1);
	return unit(y, x, channels, 1, 1);
}

static void
head(struct yolo *y, struct val x, int64_t channels, const char *name)
{
	x = unit(y, x, channels * 2, 3, 1);
	name_output(y->n, name);
	x = conv(y->n, numbered(y, "conv"), x, square(255, 1, 1));
	give(y->n, name, x, false);
	y->next += 2;
}

/* Half the channels, twice the size, joined with an earlier stage. */
static struct val
finer(struct yolo *y, struct val x, int64_t channels, struct val earlier)
{
	struct val both[2];

	y->next++;
	x = unit(y, x, channels, 1, 1);
	both[0] = upsample(y->n, numbered(y, "upsample"), x, 2);
	both[1] = earlier;
	y->next += 2;
	return concat(y->n, "", 2, both);
}

void
build_yolov3(struct net *n, int variant)
{
	struct yolo y = {n, 0};
	struct val x = image(n, "images"), eighth, sixteenth;

	(void)variant;
	x = unit(&y, x, 32, 3, 1);
	x = stage(&y, x, 64, 1);
	x = stage(&y, x, 128, 2);
	eighth = x = stage(&y, x, 256, 8);
	sixteenth = x = stage(&y, x, 512, 8);
	x = stage(&y, x, 1024, 4);
	x = neck(&y, x, 512);
	head(&y, x, 512, "output_32");
	x = neck(&y, finer(&y, x, 256, sixteenth), 256);
	head(&y, x, 256, "output_16");
	x = neck(&y, finer(&y, x, 128, eighth), 128);
	head(&y, x, 128, "output_8");
}
