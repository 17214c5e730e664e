#include "cli/check.h"
#include "cli/json.h"

static const char *
verdict(const struct check_report *c)
{
	return c->status == OK ? "pass" : c->status == NO ? "fail" : "unknown";
}

static json_t *
text_json(const char *s, struct arena *a)
{
	return s ? json_name(a, s) : json_null();
}

static json_t *
model_json_of(const struct check_result *r, struct arena *a)
{
	json_t *j = json_object(), *causes = json_array();
	int32_t i;

	json_object_set_new(j, "name", json_name(a, r->model->name));
	json_object_set_new(j, "path", json_name(a, r->model->path));
	json_object_set_new(j, "line", json_integer(r->model->line));
	json_object_set_new(j, "change", text_json(r->change, a));
	for (i = 0; i < r->n_causes; i++)
		json_array_append_new(causes, json_name(a, r->causes[i]));
	json_object_set_new(j, "causes", causes);
	if (r->status == OK) {
		json_object_set(j, "model", (json_t *)r->diff.side[1].model);
		json_object_set(j, "plans", (json_t *)r->diff.side[1].batches);
	}
	return j;
}

static json_t *
row_json(const struct check_row *row, struct arena *a)
{
	json_t *j = json_object();

	json_object_set_new(j, "model", json_name(a, row->model->name));
	json_object_set_new(j, "batch",
			    row->batch ? json_integer(row->batch) : json_null());
	json_object_set_new(j, "rule", json_string(check_rule_names[row->rule]));
	json_object_set_new(j, "metric",
			    row->metric < METRIC_COUNT
				    ? json_string(metrics[row->metric].path)
				    : json_null());
	json_object_set_new(j, "value", quantity_to_json(&row->value));
	json_object_set_new(j, row->rule == RULE_REGRESS ? "baseline" : "limit",
			    quantity_to_json(&row->limit));
	json_object_set_new(j, "verdict",
			    json_string(check_verdict_names[row->verdict]));
	json_object_set_new(j, "level", json_string(check_level_names[row->level]));
	json_object_set_new(j, "line", json_integer(row->line));
	json_object_set_new(j, "text", text_json(row->text, a));
	json_object_set_new(j, "message", text_json(row->message, a));
	return j;
}

void
check_json(struct text *t, const struct check_report *c)
{
	json_t *j = json_object(), *models = json_array(), *rows = json_array();
	struct arena *a = t->arena;
	int32_t i;

	json_object_set_new(j, "format", json_string("tidemark.check"));
	json_object_set_new(j, "format_version", json_string("1.0"));
	json_object_set_new(j, "verdict", json_string(verdict(c)));
	json_object_set_new(j, "config", json_name(a, c->config.path));
	json_object_set_new(j, "baseline", text_json(c->baseline.label, a));
	json_object_set_new(j, "commit", text_json(c->baseline.commit, a));
	for (i = 0; i < c->config.n_models; i++)
		json_array_append_new(models, model_json_of(&c->results[i], a));
	json_object_set_new(j, "models", models);
	for (i = 0; i < c->n_rows; i++)
		json_array_append_new(rows, row_json(&c->rows[i], a));
	json_object_set_new(j, "results", rows);
	json_object_set_new(j, "warnings", json_warnings(a, c->request->diags));
	json_print(t, j);
}
