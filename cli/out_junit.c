/*
 * JUnit XML: a suite per model, a case per check.
 */
#include <inttypes.h>

#include "cli/check.h"
#include "cli/escape.h"

static void
attribute(struct text *t, const char *key, const char *value)
{
	text_printf(t, " %s=\"", key);
	text_name(t, SINK_XML, value);
	text_puts(t, "\"");
}

static void
element(struct text *t, const struct check_report *c, const struct check_row *row)
{
	const char *tag = check_row_warns(row)              ? "system-out"
			  : row->verdict == VERDICT_MISSING ? "error"
							    : "failure";

	text_printf(t, "<%s", tag);
	if (!check_row_warns(row)) {
		attribute(t, "type", check_verdict_names[row->verdict]);
		attribute(t, "message", row->text);
	}
	text_puts(t, ">");
	text_name(t, SINK_XML, c->config.path);
	text_printf(t, ":%d: ", row->line);
	text_name(t, SINK_XML, row->text ? row->text : "");
	if (row->message) {
		text_puts(t, "&#10;");
		text_name(t, SINK_XML, row->message);
	}
	text_printf(t, "</%s>", tag);
}

static void
test_case(struct text *t, const struct check_report *c, const struct check_row *row)
{
	struct text name;

	text_open(&name, t->arena);
	if (row->batch)
		text_printf(&name, "batch %" PRId64 " ", row->batch);
	text_puts(&name, check_rule_names[row->rule]);
	if (row->metric < METRIC_COUNT)
		text_printf(&name, " %s", metrics[row->metric].path);
	text_puts(t, "    <testcase");
	attribute(t, "classname", row->model->name);
	attribute(t, "name", name.s);
	if (row->verdict == VERDICT_PASS) {
		text_puts(t, "/>\n");
		return;
	}
	text_puts(t, ">");
	element(t, c, row);
	text_puts(t, "</testcase>\n");
}

struct counts {
	int32_t tests, failures, errors;
};

static struct counts
count(const struct check_report *c, const struct check_model *m)
{
	struct counts n = {0};
	const struct check_row *row;
	int32_t i;

	for (i = 0; i < c->n_rows; i++) {
		row = &c->rows[i];
		if (m && row->model != m)
			continue;
		n.tests++;
		n.errors += check_row_fails(row) && row->verdict == VERDICT_MISSING;
		n.failures += check_row_fails(row) && row->verdict != VERDICT_MISSING;
	}
	return n;
}

static void
suite_head(struct text *t, const char *tag, const char *name, struct counts n)
{
	text_printf(t, "<%s", tag);
	attribute(t, "name", name);
	text_printf(t, " tests=\"%d\" failures=\"%d\" errors=\"%d\">\n", n.tests,
		    n.failures, n.errors);
}

void
check_junit(struct text *t, const struct check_report *c)
{
	const struct check_model *m;
	int32_t i, k;

	text_puts(t, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	suite_head(t, "testsuites", "tidemark", count(c, NULL));
	for (i = 0; i < c->config.n_models; i++) {
		m = &c->config.models[i];
		text_puts(t, "  ");
		suite_head(t, "testsuite", m->name, count(c, m));
		for (k = 0; k < c->n_rows; k++)
			if (c->rows[k].model == m)
				test_case(t, c, &c->rows[k]);
		text_puts(t, "  </testsuite>\n");
	}
	text_puts(t, "</testsuites>\n");
}
