#include "cli/check.h"
#include "proto/write.h"
#include "cli/plan_run.h"

/* What was said about a model, for its row. */
static const char *
last_error(const struct request *r, size_t since)
{
	size_t i;

	for (i = r->diags->n; i > since; i--)
		if (r->diags->list[i - 1].severity == DIAG_ERROR)
			return r->diags->list[i - 1].message;
	return "it cannot be planned";
}

static enum status
measure(const struct check_report *c, struct check_result *r,
	const struct check_model *m)
{
	struct diff_side *now = &r->diff.side[1];

	now->label = m->path;
	now->report.request = m->request;
	TRY(plan_open(&now->report, &(struct model_input){.name = m->file}));
	TRY(plan_batches(&now->report));
	diff_side_planned(now, now->report.analysis.graph->batch);
	if (c->baseline.kind != BASELINE_NONE)
		diff_side_outline(now);
	return OK;
}

/* ERR_USAGE ends the run: the configuration is wrong. */
static enum status
check_model(struct check_report *c, int32_t i)
{
	struct check_result *r = &c->results[i];
	struct request *request = c->request;
	size_t since = request->diags->n;

	r->model = &c->config.models[i];
	r->status = measure(c, r, r->model);
	if (r->status == OK && !request->update && c->baseline.kind != BASELINE_NONE)
		r->status = baseline_compare(&c->baseline, r, request);
	if (r->status == ERR_USAGE)
		return diag_error(request->diags, ERR_USAGE, "bad-config",
				  "%s:%d: model '%s' cannot be checked", c->config.path,
				  r->model->line, r->model->name);
	if (r->status != OK)
		r->change = last_error(request, since);
	return OK;
}

static void
print_as(struct text *t, const struct check_report *c, enum format f)
{
	static void (*const print[FORMAT_COUNT])(struct text *,
						 const struct check_report *) = {
		[FORMAT_TEXT] = check_text,
		[FORMAT_JSON] = check_json,
		[FORMAT_MD] = check_md,
		[FORMAT_JUNIT] = check_junit,
		[FORMAT_OPENMETRICS] = check_openmetrics};

	print[f](t, c);
}

static enum status
write_all(struct check_report *c)
{
	static const enum format files[] = {FORMAT_JSON, FORMAT_MD, FORMAT_JUNIT,
					    FORMAT_OPENMETRICS};
	struct request *r = c->request;
	struct text t;
	size_t i;

	print_as(&r->out, c, r->format);
	if (r->github)
		check_github(&r->out, c);
	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (!r->files[files[i]])
			continue;
		text_open(&t, r->arena);
		print_as(&t, c, files[i]);
		TRY(file_write(r->files[files[i]], t.s, t.n, r->diags));
	}
	return OK;
}

enum status
cmd_check(struct request *r)
{
	struct check_report c = {.request = r};
	int32_t i;

	TRY(require_format(r, 1u << FORMAT_TEXT | 1u << FORMAT_JSON | 1u << FORMAT_MD |
				      1u << FORMAT_JUNIT | 1u << FORMAT_OPENMETRICS));
	if (r->github && r->format != FORMAT_TEXT)
		return diag_error(r->diags, ERR_USAGE, "bad-option",
				  "--github: annotations go with --format text; write "
				  "the others to files, as --json FILE");
	json_use_arena(r->arena);
	TRY(check_config_read(&c.config, r->config ? r->config : "tidemark.json", r));
	TRY(baseline_open(&c.baseline, &c.config, r));
	c.results = arena_new(r->arena, struct check_result, (size_t)c.config.n_models);
	for (i = 0; i < c.config.n_models; i++)
		TRY(check_model(&c, i));
	if (r->update)
		return check_update(&c);
	for (i = 0; i < c.config.n_models; i++)
		check_judge(&c, &c.results[i]);
	TRY(write_all(&c));
	return c.status;
}
