#include "analyzer/workspace.h"

#include "analyzer/live.h"
#include "analyzer/sizes.h"
#include "base/num.h"

static void
raise_to(struct footprint *f, struct footprint other)
{
	if (add_sat(other.batched, other.constant) > add_sat(f->batched, f->constant))
		*f = other;
}

/* The fullest step of a body: its own values alone. */
static void
peak_of(struct footprint *peak, const struct graph *g, const struct layers *layers,
	const struct lifetimes *live, scope_id scope)
{
	struct footprint *at =
		arena_new(g->arena, struct footprint, (size_t)layers->n + 1);
	const struct lifetime *l;
	int32_t i, s;

	for (i = 0; i < live->n; i++) {
		l = &live->list[i];
		if (g->values[l->value].scope != scope || l->input || l->output)
			continue;
		for (s = l->from; s < l->to; s++)
			footprint_add(&at[s], l->batched, l->bytes);
	}
	for (s = 0; s < layers->n; s++) {
		at[s].batched =
			add_sat(at[s].batched, layers->list[s].workspace.batched);
		at[s].constant =
			add_sat(at[s].constant, layers->list[s].workspace.constant);
		raise_to(peak, at[s]);
	}
}

enum status
workspace_of(struct footprint *workspace, const struct graph *g,
	     const struct node *node, enum level level, struct diags *d)
{
	struct layers layers;
	struct lifetimes live;
	int32_t i;

	for (i = 0; i < node->n_bodies; i++) {
		if (node->branch >= 0 && node->branch != i)
			continue;
		TRY(layers_build_scope(&layers, g, node->bodies[i].scope, level, d));
		TRY(live_compute(&live, g, &layers, node->bodies[i].scope, d));
		peak_of(workspace, g, &layers, &live, node->bodies[i].scope);
	}
	return OK;
}

static void
weights_of(const struct graph *g, scope_id body, capture_fn *back, void *context)
{
	const struct scope *s = &g->scopes[body];
	const struct node *node;
	int32_t i, k;

	for (i = 0; i < s->n_nodes; i++) {
		node = &g->nodes[s->nodes[i]];
		for (k = 0; k < node->n_inputs; k++)
			if (node->inputs[k] != NO_VALUE)
				back(context, node->inputs[k]);
		for (k = 0; k < node->n_bodies; k++)
			weights_of(g, node->bodies[k].scope, back, context);
	}
}

void
workspace_weights(const struct graph *g, const struct node *node, capture_fn *back,
		  void *context)
{
	int32_t i;

	for (i = 0; i < node->n_bodies; i++)
		if (node->branch < 0 || node->branch == i)
			weights_of(g, node->bodies[i].scope, back, context);
}
