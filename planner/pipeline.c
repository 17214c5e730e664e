#include "planner/pipeline.h"

#include "analyzer/analyze.h"
#include "proto/digest.h"
#include "proto/model.h"

enum status
pipeline_analyse(struct analysis *a, const char *path, const struct bindings *b,
		 enum level level, struct arena *arena, struct diags *d)
{
	struct model *model;
	enum status inferred, layered, alive;

	*a = (struct analysis){0};
	TRY(model_read(&model, path, arena, d));
	TRY(import_graph(&a->graph, model, arena, d));
	inferred = infer_graph(a->graph, b, d);
	layered = layers_build(&a->layers, a->graph, level, d);
	/* sizes that follow from an earlier error are not worth a message */
	alive = live_compute(&a->lifetimes, a->graph, &a->layers, TOP_SCOPE,
			     inferred == OK ? d : diags_new(arena));
	if (inferred != OK)
		return inferred;
	return layered != OK ? layered : alive;
}

const char *
pipeline_digest(const struct analysis *a, struct arena *arena)
{
	char *digest = arena_new(arena, char, DIGEST_SIZE);

	model_digest(a->graph->model, digest);
	return digest;
}
