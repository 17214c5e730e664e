#include <ctype.h>
#include <string.h>

#include "analyzer/batch.h"
#include "analyzer/batch_again.h"
#include "analyzer/sizes.h"
#include "analyzer/tests/conformance.h"

static jmp_buf trap;

static int64_t
elements(const json_t *dims)
{
	int64_t n = 1;
	size_t i;

	for (i = 0; i < json_array_size(dims); i++)
		n *= json_integer_value(json_array_get(dims, i));
	return n;
}

static void
bind_dims(struct bindings *b, struct arena *a, const char *name, const json_t *dims)
{
	struct bind_shape *s;
	int32_t i;

	b->inputs = arena_grow(a, b->inputs, (size_t)b->n_inputs,
			       (size_t)b->n_inputs + 1, sizeof(*s));
	s = &b->inputs[b->n_inputs++];
	s->name = name;
	s->rank = (int32_t)json_array_size(dims);
	s->dims = arena_new(a, int64_t, s->rank + 1);
	for (i = 0; i < s->rank; i++)
		s->dims[i] = json_integer_value(json_array_get(dims, (size_t)i));
}

/* Nested lists as one. */
static void
flatten(const json_t *data, struct bind_value *v, size_t room)
{
	size_t i;

	if (!json_is_array(data)) {
		if ((size_t)v->n < room)
			v->numbers[v->n++] =
				json_is_true(data) ? 1 : json_number_value(data);
		return;
	}
	for (i = 0; i < json_array_size(data); i++)
		flatten(json_array_get(data, i), v, room);
}

static void
bind_elements(struct bindings *b, struct arena *a, const char *name,
	      const json_t *input, enum values values)
{
	const json_t *data = json_object_get(input, "data"), *zero = json_integer(0);
	const char *dtype = json_string_value(json_object_get(input, "dtype"));
	int64_t n = elements(json_object_get(input, "dims"));
	struct bind_value *v;

	if (!data)
		data = json_object_get(input, "fill");
	if (!data && values == ZEROS && n <= 16 && strstr(dtype, "int"))
		data = zero;
	if (!data || n < 1 || n > 4096 || strcmp(dtype, "string") == 0)
		return;
	b->values = arena_grow(a, b->values, (size_t)b->n_values,
			       (size_t)b->n_values + 1, sizeof(*v));
	v = &b->values[b->n_values++];
	v->name = name;
	v->n = 0;
	v->numbers = arena_new(a, double, n);
	flatten(data, v, (size_t)n);
	if (data == zero)
		v->n = 1;
}

static void
bind_input(struct bindings *b, struct arena *a, const char *name, const json_t *input,
	   enum values values)
{
	const json_t *dims = json_object_get(input, "dims");

	if (!dims)
		return;
	bind_dims(b, a, name, dims);
	if (values)
		bind_elements(b, a, name, input, values);
}

static void
bind_all(struct bindings *b, struct arena *a, const json_t *inputs, enum values values)
{
	const char *name;
	json_t *input;
	size_t i;

	json_object_foreach((json_t *)inputs, name, input)
		bind_input(b, a, name, input, values);
	json_array_foreach((json_t *)inputs, i, input) bind_input(
		b, a, json_string_value(json_object_get(input, "name")), input, values);
}

bool
run_model(struct run *r, const char *path, const json_t *inputs, enum values values)
{
	struct bindings *b = &r->bindings;

	memset(r, 0, sizeof(*r));
	if (setjmp(trap)) {
		r->status = ERR_INTERNAL;
		r->graph = NULL;
		return true;
	}
	r->arena = arena_open(&trap, (size_t)64 << 20);
	r->diags = diags_new(r->arena);
	r->status = model_read(&r->model, path, r->arena, r->diags);
	if (r->status != OK)
		return false;
	bind_all(b, r->arena, inputs, values);
	r->status = import_graph(&r->graph, r->model, r->arena, r->diags);
	if (r->status != OK)
		r->graph = NULL;
	else
		r->status = infer_graph(r->graph, b, r->diags);
	return true;
}

void
run_batch(struct run *r, int64_t n)
{
	struct graph *g;

	if (batch_again(&g, r->graph, &r->bindings, n))
		r->graph = g;
}

void
run_close(struct run *r)
{
	arena_close(r->arena);
}

static bool
same_dtype(enum dtype mine, const char *truth, const char *path)
{
	if (strcmp(dtype_row(mine)->name, truth) == 0)
		return true;
	/* a CPU has no float16 kernels: the runtime that gave the truth casts */
	return mine == DTYPE_FLOAT16 && strcmp(truth, "float32") == 0 &&
	       strstr(path, "fp16");
}

enum verdict
compare_value(const struct run *r, value_id id, const json_t *truth, int64_t batch)
{
	const struct value *v = id == NO_VALUE ? NULL : &r->graph->values[id];
	const json_t *dims = json_object_get(truth, "dims");
	int64_t mine[64], d;
	bool equal = true, within = true;
	int32_t i;

	if (!v || v->type.kind != TYPE_TENSOR || v->type.rank == RANK_UNKNOWN ||
	    v->type.rank > 64 || v->type.dtype == DTYPE_UNDEFINED)
		return UNRESOLVED;
	if (!same_dtype(v->type.dtype,
			json_string_value(json_object_get(truth, "dtype")),
			r->model->source.path))
		return WRONG;
	if (v->type.rank != (int32_t)json_array_size(dims))
		return WRONG;
	batch_dims_at(r->graph, id, batch ? batch : r->graph->batch, mine);
	for (i = 0; i < v->type.rank; i++) {
		d = json_integer_value(json_array_get(dims, (size_t)i));
		if (mine[i] < 0)
			return UNRESOLVED;
		equal &= mine[i] == d;
		within &= mine[i] >= d;
	}
	if (equal)
		return RIGHT;
	return v->type.bound && within ? BOUNDED : WRONG;
}

/* "If:then_branch/": a step into a body; NULL when the key has none. */
static const char *
step(const char *key)
{
	const char *colon = strchr(key, ':'),
		   *slash = colon ? strchr(colon, '/') : NULL;

	if (!slash || !isupper((unsigned char)key[0]))
		return NULL;
	if (strncmp(colon, ":then_branch/", 13) == 0 ||
	    strncmp(colon, ":else_branch/", 13) == 0 ||
	    strncmp(colon, ":body/", 6) == 0)
		return slash + 1;
	return NULL;
}

/* Whether the scope is reached by the key's steps up to END. */
static bool
reached(const struct graph *g, scope_id scope, const char *key, const char *end)
{
	const char *from = key, *next;
	const struct node *owner = NULL;
	int32_t i;
	char text[64];

	if (key == end)
		return g->scopes[scope].owner == NO_NODE;
	while ((next = step(from)) && next < end)
		from = next;
	if (g->scopes[scope].owner == NO_NODE)
		return false;
	owner = &g->nodes[g->scopes[scope].owner];
	for (i = 0; i < owner->n_bodies; i++) {
		snprintf(text, sizeof(text), "%s:%s/", owner->op_type,
			 owner->bodies[i].attr);
		if (owner->bodies[i].scope == scope &&
		    strncmp(text, from, strlen(text)) == 0)
			return reached(g, g->scopes[scope].parent, key, from);
	}
	return false;
}

/* Bodies of the same kind of node may share names: the first inferred one. */
value_id
find_in_body(const struct graph *g, const char *key)
{
	const char *name = key;
	value_id id, found = NO_VALUE;

	while (step(name))
		name = step(name);
	for (id = 0; id < g->n_values; id++)
		if (strcmp(g->values[id].name, name) == 0 &&
		    reached(g, g->values[id].scope, key, name) &&
		    (found == NO_VALUE || !type_resolved(&g->values[found].type)))
			found = id;
	return found;
}

static void
print_dims(const struct type *t)
{
	int32_t i;

	printf(" %s[", dtype_row(t->dtype)->name);
	for (i = 0; i < t->rank; i++)
		printf("%s%lld", i ? "," : "", (long long)t->dims[i]);
	printf("]%s batch %d", t->bound ? " bound" : "", (int)t->batch);
}

void
count_value(struct tally *t, const struct run *r, const char *model, const char *name,
	    value_id id, const json_t *truth, int64_t batch)
{
	static const char *const words[] = {"right", "bounded", "wrong", "unresolved"};
	enum verdict verdict = compare_value(r, id, truth, batch);
	const struct value *v = id == NO_VALUE ? NULL : &r->graph->values[id];
	char *dims;

	t->tensors++;
	t->by[verdict]++;
	if (!verbose || verdict == RIGHT)
		return;
	dims = json_dumps(json_object_get(truth, "dims"), JSON_COMPACT);
	printf("%s %s %s '%s' (%s): truth %s%s, found", t->suite, words[verdict], model,
	       name,
	       v && v->producer != NO_NODE ? r->graph->nodes[v->producer].op_type : "-",
	       json_string_value(json_object_get(truth, "dtype")), dims);
	if (v)
		print_dims(&v->type);
	printf("\n");
	free(dims);
}

void
count_refused(struct tally *t, const struct run *r, const char *model)
{
	size_t i;

	t->refused++;
	if (!verbose)
		return;
	printf("%s status %d %s\n", t->suite, (int)r->status, model);
	for (i = 0; r->diags && i < r->diags->n; i++)
		if (r->diags->list[i].severity == DIAG_ERROR)
			printf("\t%s\n", r->diags->list[i].message);
}
