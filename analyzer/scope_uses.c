#include "analyzer/scope_uses.h"

#include "analyzer/layers.h"

bool
value_is_computed(const struct graph *g, value_id v)
{
	return v != NO_VALUE && (g->values[v].kind == VALUE_ACTIVATION ||
				 g->values[v].kind == VALUE_INPUT);
}

node_id
uses_only(const struct uses *u, value_id v)
{
	if (v == NO_VALUE || uses_count(u, v) != 1 || u->result[v])
		return NO_NODE;
	return u->readers[u->first[v]];
}

/* One pass over the readers, to count them or to write them down. */
struct pass {
	const struct graph *graph;
	node_id reader;
	node_id *last; /* per value: its latest reader, to see each once */
	int32_t *count;
	int32_t *cursor; /* NULL while counting */
	node_id *readers;
	bool *needed; /* marking what a live node reads */
};

static void
visit(void *context, value_id v)
{
	struct pass *p = context;

	if (!value_is_computed(p->graph, v) || p->last[v] == p->reader + 1)
		return;
	p->last[v] = p->reader + 1;
	if (p->cursor)
		p->readers[p->cursor[v]++] = p->reader;
	else
		p->count[v]++;
}

static void
mark(void *context, value_id v)
{
	struct pass *p = context;

	if (v != NO_VALUE)
		p->needed[v] = true;
}

static void
each_read(struct pass *p, const struct node *node, capture_fn *back)
{
	int32_t i;

	for (i = 0; i < node->n_inputs; i++)
		if (node->inputs[i] != NO_VALUE)
			back(p, node->inputs[i]);
	node_captures(p->graph, node, back, p);
}

static bool
computes(const struct graph *g, const struct node *node)
{
	int32_t i;

	if (node->folded)
		return false;
	for (i = 0; i < node->n_outputs; i++)
		if (value_is_computed(g, node->outputs[i]))
			return true;
	return false;
}

/* Backwards: a node runs if something needs one of its outputs. */
static bool *
find_running(const struct graph *g, const struct scope *s, struct pass *p)
{
	bool *runs = arena_new(g->arena, bool, (size_t)g->n_nodes + 1);
	const struct node *node;
	int32_t i, k;

	for (i = s->n_nodes - 1; i >= 0; i--) {
		node = &g->nodes[s->nodes[i]];
		if (!computes(g, node))
			continue;
		for (k = 0; k < node->n_outputs; k++)
			if (node->outputs[k] != NO_VALUE && p->needed[node->outputs[k]])
				runs[s->nodes[i]] = true;
		if (runs[s->nodes[i]])
			each_read(p, node, mark);
	}
	return runs;
}

static void
walk(struct pass *p, const struct graph *g, const struct scope *s, const bool *runs)
{
	int32_t i;

	for (i = 0; i < g->n_values; i++)
		p->last[i] = 0;
	for (i = 0; i < s->n_nodes; i++) {
		p->reader = s->nodes[i];
		if (runs[p->reader])
			each_read(p, &g->nodes[p->reader], visit);
	}
}

void
uses_build(struct uses *u, const struct graph *g, scope_id scope)
{
	const struct scope *s = &g->scopes[scope];
	size_t n = (size_t)g->n_values;
	bool *result = arena_new(g->arena, bool, n + 1), *runs;
	int32_t *first = arena_new(g->arena, int32_t, n + 1), i;
	struct pass p = {.graph = g};

	p.last = arena_new(g->arena, node_id, n + 1);
	p.needed = arena_new(g->arena, bool, n + 1);
	p.count = arena_new(g->arena, int32_t, n + 1);
	for (i = 0; i < s->n_outputs; i++)
		if (s->outputs[i] != NO_VALUE)
			result[s->outputs[i]] = p.needed[s->outputs[i]] = true;
	runs = find_running(g, s, &p);
	walk(&p, g, s, runs);
	for (i = 0; i < g->n_values; i++)
		first[i + 1] = first[i] + p.count[i];
	p.cursor = arena_grow(g->arena, first, n + 1, n + 1, sizeof(*first));
	p.readers = arena_new(g->arena, node_id, (size_t)first[n] + 1);
	walk(&p, g, s, runs);
	*u = (struct uses){first, p.readers, result, runs};
}

static bool
inside(const struct graph *g, scope_id body, scope_id s)
{
	while (s != NO_SCOPE && s != body)
		s = g->scopes[s].parent;
	return s == body;
}

static void
captures_of(const struct graph *g, scope_id outer, scope_id body, capture_fn *back,
	    void *context)
{
	const struct scope *s = &g->scopes[body];
	const struct node *node;
	int32_t i, k;

	for (i = 0; i < s->n_nodes; i++) {
		node = &g->nodes[s->nodes[i]];
		for (k = 0; k < node->n_inputs; k++)
			if (node->inputs[k] != NO_VALUE &&
			    !inside(g, outer, g->values[node->inputs[k]].scope))
				back(context, node->inputs[k]);
		for (k = 0; k < node->n_bodies; k++)
			captures_of(g, outer, node->bodies[k].scope, back, context);
	}
	for (i = 0; i < s->n_outputs; i++)
		if (s->outputs[i] != NO_VALUE &&
		    !inside(g, outer, g->values[s->outputs[i]].scope))
			back(context, s->outputs[i]);
}

void
node_captures(const struct graph *g, const struct node *node, capture_fn *back,
	      void *context)
{
	int32_t i;

	for (i = 0; i < node->n_bodies; i++)
		if (node->branch < 0 || node->branch == i)
			captures_of(g, node->bodies[i].scope, node->bodies[i].scope,
				    back, context);
}
