#include <string.h>

#include "analyzer/import_build.h"
#include "analyzer/ops.h"

/* The row, remembered: looking it up walks the table. */
static const struct op *
find_op(struct build *b, const char *domain, const char *name)
{
	const char *key = name;
	const struct op *op;
	int32_t i;

	if (domain[0])
		key = arena_printf(b->arena, "%s\n%s", domain, name);
	i = names_get(b->ops, key);
	if (i >= 0)
		return b->found[i];
	op = op_find(domain, name);
	if (!op && !domain[0])
		op = op_find("com.microsoft", name); /* as ONNX Runtime writes */
	if (b->n_found == b->room_found) {
		b->found = arena_grow(b->arena, b->found, (size_t)b->n_found,
				      (size_t)b->n_found * 2, sizeof(*b->found));
		b->room_found *= 2;
	}
	b->found[b->n_found] = op;
	names_put(b->ops, key, b->n_found++);
	return op;
}

static const char *
plain_domain(const char *domain)
{
	return strcmp(domain, "ai.onnx") == 0 ? "" : domain;
}

static int64_t
find_opset(struct build *b, const struct frame *f, const char *domain)
{
	const struct model *m = b->graph->model;
	const struct opset_import *opsets = m->opsets;
	int32_t n = m->n_opsets, i;

	if (f->function && f->function->n_opsets > 0) {
		opsets = f->function->opsets;
		n = f->function->n_opsets;
	}
	for (i = 0; i < n; i++)
		if (strcmp(plain_domain(opsets[i].domain), domain) == 0)
			return opsets[i].version;
	if (n > 0)
		diag_warn(b->diags, "domain-not-imported",
			  "domain '%s' is used but not imported: version 1 is assumed",
			  domain[0] ? domain : "ai.onnx");
	return 1;
}

/* A name that nothing defines gets a value of which nothing is known. */
static value_id
reference(struct build *b, struct frame *f, const struct node_def *def,
	  const char *name)
{
	value_id v;

	if (!name[0])
		return NO_VALUE;
	v = import_lookup(f, name);
	if (v != NO_VALUE)
		return v == ABSENT ? NO_VALUE : v;
	diag_error(b->diags, ERR_INPUT, "undefined-name",
		   "%s '%s' reads '%s', which nothing defines", def->op_type, def->name,
		   name);
	v = b->graph->n_values;
	import_value(b, name, f->scope);
	names_put(f->names, name, v);
	return v;
}

value_id
import_output(struct build *b, struct frame *f, const char *name)
{
	value_id v = names_get(f->names, name);

	if (v >= 0) {
		diag_error(b->diags, ERR_INPUT, "duplicate-name",
			   "'%s' is defined twice: a name is given once", name);
		v = b->graph->n_values;
		import_value(b, arena_printf(b->arena, "%s (again)", name), f->scope);
		return v;
	}
	v = f->results ? names_get(f->results, name) : NO_VALUE;
	if (v == NO_VALUE) {
		v = b->graph->n_values;
		import_value(b,
			     f->prefix[0]
				     ? arena_printf(b->arena, "%s%s", f->prefix, name)
				     : name,
			     f->scope);
	}
	names_put(f->names, name, v);
	return v;
}

static void
fill_attrs(struct build *b, const struct frame *f, const struct node_def *def,
	   struct node *node)
{
	const struct attr_def *a;
	int32_t i;

	node->attrs = arena_new(b->arena, const struct attr_def *, def->n_attrs);
	for (i = 0; i < def->n_attrs; i++) {
		a = &def->attrs[i];
		if (a->ref_attr_name[0])
			a = inline_attr(b, f, a);
		if (a)
			node->attrs[node->n_attrs++] = a;
	}
}

static void
fill_node(struct build *b, struct frame *f, const struct node_def *def,
	  struct node *node)
{
	int32_t i;

	node->name = f->prefix[0] && def->name[0]
			     ? arena_printf(b->arena, "%s%s", f->prefix, def->name)
			     : def->name;
	node->op_type = def->op_type;
	node->domain = plain_domain(def->domain);
	node->op = find_op(b, node->domain, node->op_type);
	node->scope = f->scope;
	node->function = f->ordinal;
	node->branch = -1;
	node->trip_count = -1;
	node->n_inputs = def->n_inputs;
	node->inputs = arena_new(b->arena, value_id, def->n_inputs);
	for (i = 0; i < def->n_inputs; i++)
		node->inputs[i] = reference(b, f, def, def->inputs[i]);
	node->n_outputs = def->n_outputs;
	node->outputs = arena_new(b->arena, value_id, def->n_outputs);
	for (i = 0; i < def->n_outputs; i++)
		node->outputs[i] = def->outputs[i][0]
					   ? import_output(b, f, def->outputs[i])
					   : NO_VALUE;
	fill_attrs(b, f, def, node);
}

/* The scope's list doubles at each power of two. */
static void
append(struct build *b, scope_id scope, node_id id)
{
	struct scope *s = &b->graph->scopes[scope];

	if ((s->n_nodes & (s->n_nodes - 1)) == 0)
		s->nodes = arena_grow(b->arena, s->nodes, (size_t)s->n_nodes,
				      (size_t)s->n_nodes * 2 + 1, sizeof(*s->nodes));
	s->nodes[s->n_nodes++] = id;
}

node_id
import_node(struct build *b, const struct node *node)
{
	struct graph *g = b->graph;
	int32_t room = b->room_nodes * 2, i;
	node_id id = g->n_nodes++;

	if (id == b->room_nodes) {
		g->nodes = arena_grow(b->arena, g->nodes, (size_t)id, (size_t)room,
				      sizeof(*g->nodes));
		b->room_nodes = room;
	}
	g->nodes[id] = *node;
	for (i = 0; i < node->n_outputs; i++)
		if (node->outputs[i] != NO_VALUE) {
			g->values[node->outputs[i]].producer = id;
			g->values[node->outputs[i]].output = i;
		}
	append(b, node->scope, id);
	return id;
}

static enum status
add_body(struct build *b, const struct frame *outer, node_id owner, struct body *body,
	 const char *attr, const struct graph_def *def)
{
	struct frame f = *outer;

	f.parent = outer;
	f.results = NULL;
	f.names = names_new(b->arena);
	f.scope = b->graph->n_scopes;
	import_scope(b, def->name, outer->scope, owner);
	*body = (struct body){attr, f.scope};
	return import_body(b, &f, def);
}

static int32_t
count_bodies(const struct node *node)
{
	const struct attr_def *a;
	int32_t i, n = 0;

	for (i = 0; i < node->n_attrs; i++) {
		a = node->attrs[i];
		if (a->type == ATTR_GRAPH && a->g)
			n++;
		if (a->type == ATTR_GRAPHS)
			n += (int32_t)a->n;
	}
	return n;
}

/* The graph's nodes may move meanwhile; the node's own arrays do not. */
static enum status
add_bodies(struct build *b, const struct frame *f, node_id id)
{
	struct node *node = &b->graph->nodes[id];
	int32_t n_attrs = node->n_attrs, i, n = 0;
	const struct attr_def **attrs = node->attrs, *a;
	struct body *bodies;
	size_t k;

	node->n_bodies = count_bodies(node);
	if (node->n_bodies == 0)
		return OK;
	bodies = node->bodies = arena_new(b->arena, struct body, node->n_bodies);
	for (i = 0; i < n_attrs; i++) {
		a = attrs[i];
		if (a->type == ATTR_GRAPH && a->g)
			TRY(add_body(b, f, id, &bodies[n++], a->name, a->g));
		for (k = 0; a->type == ATTR_GRAPHS && k < a->n; k++)
			TRY(add_body(b, f, id, &bodies[n++], a->name, &a->graphs[k]));
	}
	return OK;
}

static enum status
add_node(struct build *b, struct frame *f, const struct node_def *def)
{
	struct node node = {0};
	int32_t function;

	fill_node(b, f, def, &node);
	function = node.op ? -1 : inline_find(b, def);
	if (function >= 0)
		return inline_call(b, f, &node, function);
	node.opset = find_opset(b, f, node.domain);
	return add_bodies(b, f, import_node(b, &node));
}

static void
announce(struct frame *f, const struct node_list *list)
{
	int32_t i, k;

	for (i = 0; i < list->n; i++)
		for (k = 0; k < list->defs[i].n_outputs; k++)
			if (list->defs[i].outputs[k][0] &&
			    names_get(f->names, list->defs[i].outputs[k]) == -1)
				names_put(f->names, list->defs[i].outputs[k],
					  UNMADE - i);
}

enum status
import_nodes(struct build *b, struct frame *f, const struct node_list *list)
{
	int32_t *order = arena_new(b->arena, int32_t, list->n + 1), i;

	announce(f, list);
	TRY(import_order(b, f, list, order));
	for (i = 0; i < list->n; i++)
		TRY(add_node(b, f, &list->defs[order[i]]));
	return OK;
}
