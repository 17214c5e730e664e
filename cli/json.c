#include "cli/json.h"

#include "cli/escape.h"

static struct arena *memory;

static void *
take(size_t n)
{
	return arena_array(memory, n, 1);
}

static void
forget(void *p)
{
	(void)p;
}

void
json_use_arena(struct arena *a)
{
	memory = a;
	json_set_alloc_funcs(take, forget);
}

json_t *
json_name(struct arena *a, const char *s)
{
	json_t *j = json_string(s);

	return j ? j : json_string(escaped(a, SINK_TERMINAL, s));
}

json_t *
json_known(int64_t n)
{
	return n < 0 ? json_null() : json_integer(n);
}

json_t *
json_warnings(struct arena *a, const struct diags *d)
{
	json_t *list = json_array(), *one;
	size_t i;

	for (i = 0; i < d->n; i++) {
		if (d->list[i].severity == DIAG_ERROR)
			continue;
		one = json_object();
		json_object_set_new(one, "id", json_string(d->list[i].id));
		json_object_set_new(one, "message", json_name(a, d->list[i].message));
		json_array_append_new(list, one);
	}
	return list;
}

static int
add(const char *s, size_t n, void *t)
{
	text_json(t, s, n);
	return 0;
}

void
json_text(struct text *t, const json_t *j, size_t flags)
{
	json_dump_callback(j, add, t, flags);
}

void
json_add_compact(struct text *t, const json_t *j)
{
	json_text(t, j, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
}

void
json_print(struct text *t, json_t *j)
{
	json_text(t, j, JSON_INDENT(1));
	text_puts(t, "\n");
	json_decref(j);
}
