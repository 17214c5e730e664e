/*
 * Placement problems shaped like wide networks, which exported models rarely
 * are: dense blocks without concat, cells, pyramids, random wiring, per-head
 * attention, unrolled recurrence, training graphs, random sizes.
 */
#ifndef BENCH_PLACE_WIDE_H
#define BENCH_PLACE_WIDE_H

#include <string.h>

#include "planner/problem.h"

enum { MOST_STEPS = 2000, MOST_USES = 64 };

/* A graph under construction: one value per step, besides the inputs. */
struct draft {
	struct arena *arena;
	int64_t size[MOST_STEPS];
	int32_t def[MOST_STEPS];
	int32_t uses[MOST_STEPS][MOST_USES], n_uses[MOST_STEPS];
	bool output[MOST_STEPS];
	int32_t n, steps;
	struct problem_inplace edges[MOST_STEPS];
	int32_t n_edges;
	uint64_t random;
};

static uint32_t
next_random(struct draft *d, uint32_t below)
{
	d->random = d->random * UINT64_C(6364136223846793005) +
		    UINT64_C(1442695040888963407);
	return (uint32_t)((d->random >> 33) % below);
}

static int32_t
input(struct draft *d, int64_t size)
{
	d->size[d->n] = size;
	d->def[d->n] = -1;
	return d->n++;
}

static void
use(struct draft *d, int32_t v, int32_t step)
{
	int32_t n = v < 0 ? 0 : d->n_uses[v];

	if (v < 0 || n == MOST_USES || (n && d->uses[v][n - 1] == step))
		return;
	d->uses[v][d->n_uses[v]++] = step;
}

/* One layer that reads up to three values. */
static int32_t
layer(struct draft *d, int64_t size, int32_t a, int32_t b, int32_t c)
{
	int32_t v = d->n++, t = d->steps++;

	d->size[v] = size;
	d->def[v] = t;
	use(d, a, t);
	use(d, b, t);
	use(d, c, t);
	return v;
}

/* The layer may write over its first operand, if that dies there. */
static int32_t
over(struct draft *d, int32_t v, int32_t a)
{
	d->edges[d->n_edges++] = (struct problem_inplace){a, v};
	return v;
}

/* Each layer reads all before it in the block. */
static void
dense(struct draft *d, int32_t variant)
{
	static const int32_t blocks[][4] = {
		{6, 12, 24, 16}, {6, 12, 32, 32}, {4, 8, 16, 12}};
	int64_t side = 56;
	int32_t x = input(d, 150528);

	x = layer(d, 64 * side * side, x, -1, -1);
	for (int32_t b = 0; b < 4; b++, side /= 2) {
		int32_t parts[40], n = 1;
		int64_t channels = 64 << (b > 1 ? 2 : b);

		parts[0] = x;
		for (int32_t i = 0; i < blocks[variant][b]; i++) {
			int32_t y = layer(d, 128 * side * side, parts[n - 1], -1, -1);

			for (int32_t k = 0; k + 1 < n; k++)
				use(d, parts[k], d->steps - 1);
			parts[n++] = layer(d, 32 * side * side, y, -1, -1);
		}
		x = layer(d, channels * side * side / 4, parts[n - 1], -1, -1);
		for (int32_t k = 0; k + 1 < n; k++)
			use(d, parts[k], d->steps - 1);
	}
	d->output[layer(d, 1000, x, -1, -1)] = true;
}

/* Cells of five pairs over the last two cells and one another. */
static void
cells(struct draft *d, int32_t variant)
{
	int64_t size = 44 * 42 * 42;
	int32_t a = input(d, 150528), b = layer(d, size, a, -1, -1);

	for (int32_t c = 0; c < 6 + 4 * variant; c++) {
		int32_t h[7] = {layer(d, size, a, -1, -1), layer(d, size, b, -1, -1)};
		int32_t n = 2, out;

		for (int32_t k = 0; k < 5; k++) {
			int32_t l = layer(d, size, h[next_random(d, n)], -1, -1);
			int32_t r = layer(d, size, h[next_random(d, n)], -1, -1);

			h[n++] = over(d, layer(d, size, l, r, -1), l);
		}
		out = layer(d, size * 2, h[2], h[3], h[4]);
		use(d, h[5], d->steps - 1);
		use(d, h[6], d->steps - 1);
		a = b;
		b = out;
		if (c % 3 == 2)
			size /= 2;
	}
	d->output[layer(d, 1000, b, -1, -1)] = true;
}

/* UNet++: node (i, j) reads (i, 0..j-1) and (i + 1, j - 1). */
static void
nested(struct draft *d, int32_t variant)
{
	int32_t depth = 4 + variant, at[8][8];
	int32_t x = input(d, 3 << 16);

	for (int32_t i = 0; i < depth; i++)
		at[i][0] = x = layer(d, INT64_C(32) << (16 - i), x, -1, -1);
	for (int32_t j = 1; j < depth; j++)
		for (int32_t i = 0; i + j < depth; i++) {
			int32_t up = layer(d, INT64_C(32) << (16 - i), at[i + 1][j - 1],
					   -1, -1);

			at[i][j] =
				layer(d, INT64_C(32) << (16 - i), up, at[i][j - 1], -1);
			for (int32_t k = 0; k + 1 < j; k++)
				use(d, at[i][k], d->steps - 1);
		}
	d->output[layer(d, 1 << 16, at[0][depth - 1], -1, -1)] = true;
}

/* Feature pyramid, both ways, repeated. */
static void
pyramid(struct draft *d, int32_t variant)
{
	int32_t p[5], x = input(d, 786432);

	for (int32_t i = 0; i < 5; i++)
		p[i] = x = layer(d, INT64_C(64) * 64 * 64 >> (2 * i), x, -1, -1);
	for (int32_t r = 0; r < 3 + variant; r++) {
		int32_t td[5], out[5];

		td[4] = p[4];
		for (int32_t i = 3; i >= 0; i--) {
			int32_t up = layer(d, d->size[p[i]], td[i + 1], -1, -1);

			td[i] = over(d, layer(d, d->size[p[i]], up, p[i], -1), up);
		}
		out[0] = td[0];
		for (int32_t i = 1; i < 5; i++) {
			int32_t down = layer(d, d->size[p[i]], out[i - 1], -1, -1);

			out[i] = over(d, layer(d, d->size[p[i]], down, td[i], p[i]),
				      down);
		}
		memcpy(p, out, sizeof(p));
	}
	for (int32_t i = 0; i < 5; i++)
		d->output[layer(d, d->size[p[i]] / 8, p[i], -1, -1)] = true;
}

/* A random graph per stage; sizes alike. */
static void
wiring(struct draft *d, int32_t variant)
{
	int32_t per = 16 + 16 * variant, x = input(d, 150528);
	int64_t size = 78 * 28 * 28;

	for (int32_t stage = 0; stage < 3; stage++) {
		int32_t first = d->n;

		for (int32_t i = 0; i < per; i++) {
			int32_t a =
				i ? first + (int32_t)next_random(d, (uint32_t)i) : x;
			int32_t b = i > 1 ? first + (int32_t)next_random(d, (uint32_t)i)
					  : -1;
			int32_t c = i > 2 && next_random(d, 2) ? d->n - 1 : -1;

			if (b >= 0 && b < a) {
				int32_t swap = a;

				a = b;
				b = swap;
			}
			layer(d, size, a, b == a ? -1 : b, c == a || c == b ? -1 : c);
		}
		x = layer(d, size, first + per - 1, -1, -1);
		for (int32_t i = 0; i + 1 < per; i++)
			if (d->n_uses[first + i] == 0)
				use(d, first + i, d->steps - 1);
		size /= 2;
	}
	d->output[layer(d, 1000, x, -1, -1)] = true;
}

/* Attention, one head at a time; heads are gathered at the end. */
static void
heads(struct draft *d, int32_t variant)
{
	int32_t n = 8 + 8 * variant, x = input(d, 128 * 512);

	for (int32_t block = 0; block < 3; block++) {
		int32_t out[32], y = layer(d, 128 * 512, x, -1, -1);

		for (int32_t h = 0; h < n; h++) {
			int32_t q = layer(d, 128 * 64, y, -1, -1);
			int32_t k = layer(d, 128 * 64, y, -1, -1);
			int32_t s = layer(d, 128 * 128, q, k, -1);
			int32_t p = over(d, layer(d, 128 * 128, s, -1, -1), s);
			int32_t v = layer(d, 128 * 64, y, -1, -1);

			out[h] = layer(d, 128 * 64, p, v, -1);
		}
		y = layer(d, 128 * 512, out[0], out[1], -1);
		for (int32_t h = 2; h < n; h++)
			use(d, out[h], d->steps - 1);
		x = over(d, layer(d, 128 * 512, y, x, -1), y);
	}
	d->output[layer(d, 1000, x, -1, -1)] = true;
}

/* An LSTM, step by step, every state read again at the end. */
static void
unrolled(struct draft *d, int32_t variant)
{
	int32_t n = 12 + 8 * variant, h = input(d, 100), c = input(d, 100), all[64];

	for (int32_t t = 0; t < n; t++) {
		int32_t x = input(d, 60), g = layer(d, 400, x, h, -1);
		int32_t i = layer(d, 100, g, -1, -1), f = layer(d, 100, g, -1, -1);
		int32_t o = layer(d, 100, g, -1, -1), u = layer(d, 100, g, -1, -1);
		int32_t fc = over(d, layer(d, 100, f, c, -1), f);
		int32_t iu = over(d, layer(d, 100, i, u, -1), i);

		c = over(d, layer(d, 100, fc, iu, -1), fc);
		h = layer(d, 100, o, c, -1);
		d->edges[d->n_edges++] = (struct problem_inplace){o, h};
		all[t] = h;
	}
	for (int32_t t = 0; t + 1 < n; t++)
		use(d, all[t], d->steps);
	d->output[layer(d, 10, all[n - 1], -1, -1)] = true;
}

/* Forward, then backward through the same activations, last first. */
static void
training(struct draft *d, int32_t variant)
{
	int32_t n = 18 + 16 * variant, act[80], g;
	int64_t size = 802816;

	act[0] = input(d, 150528);
	for (int32_t i = 1; i <= n; i++) {
		act[i] = layer(d, size + 4096 * (int64_t)next_random(d, 64), act[i - 1],
			       -1, -1);
		if (i > 3 && next_random(d, 3) == 0)
			use(d, act[i - 2], d->steps - 1);
		if (i % (n / 4) == 0)
			size /= 2;
	}
	g = layer(d, d->size[act[n]], act[n], -1, -1);
	for (int32_t i = n; i > 0; i--) {
		d->output[layer(d, 1000 + 17 * (int64_t)next_random(d, 50), g,
				act[i - 1], -1)] = true;
		g = layer(d, d->size[act[i - 1]], g, act[i], -1);
	}
	d->output[g] = true;
}

/* Sizes and reach at random; about `width` values open. */
static void
scatter(struct draft *d, int32_t variant)
{
	int32_t width = 6 + 7 * variant, steps = 80;

	input(d, 5000);
	for (int32_t t = 0; t < steps; t++) {
		int32_t a = d->n - 1,
			b = d->n - 1 - next_random(d, d->n < width ? d->n : width);
		int32_t c = d->n - 1 - next_random(d, d->n < width ? d->n : width);

		if (b == a)
			b = -1;
		if (c == a || c == b)
			c = -1;
		layer(d, 100 + next_random(d, 9900), a, b, c);
		if (next_random(d, 3) == 0 && b >= 0)
			over(d, d->n - 1, b);
	}
}

struct wide_family {
	const char *name;
	int32_t variants;
};

static void (*const draw[])(struct draft *, int32_t) = {
	dense, cells, nested, pyramid, wiring, heads, unrolled, training, scatter};

static const struct wide_family wide_families[] = {
	{"dense", 3}, {"cells", 3},    {"nested", 3},   {"pyramid", 3}, {"wiring", 3},
	{"heads", 3}, {"unrolled", 3}, {"training", 4}, {"scatter", 7}};
static const int32_t n_wide_families = sizeof(wide_families) / sizeof(*wide_families);

static void
fill_value(const struct draft *d, int32_t i, int64_t window, struct problem_value *v,
	   struct arena *a)
{
	struct problem_event *e = arena_new(a, struct problem_event, d->n_uses[i] + 1);

	v->size = d->size[i];
	v->input = d->def[i] < 0;
	v->output = d->output[i] || (d->n_uses[i] == 0 && !v->input);
	if (!v->input)
		e[v->n_events++].step = d->def[i];
	for (int32_t k = 0; k < d->n_uses[i]; k++)
		e[v->n_events++].step = d->uses[i][k];
	for (int32_t k = 0; k < v->n_events; k++)
		e[k].window = window < v->size ? window : v->size;
	v->events = e;
}

/* Only edges whose source dies where the other is born. */
static int32_t
keep_edges(const struct draft *d, const struct problem *p, struct problem_inplace *to)
{
	int32_t n = 0;

	for (int32_t k = 0; k < d->n_edges; k++) {
		const struct problem_value *a = &p->values[d->edges[k].from];
		const struct problem_value *b = &p->values[d->edges[k].to];

		if (!a->output && a->events[a->n_events - 1].step == b->events[0].step)
			to[n++] = d->edges[k];
	}
	return n;
}

/* The same problem for the same numbers.  Windows are min(size, window). */
static void
wide_problem(int32_t family, int32_t variant, int64_t window, struct problem *p,
	     struct arena *a)
{
	struct draft *d = arena_new(a, struct draft, 1);
	struct problem_value *v;
	struct problem_inplace *e;

	d->random = UINT64_C(88172645463325252) + (uint64_t)(family * 100 + variant);
	draw[family](d, variant);
	memset(p, 0, sizeof(*p));
	v = arena_new(a, struct problem_value, d->n);
	e = arena_new(a, struct problem_inplace, d->n_edges + 1);
	for (int32_t i = 0; i < d->n; i++)
		fill_value(d, i, window, &v[i], a);
	p->name = wide_families[family].name;
	p->steps = d->steps;
	p->values = v;
	p->n_values = d->n;
	p->n_inplace = keep_edges(d, p, e);
	p->inplace = e;
}

#endif
