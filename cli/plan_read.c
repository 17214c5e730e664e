#include "cli/plan_read.h"

#include <string.h>

#include "cli/input.h"

static enum status
bad_plan(struct request *r, const char *what, const char *found)
{
	return diag_error(r->diags, ERR_INPUT, "bad-plan", "plan: %s%s%s", what,
			  found ? ": " : "", found ? found : "");
}

enum status
plan_accept(const json_t *j, const char *path, const char *format, struct request *r)
{
	const char *found = json_string_value(json_object_get(j, "format"));
	const char *version = json_string_value(json_object_get(j, "format_version"));

	if (!found || strcmp(found, format))
		return diag_error(r->diags, ERR_INPUT, "bad-format",
				  "%s: the format is '%s', wanted '%s'", path,
				  found ? found : "missing", format);
	if (!version || strncmp(version, "1.", 2))
		return diag_error(r->diags, ERR_INPUT, "bad-format",
				  "%s: format_version is '%s'; this program reads 1.x",
				  path, version ? version : "missing");
	return OK;
}

enum status
plan_load(json_t **j, const char *path, const char *format, struct request *r)
{
	struct text text;
	json_error_t e;

	TRY(input_read(r, path, &text));
	*j = json_loadb(text.s, text.n, JSON_REJECT_DUPLICATES, &e);
	if (!*j)
		return diag_error(r->diags, ERR_INPUT, "bad-json", "%s:%d: %s", path,
				  e.line, e.text);
	return plan_accept(*j, path, format, r);
}

enum status
plan_read_options(const json_t *j, struct request *r)
{
	const json_t *list = json_object_get(j, "options");
	size_t n = json_array_size(list), i;
	char **argv = arena_new(r->arena, char *, n + 4);
	const struct command *own = r->command;
	const char **arguments = r->arguments;
	int32_t k, n_arguments = r->n_arguments;
	enum status status;

	argv[0] = arena_strdup(r->arena, "plan");
	for (i = 0; i < n; i++) {
		const char *s = json_string_value(json_array_get(list, i));

		if (!s || strncmp(s, "--", 2))
			return bad_plan(r, "an option is not understood", s);
		argv[i + 1] = arena_strdup(r->arena, s);
	}
	argv[n + 1] = arena_strdup(r->arena, "MODEL");
	for (k = 0; k < n_commands; k++)
		if (!strcmp(commands[k].name, "plan"))
			r->command = &commands[k];
	status = options_read(r, (int)n + 2, argv);
	r->command = own;
	r->arguments = arguments;
	r->n_arguments = n_arguments;
	return status == ERR_USAGE ? bad_plan(r, "its options are not understood", NULL)
				   : status;
}

enum status
plan_read_joins(const json_t *j, struct request *r)
{
	const json_t *list = json_object_get(j, "joined");
	size_t n = json_array_size(list), i;

	r->bindings.join = n ? JOIN_NAMED : JOIN_OFF;
	r->bindings.joined = arena_new(r->arena, const char *, n + 1);
	r->bindings.n_joined = (int32_t)n;
	for (i = 0; i < n; i++) {
		r->bindings.joined[i] = json_string_value(
			json_object_get(json_array_get(list, i), "value"));
		if (!r->bindings.joined[i])
			return bad_plan(r, "a joined value has no name", NULL);
	}
	return OK;
}

/* A number of an object, or an error that names it. */
static enum status
get_number(const json_t *j, const char *key, int64_t *n, struct request *r)
{
	const json_t *v = json_object_get(j, key);

	if (!json_is_integer(v))
		return bad_plan(r, "a number is missing", key);
	*n = json_integer_value(v);
	return OK;
}

static enum status
get_step(const json_t *j, const char *key, int32_t *n, struct request *r)
{
	int64_t wide;

	TRY(get_number(j, key, &wide, r));
	if (wide < 0 || wide > INT32_MAX)
		return bad_plan(r, "a step is out of range", key);
	*n = (int32_t)wide;
	return OK;
}

/* null is -1 */
static enum status
get_known(const json_t *j, const char *key, int64_t *n, struct request *r)
{
	*n = -1;
	return json_is_null(json_object_get(j, key)) ? OK : get_number(j, key, n, r);
}

enum status
plan_read_target(const json_t *j, struct target *t, struct request *r)
{
	static const char *const names[] = {"none", "fixed", "rows"};
	const json_t *target = json_object_get(j, "target");
	const char *window = json_string_value(json_object_get(target, "window"));
	int i;

	*t = *target_find("generic");
	t->name = json_string_value(json_object_get(target, "name"));
	TRY(get_known(target, "sram", &t->sram, r));
	TRY(get_number(target, "alignment", &t->alignment, r));
	TRY(get_number(target, "window_bytes", &t->window_bytes, r));
	for (i = 0; i < 3; i++)
		if (window && !strcmp(window, names[i])) {
			t->window = (enum window_rule)i;
			return OK;
		}
	return bad_plan(r, "the target's window rule is not known", window);
}

/* --- names --- */

/* Values a plan can speak of; equal names in bodies are told apart by order. */
struct known {
	struct names *names;
	value_id *next; /* per value: the next one of the same name, or NO_VALUE */
};

static void
know(struct known *k, const struct analysis *a, value_id v, value_id *last)
{
	int32_t first = names_get(k->names, a->graph->values[v].name);

	k->next[v] = NO_VALUE;
	if (first < 0)
		names_put(k->names, a->graph->values[v].name, v);
	else
		k->next[last[first]] = v;
	last[first < 0 ? v : first] = v;
}

static void
know_all(struct known *k, const struct analysis *a, struct arena *arena)
{
	size_t n = (size_t)a->graph->n_values + 1;
	value_id *last = arena_new(arena, value_id, n);
	bool *seen = arena_new(arena, bool, n);
	const struct layer *l;
	int32_t i, w;

	k->names = names_new(arena);
	k->next = arena_new(arena, value_id, n);
	for (i = 0; i < a->lifetimes.n; i++)
		know(k, a, a->lifetimes.list[i].value, last);
	for (i = 0; i < a->layers.n; i++) {
		l = &a->layers.list[i];
		for (w = 0; w < l->n_weights; w++)
			seen[l->weights[w]] = true;
	}
	for (i = 0; i < a->graph->n_values; i++)
		if (seen[i])
			know(k, a, i, last);
}

struct reader {
	struct plan *plan;
	const struct analysis *analysis;
	struct known known;
	bool *taken; /* per value: already in the plan's list */
	struct request *r;
};

static enum status
find_value(const struct reader *rd, const json_t *j, const char *key, value_id *v)
{
	const char *name = json_string_value(json_object_get(j, key));

	*v = name ? names_get(rd->known.names, name) : NO_VALUE;
	if (*v == NO_VALUE)
		return bad_plan(rd->r, "the model has no such tensor in memory",
				name ? name : key);
	return OK;
}

/* --- values --- */

static enum status
read_residency(const struct reader *rd, const json_t *j, struct residency *out)
{
	const char *memory = json_string_value(json_object_get(j, "memory"));

	if (!memory || (strcmp(memory, "sram") && strcmp(memory, "dram")))
		return bad_plan(rd->r, "a residency is in no known memory", memory);
	out->sram = !strcmp(memory, "sram");
	TRY(get_known(j, "offset", &out->offset, rd->r));
	TRY(get_step(j, "from", &out->from, rd->r));
	return get_step(j, "to", &out->to, rd->r);
}

static enum status
read_windows(const struct reader *rd, const json_t *list, const struct window **out,
	     int32_t *n)
{
	struct window *w =
		arena_new(rd->r->arena, struct window, json_array_size(list) + 1);
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		TRY(get_step(json_array_get(list, i), "step", &w[i].step, rd->r));
		TRY(get_number(json_array_get(list, i), "bytes", &w[i].bytes, rd->r));
		TRY(get_known(json_array_get(list, i), "offset", &w[i].offset, rd->r));
	}
	*out = w;
	*n = (int32_t)json_array_size(list);
	return OK;
}

static enum status
read_value(const struct reader *rd, const json_t *j, struct plan_value *out)
{
	const json_t *list = json_object_get(j, "residency");
	const char *kind = json_string_value(json_object_get(j, "kind"));
	struct residency *r =
		arena_new(rd->r->arena, struct residency, json_array_size(list) + 1);
	size_t i;

	TRY(find_value(rd, j, "name", &out->value));
	while (rd->taken[out->value] && rd->known.next[out->value] != NO_VALUE)
		out->value = rd->known.next[out->value];
	rd->taken[out->value] = true;
	out->weight = kind && !strcmp(kind, "weight");
	TRY(get_number(j, "bytes", &out->bytes, rd->r));
	TRY(get_step(j, "from", &out->from, rd->r));
	TRY(get_step(j, "to", &out->to, rd->r));
	for (i = 0; i < json_array_size(list); i++)
		TRY(read_residency(rd, json_array_get(list, i), &r[i]));
	out->residency = r;
	out->n_residency = (int32_t)json_array_size(list);
	return read_windows(rd, json_object_get(j, "windows"), &out->windows,
			    &out->n_windows);
}

static enum status
read_values(const struct reader *rd, const json_t *list)
{
	struct plan_value *v =
		arena_new(rd->r->arena, struct plan_value, json_array_size(list) + 1);
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		TRY(read_value(rd, json_array_get(list, i), &v[i]));
	rd->plan->values = v;
	rd->plan->n_values = (int32_t)json_array_size(list);
	return OK;
}

static enum status
read_transfer(const struct reader *rd, const json_t *j, struct transfer *t)
{
	const char *kind = json_string_value(json_object_get(j, "kind"));
	const char *direction = json_string_value(json_object_get(j, "direction"));
	int i;

	TRY(get_step(j, "step", &t->step, rd->r));
	TRY(get_number(j, "bytes", &t->bytes, rd->r));
	TRY(find_value(rd, j, "value", &t->value));
	t->write = direction && !strcmp(direction, "write");
	for (i = 0; i < TRANSFER_KINDS; i++)
		if (kind && !strcmp(kind, transfer_names[i])) {
			t->kind = (enum transfer_kind)i;
			return OK;
		}
	return bad_plan(rd->r, "a transfer is of no known kind", kind);
}

static enum status
read_transfers(const struct reader *rd, const json_t *list)
{
	struct transfer *t =
		arena_new(rd->r->arena, struct transfer, json_array_size(list) + 1);
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		TRY(read_transfer(rd, json_array_get(list, i), &t[i]));
	rd->plan->transfers = t;
	rd->plan->n_transfers = (int32_t)json_array_size(list);
	return OK;
}

static enum status
read_inplace(const struct reader *rd, const json_t *list)
{
	struct inplace *e =
		arena_new(rd->r->arena, struct inplace, json_array_size(list) + 1);
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		TRY(get_step(json_array_get(list, i), "step", &e[i].step, rd->r));
		TRY(find_value(rd, json_array_get(list, i), "from", &e[i].from));
		TRY(find_value(rd, json_array_get(list, i), "to", &e[i].to));
	}
	rd->plan->inplace = e;
	rd->plan->n_inplace = (int32_t)json_array_size(list);
	return OK;
}

static enum status
read_moves(const struct reader *rd, const json_t *list)
{
	struct sram_move *m =
		arena_new(rd->r->arena, struct sram_move, json_array_size(list) + 1);
	const json_t *j;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		j = json_array_get(list, i);
		TRY(get_step(j, "step", &m[i].step, rd->r));
		TRY(find_value(rd, j, "value", &m[i].value));
		TRY(get_number(j, "bytes", &m[i].bytes, rd->r));
		TRY(get_number(j, "from_offset", &m[i].from, rd->r));
		TRY(get_number(j, "to_offset", &m[i].to, rd->r));
	}
	rd->plan->moves = m;
	rd->plan->n_moves = (int32_t)json_array_size(list);
	return OK;
}

static enum status
read_sums(const struct reader *rd, const json_t *j)
{
	const json_t *sram = json_object_get(j, "sram"),
		     *dram = json_object_get(j, "dram");
	struct plan *p = rd->plan;
	int i;

	TRY(get_number(sram, "peak", &p->peak, rd->r));
	TRY(get_number(sram, "high_water", &p->high_water, rd->r));
	TRY(get_number(sram, "no_spill", &p->no_spill, rd->r));
	TRY(get_number(sram, "resident_weights", &p->resident_weights, rd->r));
	if (json_object_get(sram, "moved"))
		TRY(get_number(sram, "moved", &p->moved, rd->r));
	TRY(get_number(dram, "bytes", &p->dram_bytes, rd->r));
	TRY(get_number(dram, "lower_bound", &p->lower_bound, rd->r));
	TRY(get_number(dram, "gap", &p->gap, rd->r));
	for (i = 0; i < TRANSFER_KINDS; i++)
		TRY(get_number(dram, transfer_names[i], &p->traffic[i], rd->r));
	return OK;
}

enum status
plan_read_one(struct plan *p, const json_t *j, const struct target *t,
	      const struct analysis *a, struct request *r)
{
	struct reader rd = {.plan = p, .analysis = a, .r = r};

	memset(p, 0, sizeof(*p));
	know_all(&rd.known, a, r->arena);
	rd.taken = arena_new(r->arena, bool, (size_t)a->graph->n_values + 1);
	p->capacity = t->sram;
	p->alignment = t->alignment;
	p->steps = a->layers.n;
	TRY(get_number(j, "batch", &p->batch, r));
	p->fits = json_is_true(json_object_get(j, "fits"));
	p->optimal = json_is_true(json_object_get(j, "optimal"));
	if (p->batch < 1)
		return bad_plan(r, "the batch is not positive", NULL);
	if (!p->fits)
		return OK;
	TRY(read_sums(&rd, j));
	TRY(read_values(&rd, json_object_get(j, "values")));
	TRY(read_transfers(&rd, json_object_get(j, "transfers")));
	TRY(read_inplace(&rd, json_object_get(j, "inplace")));
	TRY(read_moves(&rd, json_object_get(j, "moves")));
	return read_windows(&rd, json_object_get(j, "workspace"), &p->workspace,
			    &p->n_workspace);
}
