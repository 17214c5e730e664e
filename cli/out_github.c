/*
 * Annotations: workflow commands on standard output, on the budget's line.
 */
#include <inttypes.h>

#include "cli/check.h"
#include "cli/escape.h"

enum { ANNOTATIONS_MAX = 10 };

static void
annotate(struct text *t, const struct check_report *c, const struct check_row *row)
{
	text_printf(t, "::%s file=", check_row_fails(row) ? "error" : "warning");
	text_name(t, SINK_GITHUB_PROPERTY, c->config.path);
	text_printf(t, ",line=%d,title=tidemark %s::", row->line,
		    check_rule_names[row->rule]);
	text_name(t, SINK_GITHUB, row->model->name);
	text_puts(t, ": ");
	text_name(t, SINK_GITHUB, row->text ? row->text : "");
	if (row->message) {
		text_puts(t, "%0A");
		text_name(t, SINK_GITHUB, row->message);
	}
	text_puts(t, "\n");
}

void
check_github(struct text *t, const struct check_report *c)
{
	int32_t pass, i, all = 0, n = 0;

	for (i = 0; i < c->n_rows; i++)
		all += c->rows[i].verdict != VERDICT_PASS;
	/* what fails comes before what only warns */
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < c->n_rows; i++) {
			if (c->rows[i].verdict == VERDICT_PASS ||
			    check_row_fails(&c->rows[i]) != !pass)
				continue;
			n++;
			if (n < ANNOTATIONS_MAX || all == ANNOTATIONS_MAX)
				annotate(t, c, &c->rows[i]);
		}
	if (all > ANNOTATIONS_MAX)
		text_printf(t, "::%s title=tidemark::%d others are in the log\n",
			    c->status == OK ? "warning" : "error",
			    all - ANNOTATIONS_MAX + 1);
}
