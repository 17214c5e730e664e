#include "planner/target_file.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"

/*
 * Keys are visited in the order of the file, so that a second look at the text
 * tells the line of each: jansson gives lines for broken syntax only.
 */
struct reader {
	const char *path, *at, *end; /* where in the text */
	int line;
	const char *unit; /* of the field that is read */
	struct arena *arena;
	struct diags *diags;
};

/* A value as the file has it, or its beginning. */
static const char *
found(struct reader *r, const json_t *x)
{
	enum { SHOWN = 40 };
	char *s = json_dumps(x, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII);
	const char *copy = "";

	if (s)
		copy = arena_printf(r->arena, "%.*s%s", SHOWN, s,
				    strlen(s) > SHOWN ? "..." : "");
	free(s);
	return copy;
}

static enum status
wrong(struct reader *r, const char *key, const json_t *x, const char *wanted)
{
	return diag_error(r->diags, ERR_USAGE, "target-file",
			  "%s:%d: '%s' is %s, %s is wanted", r->path, r->line, key,
			  found(r, x), wanted);
}

/* Past one string; the reader stands on its opening quote. */
static void
skip_string(struct reader *r)
{
	for (r->at++; r->at < r->end && *r->at != '"'; r->at++)
		if (*r->at == '\\')
			r->at++;
	r->at++;
}

/* To the next key: a string that a colon follows. */
static void
next_key(struct reader *r)
{
	const char *p;

	while (r->at < r->end) {
		if (*r->at == '\n')
			r->line++;
		if (*r->at != '"') {
			r->at++;
			continue;
		}
		skip_string(r);
		p = r->at;
		while (p < r->end && strchr(" \t\r\n", *p))
			p++;
		if (p < r->end && *p == ':')
			return;
	}
}

/* --- one reader per kind of field --- */

static enum status
read_TEXT(struct reader *r, const char *key, const json_t *x, void *to)
{
	if (!json_is_string(x))
		return wrong(r, key, x, "a string");
	*(const char **)to = arena_strdup(r->arena, json_string_value(x));
	return OK;
}

static enum status
read_COUNT(struct reader *r, const char *key, const json_t *x, void *to)
{
	if (json_is_string(x))
		return parse_size(
			json_string_value(x),
			arena_printf(r->arena, "%s:%d: %s", r->path, r->line, key), to,
			r->diags);
	if (!json_is_integer(x) || json_integer_value(x) < 0)
		return wrong(r, key, x,
			     "a whole number of bytes or a size such as \"512KiB\"");
	*(int64_t *)to = json_integer_value(x);
	return OK;
}

static enum status
read_SIZE(struct reader *r, const char *key, const json_t *x, void *to)
{
	if (!json_is_null(x))
		return read_COUNT(r, key, x, to);
	*(int64_t *)to = SRAM_UNLIMITED;
	return OK;
}

static enum status
read_RATE(struct reader *r, const char *key, const json_t *x, void *to)
{
	double value = json_is_number(x) ? json_number_value(x) : -1;

	if (value < 0 || value > 1e30)
		return wrong(
			r, key, x,
			arena_printf(r->arena, "a number of %s, 0 or more,", r->unit));
	*(double *)to = value;
	return OK;
}

static enum status
read_FLAG(struct reader *r, const char *key, const json_t *x, void *to)
{
	if (!json_is_boolean(x))
		return wrong(r, key, x, "true or false");
	*(bool *)to = json_is_true(x);
	return OK;
}

static enum status
read_WINDOW(struct reader *r, const char *key, const json_t *x, void *to)
{
	int i;

	for (i = WINDOW_NONE; i <= WINDOW_ROWS; i++)
		if (json_is_string(x) && !strcmp(json_string_value(x), window_names[i]))
			break;
	if (i > WINDOW_ROWS)
		return wrong(r, key, x, "\"none\", \"fixed\" or \"rows\"");
	*(enum window_rule *)to = (enum window_rule)i;
	return OK;
}

static enum status
unknown_key(struct reader *r, const char *key, const char *const *names, size_t n)
{
	const char *near = nearest(key, names, n);

	return diag_error(r->diags, ERR_USAGE, "target-file",
			  "%s:%d: there is no field '%s'%s%s%s", r->path, r->line, key,
			  near ? "; did you mean '" : "", near ? near : "",
			  near ? "'" : "");
}

static enum status
read_rate_field(struct reader *r, const char *key, const json_t *x,
		struct target_rate *to)
{
	static const char *const names[] = {"type", "macs_per_second", "pj_per_mac"};

	if (!strcmp(key, names[1])) {
		r->unit = "MAC/s";
		return read_RATE(r, key, x, &to->macs_per_second);
	}
	if (!strcmp(key, names[2])) {
		r->unit = "pJ/MAC";
		return read_RATE(r, key, x, &to->pj_per_mac);
	}
	if (strcmp(key, names[0]))
		return unknown_key(r, key, names, 3);
	to->dtype = json_is_string(x) ? dtype_by_name(json_string_value(x))
				      : DTYPE_UNDEFINED;
	if (to->dtype == DTYPE_UNDEFINED)
		return wrong(r, key, x,
			     "an element type such as \"int8\" or \"float16\"");
	return OK;
}

static enum status
check_rate_row(struct reader *r, const struct target_rate *rates, size_t i)
{
	const char *fault = NULL;
	size_t k;

	if (rates[i].dtype == DTYPE_UNDEFINED)
		fault = "no \"type\"";
	else if (rates[i].macs_per_second <= 0 && rates[i].pj_per_mac <= 0)
		fault = "neither \"macs_per_second\" nor \"pj_per_mac\"";
	for (k = 0; !fault && k < i; k++)
		if (rates[k].dtype == rates[i].dtype)
			fault = "the type of an earlier one";
	if (!fault)
		return OK;
	return diag_error(r->diags, ERR_USAGE, "target-file",
			  "%s:%d: row %zu of 'rates' has %s", r->path, r->line, i + 1,
			  fault);
}

static enum status
read_rate_row(struct reader *r, const json_t *row, struct target_rate *to)
{
	const char *key;
	json_t *x;

	if (!json_is_object(row))
		return wrong(
			r, "rates", row,
			"a list of {\"type\", \"macs_per_second\", \"pj_per_mac\"}");
	json_object_foreach((json_t *)row, key, x)
	{
		next_key(r);
		TRY(read_rate_field(r, key, x, to));
	}
	return OK;
}

static enum status
read_RATES(struct reader *r, const char *key, const json_t *x, void *to)
{
	struct target_rate *rates;
	struct target *t = to;
	size_t i, n = json_array_size(x);

	if (!json_is_array(x) || n > DTYPE_COUNT)
		return wrong(r, key, x, "a list with a row for each element type");
	rates = arena_new(r->arena, struct target_rate, n + 1);
	for (i = 0; i < n; i++) {
		TRY(read_rate_row(r, json_array_get(x, i), &rates[i]));
		TRY(check_rate_row(r, rates, i));
	}
	t->rates = rates;
	t->n_rates = (int32_t)n;
	return OK;
}

static enum status
read_NAMES(struct reader *r, const char *key, const json_t *x, void *to)
{
	uint32_t *set = to;
	const char *name;
	size_t i;
	int field;

	if (!json_is_array(x))
		return wrong(r, key, x, "a list of fields");
	*set = 0;
	for (i = 0; i < json_array_size(x); i++) {
		name = json_string_value(json_array_get(x, i));
		if (!name)
			return wrong(r, key, x, "a list of fields");
		for (field = 0; field < TARGET_FIELDS; field++)
			if (!strcmp(name, target_field_names[field]))
				break;
		if (field == TARGET_FIELDS)
			return unknown_key(r, name, target_field_names, TARGET_FIELDS);
		*set |= UINT32_C(1) << field;
	}
	return OK;
}

/* --- the file --- */

static const char *const keys[] = {
	"format",
	"format_version",
#define FIELD(id, kind, unit, meaning) #id,
#include "planner/target_fields.def"
#undef FIELD
};

/* The list of rates is two members of the target, so it gets all of it. */
#define AT_TEXT(t, id) (&(t)->id)
#define AT_NAMES AT_TEXT
#define AT_SIZE AT_TEXT
#define AT_COUNT AT_TEXT
#define AT_RATE AT_TEXT
#define AT_FLAG AT_TEXT
#define AT_WINDOW AT_TEXT
#define AT_RATES(t, id) (t)

static enum status
read_field(struct reader *r, const char *key, const json_t *x, struct target *t)
{
#define FIELD(id, kind, units, meaning)                                                \
	if (!strcmp(key, #id)) {                                                       \
		r->unit = units;                                                       \
		return read_##kind(r, key, x, AT_##kind(t, id));                       \
	}
#include "planner/target_fields.def"
#undef FIELD
	return unknown_key(r, key, keys, sizeof(keys) / sizeof(*keys));
}

static enum status
read_envelope(struct reader *r, const char *key, const json_t *x)
{
	const char *s = json_string_value(x);

	if (!strcmp(key, "format") && (!s || strcmp(s, "tidemark.target")))
		return wrong(r, key, x, "\"tidemark.target\"");
	if (!strcmp(key, "format_version") && (!s || strncmp(s, "1.", 2)))
		return wrong(r, key, x, "a version that this program reads, \"1.0\",");
	return OK;
}

static enum status
read_fields(struct reader *r, json_t *root, struct target *t)
{
	const char *key;
	json_t *x;

	json_object_foreach(root, key, x)
	{
		next_key(r);
		if (!strcmp(key, "format") || !strcmp(key, "format_version"))
			TRY(read_envelope(r, key, x));
		else
			TRY(read_field(r, key, x, t));
	}
	return OK;
}

static enum status
check(struct reader *r, struct target *t)
{
	const char *fault = NULL;

	if (!*t->name)
		fault = "the target has no \"name\"";
	else if (t->alignment < 1)
		fault = "'alignment' is 0, 1 or more is wanted";
	else if (t->window == WINDOW_FIXED && !t->window_bytes)
		fault = "'window' is \"fixed\", but 'window_bytes' is not stated";
	else if (t->window != WINDOW_FIXED && t->window_bytes)
		fault = "'window_bytes' is stated, but 'window' is not \"fixed\"";
	if (!fault)
		return OK;
	return diag_error(r->diags, ERR_USAGE, "target-file", "%s: %s", r->path, fault);
}

enum status
target_parse(struct target *t, const char *text, size_t n, const char *path,
	     struct arena *a, struct diags *d)
{
	struct reader r = {path, text, text + n, 1, "", a, d};
	json_error_t error;
	json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &error);
	enum status status;

	*t = (struct target){.name = "",
			     .title = "",
			     .source = "",
			     .assumptions = "",
			     .sram = SRAM_UNLIMITED,
			     .alignment = 1,
			     .overlap = true};
	if (!root)
		return diag_error(d, ERR_USAGE, "target-file", "%s:%d: %s", path,
				  error.line, error.text);
	if (json_is_object(root))
		status = read_fields(&r, root, t);
	else
		status = diag_error(
			d, ERR_USAGE, "target-file",
			"%s:1: the file holds a list, an object {...} is wanted", path);
	json_decref(root);
	return status == OK ? check(&r, t) : status;
}
