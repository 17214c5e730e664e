#include "analyzer/tests/graph_text.h"

#include <check.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static const struct {
	const char *name;
	enum dtype dtype;
} short_names[] = {
	{"f32", DTYPE_FLOAT},     {"f16", DTYPE_FLOAT16}, {"f64", DTYPE_DOUBLE},
	{"i64", DTYPE_INT64},     {"i32", DTYPE_INT32},   {"i8", DTYPE_INT8},
	{"u8", DTYPE_UINT8},      {"bool", DTYPE_BOOL},   {"str", DTYPE_STRING},
	{"bf16", DTYPE_BFLOAT16},
};

enum { N_SHORT = sizeof(short_names) / sizeof(short_names[0]) };

enum dtype
dtype_of_name(const char *name)
{
	for (int i = 0; i < N_SHORT; i++)
		if (!strcmp(short_names[i].name, name))
			return short_names[i].dtype;
	return dtype_by_name(name);
}

static struct diags *messages;

const char *
graph_messages(void)
{
	struct text t;

	text_open(&t, messages->arena);
	for (size_t i = 0; i < messages->n; i++)
		text_printf(&t, "%s: %s\n", messages->list[i].id,
			    messages->list[i].message);
	return t.s;
}

struct graph *
graph_from(const char *text, struct arena *arena)
{
	struct graph *g;

	messages = diags_new(arena);
	if (import_graph(&g, model_from(text, arena), arena, messages) != OK)
		ck_abort_msg("'%s' cannot be imported: %s", text, graph_messages());
	return g;
}

struct graph *
graph_inferred(const char *text, enum status wanted, struct arena *arena)
{
	struct graph *g = graph_from(text, arena);
	struct bindings none = {0};
	enum status found = infer_graph(g, &none, messages);

	if (found != wanted)
		ck_abort_msg("'%s' is inferred with %d, not %d: %s", text, found,
			     wanted, graph_messages());
	return g;
}

static const struct value *
value_named(const struct graph *g, const char *name)
{
	value_id id = graph_find(g, name);

	if (id == NO_VALUE)
		ck_abort_msg("there is no value '%s'", name);
	return &g->values[id];
}

static const char *
short_name(enum dtype dtype)
{
	for (int i = 0; i < N_SHORT; i++)
		if (short_names[i].dtype == dtype)
			return short_names[i].name;
	return dtype_row(dtype)->name;
}

const char *
type_of(const struct graph *g, const char *name)
{
	const struct type *t = &value_named(g, name)->type;
	struct text out;

	text_open(&out, g->arena);
	if (t->kind == TYPE_UNKNOWN)
		return "?";
	text_puts(&out, short_name(t->dtype));
	if (t->rank == RANK_UNKNOWN)
		return out.s;
	for (int32_t i = 0; i < t->rank; i++) {
		text_puts(&out, i ? "," : "[");
		if (t->dims[i] == DIM_UNKNOWN)
			text_puts(&out, "?");
		else
			text_printf(&out, "%" PRId64, t->dims[i]);
		text_puts(&out, t->batch == i ? "@" : "");
	}
	text_puts(&out, t->rank ? "]" : "[]");
	text_puts(&out, t->batch == BATCH_VIRTUAL ? " virtual" : "");
	text_puts(&out, t->bound ? " bound" : "");
	return out.s;
}

const char *
literal_of(const struct graph *g, const char *name)
{
	const struct literal *l = value_named(g, name)->literal;
	struct text out;

	text_open(&out, g->arena);
	if (!l)
		return "none";
	for (int64_t i = 0; i < l->n; i++) {
		const struct element *e = &l->elements[i];

		text_puts(&out, i ? " " : "");
		if (e->flags & ELEMENT_UNKNOWN)
			text_puts(&out, "?");
		else if (l->is_float)
			text_printf(&out, "%.9g", e->f);
		else
			text_printf(&out, "%" PRId64, e->i);
		text_puts(&out, e->flags & ELEMENT_SCALED ? "s" : "");
		text_puts(&out, e->flags & ELEMENT_BOUND ? "b" : "");
	}
	return out.s;
}

int64_t
total_macs(const struct graph *g)
{
	int64_t sum = 0;

	for (int32_t i = 0; i < g->n_nodes; i++)
		sum += g->nodes[i].macs;
	return sum;
}
