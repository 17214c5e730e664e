#include "planner/tests/plan_fixture.h"

#include <string.h>

#include "analyzer/bind.h"
#include "base/str.h"
#include "planner/verify.h"

struct analysis analysis;
struct target target;
struct plan_options options;
struct plan plan;

void
plan_setup(void)
{
	arena_setup();
	target = *target_find("generic");
	options = (struct plan_options){.batch = 1, .effort = 1};
}

void
plan_analysis(int64_t sram)
{
	target.sram = sram;
	ck_assert_msg(plan_make(&plan, &analysis, &target, &options, arena, diags) ==
			      OK,
		      "%s", complaint());
}

void
plan_text(const char *text, enum level level, int64_t sram)
{
	analysis_from(&analysis, text, level, arena);
	plan_analysis(sram);
}

void
refused_for(const char *id)
{
	struct diags *found = diags_new(arena);
	size_t i;

	ck_assert_int_eq(verify_plan(&plan, &analysis, &target, &options, arena, found),
			 ERR_INTERNAL);
	for (i = 0; i < found->n; i++)
		if (!strcmp(found->list[i].id, id))
			return;
	ck_abort_msg("wanted %s, found %s: %s", id, found->list[0].id,
		     found->list[0].message);
}

void
analysis_from(struct analysis *a, const char *text, enum level level, struct arena *to)
{
	static const struct bindings none;
	struct diags *d = diags_new(to);

	*a = (struct analysis){.graph = graph_inferred(text, OK, to),
			       .bindings = &none};
	a->shipped = a->graph->batch;
	ck_assert_int_eq(layers_build(&a->layers, a->graph, level, d), OK);
	ck_assert_int_eq(
		live_compute(&a->lifetimes, a->graph, &a->layers, TOP_SCOPE, d), OK);
}

/* splitmix64 */
int
dice_roll(struct dice *d, int n)
{
	uint64_t z = (d->state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (int)(z % (uint64_t)n);
}

enum { VALUES_MAX = 256 };

struct growing {
	struct text text;
	int width[VALUES_MAX]; /* of [N, width] */
	int n, weights;
	struct dice *dice;
};

/* An earlier value, late ones more often, so that lives are long and short. */
static int
pick(struct growing *g)
{
	int a = dice_roll(g->dice, g->n), b = dice_roll(g->dice, g->n);

	return a > b ? a : b;
}

static int
pick_as_wide_as(struct growing *g, int v)
{
	int i, found = v;

	for (i = 0; i < g->n; i++)
		if (i != v && g->width[i] == g->width[v] && dice_roll(g->dice, 2))
			found = i;
	return found;
}

static void
product(struct growing *g, int v)
{
	int width = 4 << dice_roll(g->dice, 4);

	text_printf(&g->text, "; w%d = f32[%d,%d]; v%d = MatMul(v%d, w%d)", g->weights,
		    g->width[v], width, g->n, v, g->weights);
	g->weights++;
	g->width[g->n++] = width;
}

static void
add_node(struct growing *g)
{
	int v = pick(g), u = pick_as_wide_as(g, v), w = pick(g);

	switch (dice_roll(g->dice, 6)) {
	case 0:
	case 1:
		product(g, v);
		return;
	case 2:
		text_printf(&g->text, "; v%d = Add(v%d, v%d)", g->n, v, u);
		break;
	case 3:
		text_printf(&g->text, "; v%d = Relu(v%d)", g->n, v);
		break;
	case 4:
		text_printf(
			&g->text,
			"; r%d = Reshape(v%d, [-1,1,%d]); v%d = Reshape(r%d, [-1,%d])",
			g->n, v, g->width[v], g->n, g->n, g->width[v]);
		break;
	default:
		text_printf(&g->text, "; v%d = Concat(v%d, v%d) {axis=1}", g->n, v, w);
		g->width[g->n++] = g->width[v] + g->width[w];
		return;
	}
	g->width[g->n] = g->width[v];
	g->n++;
}

const char *
random_graph(struct dice *dice, int n, struct arena *a)
{
	struct growing g = {.dice = dice, .n = 1};

	text_open(&g.text, a);
	g.width[0] = 4 << dice_roll(dice, 4);
	text_printf(&g.text, "v0:f32[N,%d]", g.width[0]);
	while (g.n <= n && g.n < VALUES_MAX)
		add_node(&g);
	return g.text.s;
}
