/*
 * The outline of a plan file: values without layers.
 */
#include "cli/diff_outline.h"

#include <string.h>

static int64_t
number(const json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}

static bool
is_overwriting(const json_t *plan, const char *name, int32_t step)
{
	const json_t *list = json_object_get(plan, "inplace"), *j;
	const char *to;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		j = json_array_get(list, i);
		to = json_string_value(json_object_get(j, "to"));
		if (number(j, "step") == step && to && !strcmp(to, name))
			return true;
	}
	return false;
}

void
outline_plan(struct outline *o, const json_t *plan, struct arena *arena)
{
	const json_t *list = json_object_get(plan, "values"), *j;
	size_t n = json_array_size(list), i;
	struct outline_value *values = arena_new(arena, struct outline_value, n + 1),
			     *v;
	const json_t *peak =
		json_object_get(json_object_get(plan, "sram"), "peak_step");
	const char *name, *kind;

	*o = (struct outline){.values = values, .peak = -1};
	if (json_is_integer(peak))
		o->peak = (int32_t)json_integer_value(peak);
	for (i = 0; i < n; i++) {
		j = json_array_get(list, i);
		name = json_string_value(json_object_get(j, "name"));
		kind = json_string_value(json_object_get(j, "kind"));
		if (!name || !kind || strcmp(kind, "activation"))
			continue;
		v = &values[o->n_values++];
		v->name = name;
		v->type = "";
		v->bytes = number(j, "bytes");
		v->owner = -1;
		v->from = (int32_t)number(j, "from");
		v->to = (int32_t)number(j, "to");
		v->def = v->from;
		v->overwrites = is_overwriting(plan, name, o->peak);
	}
}
