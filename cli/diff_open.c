#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "cli/diff.h"
#include "cli/git.h"
#include "cli/plan_read.h"
#include "cli/plan_run.h"
#include "cli/setup.h"

/* A file, or a blob of a revision: a model or a plan. */
struct source {
	const char *label;
	json_t *plan; /* NULL: a model */
	struct model_input model;
};

static bool
is_json(const char *path)
{
	size_t n = strlen(path);

	return n > 5 && !strcmp(path + n - 5, ".json");
}

static enum status
read_plan_bytes(struct source *s, const struct text *t, struct request *r)
{
	json_error_t e;

	s->plan = json_loadb(t->s, t->n, JSON_REJECT_DUPLICATES, &e);
	if (!s->plan)
		return diag_error(r->diags, ERR_INPUT, "bad-json", "%s:%d: %s",
				  s->label, e.line, e.text);
	return plan_accept(s->plan, s->label, "tidemark.plan", r);
}

static enum status
read_blob(struct source *s, const char *colon, struct request *r)
{
	const char *revision =
		arena_strndup(r->arena, s->label, (size_t)(colon - s->label));
	enum status status;
	struct text t;

	status = git_file(".", revision, colon + 1, &t, r->diags);
	if (status == NO)
		return diag_error(r->diags, ERR_USAGE, "no-revision",
				  "'%s' is no file, and git has no such file in that "
				  "revision; a path counts from the top of the work "
				  "tree, and from here when it starts with ./",
				  s->label);
	TRY(status);
	if (is_json(s->label))
		return read_plan_bytes(s, &t, r);
	s->model = (struct model_input){s->label, t.s, t.n};
	return OK;
}

static enum status
read_source(struct source *s, const char *label, struct request *r)
{
	const char *colon = strchr(label, ':');

	*s = (struct source){.label = label, .model = {.name = label}};
	if (colon && access(label, F_OK))
		return read_blob(s, colon, r);
	if (is_json(label))
		return plan_load(&s->plan, label, "tidemark.plan", r);
	return OK;
}

/* --- planning --- */

static enum status
failed(const struct diff *d, int side, enum status status, struct request *r)
{
	if (status == OK)
		return OK;
	return diag_error(r->diags, status, "not-planned", "%s: '%s' cannot be planned",
			  side ? "the new side" : "the old side", d->side[side].label);
}

static struct request *
copy_request(const struct request *r)
{
	struct request *copy = arena_new(r->arena, struct request, 1);

	*copy = *r;
	return copy;
}

/* The batches of a plan file. */
static enum status
take_batches(struct request *r, const json_t *plans)
{
	size_t n = json_array_size(plans), i;
	int64_t batch;

	r->batches = (struct numbers){arena_new(r->arena, int64_t, n + 1), 0};
	for (i = 0; i < n; i++) {
		batch = json_integer_value(
			json_object_get(json_array_get(plans, i), "batch"));
		if (batch < 1)
			return diag_error(r->diags, ERR_INPUT, "bad-plan",
					  "plan: a batch is not positive");
		r->batches.list[r->batches.n++] = batch;
	}
	return OK;
}

static enum status
open_beside_plan(struct diff_side *s, const struct source *source, const json_t *plan,
		 struct request *r)
{
	struct request *own = arena_new(r->arena, struct request, 1);

	*own = (struct request){
		.arena = r->arena, .diags = r->diags, .command = r->command};
	TRY(plan_read_options(plan, own));
	TRY(take_batches(own, json_object_get(plan, "plans")));
	s->report.request = own;
	TRY(plan_read_target(plan, &s->report.target, own));
	return plan_analyse(&s->report, &source->model);
}

static void
open_plan(struct diff_side *s, const json_t *plan, struct arena *a)
{
	s->model = json_object_get(plan, "model");
	s->batches = json_object_get(plan, "plans");
	outline_plan(&s->outline, json_array_get(s->batches, 0), a);
}

/* Both sides at the same batches: asked for, or a multiple of what each ships. */
static void
share_batch(struct diff *d)
{
	struct request *old = d->side[0].report.request,
		       *now = d->side[1].report.request;
	int64_t a = d->side[0].report.analysis.graph->batch,
		b = d->side[1].report.analysis.graph->batch;

	if (old->batches.n)
		return;
	old->batches = (struct numbers){arena_new(old->arena, int64_t, 1), 1};
	old->batches.list[0] = mul_sat(a / gcd_i64(a, b), b);
	now->batches = old->batches;
}

static enum status
open_both(struct diff *d, const struct source *sources, struct request *r)
{
	struct diff_side *s;
	int i;

	for (i = 0; i < 2; i++) {
		s = &d->side[i];
		if (sources[i].plan) {
			open_plan(s, sources[i].plan, r->arena);
			continue;
		}
		s->report.request = copy_request(r);
		TRY(failed(d, i,
			   sources[!i].plan ? open_beside_plan(s, &sources[i],
							       sources[!i].plan, r)
					    : plan_open(&s->report, &sources[i].model),
			   r));
	}
	if (!sources[0].plan && !sources[1].plan)
		share_batch(d);
	for (i = 0; i < 2; i++) {
		if (sources[i].plan)
			continue;
		TRY(failed(d, i, plan_batches(&d->side[i].report), r));
		s = &d->side[i];
		if (sources[!i].plan) {
			diff_side_planned(s, s->report.analysis.graph->batch);
			diff_side_as_plan(s);
		} else {
			diff_side_planned(s, s->report.plans[0].batch);
			diff_side_outline(s);
		}
	}
	return OK;
}

static void
write_heading(struct diff *d, const struct source *sources, struct request *r)
{
	const struct plan_report *p = &d->side[sources[0].plan != NULL].report;
	char exact[GROUPED_MAX];

	d->heading = "as the plans say";
	if (!p->analysis.graph)
		return;
	d->heading = arena_printf(
		r->arena, "level %s, target %s, %s", level_names[p->request->level],
		p->target.name,
		p->target.sram < 0
			? "unlimited SRAM"
			: arena_printf(r->arena, "%s B of SRAM",
				       format_grouped(p->target.sram, exact)));
}

enum status
diff_open(struct diff *d, struct request *r, const char *old, const char *now)
{
	struct source sources[2];
	int i;

	d->side[0].label = old;
	d->side[1].label = now;
	for (i = 0; i < 2; i++)
		TRY(read_source(&sources[i], d->side[i].label, r));
	TRY(open_both(d, sources, r));
	write_heading(d, sources, r);
	return OK;
}
