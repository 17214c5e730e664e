#include <inttypes.h>

#include "cli/diff.h"
#include "cli/escape.h"

/* A comment may have 65,536 characters; names can be long. */
enum { MD_MOST = 60000, MD_ROWS = 20 };

static const char *const marks[DIFF_KINDS] = {[DIFF_NEW] = "new",
					      [DIFF_DEL] = "gone",
					      [DIFF_SIZE] = "size",
					      [DIFF_LIFE] = "life",
					      [DIFF_WAIT] = "wait"};

static void
verdict_md(struct text *t, const struct diff *d)
{
	int32_t i;

	text_printf(t, "**%s**: ", d->same ? "No change" : "Changed");
	text_name(t, SINK_MD, d->side[0].label);
	text_puts(t, " to ");
	text_name(t, SINK_MD, d->side[1].label);
	text_printf(t, " (%s)", d->heading);
	if (d->renamed)
		text_printf(t, "; %d tensor%s renamed", d->renamed,
			    d->renamed == 1 ? "" : "s");
	text_puts(t, "\n\n");
	for (i = 0; i < d->n_batches; i++)
		if (d->batches[i].verdict)
			text_printf(t, "* **%s**\n", d->batches[i].verdict);
	for (i = 0; i < d->n_notes; i++) {
		text_puts(t, "* ");
		text_name(t, SINK_MD, d->notes[i]);
		text_puts(t, "\n");
	}
}

static void
metrics_md(struct text *t, const struct diff *d)
{
	const struct diff_metric *m;
	struct quantity change;
	int32_t i, k, n = 0;

	for (i = 0; i < d->n_batches; i++)
		for (k = 0; k < d->batches[i].n_metrics; k++) {
			m = &d->batches[i].metrics[k];
			change = quantity_minus(&m->now, &m->old);
			if (!n++)
				text_puts(t,
					  "\n| batch | metric | old | new | change | "
					  "|\n|--:|:--|--:|--:|--:|--:|\n");
			text_printf(
				t, "| %" PRId64 " | %s | %s | %s | %s | %s |\n",
				d->batches[i].batch, metrics[m->id].path,
				quantity_text(&m->old, metrics[m->id].unit, t->arena),
				quantity_text(&m->now, metrics[m->id].unit, t->arena),
				change_text(&change, metrics[m->id].unit, t->arena),
				percent_text(&m->old, &m->now, t->arena));
		}
}

static void
tensors_md(struct text *t, const struct diff *d, int64_t rows)
{
	const struct diff_row *r;
	int32_t i;

	if (!d->n_tensors)
		return;
	text_puts(t, "\n| at the peak | tensor | | why |\n|--:|:--|:--|:--|\n");
	for (i = 0; i < d->n_tensors && i < rows && t->n < MD_MOST; i++) {
		r = &d->tensors[i];
		text_printf(t, "| %+" PRId64 " | ", r->peak);
		text_name(t, SINK_MD, diff_tensor_title(d, r, t->arena));
		text_printf(t, " | %s | ", marks[r->kind]);
		if (*r->why)
			text_name(t, SINK_MD, r->why);
		text_puts(t, " |\n");
	}
	if (i < d->n_tensors)
		text_printf(t, "| | [%d others] | | |\n", d->n_tensors - i);
}

void
diff_md(struct text *t, const struct diff *d, int64_t rows)
{
	if (rows < 0)
		rows = MD_ROWS;
	if (rows == 0)
		rows = INT32_MAX;
	verdict_md(t, d);
	metrics_md(t, d);
	tensors_md(t, d, rows);
}
