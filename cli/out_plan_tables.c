#include "cli/out_plan_html.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/num.h"
#include "cli/escape.h"
#include "cli/svg.h"

/* --- the table of values --- */

static int
busier_first(const void *pa, const void *pb)
{
	const struct mover *a = pa, *b = pb;

	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? 1 : -1;
	return a->number < b->number ? -1 : a->number > b->number;
}

/* All values with what they move, the most first. */
static struct mover *
by_traffic(const struct plan_report *r, const struct plan *p, struct arena *a)
{
	struct mover *list = arena_new(a, struct mover, (size_t)p->n_values + 1);
	int64_t *moved = arena_new(a, int64_t, (size_t)r->analysis.graph->n_values + 1);
	int32_t i;

	for (i = 0; i < p->n_transfers; i++)
		moved[p->transfers[i].value] += p->transfers[i].bytes;
	for (i = 0; i < p->n_values; i++)
		list[i] = (struct mover){moved[p->values[i].value], i};
	qsort(list, (size_t)p->n_values, sizeof(*list), busier_first);
	return list;
}

static void
where_html(struct text *t, const struct plan_value *v)
{
	const struct residency *r;
	char b[GROUPED_MAX];
	int32_t i;

	for (i = 0; i < v->n_residency; i++) {
		r = &v->residency[i];
		text_printf(t, "%s%s %d", i ? "<br>" : "", r->sram ? "SRAM" : "DRAM",
			    r->from);
		if (r->to - 1 > r->from)
			text_printf(t, "&#8211;%d", r->to - 1);
		if (r->sram && r->offset != NO_OFFSET)
			text_printf(t, " at %s", format_grouped(r->offset, b));
	}
}

static void
value_html(struct text *t, const struct plan_report *r, const struct plan_value *v,
	   int64_t moved)
{
	char bytes[GROUPED_MAX], dram[GROUPED_MAX];

	text_printf(t,
		    "<tr><td class=\"name\">%s</td><td>%s</td><td class=\"n\">%s</td>"
		    "<td class=\"n\">%s</td><td>",
		    html_name(t->arena, r->analysis.graph->values[v->value].name),
		    v->weight ? "weight" : "activation",
		    format_grouped(v->bytes, bytes), format_grouped(moved, dram));
	where_html(t, v);
	text_printf(t, "</td><td>%s</td></tr>\n",
		    escaped(t->arena, SINK_HTML, v->reason));
}

void
plan_values_html(struct text *t, const struct plan_report *r, const struct plan *p,
		 int32_t most)
{
	const struct mover *list = by_traffic(r, p, t->arena);
	int32_t i;

	text_puts(t, "<h3>Values</h3>\n<div class=\"scroll\"><table>\n<thead><tr>"
		     "<th>name</th><th>kind</th><th class=\"n\">bytes</th>"
		     "<th class=\"n\">DRAM bytes</th><th>where, at steps</th>"
		     "<th>why</th></tr></thead>\n<tbody>\n");
	for (i = 0; i < p->n_values && i < most; i++)
		value_html(t, r, &p->values[list[i].number], list[i].bytes);
	text_puts(t, "</tbody></table></div>\n");
	if (p->n_values > most)
		text_printf(t,
			    "<p class=\"dim\">%d others, which move less, are in the "
			    "JSON.</p>\n",
			    p->n_values - most);
}

/* --- all batches --- */

static void
cell(struct text *t, int64_t v, bool known)
{
	char b[GROUPED_MAX];

	text_printf(t, "<td class=\"n\">%s</td>",
		    known ? format_grouped(v, b) : "&#8211;");
}

void
plan_table_html(struct text *t, const struct plan_report *r)
{
	const struct plan *p;
	int32_t i;

	text_puts(t,
		  "<div class=\"scroll\"><table>\n<thead><tr><th class=\"n\">batch"
		  "</th><th class=\"n\">SRAM peak</th><th class=\"n\">high water</th>"
		  "<th class=\"n\">no spill</th><th class=\"n\">weights kept</th>"
		  "<th class=\"n\">DRAM bytes</th><th class=\"n\">per frame</th>"
		  "<th>proof</th></tr></thead>\n<tbody>\n");
	for (i = 0; i < r->n; i++) {
		p = &r->plans[i];
		text_puts(t, "<tr>");
		cell(t, p->batch, true);
		cell(t, p->peak, p->fits);
		cell(t, p->high_water, p->fits);
		cell(t, p->no_spill, true);
		cell(t, p->resident_weights, p->fits);
		cell(t, p->dram_bytes, p->fits);
		cell(t, ceil_div(p->dram_bytes, p->batch), p->fits);
		text_printf(t, "<td>%s</td></tr>\n",
			    !p->fits     ? "does not fit"
			    : p->optimal ? "least"
					 : "best found");
	}
	text_puts(t, "</tbody></table></div>\n");
}

void
plan_words_html(struct text *t)
{
	static const char *const words[][2] = {
		{"SRAM peak", "the most bytes in use at one step"},
		{"high water", "the highest address in use: the peak and what packing "
			       "leaves empty below it"},
		{"no spill",
		 "the least SRAM with which activations move only when they "
		 "must: graph inputs and outputs"},
		{"weights kept",
		 "weights that stay in SRAM and are not read per batch"},
		{"DRAM bytes", "all that crosses between SRAM and DRAM for one batch"},
		{"input, output",
		 "the first read of a graph input, the write of a graph "
		 "output"},
		{"spill, fetch",
		 "a value leaves SRAM for want of room, and comes back"},
		{"stream", "a layer reads or writes a value in DRAM past SRAM"},
		{"weights", "weights that are read from DRAM, once per batch"},
		{"least",
		 "proven: no plan of this schedule moves fewer bytes, or needs less "
		 "energy for them where that was asked for"},
	};
	size_t i;

	text_puts(t, "<h2>What the numbers mean</h2>\n<dl>\n");
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		text_printf(t, "<dt>%s</dt><dd>%s</dd>\n", words[i][0], words[i][1]);
	text_puts(t, "</dl>\n");
}
