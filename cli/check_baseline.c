#include <string.h>
#include <unistd.h>

#include "cli/check.h"
#include "cli/git.h"
#include "cli/plan_read.h"
#include "cli/plan_run.h"

static bool
names_a_file(const char *label)
{
	size_t n = strlen(label);

	return (n > 5 && !strcmp(label + n - 5, ".json")) || !access(label, F_OK);
}

static enum status
open_file(struct baseline *b, struct request *r)
{
	const char *format;
	json_error_t e;

	b->kind = BASELINE_LOCK;
	if (r->update && access(b->label, F_OK))
		return OK;
	b->json = json_load_file(b->label, JSON_REJECT_DUPLICATES, &e);
	if (!b->json)
		return diag_error(r->diags, ERR_USAGE, "bad-json", "%s:%d: %s",
				  b->label, e.line, e.text);
	format = json_string_value(json_object_get(b->json, "format"));
	if (format && !strcmp(format, "tidemark.plan"))
		b->kind = BASELINE_PLAN;
	return plan_accept(b->json, b->label,
			   b->kind == BASELINE_PLAN ? "tidemark.plan" : "tidemark.lock",
			   r) == OK
		       ? OK
		       : ERR_USAGE;
}

enum status
baseline_open(struct baseline *b, const struct check_config *c, struct request *r)
{
	*b = (struct baseline){.label = r->baseline ? r->baseline : c->baseline};
	if (!b->label)
		return OK;
	if (!r->baseline && names_a_file(b->label) && *b->label != '/')
		b->label = arena_printf(r->arena, "%s/%s", c->directory, b->label);
	if (names_a_file(b->label))
		return open_file(b, r);
	b->kind = BASELINE_GIT;
	return git_merge_base(c->directory, b->label, &b->commit, r->diags);
}

/* --- git --- */

static const char *
no_change(struct check_result *r, struct arena *a)
{
	struct diff *d = &r->diff;

	if (d->renamed)
		return arena_printf(a,
				    "no change: the graphs are the same; %d tensor%s "
				    "renamed",
				    d->renamed, d->renamed == 1 ? " is" : "s are");
	return "no change: the graphs are the same";
}

/* Plans that are known to be the same are not made again. */
static enum status
plan_old(struct check_result *r)
{
	struct diff_side *old = &r->diff.side[0], *now = &r->diff.side[1];
	bool same =
		outline_structure(&old->report.analysis, old->report.request->arena) ==
		now->outline.structure;

	if (same) {
		old->report.plans = now->report.plans;
		old->report.n = now->report.n;
	} else {
		TRY(plan_batches(&old->report));
	}
	diff_side_planned(old, old->report.analysis.graph->batch);
	diff_side_outline(old);
	if (same)
		old->batches = now->batches;
	return OK;
}

/* Exactly the batches of the new side, which may be the model's own. */
static struct request *
same_request(const struct check_result *r)
{
	const struct plan_report *now = &r->diff.side[1].report;
	struct request *own = arena_new(now->request->arena, struct request, 1);
	int32_t i;

	*own = *now->request;
	own->batches = (struct numbers){
		arena_new(own->arena, int64_t, (size_t)now->n + 1), now->n};
	for (i = 0; i < now->n; i++)
		own->batches.list[i] = now->plans[i].batch;
	return own;
}

/* The file as the commit has it; NO when it has none. */
static enum status
read_blob(const struct baseline *b, const struct check_model *m, struct text *t,
	  struct request *request)
{
	const char *slash = strrchr(m->file, '/'), *directory = ".";

	if (slash)
		directory =
			arena_strndup(request->arena, m->file,
				      slash == m->file ? 1 : (size_t)(slash - m->file));
	return git_file(
		directory, b->commit,
		arena_printf(request->arena, "./%s", slash ? slash + 1 : m->file), t,
		request->diags);
}

static void
compare_sides(struct check_result *r, struct request *request)
{
	struct diff *d = &r->diff;

	diff_run(d, request);
	r->compared = true;
	r->change = "changed";
	if (!d->same)
		r->n_causes = diff_causes(d, r->causes, CAUSES_MAX, request->arena);
	else if (d->same_graph)
		r->change = no_change(r, request->arena);
	else
		r->change = "no change";
}

static enum status
compare_blob(const struct baseline *b, struct check_result *r, struct request *request)
{
	struct diff_side *old = &r->diff.side[0];
	enum status status;
	struct text t;

	status = read_blob(b, r->model, &t, request);
	if (status == NO) {
		r->change =
			arena_printf(request->arena, "new: it is not in %s", b->label);
		return OK;
	}
	TRY(status);
	old->label = arena_printf(request->arena, "%s:%s", b->label, r->model->path);
	old->report.request = same_request(r);
	TRY(plan_open(&old->report, &(struct model_input){old->label, t.s, t.n}));
	TRY(plan_old(r));
	compare_sides(r, request);
	return OK;
}

/* --- files --- */

static const json_t *
find_locked(const json_t *lock, const char *name)
{
	const json_t *list = json_object_get(lock, "models"), *j;
	const char *s;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		j = json_array_get(list, i);
		s = json_string_value(json_object_get(j, "name"));
		if (s && !strcmp(s, name))
			return j;
	}
	return NULL;
}

static enum status
other_options(const struct baseline *b, const struct check_result *r, const char *what,
	      struct request *request)
{
	return diag_error(request->diags, ERR_USAGE, "other-options",
			  "%s: '%s' was measured with another %s; numbers of both "
			  "cannot be compared: measure again with --update",
			  b->label, r->model->name, what);
}

static bool
same_text(const json_t *j, const char *key, const char *s)
{
	const char *found = json_string_value(json_object_get(j, key));

	return found && !strcmp(found, s);
}

static enum status
compare_lock(const struct baseline *b, struct check_result *r, struct request *request)
{
	const json_t *j = find_locked(b->json, r->model->name);
	const struct plan_report *p = &r->diff.side[1].report;
	const json_t *sram = json_object_get(j, "sram");
	json_t *options = options_json(r->model->request);

	if (!j) {
		r->change =
			arena_printf(request->arena, "new: it is not in %s", b->label);
		return OK;
	}
	if (!same_text(j, "level", level_names[p->request->level]))
		return other_options(b, r, "level", request);
	if (!same_text(j, "target", p->target.name) ||
	    (json_is_integer(sram) ? json_integer_value(sram) : -1) != p->target.sram)
		return other_options(b, r, "target or SRAM", request);
	if (!json_equal(json_object_get(j, "options"), options))
		return other_options(b, r, "set of options", request);
	r->diff.side[0].model = json_object_get(j, "model");
	r->diff.side[0].batches = json_object_get(j, "plans");
	r->compared = true;
	r->change =
		same_text(
			j, "structure",
			arena_printf(
				request->arena, "%016llx",
				(unsigned long long)r->diff.side[1].outline.structure))
			? "no change: the graphs are the same"
			: "changed";
	return OK;
}

static enum status
compare_plan(const struct baseline *b, struct check_result *r, struct request *request)
{
	const struct plan_report *p = &r->diff.side[1].report;
	const json_t *model = json_object_get(b->json, "model");
	const json_t *target = json_object_get(b->json, "target");
	const json_t *sram = json_object_get(target, "sram");

	if (!same_text(model, "name", p->analysis.graph->facts.name)) {
		r->change = arena_printf(request->arena, "new: %s is of another model",
					 b->label);
		return OK;
	}
	if (!same_text(b->json, "level", level_names[p->request->level]))
		return other_options(b, r, "level", request);
	if (!same_text(target, "name", p->target.name) ||
	    (json_is_integer(sram) ? json_integer_value(sram) : -1) != p->target.sram)
		return other_options(b, r, "target or SRAM", request);
	r->diff.side[0].model = model;
	r->diff.side[0].batches = json_object_get(b->json, "plans");
	outline_plan(&r->diff.side[0].outline,
		     json_array_get(r->diff.side[0].batches, 0), request->arena);
	r->diff.side[0].label = b->label;
	diff_side_as_plan(&r->diff.side[1]);
	compare_sides(r, request);
	return OK;
}

enum status
baseline_compare(const struct baseline *b, struct check_result *r,
		 struct request *request)
{
	if (b->kind == BASELINE_GIT)
		return compare_blob(b, r, request);
	if (b->kind == BASELINE_PLAN)
		return compare_plan(b, r, request);
	return b->json ? compare_lock(b, r, request) : OK;
}
