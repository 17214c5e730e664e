#include "cli/check_options.h"

#include <inttypes.h>
#include <string.h>

static const struct {
	const char *name, *argument;
} rows[] = {
#define OPTION(id, name, argument, help) {name, argument},
#include "cli/options.def"
#undef OPTION
};

#define BIT(id) (UINT64_C(1) << OPT_##id)

static bool
decides(int option)
{
	return (decisive_options | BIT(batch) | BIT(sram) | BIT(target) |
		BIT(window)) >>
		       option &
	       1;
}

/* "batch-axis" as "batch_axis" */
static const char *
key_of(int option, struct arena *a)
{
	char *key = arena_strdup(a, rows[option].name), *dash;

	while ((dash = strchr(key, '-')))
		*dash = '_';
	return key;
}

static bool
is_key(const char *key, const char *name)
{
	for (; *key && *name; key++, name++)
		if (*key != (*name == '-' ? '_' : *name))
			return false;
	return !*key && !*name;
}

int
check_option_find(const char *key)
{
	int i;

	for (i = 0; i < OPT_COUNT; i++)
		if (decides(i) && is_key(key, rows[i].name))
			return i;
	return -1;
}

const char *
check_option_nearest(const char *key, const char *const *own, size_t n_own,
		     struct arena *a)
{
	const char **all = arena_new(a, const char *, OPT_COUNT + n_own);
	size_t n = 0;
	int i;

	for (; n < n_own; n++)
		all[n] = own[n];
	for (i = 0; i < OPT_COUNT; i++)
		if (decides(i))
			all[n++] = key_of(i, a);
	return nearest(key, all, n);
}

/* A number, a string, or a list of them; false for anything else. */
static bool
add_scalar(struct text *t, const json_t *j, const char *join)
{
	size_t i;

	if (json_is_string(j))
		text_puts(t, json_string_value(j));
	else if (json_is_integer(j))
		text_printf(t, "%" PRId64, (int64_t)json_integer_value(j));
	else if (json_is_real(j))
		text_printf(t, "%.17g", json_real_value(j));
	else if (json_is_array(j) && join)
		for (i = 0; i < json_array_size(j); i++) {
			text_puts(t, i ? join : "");
			if (!add_scalar(t, json_array_get(j, i), NULL))
				return false;
		}
	else
		return false;
	return true;
}

static enum status
add(struct check_options *o, const char *argument, const char *where, struct request *r)
{
	o->argv = arena_grow(r->arena, o->argv, o->n, o->n + 1, sizeof(*o->argv));
	o->where = arena_grow(r->arena, o->where, o->n, o->n + 1, sizeof(*o->where));
	o->argv[o->n] = arena_strdup(r->arena, argument);
	o->where[o->n++] = where;
	return OK;
}

static enum status
wrong(const char *where, struct request *r)
{
	return diag_error(r->diags, ERR_USAGE, "bad-config",
			  "%s: wanted a number, a string, a list of them, or, for an "
			  "option that names something, an object of these",
			  where);
}

/* A target's file stands beside the configuration. */
static const char *
target_file(const json_t *j, const char *directory, struct arena *a)
{
	const char *s = json_string_value(j);
	size_t n = s ? strlen(s) : 0;

	if (n > 5 && !strcmp(s + n - 5, ".json") && *s != '/')
		return arena_printf(a, "%s/%s", directory, s);
	return s;
}

static enum status
add_named(struct check_options *o, int option, json_t *j, const char *where,
	  struct request *r)
{
	const char *join = strstr(rows[option].argument, "DIMS") ? "x" : ",", *key;
	struct text t;
	json_t *value;

	json_object_foreach(j, key, value)
	{
		text_open(&t, r->arena);
		text_printf(&t, "--%s=%s=", rows[option].name, key);
		if (!add_scalar(&t, value, join))
			return wrong(where, r);
		TRY(add(o, t.s, where, r));
	}
	return OK;
}

enum status
check_option_add(struct check_options *o, const char *key, json_t *j, const char *where,
		 const char *directory, struct request *r)
{
	int option = check_option_find(key);
	const char *argument = rows[option].argument;
	struct text t;

	if (!argument && json_is_boolean(j))
		return json_is_true(j)
			       ? add(o,
				     arena_printf(r->arena, "--%s", rows[option].name),
				     where, r)
			       : OK;
	if (!argument)
		return diag_error(r->diags, ERR_USAGE, "bad-config",
				  "%s: wanted true or false", where);
	if (json_is_object(j) && strchr(argument, '='))
		return add_named(o, option, j, where, r);
	text_open(&t, r->arena);
	text_printf(&t, "--%s=", rows[option].name);
	if (option == OPT_target && json_is_string(j))
		text_puts(&t, target_file(j, directory, r->arena));
	else if (!add_scalar(&t, j, strchr(argument, '=') ? NULL : ","))
		return wrong(where, r);
	return add(o, t.s, where, r);
}

static const struct command *
plan_command(void)
{
	int32_t i;

	for (i = 0; i < n_commands; i++)
		if (!strcmp(commands[i].name, "plan"))
			return &commands[i];
	return NULL;
}

static struct request *
read_argv(char *const *options, size_t n, struct request *r, enum status *status)
{
	struct request *own = arena_new(r->arena, struct request, 1);
	char **argv = arena_new(r->arena, char *, n + 3);

	*own = (struct request){
		.arena = r->arena, .diags = r->diags, .command = plan_command()};
	argv[0] = arena_strdup(r->arena, "plan");
	memcpy(argv + 1, options, n * sizeof(*argv));
	argv[n + 1] = arena_strdup(r->arena, "MODEL");
	*status = options_read(own, (int)n + 2, argv);
	return own;
}

enum status
check_options_read(const struct check_options *o, struct request **own,
		   struct request *r)
{
	struct diags *diags = r->diags, *one = diags_new(r->arena);
	enum status status = OK;
	char *none = NULL;
	size_t i;

	r->diags = one;
	*own = read_argv(o->n ? o->argv : &none, o->n, r, &status);
	(*own)->diags = diags;
	/* one of them is wrong: which? */
	for (i = 0; status != OK && i < o->n; i++) {
		r->diags = one = diags_new(r->arena);
		read_argv(&o->argv[i], 1, r, &status);
		if (status != OK)
			break;
		status = ERR_USAGE;
	}
	r->diags = diags;
	if (status == OK)
		return OK;
	return diag_error(diags, ERR_USAGE, "bad-config", "%s: %s",
			  i < o->n ? o->where[i] : "options",
			  one->n ? one->list[0].message : "they contradict each other");
}
