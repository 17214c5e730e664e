#include "planner/pipeline.h"

#include <string.h>

#include "analyzer/analyze.h"
#include "analyzer/batch_again.h"
#include "analyzer/order.h"
#include "analyzer/sizes.h"
#include "base/num.h"
#include "planner/join.h"
#include "proto/digest.h"
#include "proto/model.h"

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
	if (join_no_spill(&other, a->graph->batch, arena) <
	    join_no_spill(a, a->graph->batch, arena))
		*a = other;
	return OK;
}

/* What --join says, per value; NULL where nothing is joined, or not yet. */
static bool *
wanted_joins(const struct graph *g, const struct bindings *b)
{
	bool *wanted;
	value_id v;
	int32_t i;

	if (b->join != JOIN_ALL && b->join != JOIN_NAMED)
		return NULL;
	wanted = arena_new(g->arena, bool, (size_t)g->n_values + 1);
	for (i = 0; i < g->n_values; i++)
		wanted[i] = b->join == JOIN_ALL;
	for (i = 0; i < b->n_joined && b->join == JOIN_NAMED; i++) {
		v = graph_find(g, b->joined[i]);
		if (v != NO_VALUE)
			wanted[v] = true;
	}
	return wanted;
}

static enum status
check_joins(const struct analysis *a, const struct bindings *b, struct diags *d)
{
	if (b->join == JOIN_NAMED && a->layers.n_joins != b->n_joined)
		return diag_error(
			d, ERR_INPUT, "bad-join",
			"the plan joins %d Concats, of which %d can be joined "
			"in this model",
			b->n_joined, a->layers.n_joins);
	return OK;
}

/* The order is searched for where nothing is joined, and then kept. */
static enum status
reorder_first(struct analysis *a, struct arena *arena, struct diags *d)
{
	struct layers *ordered = arena_new(arena, struct layers, 1);

	TRY(reorder(a, arena, d));
	*ordered = a->layers;
	a->ordered = ordered;
	return a->joined ? join_apply(a, a->joined, d) : OK;
}

/* From an inferred graph on. */
static enum status
lay_out(struct analysis *a, enum level level, enum status inferred, struct diags *d)
{
	struct arena *arena = a->graph->arena;
	enum status layered, alive;

	a->ordered = NULL;
	layered = layers_build_joined(&a->layers, a->graph, level,
				      a->bindings->memory_order ? NULL : a->joined, d);
	/* sizes that follow from an earlier error are not worth a message */
	alive = live_compute(&a->lifetimes, a->graph, &a->layers, TOP_SCOPE,
			     inferred == OK ? d : diags_new(arena));
	if (inferred != OK)
		return inferred;
	if (layered != OK || alive != OK)
		return layered != OK ? layered : alive;
	return a->bindings->memory_order ? reorder_first(a, arena, d) : OK;
}

/* What was read before an error is shown: nothing of it runs. */
static void
lay_out_nothing(struct analysis *a, struct arena *arena)
{
	size_t n = (size_t)a->graph->n_values + 1;
	int32_t *none = arena_new(arena, int32_t, n);

	memset(none, -1, n * sizeof(*none));
	a->layers.root = none;
	a->layers.step_of = none;
	a->lifetimes.of = none;
}

static enum status
analyse(struct analysis *a, struct model *model, const struct bindings *b,
	enum level level, struct arena *arena, struct diags *d)
{
	enum status imported, inferred;

	a->bindings = b;
	imported = import_graph(&a->graph, model, arena, d);
	if (imported != OK && a->graph)
		lay_out_nothing(a, arena);
	TRY(imported);
	inferred = infer_graph(a->graph, b, d);
	sizes_warn(a->graph, d);
	a->shipped = a->graph->batch;
	a->joined = wanted_joins(a->graph, b);
	TRY(lay_out(a, level, inferred, d));
	return check_joins(a, b, d);
}

void
pipeline_at(struct analysis *a, const struct analysis *base, int64_t n)
{
	struct diags *quiet = diags_new(base->graph->arena);

	*a = *base;
	a->batching = BATCHING_INFERRED;
	if (n != base->graph->batch &&
	    batch_again(&a->graph, base->graph, base->bindings, n) &&
	    lay_out(a, base->layers.level, OK, quiet) == OK)
		return;
	*a = *base;
	a->batching = BATCHING_COPIES;
}

static bool
same_lifetime(const struct lifetime *l, const struct lifetime *base,
	      const struct graph *g, int64_t n)
{
	int64_t bytes = base->batched ? bytes_at(g, base->bytes, n) : base->bytes;

	return l->value == base->value && l->bytes == bytes && l->def == base->def &&
	       l->from == base->from && l->to == base->to &&
	       l->output == base->output && l->n_uses == base->n_uses &&
	       (!l->n_uses ||
		!memcmp(l->uses, base->uses, (size_t)l->n_uses * sizeof(*l->uses)));
}

static bool
same_footprint(const struct footprint *f, const struct footprint *base,
	       const struct graph *g, int64_t n)
{
	return f->constant == base->constant &&
	       f->batched == bytes_at(g, base->batched, n);
}

/* The same layers and lifetimes, each N / shipped times as large. */
static bool
same_when_scaled(const struct analysis *a, const struct analysis *base, int64_t n)
{
	const struct layers *x = &a->layers, *y = &base->layers;
	const struct graph *g = base->graph;
	int32_t i;

	if (x->n != y->n || x->n_inplace != y->n_inplace ||
	    a->lifetimes.n != base->lifetimes.n ||
	    (x->n_inplace && memcmp(x->inplace, y->inplace,
				    (size_t)x->n_inplace * sizeof(*x->inplace))))
		return false;
	for (i = 0; i < x->n; i++)
		if (x->list[i].base != y->list[i].base ||
		    !same_footprint(&x->list[i].macs, &y->list[i].macs, g, n) ||
		    !same_footprint(&x->list[i].workspace, &y->list[i].workspace, g, n))
			return false;
	for (i = 0; i < a->lifetimes.n; i++)
		if (!same_lifetime(&a->lifetimes.list[i], &base->lifetimes.list[i], g,
				   n))
			return false;
	return true;
}

void
pipeline_probe(struct analysis *base)
{
	int64_t n = mul_sat(base->graph->batch, 2);
	struct analysis a;

	if (base->batching != BATCHING_UNKNOWN)
		return;
	pipeline_at(&a, base, n);
	base->batching = a.batching;
	if (a.batching == BATCHING_INFERRED && same_when_scaled(&a, base, n))
		base->batching = BATCHING_SCALED;
}

void
pipeline_planned(struct analysis *a, const struct analysis *base, int64_t n)
{
	if (base->batching == BATCHING_INFERRED && n != base->graph->batch)
		pipeline_at(a, base, n);
	else
		*a = *base;
}

const char *
pipeline_rule(const struct analysis *a, int64_t n)
{
	static const char *const names[] = {
		[BATCHING_UNKNOWN] = "copies",
		[BATCHING_COPIES] = "copies",
		[BATCHING_SCALED] = "scaled",
		[BATCHING_INFERRED] = "inferred",
	};

	return n == a->shipped ? "shipped" : names[a->batching];
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
