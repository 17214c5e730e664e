#include "cli/out_model.h"

#include <inttypes.h>

#include "analyzer/sizes.h"
#include "base/num.h"
#include "cli/escape.h"
#include "planner/pipeline.h"

int64_t
footprint_at(const struct graph *g, const struct footprint *f, int64_t n)
{
	return add_sat(f->constant, mul_sat(f->batched, n) / g->batch);
}

int64_t
model_macs(const struct analysis *a, int64_t n)
{
	int64_t sum = 0;
	int32_t i;

	for (i = 0; i < a->layers.n; i++)
		sum = add_sat(sum, footprint_at(a->graph, &a->layers.list[i].macs, n));
	return sum;
}

int64_t
model_weight_bytes(const struct analysis *a, struct arena *arena)
{
	bool *seen = arena_new(arena, bool, (size_t)a->graph->n_values + 1);
	const struct layer *l;
	int64_t sum = 0;
	int32_t i, k;

	for (i = 0; i < a->layers.n; i++) {
		l = &a->layers.list[i];
		for (k = 0; k < l->n_weights; k++) {
			if (!seen[l->weights[k]])
				sum = add_sat(sum, max_i64(value_bytes(a->graph,
								       l->weights[k]),
							   0));
			seen[l->weights[k]] = true;
		}
	}
	return sum;
}

json_t *
model_json(struct arena *arena, const struct analysis *a, int64_t n)
{
	const struct model_facts *f = &a->graph->facts;
	json_t *j = json_object(), *opsets = json_object();
	int32_t i;

	json_object_set_new(j, "name", json_name(arena, f->name));
	json_object_set_new(j, "digest", json_string(pipeline_digest(a, arena)));
	json_object_set_new(j, "ir_version", json_integer(f->ir_version));
	for (i = 0; i < f->n_opsets; i++)
		json_object_set_new(opsets,
				    escaped(arena, SINK_TERMINAL, f->domains[i]),
				    json_integer(f->opsets[i]));
	json_object_set_new(j, "opsets", opsets);
	json_object_set_new(j, "nodes",
			    json_integer(a->graph->scopes[TOP_SCOPE].n_nodes));
	json_object_set_new(j, "layers", json_integer(a->layers.n));
	json_object_set_new(j, "weight_bytes",
			    json_integer(model_weight_bytes(a, arena)));
	json_object_set_new(j, "macs", json_integer(model_macs(a, n)));
	return j;
}

json_t *
bindings_json(struct arena *arena, const struct graph *g, int64_t n)
{
	json_t *j = json_object();
	int32_t i;

	json_object_set_new(j, "batch", json_integer(n));
	for (i = 0; i < g->n_symbols; i++)
		if (!g->symbols[i].batch)
			json_object_set_new(
				j, escaped(arena, SINK_TERMINAL, g->symbols[i].name),
				json_integer(g->symbols[i].value));
	return j;
}

void
model_text(struct text *t, const struct analysis *a, int64_t n)
{
	char macs[GROUPED_MAX], weights[GROUPED_MAX];
	const struct graph *g = a->graph;
	int32_t i, bound = 0;

	text_puts(t, "model   ");
	text_name(t, SINK_TERMINAL, g->facts.name);
	text_printf(t, ": %d nodes in %d layers at level %s\n",
		    g->scopes[TOP_SCOPE].n_nodes, a->layers.n,
		    level_names[a->layers.level]);
	text_printf(t, "work    %s MACs, %s bytes of weights\n",
		    format_grouped(model_macs(a, n), macs),
		    format_grouped(model_weight_bytes(a, t->arena), weights));
	for (i = 0; i < g->n_symbols; i++) {
		if (g->symbols[i].batch)
			continue;
		text_puts(t, bound++ ? ", " : "symbols ");
		text_name(t, SINK_TERMINAL, g->symbols[i].name);
		if (g->symbols[i].value < 0)
			text_puts(t, " = ?");
		else
			text_printf(t, " = %" PRId64, g->symbols[i].value);
	}
	if (bound)
		text_puts(t, "\n");
}
