#include <inttypes.h>

#include "analyzer/order.h"
#include "planner/explain_remedies.h"
#include "planner/pipeline.h"

/* Least SRAM without a spill; what cannot be planned is left out. */
static void
measure(struct remedies *r, const struct analysis *a, const struct plan_options *o,
	struct remedy remedy)
{
	struct diags *unheard = diags_new(r->arena);
	const struct placement *least;
	struct placer *placer;
	struct demand d;

	if (demand_build(&d, a, r->target, o, r->arena, unheard) != OK)
		return;
	placer = placer_open(&d.problem, NULL, r->arena);
	remedy.bytes = place_no_spill(placer);
	least = place_at(placer, remedy.bytes);
	remedy.step = least->feasible ? least->peak_step : 0;
	remedy.value = remedy.second = NO_VALUE;
	remedy_add(r, remedy);
}

/* The same model, grouped at a level, with the graph's types as they are. */
static void
measure_graph(struct remedies *r, struct graph *g, enum level level,
	      struct remedy remedy)
{
	struct diags *unheard = diags_new(r->arena);
	struct analysis a = {.graph = g};

	if (layers_build(&a.layers, g, level, unheard) == OK &&
	    live_compute(&a.lifetimes, g, &a.layers, TOP_SCOPE, unheard) == OK)
		measure(r, &a, r->options, remedy);
}

void
remedy_levels(struct remedies *r)
{
	static const char *const options[LEVEL_COUNT] = {
		[LEVEL_OPS] = "--level=ops",
		[LEVEL_INPLACE] = "--level=inplace",
		[LEVEL_FUSED] = "--level=fused",
	};
	enum level l;

	for (l = r->analysis->layers.level + 1; l < LEVEL_COUNT; l++)
		measure_graph(r, r->analysis->graph, l,
			      (struct remedy){REMEDY_LEVEL, options[l]});
}

static int32_t
bits_of(enum dtype t)
{
	return dtype_row(t)->bits;
}

/* Is an activation at the peak of a floating point type wider than this? */
static bool
is_narrower(const struct remedies *r, enum dtype type)
{
	const struct graph *g = r->analysis->graph;
	const struct part *p;
	enum dtype own;
	int32_t i;

	for (i = 0; i < r->parts->n; i++) {
		p = &r->parts->list[i];
		if (p->kind != PART_VALUE)
			continue;
		own = g->values[p->value].type.dtype;
		if (dtype_row(own)->kind != DTYPE_KIND_FLOAT)
			continue;
		if (g->activation_type != DTYPE_UNDEFINED)
			own = g->activation_type;
		if (bits_of(own) > bits_of(type))
			return true;
	}
	return false;
}

void
remedy_types(struct remedies *r)
{
	static const struct {
		enum dtype type;
		const char *option;
	} types[] = {{DTYPE_INT8, "--activation-type=int8"},
		     {DTYPE_FLOAT16, "--activation-type=float16"}};
	struct graph *g;
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (!is_narrower(r, types[i].type))
			continue;
		g = arena_new(r->arena, struct graph, 1);
		*g = *r->analysis->graph;
		g->activation_type = types[i].type;
		measure_graph(r, g, r->analysis->layers.level,
			      (struct remedy){REMEDY_TYPE, types[i].option});
	}
}

void
remedy_batches(struct remedies *r)
{
	int64_t now = r->options->batch, batches[2] = {now / 2, 1};
	struct plan_options o = *r->options;
	struct analysis a;
	int i;

	for (i = now > 3 ? 0 : 1; i < 2 && now > 1; i++) {
		o.batch = batches[i];
		pipeline_planned(&a, r->analysis, o.batch);
		measure(r, &a, &o,
			(struct remedy){REMEDY_BATCH,
					arena_printf(r->arena, "--batch=%" PRId64,
						     batches[i])});
	}
}

void
remedy_order(struct remedies *r)
{
	struct diags *unheard = diags_new(r->arena);
	const struct analysis *now = r->analysis;
	struct analysis a = *now;

	r->order_tried =
		order_search(&a.layers, &now->layers, &now->lifetimes, now->graph);
	if (r->order_tried &&
	    live_compute(&a.lifetimes, a.graph, &a.layers, TOP_SCOPE, unheard) == OK)
		measure(r, &a, r->options, (struct remedy){REMEDY_ORDER, NULL});
}
