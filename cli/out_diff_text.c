#include <inttypes.h>

#include "base/num.h"
#include "cli/diff.h"
#include "cli/escape.h"

enum { ROWS = 20 };

/* "+802,816", "-1", "0" */
static const char *
signed_text(int64_t n, struct arena *a)
{
	char b[GROUPED_MAX];

	return n ? arena_printf(a, "%s%s", n < 0 ? "-" : "+",
				format_grouped(n < 0 ? -n : n, b))
		 : "0";
}

static void
names_text(struct text *t, const struct diff *d)
{
	int i;

	for (i = 0; i < 2; i++) {
		text_puts(t, i ? "new  " : "old  ");
		text_name(t, SINK_TERMINAL, d->side[i].label);
		text_puts(t, "\n");
	}
	text_printf(t, "%s\n", d->heading);
}

static void
batch_text(struct text *t, const struct diff *d, const struct diff_batch *b)
{
	const struct diff_metric *m;
	struct quantity change;
	int32_t i;

	(void)d;
	if (b->verdict)
		text_printf(t, "\n%s\n", b->verdict);
	if (!b->n_metrics)
		return;
	text_printf(t, "\n  batch %-19" PRId64 "%17s %17s %17s\n", b->batch, "old",
		    "new", "change");
	for (i = 0; i < b->n_metrics; i++) {
		m = &b->metrics[i];
		change = quantity_minus(&m->now, &m->old);
		text_printf(t, "  %-25s%17s %17s %17s %s\n", metrics[m->id].path,
			    quantity_text(&m->old, metrics[m->id].unit, t->arena),
			    quantity_text(&m->now, metrics[m->id].unit, t->arena),
			    change_text(&change, metrics[m->id].unit, t->arena),
			    percent_text(&m->old, &m->now, t->arena));
	}
}

static const char *
mark(enum diff_kind kind)
{
	return kind == DIFF_NEW ? "[NEW] " : kind == DIFF_DEL ? "[DEL] " : "";
}

static void
row_text(struct text *t, const char *name, const struct diff_row *r)
{
	text_puts(t, mark(r->kind));
	text_name(t, SINK_TERMINAL, name);
	text_puts(t, *r->why ? r->kind >= DIFF_LIFE ? " " : ": " : "");
	text_name(t, SINK_TERMINAL, r->why);
	text_puts(t, "\n");
}

static void
tensors_text(struct text *t, const struct diff *d, int64_t rows)
{
	const struct outline *old = &d->side[0].outline, *now = &d->side[1].outline;
	int64_t before, after, others = 0, at_peak = 0, sum = 0;
	const struct diff_row *r;
	int32_t i;

	if (!d->n_tensors)
		return;
	text_printf(t, "\n%16s %16s  tensors in memory, by what they add to the peak\n",
		    "at the peak", "bytes");
	for (i = 0; i < d->n_tensors; i++) {
		r = &d->tensors[i];
		before = r->old >= 0 ? old->values[r->old].bytes : 0;
		after = r->now >= 0 ? now->values[r->now].bytes : 0;
		at_peak += r->peak;
		sum += after - before;
		if (i >= rows) {
			others++;
			continue;
		}
		text_printf(t, "%16s %16s  ", signed_text(r->peak, t->arena),
			    signed_text(after - before, t->arena));
		row_text(t, diff_tensor_title(d, r, t->arena), r);
	}
	if (others)
		text_printf(t, "%16s %16s  [%" PRId64 " others]\n", "", "", others);
	text_printf(t, "%16s %16s  TOTAL\n", signed_text(at_peak, t->arena),
		    signed_text(sum, t->arena));
}

static void
layers_text(struct text *t, const struct diff *d, int64_t rows)
{
	int64_t weights = 0, macs = 0;
	const struct diff_row *r;
	int32_t i;

	if (!d->n_layers)
		return;
	text_printf(t, "\n%16s %16s  layers\n", "weight bytes", "MACs");
	for (i = 0; i < d->n_layers; i++) {
		r = &d->layers[i];
		weights += r->peak;
		macs += r->effect;
		if (i >= rows)
			continue;
		text_printf(t, "%16s %16s  ", signed_text(r->peak, t->arena),
			    signed_text(r->effect, t->arena));
		row_text(t, diff_layer_name(d, r), r);
	}
	if (i > rows)
		text_printf(t, "%16s %16s  [%" PRId64 " others]\n", "", "", i - rows);
	text_printf(t, "%16s %16s  TOTAL\n", signed_text(weights, t->arena),
		    signed_text(macs, t->arena));
}

static void
verdict_text(struct text *t, const struct diff *d)
{
	if (d->same)
		text_printf(t, "no change%s",
			    d->same_graph ? ": the graphs are the same" : "");
	else
		text_puts(t, "changed");
	if (d->renamed)
		text_printf(t, "; %d tensor%s renamed", d->renamed,
			    d->renamed == 1 ? " is" : "s are");
	text_puts(t, "\n");
}

void
diff_text(struct text *t, const struct diff *d, int64_t rows)
{
	int32_t i;

	if (rows < 0)
		rows = ROWS;
	if (rows == 0)
		rows = INT32_MAX;
	names_text(t, d);
	verdict_text(t, d);
	for (i = 0; i < d->n_notes; i++) {
		text_puts(t, "  ");
		text_name(t, SINK_TERMINAL, d->notes[i]);
		text_puts(t, "\n");
	}
	for (i = 0; i < d->n_batches; i++)
		batch_text(t, d, &d->batches[i]);
	tensors_text(t, d, rows);
	layers_text(t, d, rows);
}
