#include "cli/check_config.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "cli/check_lines.h"
#include "cli/check_options.h"
#include "cli/input.h"

const char *const check_level_names[CHECK_LEVELS] = {
	[CHECK_OFF] = "off", [CHECK_WARN] = "warn", [CHECK_DENY] = "deny"};

/* Where in the configuration a reader is. */
struct place {
	struct check_config *config;
	struct request *r;
	const char *pointer;
};

static struct place
inside(const struct place *p, const char *key)
{
	return (struct place){p->config, p->r,
			      arena_printf(p->r->arena, "%s/%s", p->pointer, key)};
}

static int32_t
line_of(const struct place *p)
{
	return lines_get(p->config->lines, p->pointer, p->r->arena);
}

/* "tidemark.json:7: /models/0/level" */
static const char *
where(const struct place *p)
{
	return arena_printf(p->r->arena, "%s:%d: %s", p->config->path, line_of(p),
			    p->pointer);
}

static enum status
wrong(const struct place *p, const char *wanted)
{
	return diag_error(p->r->diags, ERR_USAGE, "bad-config", "%s: wanted %s",
			  where(p), wanted);
}

static enum status
unknown_key(const struct place *p, const char *what, const char *key, const char *near)
{
	return diag_error(p->r->diags, ERR_USAGE, "unknown-key",
			  "%s: there is no %s '%s'%s%s%s", where(p), what, key,
			  near ? "; did you mean '" : "", near ? near : "",
			  near ? "'?" : "");
}

static enum status
read_text(const struct place *p, const json_t *j, const char **s)
{
	*s = json_string_value(j);
	return *s ? OK : wrong(p, "a string");
}

static enum status
read_level(const struct place *p, const json_t *j, enum check_level *level)
{
	const char *s = json_string_value(j);
	int i;

	for (i = 0; s && i < CHECK_LEVELS; i++)
		if (!strcmp(s, check_level_names[i])) {
			*level = (enum check_level)i;
			return OK;
		}
	return wrong(p, "\"deny\", \"warn\" or \"off\"");
}

static enum status
read_metric(const struct place *p, const char *key, enum metric_id *metric)
{
	const char *near = NULL;

	*metric = metric_find(key, &near);
	return *metric < METRIC_COUNT ? OK : unknown_key(p, "metric", key, near);
}

/* --- budgets --- */

static enum status
add_limit(const struct place *p, struct budget *b, int64_t batch, const json_t *j)
{
	struct budget_limit *l = &b->limits[b->n_limits++];

	l->batch = batch;
	l->line = line_of(p);
	return quantity_read(&l->limit, j, metrics[b->metric].unit, where(p),
			     p->r->diags);
}

static enum status
read_budget_key(const struct place *p, struct budget *b, const char *key,
		const json_t *j)
{
	static const char *const keys[] = {"max", "min", "level", "message"};
	int64_t batch;

	if (!strcmp(key, metrics[b->metric].better > 0 ? "min" : "max"))
		return add_limit(p, b, 0, j);
	if (!strcmp(key, "level"))
		return read_level(p, j, &b->level);
	if (!strcmp(key, "message"))
		return read_text(p, j, &b->message);
	if (parse_i64(key, &batch) && batch > 0)
		return add_limit(p, b, batch, j);
	return unknown_key(p, "key", key,
			   nearest(key, keys, sizeof(keys) / sizeof(*keys)));
}

static enum status
read_budget(const struct place *p, struct budget *b, const char *key, json_t *j)
{
	const char *inner;
	struct place in;
	json_t *value;

	TRY(read_metric(p, key, &b->metric));
	b->level = CHECK_DENY;
	b->limits =
		arena_new(p->r->arena, struct budget_limit, json_object_size(j) + 1);
	if (!json_is_object(j))
		return add_limit(p, b, 0, j);
	json_object_foreach(j, inner, value)
	{
		in = inside(p, inner);
		TRY(read_budget_key(&in, b, inner, value));
	}
	return b->n_limits ? OK : wrong(p, "a limit");
}

static enum status
read_budgets(const struct place *p, struct check_model *m, json_t *j)
{
	struct place in;
	const char *key;
	json_t *value;

	if (!json_is_object(j))
		return wrong(p, "an object of metrics");
	m->budgets = arena_new(p->r->arena, struct budget, json_object_size(j) + 1);
	json_object_foreach(j, key, value)
	{
		in = inside(p, key);
		TRY(read_budget(&in, &m->budgets[m->n_budgets++], key, value));
	}
	return OK;
}

/* --- regressions --- */

static enum status
read_percent(const struct place *p, const json_t *j, double *percent)
{
	const char *s = json_string_value(j);
	char *end;

	if (json_is_number(j)) {
		*percent = json_number_value(j);
		return *percent >= 0 ? OK : wrong(p, "a percentage such as \"2%\"");
	}
	if (!s)
		return wrong(p, "a percentage such as \"2%\"");
	*percent = strtod(s, &end);
	if (end == s || strcmp(end, "%") || !(*percent >= 0))
		return wrong(p, "a percentage such as \"2%\"");
	return OK;
}

static enum status
read_regress_key(const struct place *p, struct regress *g, const char *key,
		 const json_t *j)
{
	static const char *const keys[] = {"max_increase", "max_decrease", "min_bytes",
					   "min_change",   "level",        "message"};
	const struct metric *m = &metrics[g->metric];

	if (!strcmp(key, m->better > 0 ? "max_decrease" : "max_increase"))
		return read_percent(p, j, &g->percent);
	if (!strcmp(key, m->unit == UNIT_BYTES ? "min_bytes" : "min_change"))
		return quantity_read(&g->least, j, m->unit, where(p), p->r->diags);
	if (!strcmp(key, "level"))
		return read_level(p, j, &g->level);
	if (!strcmp(key, "message"))
		return read_text(p, j, &g->message);
	return unknown_key(p, "key", key,
			   nearest(key, keys, sizeof(keys) / sizeof(*keys)));
}

static enum status
read_regress(const struct place *p, struct check_model *m, json_t *j)
{
	struct place in, inner;
	const char *key, *word;
	json_t *value, *one;
	struct regress *g;

	if (!json_is_object(j))
		return wrong(p, "an object of metrics");
	m->regress = arena_new(p->r->arena, struct regress, json_object_size(j) + 1);
	json_object_foreach(j, key, value)
	{
		in = inside(p, key);
		g = &m->regress[m->n_regress++];
		g->level = CHECK_DENY;
		g->least = quantity_of(0);
		g->line = line_of(&in);
		TRY(read_metric(&in, key, &g->metric));
		if (!json_is_object(value))
			return wrong(&in, "an object with max_increase, min_bytes, "
					  "level, message");
		json_object_foreach(value, word, one)
		{
			inner = inside(&in, word);
			TRY(read_regress_key(&inner, g, word, one));
		}
	}
	return OK;
}

/* --- models --- */

static const char *
beside(const struct check_config *c, const char *path, struct arena *a)
{
	return *path == '/' || !strcmp(c->directory, ".")
		       ? path
		       : arena_printf(a, "%s/%s", c->directory, path);
}

static enum status
read_model_key(const struct place *p, struct check_model *m, const char *key, json_t *j,
	       struct check_options *o)
{
	static const char *const own[] = {"name",   "path",    "message",
					  "budget", "regress", "fits"};
	const char *near;

	if (!strcmp(key, "name"))
		return read_text(p, j, &m->name);
	if (!strcmp(key, "path"))
		return read_text(p, j, &m->path);
	if (!strcmp(key, "message"))
		return read_text(p, j, &m->message);
	if (!strcmp(key, "fits"))
		return read_level(p, j, &m->fits);
	if (!strcmp(key, "budget"))
		return read_budgets(p, m, j);
	if (!strcmp(key, "regress"))
		return read_regress(p, m, j);
	if (check_option_find(key) < 0) {
		near = check_option_nearest(key, own, sizeof(own) / sizeof(*own),
					    p->r->arena);
		return unknown_key(p, "key", key, near);
	}
	return check_option_add(o, key, j, where(p), p->config->directory, p->r);
}

static enum status
read_model(const struct place *p, struct check_model *m, json_t *j)
{
	struct check_options options = {0};
	struct place in;
	const char *key;
	json_t *value;

	if (!json_is_object(j))
		return wrong(p, "an object for a model");
	m->fits = CHECK_DENY;
	m->line = line_of(p);
	json_object_foreach(j, key, value)
	{
		in = inside(p, key);
		TRY(read_model_key(&in, m, key, value, &options));
	}
	if (!m->path)
		return wrong(p, "a \"path\"");
	if (!m->name)
		m->name = m->path;
	m->file = beside(p->config, m->path, p->r->arena);
	return check_options_read(&options, &m->request, p->r);
}

static enum status
read_models(const struct place *p, json_t *list)
{
	struct names *names = names_new(p->r->arena);
	struct check_config *c = p->config;
	struct place in;
	size_t i;

	if (!json_array_size(list))
		return wrong(p, "a list of models");
	c->models = arena_new(p->r->arena, struct check_model, json_array_size(list));
	for (i = 0; i < json_array_size(list); i++) {
		in = inside(p, arena_printf(p->r->arena, "%zu", i));
		TRY(read_model(&in, &c->models[i], json_array_get(list, i)));
		if (names_get(names, c->models[i].name) >= 0)
			return wrong(&in, "a \"name\" that no other model has");
		names_put(names, c->models[i].name, 1);
		c->n_models++;
	}
	return OK;
}

static enum status
read_head(const struct place *p, const char *key, json_t *j)
{
	static const char *const keys[] = {"format", "format_version", "baseline",
					   "models"};
	const char *s = json_string_value(j);

	if (!strcmp(key, "format"))
		return s && !strcmp(s, "tidemark.config")
			       ? OK
			       : wrong(p, "\"tidemark.config\"");
	if (!strcmp(key, "format_version"))
		return s && !strncmp(s, "1.", 2) ? OK : wrong(p, "\"1.0\"");
	if (!strcmp(key, "baseline"))
		return read_text(p, j, &p->config->baseline);
	if (!strcmp(key, "models"))
		return read_models(p, j);
	return unknown_key(p, "key", key,
			   nearest(key, keys, sizeof(keys) / sizeof(*keys)));
}

static enum status
parse(struct check_config *c, struct request *r)
{
	json_error_t e;
	struct text t;

	if (input_read(r, c->path, &t) != OK)
		return ERR_USAGE;
	c->json = json_loadb(t.s, t.n, JSON_REJECT_DUPLICATES, &e);
	if (!c->json)
		return diag_error(r->diags, ERR_USAGE, "bad-json", "%s:%d: %s", c->path,
				  e.line, e.text);
	c->lines = lines_find_all(t.s, r->arena);
	return OK;
}

enum status
check_config_read(struct check_config *c, const char *path, struct request *r)
{
	const char *slash = strrchr(path, '/'), *key;
	struct place top = {c, r, ""}, in;
	json_t *value;

	*c = (struct check_config){.path = path, .directory = "."};
	if (slash)
		c->directory = arena_strndup(
			r->arena, path, slash == path ? 1 : (size_t)(slash - path));
	TRY(parse(c, r));
	if (!json_object_get(c->json, "format") || !json_object_get(c->json, "models"))
		return wrong(&top, "{\"format\": \"tidemark.config\", "
				   "\"format_version\": \"1.0\", \"models\": [...]}");
	json_object_foreach(c->json, key, value)
	{
		in = inside(&top, key);
		TRY(read_head(&in, key, value));
	}
	return OK;
}

const struct budget_limit *
budget_at(const struct budget *b, int64_t batch)
{
	const struct budget_limit *all = NULL;
	int32_t i;

	for (i = 0; i < b->n_limits; i++) {
		if (b->limits[i].batch == batch)
			return &b->limits[i];
		if (!b->limits[i].batch)
			all = &b->limits[i];
	}
	return all;
}
