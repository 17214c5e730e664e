#include <inttypes.h>
#include <string.h>

#include "base/num.h"
#include "cli/command.h"
#include "cli/json.h"
#include "cli/plan_read.h"
#include "cli/setup.h"
#include "planner/pipeline.h"
#include "planner/verify.h"

/* One plan against the model; what is wrong with it goes to FAULTS. */
static enum status
verify_one(struct request *r, const json_t *j, const struct target *t,
	   const struct analysis *a, struct diags *faults)
{
	int64_t n = json_integer_value(json_object_get(j, "batch"));
	struct plan_options o;
	struct analysis at = *a;
	struct plan plan;

	if (n > 0)
		pipeline_planned(&at, a, n);
	TRY(plan_read_one(&plan, j, t, &at, r));
	if (!plan.fits)
		return OK;
	setup_options(r, plan.batch, &o);
	return verify_plan(&plan, &at, t, &o, r->arena, faults) == OK ? OK : NO;
}

static enum status
same_digest(struct request *r, const json_t *j, const struct analysis *a)
{
	const char *claimed = json_string_value(
		json_object_get(json_object_get(j, "model"), "digest"));

	if (claimed && !strcmp(claimed, pipeline_digest(a, r->arena)))
		return OK;
	diag_warn(r->diags, "other-model",
		  "the plan was made for another model: its digest is %s, this one's "
		  "is %s",
		  claimed ? claimed : "missing", pipeline_digest(a, r->arena));
	return OK;
}

static json_t *
faults_json(struct request *r, const struct diags *d)
{
	json_t *list = json_array(), *one;
	size_t i;

	for (i = 0; i < d->n; i++) {
		one = json_object();
		json_object_set_new(one, "id", json_string(d->list[i].id));
		json_object_set_new(one, "message",
				    json_name(r->arena, d->list[i].message));
		json_array_append_new(list, one);
	}
	return list;
}

static void
report(struct request *r, json_t *results, size_t n, bool valid)
{
	json_t *j;

	if (r->format == FORMAT_JSON) {
		j = json_object();
		json_object_set_new(j, "format", json_string("tidemark.verification"));
		json_object_set_new(j, "format_version", json_string("1.0"));
		json_object_set_new(j, "valid", json_boolean(valid));
		json_object_set(j, "plans", results);
		json_print(&r->out, j);
	} else if (valid)
		text_printf(&r->out,
			    "valid: %zu plan%s replayed, every byte where it is said "
			    "to be\n",
			    n, n == 1 ? "" : "s");
	json_decref(results);
}

static enum status
verify_all(struct request *r, const json_t *j, const struct target *t,
	   const struct analysis *a)
{
	const json_t *plans = json_object_get(j, "plans"), *one;
	json_t *results = json_array();
	enum status worst = OK, status;
	size_t i, k;

	for (i = 0; i < json_array_size(plans); i++) {
		struct diags *faults = diags_new(r->arena);

		one = json_array_get(plans, i);
		status = verify_one(r, one, t, a, faults);
		if (status != OK && status != NO)
			return status;
		for (k = 0; k < faults->n; k++)
			diag_error(r->diags, NO, faults->list[k].id,
				   "batch %" PRId64 ": %s",
				   (int64_t)json_integer_value(
					   json_object_get(one, "batch")),
				   faults->list[k].message);
		json_array_append_new(results,
				      json_pack("{s:O, s:b, s:o}", "batch",
						json_object_get(one, "batch"), "valid",
						status == OK, "faults",
						faults_json(r, faults)));
		if (status == NO)
			worst = NO;
	}
	report(r, results, json_array_size(plans), worst == OK);
	return worst;
}

enum status
cmd_verify(struct request *r)
{
	const char *plan_path = r->arguments[0], *model_path = r->arguments[1];
	enum format format = r->format;
	struct analysis a;
	struct target t;
	json_t *j = NULL;
	enum status status;

	TRY(require_format(r, 1u << FORMAT_TEXT | 1u << FORMAT_JSON));
	TRY(plan_load(&j, plan_path, "tidemark.plan", r));
	TRY(plan_read_options(j, r));
	TRY(plan_read_joins(j, r));
	r->format = format;
	TRY(plan_read_target(j, &t, r));
	TRY(pipeline_analyse(&a, model_path, &r->bindings, r->level, r->arena,
			     r->diags));
	TRY(same_digest(r, j, &a));
	pipeline_probe(&a);
	status = verify_all(r, j, &t, &a);
	json_decref(j);
	return status;
}
