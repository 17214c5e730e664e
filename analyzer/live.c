#include "analyzer/live.h"

#include <stdlib.h>

#include "analyzer/sizes.h"

struct entry {
	struct lifetime l;
	int32_t *uses;
	int32_t room;
	bool touched;
};

static void
add_use(struct entry *e, struct arena *a, int32_t step)
{
	struct lifetime *l = &e->l;

	e->touched = true;
	if (l->n_uses && e->uses[l->n_uses - 1] == step)
		return;
	if (l->n_uses == e->room) {
		e->room = e->room ? e->room * 2 : 4;
		e->uses = arena_grow(a, e->uses, (size_t)l->n_uses, (size_t)e->room,
				     sizeof(*e->uses));
	}
	e->uses[l->n_uses++] = step;
}

/* The first layer that writes makes it; later ones are uses: analyzer/join.h. */
static void
add_write(struct entry *e, struct arena *a, int32_t step)
{
	e->touched = true;
	e->l.written = step;
	if (e->l.def < 0)
		e->l.def = step;
	else
		add_use(e, a, step);
}

static void
collect(struct entry *all, const struct graph *g, const struct layers *layers)
{
	const struct layer *l;
	int32_t i, k;

	for (i = 0; i < g->n_values; i++)
		all[i].l.def = all[i].l.written = -1;
	for (i = 0; i < layers->n; i++) {
		l = &layers->list[i];
		for (k = 0; k < l->n_outputs; k++)
			add_write(&all[l->outputs[k]], g->arena, i);
		for (k = 0; k < l->n_inputs; k++)
			add_use(&all[l->inputs[k]], g->arena, i);
	}
}

static void
mark_results(struct entry *all, const struct layers *layers, const struct scope *s)
{
	int32_t i;
	value_id root;

	for (i = 0; i < s->n_outputs; i++) {
		root = s->outputs[i] == NO_VALUE ? NO_VALUE
						 : layers->root[s->outputs[i]];
		if (root != NO_VALUE && all[root].touched)
			all[root].l.output = true;
	}
}

static int
earlier(const void *pa, const void *pb)
{
	const struct lifetime *a = pa, *b = pb;

	if (a->def != b->def)
		return a->def < b->def ? -1 : 1;
	return a->value < b->value ? -1 : a->value > b->value;
}

static void
finish(struct lifetime *l, const struct entry *e, const struct graph *g, value_id v,
       int32_t steps)
{
	*l = e->l;
	l->value = v;
	l->uses = e->uses;
	l->bytes = value_bytes(g, v);
	l->batched = value_batched(g, v);
	l->input = l->def < 0;
	l->from = l->def < 0 ? 0 : l->def;
	l->to = l->output   ? steps
		: l->n_uses ? e->uses[l->n_uses - 1] + 1
			    : l->from + 1;
}

/* What the sizes are looked up in while they are checked. */
struct sizes {
	const struct graph *graph;
	const struct layers *layers;
	const struct lifetime *list; /* all of them */
	const int32_t *of;           /* per storage root: its lifetime, or -1 */
	int32_t n;
};

/* Its size follows from that of another lifetime, which is not known. */
static bool
follows(const struct sizes *s, value_id v)
{
	const struct graph *g = s->graph;
	const struct node *node;
	value_id root;
	int32_t i;

	if (value_bytes(g, v) >= 0 || g->values[v].producer == NO_NODE ||
	    g->values[v].scope != TOP_SCOPE)
		return false;
	node = &g->nodes[g->values[v].producer];
	for (i = 0; i < node->n_inputs; i++) {
		if (node->inputs[i] == NO_VALUE)
			continue;
		root = s->layers->root[node->inputs[i]];
		if (root != NO_VALUE && root != v && s->of[root] >= 0 &&
		    value_bytes(g, root) < 0)
			return true;
	}
	return false;
}

/* The ends of these are named by what they follow from. */
static const char *
followers(const struct sizes *s)
{
	int32_t i, all = 0;

	for (i = 0; i < s->n; i++)
		all += follows(s, s->list[i].value);
	return all ? arena_printf(s->graph->arena, " [%d other%s from it]", (int)all,
				  all == 1 ? " follows" : "s follow")
		   : "";
}

static enum status
check_size(struct lifetime *l, const struct sizes *s, const char **rest,
	   struct diags *d)
{
	const char *others = *rest;
	const struct value *v = &s->graph->values[l->value];

	if (l->bytes >= 0 && l->bytes != INT64_MAX)
		return OK;
	if (v->scope != TOP_SCOPE) {
		diag_warn(d, "unknown-size-in-body",
			  "the size of tensor '%s' inside a subgraph is not known and "
			  "counts as 0 bytes",
			  v->name);
		l->bytes = 0;
		return OK;
	}
	if (l->bytes == INT64_MAX)
		return diag_error(d, ERR_INPUT, "size-overflow",
				  "tensor '%s' has more bytes than can be counted",
				  v->name);
	if (follows(s, l->value))
		return ERR_INPUT;
	*rest = "";
	return diag_error(d, ERR_INPUT, "unknown-size",
			  "the size of tensor '%s' is not known; give it with --shape "
			  "'%s=DIMS'%s",
			  v->name, v->name, others);
}

enum status
live_compute(struct lifetimes *live, const struct graph *g, const struct layers *layers,
	     scope_id scope, struct diags *d)
{
	struct entry *all = arena_new(g->arena, struct entry, (size_t)g->n_values + 1);
	struct lifetime *list =
		arena_new(g->arena, struct lifetime, (size_t)g->n_values + 1);
	int32_t *of = arena_new(g->arena, int32_t, (size_t)g->n_values + 1), i, n = 0;
	enum status status = OK;
	struct sizes sizes;
	const char *rest;

	collect(all, g, layers);
	mark_results(all, layers, &g->scopes[scope]);
	for (i = 0; i < g->n_values; i++) {
		of[i] = -1;
		if (all[i].touched && (all[i].l.n_uses || all[i].l.output))
			finish(&list[n++], &all[i], g, i, layers->n);
	}
	qsort(list, (size_t)n, sizeof(*list), earlier);
	for (i = 0; i < n; i++)
		of[list[i].value] = i;
	sizes = (struct sizes){g, layers, list, of, n};
	rest = followers(&sizes);
	for (i = 0; i < n; i++)
		if (check_size(&list[i], &sizes, &rest, d) != OK)
			status = ERR_INPUT;
	for (i = 0; i < g->n_values; i++)
		if (layers->root[i] != NO_VALUE)
			of[i] = of[layers->root[i]];
	*live = (struct lifetimes){list, n, of};
	return status;
}
