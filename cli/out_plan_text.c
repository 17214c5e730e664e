#include <inttypes.h>
#include <stdlib.h>

#include "analyzer/join.h"
#include "base/num.h"
#include "cli/escape.h"
#include "cli/out_explain.h"
#include "cli/out_model.h"
#include "cli/out_plan.h"
#include "cli/out_sum.h"
#include "cli/out_time.h"
#include "planner/join.h"

/* --- one batch --- */

enum { PARTS_SHOWN = 6 };

static void
peak_text(struct text *t, const struct plan_report *r, const struct plan *p)
{
	struct parts parts;

	if (!p->steps)
		return;
	explain_parts(&parts, p, p->analysis, p->peak_step, t->arena);
	text_puts(t, "  peak ");
	parts_text(t, r->analysis.graph, &parts, PARTS_SHOWN);
	text_printf(t, "  at step %d, ", p->peak_step);
	text_name(t, SINK_TERMINAL, p->analysis->layers.list[p->peak_step].name);
	text_puts(t, "\n");
}

static void
traffic_text(struct text *t, const struct plan *p)
{
	char b[GROUPED_MAX];
	struct sum sum;
	int32_t i;

	text_puts(t, "  dram ");
	sum_begin(&sum, t, p->dram_bytes);
	for (i = 0; i < TRANSFER_KINDS; i++)
		if (p->traffic[i])
			sum_add(&sum, p->traffic[i], transfer_names[i]);
	if (p->optimal)
		text_printf(t, "\n  proven: %s\n", proof_words(p));
	else if (p->priced)
		text_puts(t, "\n  not proven to need the least energy\n");
	else
		text_printf(
			t, "\n  not proven: at most %s B (%.1f %%) could be saved\n",
			format_grouped(p->gap, b),
			p->dram_bytes ? 100.0 * (double)p->gap / (double)p->dram_bytes
				      : 0);
}

static void
moved_text(struct text *t, const struct plan *p)
{
	char b[GROUPED_MAX];

	if (p->n_moves)
		text_printf(t,
			    "  moved %s B within SRAM, in %d %s between steps: what "
			    "fits by sum\n        is not free in one piece\n",
			    format_grouped(p->moved, b), p->n_moves,
			    p->n_moves == 1 ? "copy" : "copies");
}

static int
larger_first(const void *pa, const void *pb)
{
	const struct mover *a = pa, *b = pb;

	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? 1 : -1;
	return a->number < b->number ? -1 : a->number > b->number;
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

const struct mover *
plan_movers(const struct plan *p, int32_t *n, struct arena *a)
{
	struct mover *list = arena_new(a, struct mover, (size_t)p->n_values + 1);
	int32_t i;

	*n = 0;
	for (i = 0; i < p->n_values; i++)
		if (p->values[i].evicted)
			list[(*n)++] = (struct mover){moved(p, p->values[i].value), i};
	if (*n)
		qsort(list, (size_t)*n, sizeof(*list), larger_first);
	return list;
}

/* Of one batch, and of each of several: all on one screen. */
enum { SPILLS_ALONE = 8, SPILLS_EACH = 3 };

static void
spills_text(struct text *t, const struct plan_report *r, const struct plan *p)
{
	int32_t most = r->n > 1 ? SPILLS_EACH : SPILLS_ALONE, n, i;
	const struct mover *list = plan_movers(p, &n, t->arena);
	const struct plan_value *v;
	char b[GROUPED_MAX];

	if (!n)
		return;
	text_puts(t, "  activations that move for want of room:\n");
	for (i = 0; i < n && i < most; i++) {
		v = &p->values[list[i].number];
		text_printf(t, "  %15s B  ", format_grouped(list[i].bytes, b));
		text_name(t, SINK_TERMINAL, r->analysis.graph->values[v->value].name);
		text_puts(t, "\n      ");
		text_name(t, SINK_TERMINAL, v->reason);
		text_puts(t, "\n");
	}
	if (n > most)
		text_printf(t, "  %15s    [%d others]\n", "", n - most);
}

static void
one_text(struct text *t, const struct plan_report *r, const struct plan *p)
{
	text_printf(t, "\nbatch %" PRId64 "\n", p->batch);
	if (!p->fits) {
		refusal_text(t, r, p);
		return;
	}
	peak_text(t, r, p);
	traffic_text(t, p);
	moved_text(t, p);
	if (r->timer)
		time_text(t, timer_of(r, p), p, p->analysis);
	spills_text(t, r, p);
}

/* --- all batches --- */

static void
row_text(struct text *t, const struct plan *p)
{
	char peak[GROUPED_MAX], high[GROUPED_MAX], no[GROUPED_MAX],
		weights[GROUPED_MAX], dram[GROUPED_MAX], frame[GROUPED_MAX];

	if (!p->fits) {
		text_printf(t, "%7" PRId64 " %14s %14s %14s %14s  does not fit\n",
			    p->batch, "-", "-", format_grouped(p->no_spill, no), "-");
		return;
	}
	text_printf(t, "%7" PRId64 " %14s %14s %14s %14s %16s %14s%s\n", p->batch,
		    format_grouped(p->peak, peak), format_grouped(p->high_water, high),
		    format_grouped(p->no_spill, no),
		    format_grouped(p->resident_weights, weights),
		    format_grouped(p->dram_bytes, dram),
		    format_grouped(ceil_div(p->dram_bytes, p->batch), frame),
		    p->optimal ? "" : " *");
}

static void
table_text(struct text *t, const struct plan_report *r)
{
	bool proven = true;
	int32_t i;

	text_puts(t, "\n  batch      SRAM peak     high water       no spill   "
		     "weights kept       DRAM bytes      per frame\n");
	for (i = 0; i < r->n; i++) {
		row_text(t, &r->plans[i]);
		proven &= r->plans[i].optimal || !r->plans[i].fits;
	}
	if (!proven)
		text_puts(t, "  * the best found, not proven to be the least\n");
}

/* --- above the table --- */

static void
target_text(struct text *t, const struct target *target)
{
	char b[GROUPED_MAX], size[GROUPED_MAX];

	text_printf(t, "target  %s, ", target->name);
	if (target->sram < 0)
		text_puts(t, "unlimited SRAM");
	else
		text_printf(t, "%s of SRAM (%s B)", format_size(target->sram, size),
			    format_grouped(target->sram, b));
	if (target->window != WINDOW_NONE)
		text_printf(t, ", window %s", window_names[target->window]);
	if (target->window == WINDOW_FIXED)
		text_printf(t, " %s B", format_grouped(target->window_bytes, b));
	if (target->alignment > 1)
		text_printf(t, ", aligned to %" PRId64, target->alignment);
	text_puts(t, "\n");
}

/* What does not simply scale; nothing where everything does. */
static void
batch_text(struct text *t, const struct graph *g)
{
	if (!g->batched) {
		text_puts(t,
			  "batch   no input has one: every batch is the same plan\n");
		return;
	}
	if (!g->n_virtual && !g->n_tiled && !g->n_unscaled)
		return;
	text_printf(t, "batch   %d tensors scale with it", g->n_scaled + g->n_virtual);
	if (g->n_virtual)
		text_printf(t, " (%d of them along no axis of their own)",
			    g->n_virtual);
	if (g->n_tiled)
		text_printf(t, ", %d constants are repeated for each item", g->n_tiled);
	if (g->n_unscaled)
		text_printf(t, ", %d do not", g->n_unscaled);
	text_puts(t, "\n");
}

static void
bounds_text(struct text *t, const struct analysis *a)
{
	int32_t i, n = 0;

	for (i = 0; i < a->graph->n_symbols; i++)
		if (a->graph->symbols[i].value < 0)
			return;
	for (i = 0; i < a->lifetimes.n; i++)
		n += a->graph->values[a->lifetimes.list[i].value].type.bound;
	if (n)
		text_printf(t,
			    "bounds  the sizes of %d tensor%s depend on data: their "
			    "largest is planned, so read\n"
			    "        'at most' with every number below\n",
			    n, n == 1 ? "" : "s");
}

static void
joins_text(struct text *t, const struct analysis *a)
{
	char with[GROUPED_MAX], apart[GROUPED_MAX];
	int64_t n = a->graph->batch;
	int32_t i, strided = 0;

	if (!a->layers.n_joins)
		return;
	for (i = 0; i < a->layers.n_joins; i++)
		strided += !a->layers.joins[i].outer;
	text_printf(t,
		    "joined  %d of %d Concats are written in place: without spill %s B "
		    "of SRAM at batch\n        %" PRId64 ", instead of %s B",
		    a->layers.n_joins, joins_possible(&a->layers, a->graph),
		    format_grouped(join_no_spill(a, n, t->arena), with), n,
		    format_grouped(join_no_spill_apart(a, n, t->arena), apart));
	if (strided)
		text_printf(t, "; into %d of them by rows with gaps", strided);
	text_puts(t, "\n");
}

void
scaling_text(struct text *t, const struct analysis *a)
{
	batch_text(t, a->graph);
	bounds_text(t, a);
}

void
plan_head_text(struct text *t, const struct plan_report *r)
{
	model_text(t, &r->analysis, r->analysis.graph->batch);
	target_text(t, &r->target);
	scaling_text(t, &r->analysis);
	joins_text(t, &r->analysis);
}

void
plan_text(struct text *t, const struct plan_report *r)
{
	int32_t i;

	plan_head_text(t, r);
	table_text(t, r);
	for (i = 0; i < r->n; i++)
		one_text(t, r, &r->plans[i]);
}
