#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "cli/check.h"
#include "cli/escape.h"
#include "proto/write.h"

/* --- canonical JSON: objects open, lists of scalars on one line --- */

static bool
is_flat(const json_t *j)
{
	size_t i;

	for (i = 0; i < json_array_size(j); i++)
		if (json_is_object(json_array_get(j, i)) ||
		    json_is_array(json_array_get(j, i)))
			return false;
	return !json_is_object(j);
}

static void
print_key(struct text *t, const char *key)
{
	json_t *j = json_string(key);

	json_add_compact(t, j);
}

/* The depth is bounded by that of the parser. */
static void
print(struct text *t, json_t *j, int depth)
{
	const char *key;
	json_t *value;
	size_t i = 0;

	if (is_flat(j)) {
		json_add_compact(t, j);
		return;
	}
	text_puts(t, json_is_object(j) ? "{" : "[");
	if (json_is_array(j))
		for (i = 0; i < json_array_size(j); i++) {
			text_printf(t, "%s\n%*s", i ? "," : "", 2 * depth + 2, "");
			print(t, json_array_get(j, i), depth + 1);
		}
	json_object_foreach(j, key, value)
	{
		text_printf(t, "%s\n%*s", i++ ? "," : "", 2 * depth + 2, "");
		print_key(t, key);
		text_puts(t, ": ");
		print(t, value, depth + 1);
	}
	if (i)
		text_printf(t, "\n%*s", 2 * depth, "");
	text_puts(t, json_is_object(j) ? "}" : "]");
}

/* --- budgets --- */

static struct quantity
with_headroom(struct quantity q, const struct metric *m, double percent)
{
	double factor = m->better > 0 ? 1 - percent / 100 : 1 + percent / 100;

	if (m->unit == UNIT_TRUTH || percent <= 0)
		return q;
	if (m->unit != UNIT_BYTES && m->unit != UNIT_COUNT)
		return quantity_real(q.x * factor);
	return quantity_of(
		(int64_t)(m->better > 0 ? floor(q.x * factor) : ceil(q.x * factor)));
}

/* The worst of the batches that have no limit of their own. */
static struct quantity
worst(const struct check_result *r, const struct budget *b, int64_t batch)
{
	const json_t *plans = r->diff.side[1].batches, *plan;
	struct quantity found = {0}, q;
	int better = metrics[b->metric].better, order;
	size_t i;
	int64_t n;

	for (i = 0; i < json_array_size(plans); i++) {
		plan = json_array_get(plans, i);
		n = json_integer_value(json_object_get(plan, "batch"));
		if (batch ? n != batch : budget_at(b, n) && budget_at(b, n)->batch)
			continue;
		q = metric_get(b->metric, r->diff.side[1].model, plan);
		if (!q.known)
			return q;
		order = found.known ? quantity_order(&q, &found) : 0;
		if (!found.known || (better > 0 ? order < 0 : order > 0))
			found = q;
	}
	return found;
}

static json_t *
budget_value(const struct quantity *q, const struct metric *m)
{
	return m->unit == UNIT_TRUTH ? json_boolean(q->n) : quantity_to_json(q);
}

static enum status
update_limit(struct check_report *c, const struct check_result *r,
	     const struct budget *b, const struct budget_limit *limit)
{
	const struct metric *m = &metrics[b->metric];
	struct request *request = c->request;
	json_t *model = json_array_get(json_object_get(c->config.json, "models"),
				       (size_t)(r->model - c->config.models));
	json_t *budgets = json_object_get(model, "budget"),
	       *own = json_object_get(budgets, m->path);
	struct quantity q = worst(r, b, limit->batch);
	const char *key =
		limit->batch    ? arena_printf(request->arena, "%" PRId64, limit->batch)
		: m->better > 0 ? "min"
				: "max";

	if (!q.known)
		return diag_error(request->diags, ERR_INPUT, "not-measured",
				  "%s:%d: %s: %s is not measured, so that its budget "
				  "stays as it is",
				  c->config.path, limit->line, r->model->name, m->path);
	q = with_headroom(q, m, request->headroom);
	if (quantity_order(&q, &limit->limit)) {
		text_name(&request->out, SINK_TERMINAL, r->model->name);
		text_printf(&request->out, ": %s%s%s: %s, was %s\n", m->path,
			    limit->batch ? " at batch " : "", limit->batch ? key : "",
			    quantity_text(&q, m->unit, request->arena),
			    quantity_text(&limit->limit, m->unit, request->arena));
	}
	if (json_is_object(own))
		json_object_set_new(own, key, budget_value(&q, m));
	else
		json_object_set_new(budgets, m->path, budget_value(&q, m));
	return OK;
}

static enum status
update_model(struct check_report *c, const struct check_result *r)
{
	const struct budget *b;
	enum status worst_status = r->status, status;
	int32_t i, k;

	for (i = 0; r->status == OK && i < r->model->n_budgets; i++) {
		b = &r->model->budgets[i];
		for (k = 0; k < b->n_limits; k++) {
			status = update_limit(c, r, b, &b->limits[k]);
			if (status > worst_status)
				worst_status = status;
		}
	}
	return worst_status;
}

/* --- the lock file --- */

static json_t *
locked(const struct check_result *r, struct arena *a)
{
	const struct plan_report *p = &r->diff.side[1].report;
	json_t *j = json_object();

	json_object_set_new(j, "name", json_name(a, r->model->name));
	json_object_set_new(j, "path", json_name(a, r->model->path));
	json_object_set_new(
		j, "structure",
		json_string(arena_printf(a, "%016" PRIx64,
					 r->diff.side[1].outline.structure)));
	json_object_set_new(j, "level", json_string(level_names[p->request->level]));
	json_object_set_new(j, "target", json_name(a, p->target.name));
	json_object_set_new(j, "sram", json_known(p->target.sram));
	json_object_set_new(j, "options", options_json(p->request));
	json_object_set(j, "model", (json_t *)r->diff.side[1].model);
	json_object_set(j, "plans", (json_t *)r->diff.side[1].batches);
	return j;
}

json_t *
lock_json(const struct check_report *c)
{
	json_t *j = json_object(), *models = json_array();
	int32_t i;

	json_object_set_new(j, "format", json_string("tidemark.lock"));
	json_object_set_new(j, "format_version", json_string("1.0"));
	for (i = 0; i < c->config.n_models; i++)
		if (c->results[i].status == OK)
			json_array_append_new(
				models, locked(&c->results[i], c->request->arena));
	json_object_set_new(j, "models", models);
	return j;
}

static enum status
write_json(struct check_report *c, const char *path, json_t *j)
{
	struct text t;

	text_open(&t, c->request->arena);
	print(&t, j, 0);
	text_puts(&t, "\n");
	TRY(file_write(path, t.s, t.n, c->request->diags));
	text_name(&c->request->out, SINK_TERMINAL, path);
	text_puts(&c->request->out, ": written\n");
	return OK;
}

enum status
check_update(struct check_report *c)
{
	enum status worst_status = OK, status;
	int32_t i;

	for (i = 0; i < c->config.n_models; i++) {
		status = update_model(c, &c->results[i]);
		if (status > worst_status)
			worst_status = status;
	}
	TRY(write_json(c, c->config.path, c->config.json));
	if (c->baseline.kind == BASELINE_LOCK)
		TRY(write_json(c, c->baseline.label, lock_json(c)));
	return worst_status;
}
