#include <inttypes.h>
#include <stdio.h>

#include "base/num.h"
#include "cli/out_model.h"
#include "cli/out_sweep.h"
#include "cli/out_time.h"

static void
sentence(struct text *t, const char *s)
{
	text_printf(t, "  %s\n", s);
}

enum { COLUMNS = 9 };

/* Per frame, in columns of SRAM sizes; COLUMNS of them from number `first`. */
static void
table(struct text *t, const struct sweep_report *p, int32_t first)
{
	const struct sweep_options *o = &p->options;
	const struct sweep_cell *c;
	char size[GROUPED_MAX];
	int32_t b, s;

	text_puts(t, "\nMB of DRAM traffic per frame\n   batch");
	for (s = first; s < o->n_srams && s < first + COLUMNS; s++)
		text_printf(t, " %9s", format_size(o->srams[s], size));
	text_puts(t, "\n");
	for (b = 0; b < o->n_batches; b++) {
		if (!sweep_shows(p, b))
			continue;
		text_printf(t, "%8" PRId64, o->batches[b]);
		for (s = first; s < o->n_srams && s < first + COLUMNS; s++) {
			c = sweep_cell_of(p, b, s);
			if (c->fits)
				text_printf(t, " %8.3f%s", cell_per_frame(c) / 1e6,
					    c->optimal ? " " : "*");
			else
				text_printf(t, " %8s ", "-");
		}
		text_puts(t, "\n");
	}
}

enum { BAR = 50 };

static void
put_bar(struct text *t, const char *block, int n)
{
	while (n-- > 0)
		text_puts(t, block);
}

/* Activations dark, weights light. */
static void
chart(struct text *t, const struct sweep_report *p, int32_t s)
{
	double most = 0, x;
	const struct sweep_cell *c;
	int dark, all;
	int32_t b;

	for (b = 0; b < p->options.n_batches; b++) {
		c = sweep_cell_of(p, b, s);
		if (c->fits && cell_per_frame(c) > most)
			most = cell_per_frame(c);
	}
	for (b = 0; b < p->options.n_batches && most > 0; b++) {
		c = sweep_cell_of(p, b, s);
		if (!sweep_shows(p, b) || !c->fits)
			continue;
		x = cell_per_frame(c);
		all = (int)(BAR * x / most + 0.5);
		dark = (int)(BAR * cell_activations(c) / most + 0.5);
		text_printf(t, "  %6" PRId64 " ", c->batch);
		put_bar(t, "█", dark);
		put_bar(t, "░", all - dark);
		text_printf(t, " %.3f%s\n", x / 1e6,
			    c == p->verdicts[s].best ? " best" : "");
	}
}

static void
verdict(struct text *t, const struct sweep_report *p, int32_t s)
{
	char size[GROUPED_MAX], bytes[GROUPED_MAX];

	text_printf(t, "\nSRAM %s (%s B)\n", format_size(p->options.srams[s], size),
		    format_grouped(p->options.srams[s], bytes));
	sweep_sentences(t, p, &p->verdicts[s], SINK_TERMINAL, sentence);
	if (p->options.n_batches > 1) {
		text_puts(t, "  MB a frame: █ activations, ░ weights\n");
		chart(t, p, s);
	}
}

static void
put_size(struct text *t, int64_t bytes)
{
	char b[GROUPED_MAX];

	text_printf(t, " %18s", bytes < 0 ? "-" : format_grouped(bytes, b));
}

static void
needs(struct text *t, const struct sweep_report *p)
{
	const struct request *r = p->request;
	int32_t b;

	text_puts(t, "\nSRAM that a batch needs, in bytes\n   batch           no spill "
		     "  weights resident");
	if (r->per_frame >= 0)
		text_printf(t, " %11" PRId64 " B/frame", r->per_frame);
	if (r->frames > 0)
		text_printf(t, " %9.6g frames/s", r->frames);
	text_puts(t, "\n");
	for (b = 0; b < p->options.n_batches; b++) {
		if (!sweep_shows(p, b))
			continue;
		text_printf(t, "%8" PRId64, p->needs[b].batch);
		put_size(t, p->needs[b].no_spill);
		put_size(t, p->needs[b].everything);
		if (r->per_frame >= 0)
			put_size(t, p->needs[b].per_frame);
		if (r->frames > 0)
			put_size(t, p->needs[b].frames);
		text_puts(t, "\n");
	}
}

enum { KNEES_SHOWN = 16 };

static void
knee(struct text *t, const struct sweep_report *p, int32_t i)
{
	const struct knee *k = &p->knees[i];
	const struct lifetime *lives = p->analysis.lifetimes.list;
	char sram[GROUPED_MAX], bytes[GROUPED_MAX], saves[GROUPED_MAX];
	int32_t n;

	text_printf(t, "%14s %15s", format_grouped(k->sram, sram),
		    format_grouped(p->surface.curve->points[i].dram_bytes, bytes));
	if (k->extra)
		text_printf(t, " %14s %9.3f ", format_grouped(k->saves, saves),
			    (double)k->saves / (double)k->extra);
	for (n = 0; n < k->n_changes && n < 2; n++) {
		text_puts(t, n ? ", " : " ");
		text_name(t, SINK_TERMINAL,
			  p->analysis.graph->values[lives[k->changes[n].lifetime].value]
				  .name);
	}
	if (k->n_changes > 2)
		text_printf(t, " +%d", k->n_changes - 2);
	text_puts(t, "\n");
}

static void
knees(struct text *t, const struct sweep_report *p)
{
	int32_t i;

	text_printf(t,
		    "\nwhat SRAM buys at batch %" PRId64 ", weights apart\n"
		    "          SRAM      DRAM bytes          saves  per byte  by "
		    "keeping\n",
		    p->surface.base_batch);
	for (i = 0; i < p->n_knees && i < KNEES_SHOWN; i++)
		knee(t, p, i);
	if (i < p->n_knees)
		text_printf(t, "%14s [%d more with less SRAM]\n", "", p->n_knees - i);
}

static bool
any_unproven(const struct sweep_report *p)
{
	int64_t n = (int64_t)p->options.n_batches * p->options.n_srams, i;

	for (i = 0; i < n; i++)
		if (p->surface.cells[i].fits && !p->surface.cells[i].optimal)
			return true;
	return false;
}

void
sweep_text(struct text *t, const struct sweep_report *p)
{
	int32_t s;

	model_text(t, &p->analysis, p->analysis.graph->batch);
	text_puts(t, "target  ");
	text_name(t, SINK_TERMINAL, p->target.name);
	text_puts(t, "\nsurface ");
	sweep_proof(t, p);
	text_puts(t, "\n");
	for (s = 0; s < p->options.n_srams; s += COLUMNS)
		table(t, p, s);
	if (any_unproven(p))
		text_puts(t, "\n* the best found, not proven to be the least\n");
	for (s = 0; s < p->options.n_srams; s++)
		verdict(t, p, s);
	needs(t, p);
	knees(t, p);
	if (p->surface.timed)
		text_puts(t,
			  "\nTimes are modelled from what 'tidemark targets' states, "
			  "not measured.\n");
}
