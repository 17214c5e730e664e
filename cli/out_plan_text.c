#include <inttypes.h>
#include <stdlib.h>

#include "base/num.h"
#include "cli/escape.h"
#include "cli/out_model.h"
#include "cli/out_plan.h"
#include "cli/out_time.h"

/* "1,304,576 B = 802,816 res2a + ...": who is in SRAM at a step. */
struct part {
	int64_t bytes;
	int32_t number; /* of the plan's values; -1: weights, -2: windows and workspace
			 */
};

static int
larger_first(const void *pa, const void *pb)
{
	const struct part *a = pa, *b = pb;

	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? 1 : -1;
	return a->number < b->number ? -1 : a->number > b->number;
}

static bool
holds(const struct plan_value *v, int32_t step)
{
	int32_t i;

	for (i = 0; i < v->n_residency; i++)
		if (v->residency[i].sram && v->residency[i].from <= step &&
		    step < v->residency[i].to)
			return true;
	return false;
}

static bool
overwrites(const struct plan *p, value_id v, int32_t step)
{
	int32_t i;

	for (i = 0; i < p->n_inplace; i++)
		if (p->inplace[i].to == v && p->inplace[i].step == step)
			return true;
	return false;
}

static int64_t
window_at(const struct window *list, int32_t n, int32_t step)
{
	int64_t sum = 0;
	int32_t i;

	for (i = 0; i < n; i++)
		if (list[i].step == step)
			sum += list[i].bytes;
	return sum;
}

static int32_t
parts_at(const struct plan *p, int32_t step, struct part *parts)
{
	int64_t weights = 0, windows = window_at(p->workspace, p->n_workspace, step);
	const struct plan_value *v;
	int32_t i, n = 0;

	for (i = 0; i < p->n_values; i++) {
		v = &p->values[i];
		windows += window_at(v->windows, v->n_windows, step);
		if (!holds(v, step) || overwrites(p, v->value, step))
			continue;
		if (v->weight)
			weights += v->bytes;
		else if (v->bytes)
			parts[n++] = (struct part){v->bytes, i};
	}
	qsort(parts, (size_t)n, sizeof(*parts), larger_first);
	if (weights)
		parts[n++] = (struct part){weights, -1};
	if (windows)
		parts[n++] = (struct part){windows, -2};
	return n;
}

enum { PARTS_SHOWN = 6 };

static void
peak_text(struct text *t, const struct plan_report *r, const struct plan *p)
{
	struct part *parts = arena_new(t->arena, struct part, (size_t)p->n_values + 3);
	char b[GROUPED_MAX];
	int32_t i, n;
	int64_t rest = 0;

	if (!p->steps)
		return;
	n = parts_at(p, p->peak_step, parts);
	text_printf(t, "  peak %s B", format_grouped(p->peak, b));
	for (i = 0; i < n; i++) {
		if (i >= PARTS_SHOWN && parts[i].number >= 0) {
			rest += parts[i].bytes;
			continue;
		}
		text_printf(t, " %s %s ", i ? "+" : "=",
			    format_grouped(parts[i].bytes, b));
		if (parts[i].number < 0)
			text_puts(t, parts[i].number == -1 ? "weights" : "windows");
		else
			text_name(t, SINK_TERMINAL,
				  r->analysis.graph
					  ->values[p->values[parts[i].number].value]
					  .name);
	}
	if (rest)
		text_printf(t, " + %s others", format_grouped(rest, b));
	text_printf(t, "\n  at step %d, ", p->peak_step);
	text_name(t, SINK_TERMINAL, r->analysis.layers.list[p->peak_step].name);
	text_puts(t, "\n");
}

static void
traffic_text(struct text *t, const struct plan *p)
{
	char b[GROUPED_MAX];
	int32_t i, n = 0;

	text_printf(t, "  dram %s B", format_grouped(p->dram_bytes, b));
	for (i = 0; i < TRANSFER_KINDS; i++)
		if (p->traffic[i])
			text_printf(t, " %s %s %s", n++ ? "+" : "=",
				    format_grouped(p->traffic[i], b),
				    transfer_names[i]);
	if (p->optimal)
		text_puts(t, "\n  proven: no plan moves less\n");
	else
		text_printf(
			t, "\n  not proven: at most %s B (%.1f %%) could be saved\n",
			format_grouped(p->gap, b),
			p->dram_bytes ? 100.0 * (double)p->gap / (double)p->dram_bytes
				      : 0);
}

static int64_t
moved(const struct plan *p, value_id v)
{
	int64_t sum = 0;
	int32_t i;

	for (i = 0; i < p->n_transfers; i++)
		if (p->transfers[i].value == v)
			sum += p->transfers[i].bytes;
	return sum;
}

enum { SPILLS_SHOWN = 8 };

/* Activations that move though they need not, the costly ones first. */
static void
spills_text(struct text *t, const struct plan_report *r, const struct plan *p)
{
	struct part *parts = arena_new(t->arena, struct part, (size_t)p->n_values + 1);
	const struct plan_value *v;
	char b[GROUPED_MAX];
	int32_t i, n = 0;

	if (!p->traffic[TRANSFER_SPILL] && !p->traffic[TRANSFER_FETCH] &&
	    !p->traffic[TRANSFER_STREAM])
		return;
	for (i = 0; i < p->n_values; i++) {
		v = &p->values[i];
		if (v->evicted)
			parts[n++] = (struct part){moved(p, v->value), i};
	}
	qsort(parts, (size_t)n, sizeof(*parts), larger_first);
	for (i = 0; i < n && i < SPILLS_SHOWN; i++) {
		v = &p->values[parts[i].number];
		text_printf(t, "  %14s B  ", format_grouped(parts[i].bytes, b));
		text_name(t, SINK_TERMINAL, r->analysis.graph->values[v->value].name);
		text_printf(t, "\n%20s", "");
		text_name(t, SINK_TERMINAL, v->reason);
		text_puts(t, "\n");
	}
	if (n > SPILLS_SHOWN)
		text_printf(t, "  %14s    [%d others]\n", "", n - SPILLS_SHOWN);
}

static void
one_text(struct text *t, const struct plan_report *r, const struct plan *p)
{
	text_printf(t, "\nbatch %" PRId64 "\n", p->batch);
	if (!p->fits) {
		text_puts(t, "  does not fit: ");
		text_name(t, SINK_TERMINAL, p->refusal);
		text_puts(t, "\n");
		return;
	}
	peak_text(t, r, p);
	traffic_text(t, p);
	if (r->timer)
		time_text(t, r->timer, p, &r->analysis);
	spills_text(t, r, p);
}

static void
table_text(struct text *t, const struct plan_report *r)
{
	char peak[GROUPED_MAX], high[GROUPED_MAX], no[GROUPED_MAX],
		weights[GROUPED_MAX], dram[GROUPED_MAX], frame[GROUPED_MAX];
	const struct plan *p;
	int32_t i;

	text_puts(t, "\n  batch            peak      high water        no spill "
		     "resident weights"
		     "      DRAM bytes       per frame\n");
	for (i = 0; i < r->n; i++) {
		p = &r->plans[i];
		if (!p->fits) {
			text_printf(t, "%7" PRId64 " %15s %15s %15s %16s %15s %15s\n",
				    p->batch, "-", "-", format_grouped(p->no_spill, no),
				    "-", "does not fit", "-");
			continue;
		}
		text_printf(t, "%7" PRId64 " %15s %15s %15s %16s %15s %15s%s\n",
			    p->batch, format_grouped(p->peak, peak),
			    format_grouped(p->high_water, high),
			    format_grouped(p->no_spill, no),
			    format_grouped(p->resident_weights, weights),
			    format_grouped(p->dram_bytes, dram),
			    format_grouped(ceil_div(p->dram_bytes, p->batch), frame),
			    p->optimal ? "" : " *");
	}
}

void
plan_text(struct text *t, const struct plan_report *r)
{
	char b[GROUPED_MAX], size[GROUPED_MAX];
	int32_t i;

	model_text(t, &r->analysis, r->analysis.graph->batch);
	text_printf(t, "target  %s, ", r->target.name);
	if (r->target.sram < 0)
		text_puts(t, "unlimited SRAM\n");
	else
		text_printf(t, "%s of SRAM (%s B)\n", format_size(r->target.sram, size),
			    format_grouped(r->target.sram, b));
	table_text(t, r);
	for (i = 0; i < r->n; i++)
		one_text(t, r, &r->plans[i]);
}
