#include "planner/problem_json.h"

#include "base/num.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

struct reader {
	const char *where; /* "file.json" or "file.jsonl, line 3" */
	struct arena *arena;
	struct diags *diags;
};

static enum status
wrong(struct reader *r, const char *what, const char *wanted)
{
	return diag_error(r->diags, ERR_INPUT, "problem-json", "%s: %s is not %s",
			  r->where, what, wanted);
}

/* An integer in [least, most]; DEFAULT when the key is absent. */
static enum status
get_int(struct reader *r, const json_t *o, const char *key, int64_t least, int64_t most,
	int64_t *to)
{
	const json_t *x = json_object_get(o, key);

	if (!x)
		return OK;
	if (!json_is_integer(x) || json_integer_value(x) < least ||
	    json_integer_value(x) > most)
		return wrong(r, key, "a whole number in its range");
	*to = json_integer_value(x);
	return OK;
}

static enum status
get_bool(struct reader *r, const json_t *o, const char *key, bool *to)
{
	const json_t *x = json_object_get(o, key);

	if (x && !json_is_boolean(x))
		return wrong(r, key, "true or false");
	*to = json_is_true(x);
	return OK;
}

static enum status
get_steps(struct reader *r, const json_t *o, struct problem_event *to, int32_t *n)
{
	const json_t *uses = json_object_get(o, "uses"), *x;
	size_t i;

	if (!json_is_array(uses))
		return wrong(r, "uses", "a list of steps");
	json_array_foreach(uses, i, x)
	{
		if (!json_is_integer(x) || json_integer_value(x) < 0 ||
		    json_integer_value(x) > INT32_MAX)
			return wrong(r, "an element of uses", "a step");
		to[(*n)++].step = (int32_t)json_integer_value(x);
	}
	return OK;
}

/* One window per event, or one for all. */
static enum status
get_windows(struct reader *r, const json_t *o, int64_t window, int64_t size,
	    struct problem_event *to, int32_t n)
{
	const json_t *list = json_object_get(o, "windows");

	TRY(get_int(r, o, "window", 0, INT64_MAX, &window));
	for (int32_t i = 0; i < n; i++)
		to[i].window = min_i64(size, window);
	if (!list)
		return OK;
	if (!json_is_array(list) || json_array_size(list) != (size_t)n)
		return wrong(r, "windows", "a list with one number per event");
	for (int32_t i = 0; i < n; i++) {
		const json_t *x = json_array_get(list, i);

		if (!json_is_integer(x) || json_integer_value(x) < 0)
			return wrong(r, "an element of windows", "a number of bytes");
		to[i].window = min_i64(size, json_integer_value(x));
	}
	return OK;
}

static bool
read_pin(const json_t *x, uint8_t *pin)
{
	static const char *const names[] = {
		[PIN_FREE] = "free", [PIN_SRAM] = "sram", [PIN_DRAM] = "dram"};
	const char *s = json_string_value(x);

	for (uint8_t i = PIN_FREE; s && i <= PIN_DRAM; i++)
		if (!strcmp(s, names[i])) {
			*pin = i;
			return true;
		}
	return false;
}

/* One word for all gaps, or one per gap. */
static enum status
get_pins(struct reader *r, const json_t *o, struct problem_value *v)
{
	const json_t *one = json_object_get(o, "pin"),
		     *list = json_object_get(o, "pins");
	int32_t n = problem_gaps(v);
	uint8_t *pins, all = PIN_FREE;

	if (!one && !list)
		return OK;
	if (one && !read_pin(one, &all))
		return wrong(r, "pin", "\"sram\" or \"dram\"");
	if (list && (!json_is_array(list) || json_array_size(list) != (size_t)n))
		return wrong(r, "pins", "a list with one word per gap");
	pins = arena_new(r->arena, uint8_t, n + 1);
	memset(pins, all, n);
	for (int32_t i = 0; list && i < n; i++)
		if (!read_pin(json_array_get(list, i), &pins[i]))
			return wrong(r, "an element of pins",
				     "\"sram\", \"dram\" or \"free\"");
	v->pins = pins;
	return OK;
}

static enum status
get_value(struct reader *r, const json_t *o, int64_t window, struct problem_value *v)
{
	size_t uses = json_array_size(json_object_get(o, "uses"));
	struct problem_event *e = arena_new(r->arena, struct problem_event, uses + 1);
	const json_t *name = json_object_get(o, "name");
	int64_t def = -1;

	if (!json_is_object(o))
		return wrong(r, "an element of values", "an object");
	if (name && !json_is_string(name))
		return wrong(r, "name", "a string");
	v->name = name ? arena_strdup(r->arena, json_string_value(name)) : NULL;
	v->size = -1;
	TRY(get_int(r, o, "size", 0, INT64_MAX, &v->size));
	if (v->size < 0)
		return wrong(r, "size", "given");
	TRY(get_int(r, o, "def", -1, INT32_MAX, &def));
	TRY(get_bool(r, o, "output", &v->output));
	TRY(get_bool(r, o, "starts", &v->starts));
	TRY(get_bool(r, o, "ends", &v->ends));
	v->input = def < 0;
	if (!v->input)
		e[v->n_events++].step = (int32_t)def;
	TRY(get_steps(r, o, e, &v->n_events));
	TRY(get_windows(r, o, window, v->size, e, v->n_events));
	v->events = e;
	return get_pins(r, o, v);
}

static enum status
get_values(struct reader *r, const json_t *root, struct problem *p)
{
	const json_t *list = json_object_get(root, "values"), *o;
	struct problem_value *v;
	int64_t window = 0;
	size_t i;

	if (!json_is_array(list))
		return wrong(r, "values", "a list");
	TRY(get_int(r, root, "window", 0, INT64_MAX, &window));
	v = arena_new(r->arena, struct problem_value, json_array_size(list) + 1);
	json_array_foreach(list, i, o) TRY(get_value(r, o, window, &v[i]));
	p->values = v;
	p->n_values = (int32_t)json_array_size(list);
	return OK;
}

static enum status
get_edges(struct reader *r, const json_t *root, struct problem *p)
{
	const json_t *list = json_object_get(root, "inplace"), *o;
	struct problem_inplace *e;
	size_t i;

	if (!list)
		return OK;
	if (!json_is_array(list))
		return wrong(r, "inplace", "a list");
	e = arena_new(r->arena, struct problem_inplace, json_array_size(list) + 1);
	json_array_foreach(list, i, o)
	{
		const json_t *a = json_array_get(o, 0), *b = json_array_get(o, 1);

		if (!json_is_integer(a) || !json_is_integer(b))
			return wrong(r, "an element of inplace", "[from, to, step]");
		if (json_integer_value(a) < 0 || json_integer_value(b) < 0 ||
		    json_integer_value(a) >= p->n_values ||
		    json_integer_value(b) >= p->n_values)
			return wrong(r, "an element of inplace", "a pair of values");
		e[i].from = (int32_t)json_integer_value(a);
		e[i].to = (int32_t)json_integer_value(b);
	}
	p->inplace = e;
	p->n_inplace = (int32_t)json_array_size(list);
	return OK;
}

static enum status
get_fixed(struct reader *r, const json_t *root, struct problem *p)
{
	const json_t *list = json_object_get(root, "fixed");
	int64_t *fixed;

	if (!list)
		return OK;
	if (!json_is_array(list) || json_array_size(list) != (size_t)p->steps)
		return wrong(r, "fixed", "a list with one number per step");
	fixed = arena_new(r->arena, int64_t, p->steps + 1);
	for (int32_t t = 0; t < p->steps; t++) {
		const json_t *x = json_array_get(list, t);

		if (!json_is_integer(x) || json_integer_value(x) < 0)
			return wrong(r, "an element of fixed", "a number of bytes");
		fixed[t] = json_integer_value(x);
	}
	p->fixed = fixed;
	return OK;
}

enum { MANY_STEPS = 10000000 };

static enum status
get_problem(struct reader *r, const json_t *root, struct problem *p)
{
	const json_t *name = json_object_get(root, "name");
	int64_t steps = -1;

	if (!json_is_object(root))
		return wrong(r, "the problem", "an object");
	TRY(get_int(r, root, "steps", 0, MANY_STEPS, &steps));
	if (steps < 0)
		return wrong(r, "steps", "given");
	p->steps = (int32_t)steps;
	p->name = json_is_string(name) ? arena_strdup(r->arena, json_string_value(name))
				       : NULL;
	TRY(get_values(r, root, p));
	TRY(get_edges(r, root, p));
	TRY(get_fixed(r, root, p));
	return problem_check(p, r->diags);
}

static bool
blank(const char *s, size_t n)
{
	return strspn(s, " \t\r\n") >= n;
}

/* One document after the other, until the text ends. */
enum status
problems_parse(const char *text, size_t n, const char *path, struct problem_list *to,
	       struct arena *a, struct diags *d)
{
	int32_t room = 0;
	size_t at = 0;
	int line = 1;

	*to = (struct problem_list){NULL, 0};
	while (at < n && !blank(text + at, n - at)) {
		struct reader r = {path, a, d};
		json_error_t error;
		json_t *root =
			json_loadb(text + at, n - at, JSON_DISABLE_EOF_CHECK, &error);
		enum status s;

		if (!root)
			return diag_error(d, ERR_INPUT, "problem-json",
					  "%s, line %d: %s", path,
					  line + error.line - 1, error.text);
		if (to->n == room) {
			to->problems =
				arena_grow(a, to->problems, to->n, room ? 2 * room : 1,
					   sizeof(*to->problems));
			room = room ? 2 * room : 1;
		}
		if (to->n > 0)
			r.where = arena_printf(a, "%s, line %d", path, line);
		s = get_problem(&r, root, &to->problems[to->n++]);
		json_decref(root);
		TRY(s);
		for (size_t end = at + error.position; at < end; at++)
			line += text[at] == '\n';
	}
	return OK;
}

static enum status
slurp(FILE *f, const char *path, char **text, size_t *n, struct arena *a,
      struct diags *d)
{
	size_t room = 1 << 16;

	*text = arena_new(a, char, room);
	*n = 0;
	for (;;) {
		size_t got = fread(*text + *n, 1, room - *n - 1, f);

		*n += got;
		if (got == 0)
			break;
		if (*n == room - 1) {
			*text = arena_grow(a, *text, room, 2 * room, 1);
			room *= 2;
		}
	}
	(*text)[*n] = '\0';
	if (ferror(f))
		return diag_error(d, ERR_INPUT, "cannot-read", "%s: %s", path,
				  strerror(errno));
	return OK;
}

enum status
problems_read(const char *path, struct problem_list *to, struct arena *a,
	      struct diags *d)
{
	FILE *f = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	enum status s;
	char *text;
	size_t n;

	if (!f)
		return diag_error(d, ERR_INPUT, "cannot-read", "%s: %s", path,
				  strerror(errno));
	s = slurp(f, path, &text, &n, a, d);
	if (f != stdin)
		fclose(f);
	TRY(s);
	TRY(problems_parse(text, n, path, to, a, d));
	if (to->n == 0)
		return diag_error(d, ERR_INPUT, "problem-json",
				  "%s: empty, wanted a placement problem", path);
	return OK;
}
