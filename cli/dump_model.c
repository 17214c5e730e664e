#include "cli/dump_stages.h"

#include "analyzer/sizes.h"
#include "cli/out_model.h"

static json_t *
envelope(const struct plan_report *p, const char *stage)
{
	json_t *j = json_object();

	json_object_set_new(j, "format", json_string("tidemark.dump"));
	json_object_set_new(j, "format_version", json_string("1.0"));
	json_object_set_new(j, "stage", json_string(stage));
	json_object_set_new(j, "bindings",
			    bindings_json(p->request->arena, p->analysis.graph,
					  p->analysis.graph->batch));
	return j;
}

static json_t *
name_json(const struct plan_report *p, value_id v)
{
	if (v == NO_VALUE)
		return json_null();
	return json_name(p->request->arena, p->analysis.graph->values[v].name);
}

static json_t *
names_json(const struct plan_report *p, const value_id *list, int32_t n)
{
	json_t *j = json_array();
	int32_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(j, name_json(p, list[i]));
	return j;
}

static json_t *
ids_json(const int32_t *list, int32_t n)
{
	json_t *j = json_array();
	int32_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(j, json_integer(list[i]));
	return j;
}

/* --- graph --- */

static json_t *
value_json(const struct plan_report *p, value_id id)
{
	static const char *const kinds[] = {
		[VALUE_ACTIVATION] = "activation",
		[VALUE_INPUT] = "input",
		[VALUE_WEIGHT] = "weight",
		[VALUE_CONSTANT] = "constant",
	};
	const struct value *v = &p->analysis.graph->values[id];
	const struct type *t = &v->type;
	json_t *j = json_object(), *dims = json_array();
	int32_t i;

	json_object_set_new(j, "id", json_integer(id));
	json_object_set_new(j, "name", json_name(p->request->arena, v->name));
	json_object_set_new(j, "kind", json_string(kinds[v->kind]));
	json_object_set_new(j, "dtype", json_string(dtype_row(t->dtype)->name));
	for (i = 0; i < t->rank; i++)
		json_array_append_new(dims, json_known(t->dims[i]));
	if (t->rank < 0) {
		json_decref(dims);
		dims = json_null();
	}
	json_object_set_new(j, "dims", dims);
	json_object_set_new(j, "bytes", json_known(value_bytes(p->analysis.graph, id)));
	json_object_set_new(j, "batched",
			    json_boolean(value_batched(p->analysis.graph, id)));
	json_object_set_new(j, "batch_axis", json_known(t->batch));
	json_object_set_new(j, "bound", json_boolean(t->bound));
	json_object_set_new(j, "producer", json_known(v->producer));
	json_object_set_new(j, "scope", json_integer(v->scope));
	return j;
}

static json_t *
node_json(const struct plan_report *p, node_id id)
{
	const struct node *n = &p->analysis.graph->nodes[id];
	struct arena *a = p->request->arena;
	json_t *j = json_object(), *bodies = json_array();
	int32_t i;

	json_object_set_new(j, "id", json_integer(id));
	json_object_set_new(j, "name", json_name(a, n->name));
	json_object_set_new(j, "op", json_name(a, n->op_type));
	json_object_set_new(j, "domain", json_name(a, n->domain));
	json_object_set_new(j, "opset", json_integer(n->opset));
	json_object_set_new(j, "known", json_boolean(n->op != NULL));
	json_object_set_new(j, "inputs", names_json(p, n->inputs, n->n_inputs));
	json_object_set_new(j, "outputs", names_json(p, n->outputs, n->n_outputs));
	for (i = 0; i < n->n_bodies; i++)
		json_array_append_new(bodies, json_integer(n->bodies[i].scope));
	json_object_set_new(j, "bodies", bodies);
	json_object_set_new(j, "folded", json_boolean(n->folded));
	json_object_set_new(j, "macs", json_known(n->macs));
	json_object_set_new(j, "scope", json_integer(n->scope));
	return j;
}

static json_t *
scope_json(const struct plan_report *p, scope_id id)
{
	const struct scope *s = &p->analysis.graph->scopes[id];
	json_t *j = json_object();

	json_object_set_new(j, "id", json_integer(id));
	json_object_set_new(j, "name",
			    json_name(p->request->arena, s->name ? s->name : ""));
	json_object_set_new(j, "owner", json_known(s->owner));
	json_object_set_new(j, "nodes", ids_json(s->nodes, s->n_nodes));
	json_object_set_new(j, "inputs", names_json(p, s->inputs, s->n_inputs));
	json_object_set_new(j, "outputs", names_json(p, s->outputs, s->n_outputs));
	return j;
}

static json_t *
list_json(const struct plan_report *p, int32_t n,
	  json_t *(*one)(const struct plan_report *, int32_t))
{
	json_t *list = json_array();
	int32_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(list, one(p, i));
	return list;
}

json_t *
dump_graph(const struct plan_report *p)
{
	const struct graph *g = p->analysis.graph;
	json_t *j = envelope(p, "graph");

	json_object_set_new(j, "scopes", list_json(p, g->n_scopes, scope_json));
	json_object_set_new(j, "nodes", list_json(p, g->n_nodes, node_json));
	json_object_set_new(j, "values", list_json(p, g->n_values, value_json));
	return j;
}

/* --- layers --- */

static json_t *
footprint_json(const struct footprint *f)
{
	json_t *j = json_object();

	json_object_set_new(j, "batched", json_integer(f->batched));
	json_object_set_new(j, "constant", json_integer(f->constant));
	return j;
}

static json_t *
layer_json(const struct plan_report *p, int32_t step)
{
	const struct layer *l = &p->analysis.layers.list[step];
	struct arena *a = p->request->arena;
	json_t *j = json_object();

	json_object_set_new(j, "step", json_integer(step));
	json_object_set_new(j, "name", json_name(a, l->name));
	json_object_set_new(j, "op", json_name(a, l->op));
	json_object_set_new(j, "nodes", ids_json(l->nodes, l->n_nodes));
	json_object_set_new(j, "inputs", names_json(p, l->inputs, l->n_inputs));
	json_object_set_new(j, "outputs", names_json(p, l->outputs, l->n_outputs));
	json_object_set_new(j, "weights", names_json(p, l->weights, l->n_weights));
	json_object_set_new(j, "macs", footprint_json(&l->macs));
	json_object_set_new(j, "workspace", footprint_json(&l->workspace));
	return j;
}

static json_t *
edge_json(const struct plan_report *p, int32_t i)
{
	const struct inplace *e = &p->analysis.layers.inplace[i];
	json_t *j = json_object();

	json_object_set_new(j, "step", json_integer(e->step));
	json_object_set_new(j, "from", name_json(p, e->from));
	json_object_set_new(j, "to", name_json(p, e->to));
	return j;
}

static json_t *
views_json(const struct plan_report *p)
{
	const struct analysis *a = &p->analysis;
	json_t *list = json_array(), *j;
	value_id v;

	for (v = 0; v < a->graph->n_values; v++) {
		if (a->layers.root[v] == NO_VALUE || a->layers.root[v] == v)
			continue;
		j = json_object();
		json_object_set_new(j, "view", name_json(p, v));
		json_object_set_new(j, "of", name_json(p, a->layers.root[v]));
		json_array_append_new(list, j);
	}
	return list;
}

json_t *
dump_layers(const struct plan_report *p)
{
	const struct layers *l = &p->analysis.layers;
	json_t *j = envelope(p, "layers");

	json_object_set_new(j, "level", json_string(level_names[l->level]));
	json_object_set_new(j, "layers", list_json(p, l->n, layer_json));
	json_object_set_new(j, "inplace", list_json(p, l->n_inplace, edge_json));
	json_object_set_new(j, "views", l->root ? views_json(p) : json_array());
	return j;
}

/* --- lifetimes --- */

static json_t *
lifetime_json(const struct plan_report *p, int32_t i)
{
	const struct lifetime *l = &p->analysis.lifetimes.list[i];
	json_t *j = json_object();

	json_object_set_new(j, "name", name_json(p, l->value));
	json_object_set_new(j, "bytes", json_known(l->bytes));
	json_object_set_new(j, "batched", json_boolean(l->batched));
	json_object_set_new(j, "input", json_boolean(l->input));
	json_object_set_new(j, "output", json_boolean(l->output));
	json_object_set_new(j, "def", json_integer(l->def));
	json_object_set_new(j, "uses", ids_json(l->uses, l->n_uses));
	json_object_set_new(j, "from", json_integer(l->from));
	json_object_set_new(j, "to", json_integer(l->to));
	return j;
}

json_t *
dump_lifetimes(const struct plan_report *p)
{
	json_t *j = envelope(p, "lifetimes");

	json_object_set_new(j, "steps", json_integer(p->analysis.layers.n));
	json_object_set_new(j, "lifetimes",
			    list_json(p, p->analysis.lifetimes.n, lifetime_json));
	return j;
}
