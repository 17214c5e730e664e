#include "planner/target_file.h"

#include <inttypes.h>
#include <jansson.h>
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
	struct arena *arena;
	struct diags *diags;
};

static enum status
wrong(struct reader *r, const char *key, const char *wanted)
{
	return diag_error(r->diags, ERR_USAGE, "target-file", "%s:%d: '%s' is not %s",
			  r->path, r->line, key, wanted);
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

typedef enum status field_reader(struct reader *, const char *key, const json_t *,
				 void *to);

static enum status
read_TEXT(struct reader *r, const char *key, const json_t *x, void *to)
{
	if (!json_is_string(x))
		return wrong(r, key, "a string");
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
		return wrong(r, key,
			     "a whole number of bytes, or a size such as \"512KiB\"");
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
		return wrong(r, key, "a number, 0 or more");
	*(double *)to = value;
	return OK;
}

static enum status
read_FLAG(struct reader *r, const char *key, const json_t *x, void *to)
{
	if (!json_is_boolean(x))
		return wrong(r, key, "true or false");
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
		return wrong(r, key, "\"none\", \"fixed\" or \"rows\"");
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

	if (!strcmp(key, names[1]))
		return read_RATE(r, key, x, &to->macs_per_second);
	if (!strcmp(key, names[2]))
		return read_RATE(r, key, x, &to->pj_per_mac);
	if (strcmp(key, names[0]))
		return unknown_key(r, key, names, 3);
	to->dtype = json_is_string(x) ? dtype_by_name(json_string_value(x))
				      : DTYPE_UNDEFINED;
	if (to->dtype == DTYPE_UNDEFINED)
		return wrong(r, key, "an element type such as \"int8\" or \"float16\"");
	return OK;
}

static enum status
read_rate_row(struct reader *r, const json_t *row, struct target_rate *to)
{
	const char *key;
	json_t *x;

	if (!json_is_object(row))
		return wrong(
			r, "rates",
			"a list of {\"type\", \"macs_per_second\", \"pj_per_mac\"}");
	json_object_foreach((json_t *)row, key, x)
	{
		next_key(r);
		TRY(read_rate_field(r, key, x, to));
	}
	if (to->dtype == DTYPE_UNDEFINED)
		return wrong(r, "rates", "complete: a row has no \"type\"");
	return OK;
}

static enum status
read_RATES(struct reader *r, const char *key, const json_t *x, void *to)
{
	struct target_rate *rates;
	struct target *t = to;
	size_t i, n = json_array_size(x);

	if (!json_is_array(x) || n > DTYPE_COUNT)
		return wrong(r, key, "a list with a row for each element type");
	rates = arena_new(r->arena, struct target_rate, n + 1);
	for (i = 0; i < n; i++)
		TRY(read_rate_row(r, json_array_get(x, i), &rates[i]));
	t->rates = rates;
	t->n_rates = (int32_t)n;
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
#define AT_SIZE AT_TEXT
#define AT_COUNT AT_TEXT
#define AT_RATE AT_TEXT
#define AT_FLAG AT_TEXT
#define AT_WINDOW AT_TEXT
#define AT_RATES(t, id) (t)

static enum status
read_field(struct reader *r, const char *key, const json_t *x, struct target *t)
{
#define FIELD(id, kind, unit, meaning)                                                 \
	if (!strcmp(key, #id))                                                         \
		return read_##kind(r, key, x, AT_##kind(t, id));
#include "planner/target_fields.def"
#undef FIELD
	return unknown_key(r, key, keys, sizeof(keys) / sizeof(*keys));
}

static enum status
read_envelope(struct reader *r, const char *key, const json_t *x)
{
	const char *s = json_string_value(x);

	if (!strcmp(key, "format") && (!s || strcmp(s, "tidemark.target")))
		return wrong(r, key, "\"tidemark.target\"");
	if (!strcmp(key, "format_version") && (!s || strncmp(s, "1.", 2)))
		return wrong(r, key, "a version that this program reads: \"1.0\"");
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
	if (t->alignment < 1)
		return wrong(r, "alignment", "1 or more");
	if (!*t->name)
		return diag_error(r->diags, ERR_USAGE, "target-file",
				  "%s: the target has no \"name\"", r->path);
	return OK;
}

enum status
target_parse(struct target *t, const char *text, size_t n, const char *path,
	     struct arena *a, struct diags *d)
{
	struct reader r = {path, text, text + n, 1, a, d};
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
		status = wrong(&r, "the file", "a JSON object");
	json_decref(root);
	return status == OK ? check(&r, t) : status;
}
