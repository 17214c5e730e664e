/*
 * Verdicts in words.
 */
#include <inttypes.h>
#include <math.h>

#include "base/num.h"
#include "cli/out_sweep.h"
#include "cli/out_time.h"

enum { NAMES_SHOWN = 3, TURNS_SHOWN = 6 };

static void
put_names(struct text *t, const struct sweep_report *p, enum sink sink,
	  const struct change *list, int32_t n)
{
	const struct lifetime *lives = p->analysis.lifetimes.list;
	char b[MEGABYTES_MAX];
	int32_t i;

	for (i = 0; i < n && i < NAMES_SHOWN; i++) {
		text_puts(t, i ? ", " : "");
		text_name(
			t, sink,
			p->analysis.graph->values[lives[list[i].lifetime].value].name);
		text_printf(t, " %s%s", list[i].bytes > 0 ? "+" : "",
			    format_megabytes(list[i].bytes, b));
	}
	if (n > NAMES_SHOWN)
		text_printf(t, " and %d other%s", n - NAMES_SHOWN,
			    n > NAMES_SHOWN + 1 ? "s" : "");
}

static void
put_cell(struct text *t, const struct sweep_report *p, const struct sweep_cell *c)
{
	char b[MEGABYTES_MAX], s[SECONDS_MAX];

	text_printf(t, "batch %" PRId64 ", %s of DRAM traffic a frame", c->batch,
		    format_megabytes(cell_per_frame(c), b));
	if (p->surface.timed)
		text_printf(t, "; modelled %.4g frames/s, %s a batch, bound by %s",
			    c->frames_per_second, format_seconds(c->latency, s),
			    bound_names[c->bound]);
	if (c->energy_pj >= 0)
		text_printf(t, "%s %.4g uJ a frame",
			    p->surface.timed ? "," : "; modelled", c->energy_pj / 1e6);
}

/* Why there is no best batch, and what comes nearest. */
static void
say_none(struct text *t, const struct sweep_report *p, const struct sweep_cell *nearest)
{
	char b[GROUPED_MAX], s[SECONDS_MAX], limit[SECONDS_MAX];

	if (nearest->fits)
		text_printf(
			t, "no batch keeps a latency of %s: batch %" PRId64 " takes %s",
			format_seconds(p->request->latency, limit), nearest->batch,
			format_seconds(nearest->latency, s));
	else
		text_printf(t,
			    "no batch fits: batch %" PRId64
			    " needs at least %s B of SRAM",
			    nearest->batch, format_grouped(nearest->needed, b));
}

static void
say_best(struct text *t, const struct sweep_report *p, const struct verdict *v)
{
	if (!v->best) {
		say_none(t, p, v->nearest);
		return;
	}
	text_puts(t, "best: ");
	put_cell(t, p, v->best);
}

static void
say_within(struct text *t, const struct sweep_report *p, const struct verdict *v)
{
	if (!v->within || v->within == v->best)
		return;
	text_printf(t, "within %.6g %% of it: ",
		    p->request->within < 0 ? 5 : p->request->within);
	put_cell(t, p, v->within);
}

static void
say_no_spill(struct text *t, const struct sweep_report *p, const struct verdict *v)
{
	(void)p;
	if (!v->n_fit)
		return;
	if (!v->largest_no_spill)
		text_puts(t, "activations spill at every batch");
	else if (v->largest_no_spill < INT64_MAX)
		text_printf(t, "no activation spills up to batch %" PRId64,
			    v->largest_no_spill);
}

static void
say_crossover(struct text *t, const struct sweep_report *p, const struct verdict *v)
{
	const struct sweep_options *o = &p->options;

	if (!v->n_fit)
		return;
	if (!v->crossover)
		text_puts(t, "weights outweigh activations up to the largest batch "
			     "that fits");
	else if (v->crossover == o->batches[0])
		text_puts(t, "activations outweigh weights at every batch");
	else
		text_printf(t, "activations outweigh weights from batch %" PRId64 " on",
			    v->crossover);
}

static void
say_turn(struct text *t, const struct sweep_report *p, enum sink sink,
	 const struct turn *turn)
{
	char sum[MEGABYTES_MAX], a[MEGABYTES_MAX], w[MEGABYTES_MAX], bytes[GROUPED_MAX];
	bool up = turn->total > 0;

	text_printf(t, "at batch %" PRId64 " %s%s a frame; no longer kept: ",
		    turn->to->batch, up ? "the curve turns up: +" : "still ",
		    format_megabytes(turn->total, sum));
	if (turn->n_changes)
		put_names(t, p, sink, turn->changes, turn->n_changes);
	else
		text_printf(t, "%s B of weights",
			    format_grouped(turn->from->resident_weights -
						   turn->to->resident_weights,
					   bytes));
	text_printf(t, " (activations %s%s, weights %s%s)",
		    turn->activations > 0 ? "+" : "",
		    format_megabytes(turn->activations, a),
		    turn->weights > 0 ? "+" : "", format_megabytes(turn->weights, w));
}

static void
say_next(struct text *t, const struct sweep_report *p, enum sink sink,
	 const struct verdict *v)
{
	char b[MEGABYTES_MAX];

	if (!v->best || v->next_saves <= 0)
		return;
	text_printf(t, "at batch %" PRId64 " the next 64 KiB save %s a frame: ",
		    v->best->batch, format_megabytes(v->next_saves, b));
	if (v->n_next_changes)
		put_names(t, p, sink, v->next_changes, v->n_next_changes);
	else
		text_puts(t, "weights that then stay");
}

/* Where the curve turns up, then where activations grow most. */
static bool
says_more(const struct turn *a, const struct turn *b)
{
	if ((a->total > 0) != (b->total > 0))
		return a->total > 0;
	if (a->total > 0 && a->total != b->total)
		return a->total > b->total;
	return a->activations > b->activations;
}

/* The turns that say most are shown, in the order of the batches. */
static bool
among_largest(const struct verdict *v, int32_t i)
{
	const struct turn *one = &v->turns[i];
	int32_t k, more = 0;

	for (k = 0; k < v->n_turns; k++)
		more += says_more(&v->turns[k], one) ||
			(k < i && !says_more(one, &v->turns[k]));
	return more < TURNS_SHOWN;
}

static void
emit(struct text *out, struct text *t, sentence_fn *back)
{
	if (t->n)
		back(out, t->s);
	text_open(t, out->arena);
}

void
sweep_sentences(struct text *out, const struct sweep_report *p, const struct verdict *v,
		enum sink sink, sentence_fn *back)
{
	typedef void simple_fn(struct text *, const struct sweep_report *,
			       const struct verdict *);
	static simple_fn *const simple[] = {say_best, say_within, say_no_spill,
					    say_crossover};
	struct text t;
	size_t k;
	int32_t i;

	text_open(&t, out->arena);
	for (k = 0; k < sizeof(simple) / sizeof(*simple); k++) {
		simple[k](&t, p, v);
		emit(out, &t, back);
	}
	say_next(&t, p, sink, v);
	emit(out, &t, back);
	for (i = 0; i < v->n_turns; i++)
		if (among_largest(v, i)) {
			say_turn(&t, p, sink, &v->turns[i]);
			emit(out, &t, back);
		}
	if (v->n_turns > TURNS_SHOWN) {
		text_printf(&t, "%d further turn%s of less", v->n_turns - TURNS_SHOWN,
			    v->n_turns > TURNS_SHOWN + 1 ? "s" : "");
		emit(out, &t, back);
	}
}
