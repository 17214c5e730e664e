#include <inttypes.h>
#include <string.h>

#include "base/num.h"
#include "cli/check.h"
#include "cli/check_lines.h"

const char *const check_rule_names[RULES] = {[RULE_READ] = "read",
					     [RULE_FITS] = "fits",
					     [RULE_BUDGET] = "budget",
					     [RULE_REGRESS] = "regress"};
const char *const check_verdict_names[VERDICTS] = {[VERDICT_PASS] = "pass",
						   [VERDICT_OVER] = "over",
						   [VERDICT_REGRESSED] = "regressed",
						   [VERDICT_NO_FIT] = "no-fit",
						   [VERDICT_MISSING] = "missing"};

static const enum status statuses[VERDICTS] = {[VERDICT_PASS] = OK,
					       [VERDICT_OVER] = NO,
					       [VERDICT_REGRESSED] = NO,
					       [VERDICT_NO_FIT] = NO,
					       [VERDICT_MISSING] = ERR_INPUT};

bool
check_row_fails(const struct check_row *row)
{
	return row->verdict != VERDICT_PASS && row->level == CHECK_DENY;
}

bool
check_row_warns(const struct check_row *row)
{
	return row->verdict != VERDICT_PASS && row->level == CHECK_WARN;
}

static void
add_row(struct check_report *c, const struct check_row *row)
{
	if (row->level == CHECK_OFF)
		return;
	if (!(c->n_rows & (c->n_rows - 1)))
		c->rows = arena_grow(c->request->arena, c->rows, (size_t)c->n_rows,
				     c->n_rows ? (size_t)c->n_rows * 2 : 1,
				     sizeof(*c->rows));
	c->rows[c->n_rows++] = *row;
	c->count[row->verdict]++;
	c->warned += check_row_warns(row);
	if (check_row_fails(row) && statuses[row->verdict] > c->status)
		c->status = statuses[row->verdict];
}

/* "batch 8: " or "" */
static const char *
batch_text(int64_t batch, struct arena *a)
{
	return batch ? arena_printf(a, "batch %" PRId64 ": ", batch) : "";
}

static const char *
why_missing(const struct check_result *r, const json_t *plan, enum metric_id metric)
{
	if (plan && !json_is_true(json_object_get(plan, "fits")))
		return "the plan does not fit";
	if (!strncmp(metrics[metric].path, "time.", 5))
		return r->diff.side[1].report.timer &&
				       timer_missing(r->diff.side[1].report.timer)
			       ? timer_missing(r->diff.side[1].report.timer)
			       : "the target does not state what it needs";
	return "the plan does not say";
}

/* --- budgets --- */

static const char *
budget_text(const struct check_row *row, struct arena *a)
{
	const struct metric *m = &metrics[row->metric];
	struct quantity excess = quantity_minus(&row->value, &row->limit);
	const char *word = m->better > 0 ? "at least" : "budget";

	if (row->verdict == VERDICT_PASS)
		return arena_printf(a, "%s%s is %s, %s %s", batch_text(row->batch, a),
				    m->path, quantity_text(&row->value, m->unit, a),
				    word, quantity_text(&row->limit, m->unit, a));
	return arena_printf(a, "%s%s is %s, %s %s: %s %s", batch_text(row->batch, a),
			    m->path, quantity_text(&row->value, m->unit, a), word,
			    quantity_text(&row->limit, m->unit, a),
			    change_text(&excess, m->unit, a),
			    percent_text(&row->limit, &row->value, a));
}

static void
judge_budget(struct check_report *c, const struct check_result *r,
	     const struct budget *b, int64_t batch, const json_t *plan)
{
	const struct budget_limit *limit = budget_at(b, batch);
	struct arena *a = c->request->arena;
	struct check_row row = {.model = r->model,
				.batch = batch,
				.rule = RULE_BUDGET,
				.metric = b->metric,
				.level = b->level};
	int order;

	if (!limit)
		return;
	row.value = metric_get(b->metric, r->diff.side[1].model, plan);
	row.limit = limit->limit;
	row.line = limit->line;
	row.message = b->message ? b->message : r->model->message;
	if (!row.value.known) {
		row.verdict = VERDICT_MISSING;
		row.text = arena_printf(a, "%s%s is not measured: %s",
					batch_text(batch, a), metrics[b->metric].path,
					why_missing(r, plan, b->metric));
	} else {
		order = quantity_order(&row.value, &row.limit);
		if (metrics[b->metric].better > 0 ? order < 0 : order > 0)
			row.verdict = VERDICT_OVER;
		row.text = budget_text(&row, a);
	}
	add_row(c, &row);
}

/* --- regressions --- */

static bool
regressed(const struct regress *g, const struct quantity *old,
	  const struct quantity *now)
{
	struct quantity worse = metrics[g->metric].better > 0
					? quantity_minus(old, now)
					: quantity_minus(now, old);

	return worse.x > 0 && quantity_order(&worse, &g->least) > 0 &&
	       worse.x > old->x * g->percent / 100;
}

static void
judge_regress(struct check_report *c, const struct check_result *r,
	      const struct regress *g, int64_t batch, const json_t *old,
	      const json_t *plan)
{
	const struct metric *m = &metrics[g->metric];
	struct arena *a = c->request->arena;
	struct check_row row = {.model = r->model,
				.batch = batch,
				.rule = RULE_REGRESS,
				.metric = g->metric,
				.level = g->level,
				.line = g->line,
				.message = g->message ? g->message : r->model->message};
	struct quantity change;

	row.value = metric_get(g->metric, r->diff.side[1].model, plan);
	row.limit = metric_get(g->metric, r->diff.side[0].model, old);
	if (!row.value.known || !row.limit.known) {
		row.verdict = VERDICT_MISSING;
		row.text = arena_printf(
			a, "%s%s is not measured%s: %s", batch_text(batch, a), m->path,
			row.value.known ? " in the baseline" : "",
			row.value.known && old &&
					json_is_true(json_object_get(old, "fits"))
				? "the plan does not say"
				: why_missing(r, row.value.known ? old : plan,
					      g->metric));
		/* what did not fit before cannot have become worse */
		if (row.value.known && old &&
		    !json_is_true(json_object_get(old, "fits")))
			row.verdict = VERDICT_PASS;
	} else {
		if (regressed(g, &row.limit, &row.value))
			row.verdict = VERDICT_REGRESSED;
		change = quantity_minus(&row.value, &row.limit);
		row.text = arena_printf(
			a, "%s%s is %s, was %s: %s %s%s", batch_text(batch, a), m->path,
			quantity_text(&row.value, m->unit, a),
			quantity_text(&row.limit, m->unit, a),
			change_text(&change, m->unit, a),
			percent_text(&row.limit, &row.value, a),
			row.verdict == VERDICT_PASS
				? ""
				: arena_printf(a, "; allowed are %g %% or %s",
					       g->percent,
					       quantity_text(&g->least, m->unit, a)));
	}
	add_row(c, &row);
}

/* --- a model --- */

static bool
of_model(enum metric_id metric)
{
	return !strncmp(metrics[metric].path, "model.", 6);
}

static void
judge_fit(struct check_report *c, const struct check_result *r, const json_t *plan)
{
	char needed[GROUPED_MAX], there[GROUPED_MAX];
	const json_t *sram = json_object_get(plan, "sram");
	struct arena *a = c->request->arena;
	struct check_row row = {.model = r->model,
				.rule = RULE_FITS,
				.metric = METRIC_COUNT,
				.level = r->model->fits,
				.line = r->model->line,
				.message = r->model->message};

	row.batch = json_integer_value(json_object_get(plan, "batch"));
	row.text = arena_printf(a, "batch %" PRId64 ": it fits", row.batch);
	if (!json_is_true(json_object_get(plan, "fits"))) {
		row.verdict = VERDICT_NO_FIT;
		row.text = arena_printf(
			a,
			"batch %" PRId64 ": it does not fit: it needs %s B of SRAM, "
			"there are %s",
			row.batch,
			format_grouped(
				json_integer_value(json_object_get(sram, "needed")),
				needed),
			format_grouped(
				json_integer_value(json_object_get(sram, "capacity")),
				there));
	}
	add_row(c, &row);
}

static const json_t *
batch_of(const json_t *plans, int64_t batch)
{
	size_t i;

	for (i = 0; i < json_array_size(plans); i++)
		if (json_integer_value(json_object_get(json_array_get(plans, i),
						       "batch")) == batch)
			return json_array_get(plans, i);
	return NULL;
}

static void
judge_plan(struct check_report *c, const struct check_result *r, const json_t *plan)
{
	const struct check_model *m = r->model;
	int64_t batch = plan ? json_integer_value(json_object_get(plan, "batch")) : 0;
	const json_t *old = plan ? batch_of(r->diff.side[0].batches, batch) : NULL;
	/* what does not fit has been refused already, unless that is allowed */
	bool fits = !plan || m->fits != CHECK_DENY ||
		    json_is_true(json_object_get(plan, "fits"));
	int32_t i;

	for (i = 0; i < m->n_budgets; i++)
		if (of_model(m->budgets[i].metric) == !plan &&
		    (fits || metric_get(m->budgets[i].metric, NULL, plan).known))
			judge_budget(c, r, &m->budgets[i], batch, plan);
	if (!r->compared || (plan && !old))
		return;
	for (i = 0; i < m->n_regress; i++)
		if (of_model(m->regress[i].metric) == !plan &&
		    (fits || metric_get(m->regress[i].metric, NULL, plan).known))
			judge_regress(c, r, &m->regress[i], batch, old, plan);
}

/* A budget for a batch that is not planned would never be looked at. */
static void
judge_unplanned(struct check_report *c, const struct check_result *r)
{
	struct check_row row = {
		.model = r->model, .rule = RULE_BUDGET, .verdict = VERDICT_MISSING};
	const struct budget *b;
	int32_t i, k;

	for (i = 0; i < r->model->n_budgets; i++) {
		b = &r->model->budgets[i];
		for (k = 0; k < b->n_limits; k++) {
			row.batch = b->limits[k].batch;
			if (!row.batch || batch_of(r->diff.side[1].batches, row.batch))
				continue;
			row.metric = b->metric;
			row.level = b->level;
			row.line = b->limits[k].line;
			row.limit = b->limits[k].limit;
			row.text = arena_printf(c->request->arena,
						"batch %" PRId64
						": %s is not measured: the batch is "
						"not planned; add it to \"batch\"",
						row.batch, metrics[b->metric].path);
			add_row(c, &row);
		}
	}
}

void
check_judge(struct check_report *c, struct check_result *r)
{
	struct check_row unread = {.model = r->model,
				   .rule = RULE_READ,
				   .metric = METRIC_COUNT,
				   .verdict = VERDICT_MISSING,
				   .level = CHECK_DENY,
				   .line = r->model->line,
				   .text = r->change};
	const json_t *plans = r->diff.side[1].batches;
	size_t i;

	if (r->status != OK) {
		add_row(c, &unread);
		if (r->status > c->status)
			c->status = r->status;
		return;
	}
	for (i = 0; i < json_array_size(plans); i++) {
		if (json_integer_value(json_object_get(
			    json_object_get(json_array_get(plans, i), "sram"),
			    "capacity")) > 0)
			judge_fit(c, r, json_array_get(plans, i));
		judge_plan(c, r, json_array_get(plans, i));
	}
	judge_plan(c, r, NULL);
	judge_unplanned(c, r);
}
