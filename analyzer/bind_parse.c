/*
 * The options' arguments as rows of struct bindings.
 *
 * Names may hold any character, '=' included: the last '=' divides.
 */
#include "analyzer/bind.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

/* NAME=REST, or an error that shows the form. */
static enum status
split(const char *s, const char *option, const char *form, const char **name,
      const char **rest, struct arena *a, struct diags *d)
{
	const char *equals = strrchr(s, '=');

	if (!equals || equals == s || !equals[1])
		return diag_error(d, ERR_USAGE, "bad-option", "--%s: '%s' is not %s",
				  option, s, form);
	*name = arena_strndup(a, s, (size_t)(equals - s));
	*rest = equals + 1;
	return OK;
}

#define APPEND(arena, list, n)                                                         \
	((list) = arena_grow((arena), (list), (size_t)(n), (size_t)(n) + 1,            \
			     sizeof(*(list))),                                         \
	 &(list)[(n)++])

enum status
bind_add_symbol(struct bindings *b, const char *s, struct arena *a, struct diags *d)
{
	const char *name, *rest;
	struct bind_symbol *row;
	int64_t n;

	TRY(split(s, "bind", "NAME=NUMBER, such as seq=128 or '*=1'", &name, &rest, a,
		  d));
	if (!parse_i64(rest, &n) || n < 0)
		return diag_error(d, ERR_USAGE, "bad-option",
				  "--bind: '%s' is not a size for '%s'; write a whole "
				  "number, such "
				  "as %s=128",
				  rest, name, name);
	row = APPEND(a, b->symbols, b->n_symbols);
	*row = (struct bind_symbol){name, n};
	return OK;
}

/* 1x3x224x224, 1,3,224,224, or "scalar" for no dimension at all. */
static enum status
add_shape(struct bind_shape *row, const char *option, const char *name,
	  const char *dims, struct arena *a, struct diags *d)
{
	char *copy = arena_strdup(a, dims), *part, *end;
	int64_t list[RANK_MAX], n;

	row->name = name;
	row->rank = 0;
	for (part = copy; part && strcmp(dims, "scalar") != 0; part = end) {
		end = strpbrk(part, "x,");
		if (end)
			*end++ = '\0';
		if (row->rank == RANK_MAX || !parse_i64(part, &n) || n < 0)
			return diag_error(d, ERR_USAGE, "bad-option",
					  "--%s: '%s' is not a shape for '%s'; write "
					  "its dimensions, "
					  "such as %s=1x3x224x224",
					  option, dims, name, name);
		list[row->rank++] = n;
	}
	row->dims = arena_new(a, int64_t, (size_t)row->rank + 1);
	memcpy(row->dims, list, (size_t)row->rank * sizeof(*list));
	return OK;
}

enum status
bind_add_input(struct bindings *b, const char *s, struct arena *a, struct diags *d)
{
	const char *name, *rest;

	TRY(split(s, "input", "NAME=DIMS, such as data=1x3x224x224", &name, &rest, a,
		  d));
	return add_shape(APPEND(a, b->inputs, b->n_inputs), "input", name, rest, a, d);
}

enum status
bind_add_shape(struct bindings *b, const char *s, struct arena *a, struct diags *d)
{
	const char *name, *rest;

	TRY(split(s, "shape", "NAME=DIMS, such as features=1x3x8", &name, &rest, a, d));
	return add_shape(APPEND(a, b->shapes, b->n_shapes), "shape", name, rest, a, d);
}

static int32_t
count_commas(const char *s)
{
	int32_t n = 0;

	for (; *s; s++)
		n += *s == ',';
	return n;
}

enum status
bind_add_value(struct bindings *b, const char *s, struct arena *a, struct diags *d)
{
	const char *name, *rest;
	struct bind_value *row;
	char *end;

	TRY(split(s, "value", "NAME=NUMBER[,NUMBER...], such as sr=16000", &name, &rest,
		  a, d));
	row = APPEND(a, b->values, b->n_values);
	row->name = name;
	row->numbers = arena_new(a, double, (size_t)count_commas(rest) + 1);
	for (;;) {
		row->numbers[row->n++] = strtod(rest, &end);
		if (end == rest || (*end && *end != ','))
			return diag_error(d, ERR_USAGE, "bad-option",
					  "--value: '%s' is not a number; write "
					  "%s=16000 or %s=2,3",
					  rest, name, name);
		if (!*end)
			return OK;
		rest = end + 1;
	}
}

enum status
bind_add_axis(struct bindings *b, const char *s, struct arena *a, struct diags *d)
{
	const char *name, *rest;
	struct bind_axis *row;
	int64_t axis = BATCH_NONE;

	TRY(split(s, "batch-axis", "NAME=AXIS, such as past=1 or mask=none", &name,
		  &rest, a, d));
	if (strcmp(rest, "none") != 0 &&
	    (!parse_i64(rest, &axis) || axis < 0 || axis >= RANK_MAX))
		return diag_error(d, ERR_USAGE, "bad-option",
				  "--batch-axis: '%s' is not an axis of '%s'; write "
				  "%s=0, %s=1 or "
				  "%s=none",
				  rest, name, name, name, name);
	row = APPEND(a, b->axes, b->n_axes);
	*row = (struct bind_axis){name, (int32_t)axis};
	return OK;
}
