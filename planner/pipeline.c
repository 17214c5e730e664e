#include "planner/pipeline.h"

#include "analyzer/analyze.h"
#include "analyzer/order.h"
#include "proto/digest.h"
#include "proto/model.h"

static int64_t
no_spill_of(const struct analysis *a, struct arena *arena)
{
	const struct plan_options o = {.batch = a->graph->batch, .effort = 1};
	struct demand d;

	if (demand_build(&d, a, target_find("generic"), &o, arena, diags_new(arena)) !=
	    OK)
		return INT64_MAX;
	return place_no_spill(placer_open(&d.problem, NULL, arena));
}

/* The file's order stays where the search finds no better one. */
static enum status
reorder(struct analysis *a, struct arena *arena, struct diags *d)
{
	struct analysis other = *a;

	if (!order_search(&other.layers, &a->layers, &a->lifetimes, a->graph)) {
		diag_warn(d, "order",
			  "--order: %d layers are too many to search for another order",
			  a->layers.n);
		return OK;
	}
	TRY(live_compute(&other.lifetimes, a->graph, &other.layers, TOP_SCOPE, d));
	if (no_spill_of(&other, arena) < no_spill_of(a, arena))
		*a = other;
	return OK;
}

static enum status
analyse(struct analysis *a, struct model *model, const struct bindings *b,
	enum level level, struct arena *arena, struct diags *d)
{
	enum status inferred, layered, alive;

	TRY(import_graph(&a->graph, model, arena, d));
	inferred = infer_graph(a->graph, b, d);
	layered = layers_build(&a->layers, a->graph, level, d);
	/* sizes that follow from an earlier error are not worth a message */
	alive = live_compute(&a->lifetimes, a->graph, &a->layers, TOP_SCOPE,
			     inferred == OK ? d : diags_new(arena));
	if (inferred != OK)
		return inferred;
	if (layered != OK || alive != OK)
		return layered != OK ? layered : alive;
	return b->memory_order ? reorder(a, arena, d) : OK;
}

enum status
pipeline_analyse(struct analysis *a, const char *path, const struct bindings *b,
		 enum level level, struct arena *arena, struct diags *d)
{
	struct model *model;

	*a = (struct analysis){0};
	TRY(model_read(&model, path, arena, d));
	return analyse(a, model, b, level, arena, d);
}

enum status
pipeline_analyse_bytes(struct analysis *a, const void *bytes, size_t n,
		       const char *name, const struct bindings *b, enum level level,
		       struct arena *arena, struct diags *d)
{
	struct model *model;

	*a = (struct analysis){0};
	TRY(model_read_bytes(&model, bytes, n, name, arena, d));
	return analyse(a, model, b, level, arena, d);
}

const char *
pipeline_digest(const struct analysis *a, struct arena *arena)
{
	char *digest = arena_new(arena, char, DIGEST_SIZE);

	model_digest(a->graph->model, digest);
	return digest;
}
