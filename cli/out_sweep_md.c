#include <inttypes.h>

#include "base/num.h"
#include "cli/out_sweep.h"

static void
sentence(struct text *t, const char *s)
{
	text_printf(t, "* %s\n", s);
}

static void
table(struct text *t, const struct sweep_report *p)
{
	const struct sweep_options *o = &p->options;
	const struct sweep_cell *c;
	char size[GROUPED_MAX];
	int32_t b, s;

	text_puts(t, "| batch |");
	for (s = 0; s < o->n_srams; s++)
		text_printf(t, " %s |", format_size(o->srams[s], size));
	text_puts(t, "\n| ---: |");
	for (s = 0; s < o->n_srams; s++)
		text_puts(t, " ---: |");
	text_puts(t, "\n");
	for (b = 0; b < o->n_batches; b++) {
		if (!sweep_shows(p, b))
			continue;
		text_printf(t, "| %" PRId64 " |", o->batches[b]);
		for (s = 0; s < o->n_srams; s++) {
			c = sweep_cell_of(p, b, s);
			if (!c->fits)
				text_puts(t, " - |");
			else if (c == p->verdicts[s].best)
				text_printf(t, " **%.3f** |", cell_per_frame(c) / 1e6);
			else
				text_printf(t, " %.3f%s |", cell_per_frame(c) / 1e6,
					    c->optimal ? "" : " (not proven)");
		}
		text_puts(t, "\n");
	}
}

void
sweep_md(struct text *t, const struct sweep_report *p)
{
	char size[GROUPED_MAX], bytes[GROUPED_MAX];
	int32_t s;

	text_puts(t, "### ");
	text_name(t, SINK_MD, p->analysis.graph->facts.name);
	text_printf(t, ", level %s, target ", level_names[p->analysis.layers.level]);
	text_name(t, SINK_MD, p->target.name);
	text_puts(t, "\n\n");
	sweep_proof(t, p);
	text_puts(t, ". MB of DRAM traffic per frame, the best batch in bold:\n\n");
	table(t, p);
	for (s = 0; s < p->options.n_srams; s++) {
		text_printf(t, "\n**%s** (%s B)\n\n",
			    format_size(p->options.srams[s], size),
			    format_grouped(p->options.srams[s], bytes));
		sweep_sentences(t, p, &p->verdicts[s], SINK_MD, sentence);
	}
	if (p->surface.timed)
		text_puts(t, "\nTimes are modelled, not measured.\n");
}
