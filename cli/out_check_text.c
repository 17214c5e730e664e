#include <inttypes.h>

#include "cli/check.h"
#include "cli/escape.h"

static const char *const words[VERDICTS] = {[VERDICT_OVER] = "over budget",
					    [VERDICT_REGRESSED] = "regressed",
					    [VERDICT_NO_FIT] = "not fitting",
					    [VERDICT_MISSING] = "not measured"};

const char *
check_summary(const struct check_report *c, struct arena *a)
{
	struct text t;
	int i;

	text_open(&t, a);
	text_printf(&t, "%d check%s: %d passed", c->n_rows, c->n_rows == 1 ? "" : "s",
		    c->count[VERDICT_PASS]);
	for (i = VERDICT_PASS + 1; i < VERDICTS; i++)
		if (c->count[i])
			text_printf(&t, ", %d %s", c->count[i], words[i]);
	if (c->warned)
		text_printf(&t, " (%d only a warning)", c->warned);
	return t.s;
}

static void
line(struct text *t, const char *before, const char *s)
{
	text_puts(t, before);
	text_name(t, SINK_TERMINAL, s);
	text_puts(t, "\n");
}

static const char *
mark(const struct check_row *row)
{
	if (row->verdict == VERDICT_PASS)
		return "  ok    ";
	if (row->level == CHECK_WARN)
		return "  warn  ";
	return row->verdict == VERDICT_MISSING ? "  ?     " : "  FAIL  ";
}

static void
row_text(struct text *t, const struct check_report *c, const struct check_row *row)
{
	line(t, mark(row), row->text);
	if (row->verdict == VERDICT_PASS)
		return;
	text_puts(t, "        ");
	text_name(t, SINK_TERMINAL, c->config.path);
	text_printf(t, ":%d", row->line);
	if (row->message)
		line(t, ": ", row->message);
	else
		text_puts(t, "\n");
}

static void
model_text(struct text *t, const struct check_report *c, const struct check_result *r)
{
	int32_t i;

	text_name(t, SINK_TERMINAL, r->model->name);
	if (r->status == OK && r->change)
		line(t, ": ", r->change);
	else
		text_puts(t, "\n");
	for (i = 0; i < c->n_rows; i++)
		if (c->rows[i].model == r->model)
			row_text(t, c, &c->rows[i]);
	for (i = 0; i < r->n_causes; i++)
		line(t, i ? "          " : "  cause ", r->causes[i]);
}

static void
baseline_text(struct text *t, const struct check_report *c)
{
	if (!c->baseline.label)
		return;
	text_puts(t, "baseline ");
	text_name(t, SINK_TERMINAL, c->baseline.label);
	if (c->baseline.commit)
		text_printf(t, " (%.12s)", c->baseline.commit);
	text_puts(t, "\n");
}

void
check_text(struct text *t, const struct check_report *c)
{
	int32_t i, rules = 0;

	baseline_text(t, c);
	for (i = 0; i < c->config.n_models; i++) {
		model_text(t, c, &c->results[i]);
		rules += c->config.models[i].n_regress;
	}
	if (rules && c->baseline.kind == BASELINE_NONE)
		text_puts(t, "without --baseline no regression is judged\n");
	text_printf(t, "%s\n", check_summary(c, t->arena));
}
