#include <string.h>

#include "analyzer/import_build.h"
#include "analyzer/ops.h"

static const char *
function_key(struct build *b, const char *domain, const char *name,
	     const char *overload)
{
	if (strcmp(domain, "ai.onnx") == 0)
		domain = "";
	return arena_printf(b->arena, "%s\n%s\n%s", domain, name, overload);
}

void
inline_index(struct build *b)
{
	const struct model *m = b->graph->model;
	const struct function_def *f = m->functions;
	int32_t i;

	b->functions = names_new(b->arena);
	for (i = 0; i < m->n_functions; i++, f++)
		names_put(b->functions,
			  function_key(b, f->domain, f->name, f->overload), i);
}

int32_t
inline_find(struct build *b, const struct node_def *def)
{
	if (b->graph->model->n_functions == 0)
		return -1;
	return names_get(b->functions,
			 function_key(b, def->domain, def->op_type, def->overload));
}

static const struct attr_def *
by_name(const struct node *call, const char *name)
{
	int32_t i;

	for (i = 0; i < call->n_attrs; i++)
		if (strcmp(call->attrs[i]->name, name) == 0)
			return call->attrs[i];
	return NULL;
}

static const struct attr_def *
by_default(const struct function_def *f, const char *name)
{
	int32_t i;

	for (i = 0; i < f->n_attribute_protos; i++)
		if (strcmp(f->attribute_protos[i].name, name) == 0)
			return &f->attribute_protos[i];
	return NULL;
}

const struct attr_def *
inline_attr(struct build *b, const struct frame *f, const struct attr_def *reference)
{
	const struct attr_def *given;
	struct attr_def *copy;

	if (!f->function)
		return NULL;
	given = by_name(f->call, reference->ref_attr_name);
	if (!given)
		given = by_default(f->function, reference->ref_attr_name);
	if (!given)
		return NULL;
	copy = arena_new(b->arena, struct attr_def, 1);
	*copy = *given;
	copy->name = reference->name;
	return copy;
}

/* Calls deep or many, or a function inside itself: refused with its name. */
static enum status
check_call(struct build *b, const struct frame *caller, const struct function_def *f)
{
	const struct frame *c;

	for (c = caller; c && c->function; c = c->caller)
		if (c->function == f)
			return diag_error(b->diags, ERR_INPUT, "recursive-function",
					  "function '%s' calls itself", f->name);
	b->n_inlined += f->n_nodes;
	if (caller->depth >= CALLS_DEEP || b->n_inlined > INLINED_MAX)
		return diag_error(
			b->diags, ERR_INPUT, "too-many-calls",
			"function '%s': calls nest deeper than %d or add more "
			"than %d nodes",
			f->name, CALLS_DEEP, INLINED_MAX);
	return OK;
}

/* A function may hand an input through: the call's output copies it. */
static void
pass_through(struct build *b, const struct frame *f, value_id from, value_id to)
{
	struct node node = {.name = f->prefix,
			    .op_type = "Identity",
			    .domain = "",
			    .op = op_find("", "Identity"),
			    .opset = 1,
			    .n_inputs = 1,
			    .n_outputs = 1,
			    .scope = f->scope,
			    .function = f->ordinal,
			    .branch = -1,
			    .trip_count = -1};

	node.inputs = arena_new(b->arena, value_id, 1);
	node.outputs = arena_new(b->arena, value_id, 1);
	node.inputs[0] = from;
	node.outputs[0] = to;
	import_node(b, &node);
}

/* An output that two names of the function share, or that it does not make. */
static void
finish_outputs(struct build *b, struct frame *f)
{
	const struct function_def *def = f->function;
	value_id made;
	int32_t i;

	for (i = 0; i < def->n_outputs && i < f->call->n_outputs; i++) {
		if (f->call->outputs[i] == NO_VALUE)
			continue;
		made = names_get(f->names, def->outputs[i]);
		if (made < 0)
			diag_error(b->diags, ERR_INPUT, "undefined-name",
				   "function '%s' does not make its output '%s'",
				   def->name, def->outputs[i]);
		else if (made != f->call->outputs[i])
			pass_through(b, f, made, f->call->outputs[i]);
	}
}

enum status
inline_call(struct build *b, const struct frame *caller, const struct node *call,
	    int32_t function)
{
	const struct function_def *def = &b->graph->model->functions[function];
	struct node_list nodes = {def->nodes, def->n_nodes};
	struct frame f = {.scope = caller->scope,
			  .function = def,
			  .call = call,
			  .caller = caller,
			  .ordinal = b->n_calls,
			  .depth = caller->depth + 1};
	int32_t i;

	TRY(check_call(b, caller, def));
	f.prefix = arena_printf(
		b->arena, "%s%s#%d/", call->name[0] ? "" : caller->prefix,
		call->name[0] ? call->name : call->op_type, (int)b->n_calls++);
	f.names = names_new(b->arena);
	f.results = names_new(b->arena);
	for (i = 0; i < def->n_inputs; i++)
		names_put(f.names, def->inputs[i],
			  i < call->n_inputs && call->inputs[i] != NO_VALUE
				  ? call->inputs[i]
				  : ABSENT);
	for (i = 0; i < def->n_outputs && i < call->n_outputs; i++)
		if (call->outputs[i] != NO_VALUE)
			names_put(f.results, def->outputs[i], call->outputs[i]);
	TRY(import_nodes(b, &f, &nodes));
	finish_outputs(b, &f);
	return OK;
}
