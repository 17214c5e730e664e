#include "analyzer/analyze.h"

#include <string.h>

#include "analyzer/import_build.h"
#include "analyzer/ops.h"

enum { NEWEST_OPSET = 28, NEWEST_IR = 14 };

struct value *
import_value(struct build *b, const char *name, scope_id scope)
{
	struct graph *g = b->graph;
	struct value *v;
	int32_t room = b->room_values * 2;

	if (g->n_values == b->room_values) {
		g->values = arena_grow(b->arena, g->values, (size_t)g->n_values,
				       (size_t)room, sizeof(*g->values));
		b->room_values = room;
	}
	v = &g->values[g->n_values++];
	v->name = name;
	v->type.rank = RANK_UNKNOWN;
	v->type.length = -1;
	v->type.batch = BATCH_NONE;
	v->producer = NO_NODE;
	v->scope = scope;
	return v;
}

struct scope *
import_scope(struct build *b, const char *name, scope_id parent, node_id owner)
{
	struct graph *g = b->graph;
	struct scope *s;
	int32_t room = b->room_scopes * 2;

	if (g->n_scopes == b->room_scopes) {
		g->scopes = arena_grow(b->arena, g->scopes, (size_t)g->n_scopes,
				       (size_t)room, sizeof(*g->scopes));
		b->room_scopes = room;
	}
	s = &g->scopes[g->n_scopes++];
	s->name = name;
	s->parent = parent;
	s->owner = owner;
	return s;
}

value_id
import_lookup(const struct frame *f, const char *name)
{
	value_id v = NO_VALUE;

	for (; f && v < 0 && v != ABSENT; f = f->parent)
		v = names_get(f->names, name);
	return v < 0 && v != ABSENT ? NO_VALUE : v;
}

static void
check_versions(struct build *b, const struct model *m)
{
	int32_t i;

	if (m->ir_version > NEWEST_IR)
		diag_warn(b->diags, "new-ir-version",
			  "IR version %lld is newer than %d: read as %d",
			  (long long)m->ir_version, NEWEST_IR, NEWEST_IR);
	if (m->n_opsets == 0)
		diag_warn(b->diags, "no-opset-import",
			  "the model imports no operator set: version 1 is assumed");
	for (i = 0; i < m->n_opsets; i++)
		if (m->opsets[i].domain[0] == '\0' &&
		    m->opsets[i].version > NEWEST_OPSET)
			diag_warn(
				b->diags, "new-opset",
				"operator set %lld is newer than %d: the newest rules "
				"known are used",
				(long long)m->opsets[i].version, NEWEST_OPSET);
}

/* Its initialization and algorithm are scopes beside the top graph. */
static enum status
import_training(struct build *b, const struct frame *top, const struct graph_def *def)
{
	struct frame f = {.parent = top, .ordinal = -1, .prefix = ""};

	if (!def)
		return OK;
	f.names = names_new(b->arena);
	f.scope = b->graph->n_scopes;
	import_scope(b, def->name, TOP_SCOPE, NO_NODE);
	return import_body(b, &f, def);
}

static void
build_open(struct build *b, const struct model *m)
{
	struct graph *g = arena_new(b->arena, struct graph, 1);

	g->arena = b->arena;
	g->model = m;
	g->batch = 1;
	g->names = names_new(b->arena);
	b->graph = g;
	b->room_nodes = m->graph->n_nodes + 1;
	b->room_values = 2 * m->graph->n_nodes + m->graph->n_initializers +
			 m->graph->n_inputs + 1;
	b->room_scopes = 4;
	b->room_found = 32;
	g->nodes = arena_new(b->arena, struct node, b->room_nodes);
	g->values = arena_new(b->arena, struct value, b->room_values);
	g->scopes = arena_new(b->arena, struct scope, b->room_scopes);
	b->found = arena_new(b->arena, const struct op *, b->room_found);
	b->ops = names_new(b->arena);
	inline_index(b);
}

static void
note_facts(struct build *b, const struct model *m)
{
	struct model_facts *f = &b->graph->facts;
	size_t n = (size_t)m->n_opsets + 1;
	int32_t i;

	f->name = m->graph->name;
	f->ir_version = m->ir_version;
	f->n_opsets = m->n_opsets;
	f->domains = arena_new(b->arena, const char *, n);
	f->opsets = arena_new(b->arena, int64_t, n);
	for (i = 0; i < m->n_opsets; i++) {
		f->domains[i] = *m->opsets[i].domain ? m->opsets[i].domain : "ai.onnx";
		f->opsets[i] = m->opsets[i].version;
	}
}

enum status
import_graph(struct graph **result, const struct model *m, struct arena *arena,
	     struct diags *diags)
{
	struct build b = {.arena = arena, .diags = diags};
	struct frame top = {.scope = TOP_SCOPE, .ordinal = -1, .prefix = ""};
	int32_t i;

	build_open(&b, m);
	note_facts(&b, m);
	check_versions(&b, m);
	*result = b.graph;
	top.names = b.graph->names;
	import_scope(&b, m->graph->name, NO_SCOPE, NO_NODE);
	TRY(import_body(&b, &top, m->graph));
	for (i = 0; i < m->n_training; i++) {
		TRY(import_training(&b, &top, m->training[i].initialization));
		TRY(import_training(&b, &top, m->training[i].algorithm));
	}
	return OK;
}
