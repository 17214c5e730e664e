#include <inttypes.h>

#include "cli/check.h"
#include "cli/escape.h"

/* A comment may have 65,536 characters; the verdict comes first, and stays. */
enum { MD_MOST = 60000 };

static const char *
verdict(const struct check_report *c)
{
	if (c->status == OK)
		return c->warned ? "passed, with warnings" : "passed";
	return c->status == NO ? "failed" : "not measured";
}

static const char *const words[VERDICTS] = {[VERDICT_PASS] = "ok",
					    [VERDICT_OVER] = "over budget",
					    [VERDICT_REGRESSED] = "regressed",
					    [VERDICT_NO_FIT] = "does not fit",
					    [VERDICT_MISSING] = "not measured"};

static void
row_md(struct text *t, const struct check_row *row)
{
	text_puts(t, "| ");
	text_name(t, SINK_MD, row->model->name);
	text_printf(t, " | %s%s | ", words[row->verdict],
		    check_row_warns(row) ? " (warning)" : "");
	text_name(t, SINK_MD, row->text);
	text_puts(t, " | ");
	if (row->verdict != VERDICT_PASS && row->message)
		text_name(t, SINK_MD, row->message);
	text_puts(t, " |\n");
}

/* Those that passed, or those that did not; how many found no room. */
static int32_t
rows_md(struct text *t, const struct check_report *c, bool passed)
{
	int32_t i, n = 0, left = 0;

	for (i = 0; i < c->n_rows; i++) {
		if ((c->rows[i].verdict == VERDICT_PASS) != passed)
			continue;
		if (t->n > MD_MOST) {
			left++;
			continue;
		}
		if (!n++)
			text_puts(t, "\n| model | | | |\n|:--|:--|:--|:--|\n");
		row_md(t, &c->rows[i]);
	}
	if (left)
		text_printf(t, "\n[%d others]\n", left);
	return n;
}

static void
causes_md(struct text *t, const struct check_report *c)
{
	const struct check_result *r;
	int32_t i, k;

	text_puts(t, "\n");
	for (i = 0; i < c->config.n_models && t->n < MD_MOST; i++) {
		r = &c->results[i];
		if (!r->change || r->status != OK)
			continue;
		text_puts(t, "* ");
		text_name(t, SINK_MD, r->model->name);
		text_puts(t, ": ");
		text_name(t, SINK_MD, r->change);
		text_puts(t, "\n");
		for (k = 0; k < r->n_causes; k++) {
			text_puts(t, "  * ");
			text_name(t, SINK_MD, r->causes[k]);
			text_puts(t, "\n");
		}
	}
}

void
check_md(struct text *t, const struct check_report *c)
{
	text_printf(t, "### tidemark: %s\n\n%s", verdict(c),
		    check_summary(c, t->arena));
	if (c->baseline.label) {
		text_puts(t, ", against ");
		text_name(t, SINK_MD, c->baseline.label);
	}
	text_puts(t, "\n");
	rows_md(t, c, false);
	causes_md(t, c);
	if (!c->count[VERDICT_PASS])
		return;
	text_printf(t, "\n<details><summary>%d passed</summary>\n",
		    c->count[VERDICT_PASS]);
	rows_md(t, c, true);
	text_puts(t, "\n</details>\n");
}
