#include <inttypes.h>

#include "base/num.h"
#include "cli/escape.h"
#include "cli/out_explain.h"
#include "cli/out_plan.h"
#include "cli/out_time.h"

enum { PARTS_SHOWN = 6, SPILLS_SHOWN = 30 };

static void
row(struct text *t, const char *word, int64_t bytes)
{
	char b[GROUPED_MAX];

	text_printf(t, "| %s | %s |\n", word, format_grouped(bytes, b));
}

static void
peak(struct text *t, const struct plan_report *r, const struct plan *p)
{
	struct parts parts;

	if (!p->steps)
		return;
	explain_parts(&parts, p, &r->analysis, p->peak_step, t->arena);
	text_puts(t, "\nPeak: ");
	parts_inline(t, r->analysis.graph, &parts, PARTS_SHOWN, SINK_MD);
	text_printf(t, " at step %d, ", p->peak_step);
	text_name(t, SINK_MD, r->analysis.layers.list[p->peak_step].name);
	text_puts(t, ".\n");
}

static void
numbers(struct text *t, const struct plan *p)
{
	char b[GROUPED_MAX];
	int32_t i;

	text_puts(t, "| | bytes |\n| --- | ---: |\n");
	row(t, "SRAM peak", p->peak);
	row(t, "high water", p->high_water);
	row(t, "SRAM without spills", p->no_spill);
	row(t, "weights kept", p->resident_weights);
	row(t, "**DRAM**", p->dram_bytes);
	for (i = 0; i < TRANSFER_KINDS; i++)
		if (p->traffic[i])
			row(t, transfer_names[i], p->traffic[i]);
	if (p->n_moves)
		row(t, "moved within SRAM", p->moved);
	row(t, "DRAM per frame", ceil_div(p->dram_bytes, p->batch));
	if (p->optimal)
		text_printf(t, "\nProven: %s.\n", proof_words(p));
	else if (p->priced)
		text_puts(t, "\nNot proven to need the least energy.\n");
	else
		text_printf(t, "\nNot proven: at most %s bytes could be saved.\n",
			    format_grouped(p->gap, b));
}

static void
spills(struct text *t, const struct plan_report *r, const struct plan *p)
{
	const struct plan_value *v;
	char b[GROUPED_MAX];
	int32_t n, i;
	const struct mover *list = plan_movers(p, &n, t->arena);

	if (!n)
		return;
	text_puts(t, "\nActivations that move for want of room:\n\n"
		     "| bytes | tensor | why |\n| ---: | --- | --- |\n");
	for (i = 0; i < n && i < SPILLS_SHOWN; i++) {
		v = &p->values[list[i].number];
		text_printf(t, "| %s | ", format_grouped(list[i].bytes, b));
		text_name(t, SINK_MD, r->analysis.graph->values[v->value].name);
		text_puts(t, " | ");
		text_name(t, SINK_MD, v->reason);
		text_puts(t, " |\n");
	}
	if (n > SPILLS_SHOWN)
		text_printf(t, "| | %d others | |\n", n - SPILLS_SHOWN);
}

static void
one(struct text *t, const struct plan_report *r, const struct plan *p)
{
	struct text words;

	text_printf(t, "\n#### Batch %" PRId64 "\n\n", p->batch);
	if (!p->fits) {
		text_puts(t, "Does not fit: ");
		text_name(t, SINK_MD, p->refusal);
		text_puts(t, ".\n");
		return;
	}
	numbers(t, p);
	text_open(&words, t->arena);
	if (time_words(&words, timer_of(r, p), p, p->analysis))
		text_printf(t, "\n%s\n", words.s);
	peak(t, r, p);
	spills(t, r, p);
}

/* A comment of a code review takes 65,536 characters; the rest is left out. */
enum { CHARACTERS = 60000 };

void
plan_md(struct text *t, const struct plan_report *r)
{
	char b[GROUPED_MAX];
	struct text next;
	int32_t i;

	text_puts(t, "### ");
	text_name(t, SINK_MD, r->analysis.graph->facts.name);
	text_printf(t, ", level %s, target ", level_names[r->analysis.layers.level]);
	text_name(t, SINK_MD, r->target.name);
	text_printf(t, ", %s%s\n",
		    r->target.sram < 0 ? "unlimited"
				       : format_grouped(r->target.sram, b),
		    r->target.sram < 0 ? " SRAM" : " bytes of SRAM");
	for (i = 0; i < r->n; i++) {
		text_open(&next, t->arena);
		one(&next, r, &r->plans[i]);
		if (t->n + next.n > CHARACTERS)
			break;
		text_puts(t, next.s);
	}
	if (i < r->n)
		text_printf(t, "\n%d further batches are left out.\n", r->n - i);
}
